//! The house as people and programs meet it, on both engines.

#![expect(clippy::expect_used, reason = "a test that cannot go on says what it lacked")]

#[macro_use]
mod harness;

mod account;
mod bad_days;
mod behind_proxy;
mod benched;
mod bodies;
mod boxes;
mod commands;
mod counting;
mod crates;
mod demonstration;
mod dependencies;
mod deploying;
mod desk;
mod directory;
mod formats;
mod front;
mod imports;
mod information;
mod keeping;
mod kills;
mod partners;
mod place_figures;
mod placing;
mod plans;
mod record_kept;
mod redrawing;
mod reference;
mod resident;
mod routes;
mod set_up;
mod settling;
mod slow;
mod spot;
mod statements;
mod two_worlds;
mod visibility;
mod walk;
mod watched;
mod welsh;

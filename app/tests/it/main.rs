//! The house as people and programs meet it, on both engines.

#![expect(clippy::expect_used, reason = "a test that cannot go on says what it lacked")]

#[macro_use]
mod harness;

mod account;
mod bad_days;
mod behind_proxy;
mod commands;
mod crates;
mod demonstration;
mod dependencies;
mod desk;
mod front;
mod kills;
mod plans;
mod record_kept;
mod resident;
mod routes;
mod set_up;
mod spot;
mod statements;
mod two_worlds;
mod visibility;
mod walk;

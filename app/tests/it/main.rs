//! The house as people and programs meet it, on both engines.

#[macro_use]
mod harness;

mod account;
mod commands;
mod crates;
mod dependencies;
mod front;
mod plans;
mod record_kept;
mod routes;
mod set_up;
mod statements;
mod visibility;
mod walk;

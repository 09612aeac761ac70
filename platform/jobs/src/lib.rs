//! Work that follows a change: written in the change's own transaction, claimed by one update, done at least once and
//! safe to do twice. Retried with growing waits; what fails ten times stays for `doctor` to name.

mod queue;
mod worker;

pub use queue::{Job, NewJob, done, due, enqueue, stuck, try_again, waiting};
pub use worker::{Desk, Handler, Running, place_all_events, run_due, start};

/// This crate's tables.
pub const SLICE: db::Slice =
    db::Slice { name: "jobs", migrations: &[("0001-job", include_str!("../migrations/0001-job.sql"))] };

db::housekeeping_tables! { "job" }

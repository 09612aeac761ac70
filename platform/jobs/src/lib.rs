//! Work that follows a change: written in the change's own transaction, claimed by one update, done at least once and
//! safe to do twice. Retried with growing waits; what fails ten times stays for `doctor` to name.

mod long;
mod queue;
mod worker;

pub use long::{LongWork, begin, carry_on, set_going, take_step};
pub use queue::{
    Job, NewJob, bring_forward, done, due, enqueue, failing, is_left, is_waiting, stuck, try_again, waiting,
};
pub use worker::{Desk, Handler, Running, place_all_events, run_asked_for, run_due, start};

/// This crate's tables.
pub const SLICE: db::Slice =
    db::Slice { name: "jobs", migrations: &[("0001-job", include_str!("../migrations/0001-job.sql"))] };

db::housekeeping_tables! { "job" }

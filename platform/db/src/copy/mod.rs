//! The whole store at once, out of one engine and into either: for backups.
//!
//! Rows stand as PostgreSQL's binary COPY has them, in chunks that are each a COPY file of their own, whichever engine
//! they come from: PostgreSQL makes and takes them as they are. Which tables and columns there are is read from the
//! migrations, so that a table somebody adds is copied without anybody remembering to.

mod beside;
mod rows;
mod snapshot;
mod tables;

pub use beside::{Beside, holds_rows};
pub use rows::{Fields, repeated, values};
pub use snapshot::Snapshot;
pub use tables::{Column, Kind, Table, tables};

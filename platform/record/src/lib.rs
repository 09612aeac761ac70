//! What every record shares: the event that says it changed (and is its audit entry), the tree that proves no entry was
//! lost, the revision that holds what it said, the keys its personal data is sealed under, and the idempotency key.

mod event;
mod idempotency;
mod revision;
mod tree;
mod vault;
mod verify;

pub use event::{Entry, Event, events_of, log};
pub use idempotency::{Claim, claim, forget_old, settle};
pub use revision::{Change, Revision, keep_revision, revisions_of};
pub use tree::{Frontier, Hash, leaf_hash};
pub use vault::{MasterKey, SubjectKey, Unsealed, Vault, VaultError};
pub use verify::{Fault, Verified, place_events, unplaced, verify, waiting_since};

/// This crate's tables.
pub const SLICE: db::Slice =
    db::Slice { name: "record", migrations: &[("0001-record", include_str!("../migrations/0001-record.sql"))] };

db::housekeeping_tables! { "idempotency" }

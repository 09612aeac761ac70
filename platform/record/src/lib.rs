//! What every record shares: the event that says it changed (and is its audit entry), the tree that proves no entry was
//! lost, the revision that holds what it said, the keys its personal data is sealed under, the idempotency key, and long work
//! that is a record of its own.

mod event;
mod idempotency;
mod kept_text;
pub mod operation;
mod revision;
mod tree;
mod vault;
mod verify;

pub use event::{Entry, Event, done_since, events_of, log, log_each};
pub use idempotency::{Claim, claim, forget_old, settle};
pub use kept_text::KeptText;
pub use operation::{NewOperation, Operation, OperationFault, OperationState, Progress};
pub use revision::{Change, Revision, keep_revision, revisions_of};
pub use tree::{Frontier, Hash, leaf_hash};
pub use vault::{MasterKey, SubjectKey, Unsealed, Vault, VaultError};
pub use verify::{Fault, Verified, all_unplaced, place_events, unplaced, verify, verify_all, waiting_since};

/// This crate's tables.
pub const SLICE: db::Slice = db::slice!("record": "0001-record", "0002-operation");

/// The table of wrapped keys, which a backup keeps in a file of its own.
pub const KEYS: &str = "subject_key";
/// The register of who was forgotten, by which a restored backup is made to forget again.
pub const ERASURES: &str = "erasure";

db::housekeeping_tables! { "idempotency" }

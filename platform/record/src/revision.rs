use base::{Id, Instant};
use db::{Error, Tx, sql};

/// Keeps what a record said before and after the change that `event` tells of. `sealed` is made by
/// [`crate::SubjectKey::seal`] under the key of whoever the words are about, so that it can be made unreadable.
///
/// # Errors
/// Whatever the store answers.
pub fn keep_revision(
    tx: &mut Tx<'_>,
    partnership: Id,
    id: Id,
    record: Id,
    event: Id,
    at: Instant,
    sealed: &[u8],
) -> Result<(), Error> {
    tx.run(sql!(
        "insert into revision (partnership, id, record, event, at, sealed) values ($1, $2, $3, $4, $5, $6)",
        partnership,
        id,
        record,
        event,
        at,
        sealed
    ))
    .map(|_| ())
}

db::row! {
    /// One change of a record's words.
    pub struct Revision {
        /// The event that changed them.
        pub event: Id,
        /// When.
        pub at: Instant,
        /// The sealed words, where they are still kept.
        pub sealed: Option<Vec<u8>>,
    }
}

/// The changes of a record's words, oldest first.
///
/// # Errors
/// Whatever the store answers.
pub fn revisions_of(tx: &mut Tx<'_>, partnership: Id, record: Id) -> Result<Vec<Revision>, Error> {
    tx.all(sql!(
        "select event, at, sealed from revision where partnership = $1 and record = $2 order by at, id",
        partnership,
        record
    ))
}

//! Agreed exceptions as a record: what was agreed, from when, until when, and why it ended.

use access::Permit;
use base::{Date, Id};
use db::{Error, Tx, sql};

use crate::composition::Change;

db::row! {
    /// One side of an agreement: the area that takes the piece in, or the one that leaves it out.
    pub(crate) struct Agreed {
        /// Its key.
        pub id: Id,
        /// The area.
        pub area: Id,
        /// Which way.
        pub change: Change,
        /// Why, as partners agreed it.
        pub reason: String,
        /// The first day it holds.
        pub valid_from: Date,
        /// The first day it no longer holds.
        pub valid_to: Option<Date>,
        /// Why it ended.
        pub ended_reason: Option<String>,
    }
}

/// All that was ever agreed of an area, the newest first.
pub(crate) fn exceptions_of(tx: &mut Tx<'_>, partnership: Id, area: Id) -> Result<Vec<Agreed>, Error> {
    tx.all(sql!(
        "select id, area, change, reason, valid_from, valid_to, ended_reason from place_exception \
         where partnership = $1 and area = $2 order by valid_from desc, id desc",
        partnership,
        area
    ))
}

/// Both sides of the agreement that one of them names, those in force alone.
pub(crate) fn sides_of(tx: &mut Tx<'_>, partnership: Id, one: Id) -> Result<Vec<Agreed>, Error> {
    tx.all(sql!(
        "select side.id, side.area, side.change, side.reason, side.valid_from, side.valid_to, side.ended_reason \
         from place_exception named join place_exception side on side.partnership = named.partnership \
         and side.valid_from = named.valid_from and side.reason = named.reason and side.shape = named.shape \
         where named.partnership = $1 and named.id = $2 and side.valid_to is null order by side.id",
        partnership,
        one
    ))
}

/// Ends exceptions before a day.
pub(crate) fn end_exceptions(
    tx: &mut Tx<'_>,
    permit: &Permit,
    ids: &[Id],
    from: Date,
    reason: &str,
) -> Result<(), Error> {
    tx.run(sql!(
        "update place_exception set valid_to = $2, ended_reason = $3 where partnership = $1 and id in {list}",
        permit.partnership(),
        from,
        reason,
        ids
    ))?;
    access::bump_epoch(tx, permit)
}

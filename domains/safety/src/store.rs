//! Every line of SQL of safety markers.

use access::{Permit, Scope};
use base::{Date, Id, Instant, Problem, Reference};
use db::{Error, Tx, sql};
use record::{Vault, wrapped_key};

use crate::commands::Set;
use crate::model::{Ending, Marker};

macro_rules! columns {
    () => {
        concat!(
            "id, reference, version, address, account, appeal, happened_on, authority, capacity, decided_by, set_at, told_on, \
             review_on, reviewed_at, reviewed_by, review_reason, appealed_on, appeal_kept, appeal_reason, answered_at, \
             answered_by, ended_at, ended_how, ended_why, ",
            wrapped_key!("safety_marker.id")
        )
    };
}

pub(crate) fn insert(tx: &mut Tx<'_>, scope: &Scope, permit: &Permit, new: &Set) -> Result<Reference, Problem> {
    for reference in &new.references {
        let stored = tx.run(sql!(
            "insert into safety_marker (partnership, id, reference, version, address, account, happened_on, authority, \
             capacity, decided_by, set_at, told_on, review_on) \
             values ($1, $2, $3, 1, $4, $5, $6, $7, $8, $9, $10, $11, $12) \
             on conflict (partnership, reference) do nothing",
            permit.partnership(),
            new.id,
            reference,
            &new.address,
            &new.account,
            new.happened_on,
            &new.authority,
            scope.hat().map(|hat| hat.called()).unwrap_or_default(),
            scope.hat().map(|hat| hat.person),
            scope.now,
            new.told_on,
            new.review_on
        ))?;
        if stored == 1 {
            lay_on(tx, permit, new)?;
            return Ok(reference.clone());
        }
    }
    Err(Problem::Unavailable("No reference could be found for it. Send it again.".into()))
}

/// By what it is found from now on.
fn lay_on(tx: &mut Tx<'_>, permit: &Permit, new: &Set) -> Result<(), Error> {
    for hash in &new.found_by {
        tx.run(sql!(
            "insert into safety_marker_on (partnership, found_by, marker) values ($1, $2, $3) \
             on conflict (partnership, found_by, marker) do nothing",
            permit.partnership(),
            hash,
            new.id
        ))?;
    }
    Ok(())
}

/// Markers that were not ended, the one to be looked at first before the others.
pub(crate) fn open(tx: &mut Tx<'_>, permit: &Permit, most: i64) -> Result<Vec<Marker>, Error> {
    tx.all(sql!(
        concat!(
            "select ",
            columns!(),
            " from safety_marker where partnership = $1 and ended_at is null order by review_on, id limit $2"
        ),
        permit.partnership(),
        most
    ))
}

/// Markers that ended, the last first.
pub(crate) fn ended(tx: &mut Tx<'_>, permit: &Permit, most: i64) -> Result<Vec<Marker>, Error> {
    tx.all(sql!(
        concat!(
            "select ",
            columns!(),
            " from safety_marker where partnership = $1 and ended_at is not null order by ended_at desc, id desc limit $2"
        ),
        permit.partnership(),
        most
    ))
}

pub(crate) fn by_reference(tx: &mut Tx<'_>, permit: &Permit, reference: &Reference) -> Result<Option<Marker>, Error> {
    tx.opt(sql!(
        concat!("select ", columns!(), " from safety_marker where partnership = $1 and reference = $2"),
        permit.partnership(),
        reference
    ))
}

pub(crate) fn by_id(tx: &mut Tx<'_>, permit: &Permit, id: Id) -> Result<Option<Marker>, Error> {
    tx.opt(sql!(
        concat!("select ", columns!(), " from safety_marker where partnership = $1 and id = $2"),
        permit.partnership(),
        id
    ))
}

/// Markers that can still be read, in force or ended.
pub(crate) fn with_words(tx: &mut Tx<'_>, permit: &Permit, most: i64) -> Result<Vec<Marker>, Error> {
    tx.all(sql!(
        concat!(
            "select ",
            columns!(),
            " from safety_marker where partnership = $1 and address is not null order by id desc limit $2"
        ),
        permit.partnership(),
        most
    ))
}

pub(crate) fn by_ids(tx: &mut Tx<'_>, permit: &Permit, ids: &[Id]) -> Result<Vec<Marker>, Error> {
    tx.all(sql!(
        concat!("select ", columns!(), " from safety_marker where partnership = $1 and id in {list} order by id"),
        permit.partnership(),
        ids
    ))
}

/// By what the markers in force are found.
pub(crate) fn in_force(tx: &mut Tx<'_>, partnership: Id, today: Date) -> Result<Vec<Vec<u8>>, Error> {
    tx.all(sql!(
        "select safety_marker_on.found_by from safety_marker_on join safety_marker \
         on safety_marker.partnership = safety_marker_on.partnership and safety_marker.id = safety_marker_on.marker \
         where safety_marker_on.partnership = $1 and safety_marker.ended_at is null and safety_marker.review_on > $2 \
         order by safety_marker_on.found_by, safety_marker.id",
        partnership,
        today
    ))
}

/// By when the markers in force are looked at again.
pub(crate) fn reviews(tx: &mut Tx<'_>, partnership: Id, today: Date) -> Result<Vec<Date>, Error> {
    tx.all(sql!(
        "select review_on from safety_marker where partnership = $1 and ended_at is null and review_on > $2 \
         order by review_on, id",
        partnership,
        today
    ))
}

db::row! {
    /// A marker that somebody is about to be shown.
    pub struct Found {
        /// Its key.
        pub id: Id,
        /// Its reference.
        pub reference: String,
        /// By which of the hashes it was found.
        pub found_by: Vec<u8>,
        /// The words, sealed.
        pub account: Option<Vec<u8>>,
        /// When it happened.
        pub happened_on: Date,
        /// By when it is looked at again.
        pub review_on: Date,
        /// The key it is sealed under, wrapped.
        pub wrapped: Option<Vec<u8>>,
    }
}

/// Markers in force today on any of these houses or people, once for each.
pub(crate) fn found(tx: &mut Tx<'_>, permit: &Permit, today: Date, hashes: &[Vec<u8>]) -> Result<Vec<Found>, Error> {
    tx.all(sql!(
        concat!(
            "select safety_marker.id, safety_marker.reference, safety_marker_on.found_by, safety_marker.account, \
             safety_marker.happened_on, safety_marker.review_on, ",
            wrapped_key!("safety_marker.id"),
            " from safety_marker_on join safety_marker on safety_marker.partnership = safety_marker_on.partnership \
             and safety_marker.id = safety_marker_on.marker where safety_marker_on.partnership = $1 \
             and safety_marker.ended_at is null and safety_marker.review_on > $2 and safety_marker_on.found_by in {list} \
             order by safety_marker.set_at, safety_marker.id, safety_marker_on.found_by"
        ),
        permit.partnership(),
        today,
        hashes
    ))
}

/// Somebody looked at it and kept it.
pub(crate) fn review(
    tx: &mut Tx<'_>,
    scope: &Scope,
    permit: &Permit,
    id: Id,
    review_on: Date,
    reason: &str,
) -> Result<u64, Error> {
    tx.run(sql!(
        "update safety_marker set review_on = $3, review_reason = $4, reviewed_at = $5, reviewed_by = $6, \
         version = version + 1 where partnership = $1 and id = $2 and ended_at is null",
        permit.partnership(),
        id,
        review_on,
        reason,
        scope.now,
        scope.hat().map(|hat| hat.person)
    ))
}

pub(crate) fn end(
    tx: &mut Tx<'_>,
    scope: &Scope,
    permit: &Permit,
    id: Id,
    how: Ending,
    why: &str,
) -> Result<u64, Error> {
    tx.run(sql!("delete from safety_marker_on where partnership = $1 and marker = $2", permit.partnership(), id))?;
    tx.run(sql!(
        "update safety_marker set ended_at = $3, ended_by = $4, ended_how = $5, ended_why = $6, version = version + 1 \
         where partnership = $1 and id = $2 and ended_at is null",
        permit.partnership(),
        id,
        scope.now,
        scope.hat().map(|hat| hat.person),
        how,
        why
    ))
}

pub(crate) fn appeal(tx: &mut Tx<'_>, permit: &Permit, id: Id, on: Date, sealed: &[u8]) -> Result<u64, Error> {
    tx.run(sql!(
        "update safety_marker set appealed_on = $3, appeal = $4, appeal_kept = null, appeal_reason = null, \
         answered_at = null, answered_by = null, version = version + 1 \
         where partnership = $1 and id = $2 and ended_at is null",
        permit.partnership(),
        id,
        on,
        sealed
    ))
}

pub(crate) fn answer(
    tx: &mut Tx<'_>,
    scope: &Scope,
    permit: &Permit,
    id: Id,
    kept: bool,
    reason: &str,
) -> Result<u64, Error> {
    tx.run(sql!(
        "update safety_marker set appeal_kept = $3, appeal_reason = $4, answered_at = $5, answered_by = $6, \
         version = version + 1 where partnership = $1 and id = $2 and ended_at is null and answered_at is null",
        permit.partnership(),
        id,
        kept,
        reason,
        scope.now,
        scope.hat().map(|hat| hat.person)
    ))
}

/// Markers that ended before `cutoff` and still have words, in the order of their keys.
///
/// # Errors
/// Whatever the store answers.
pub fn over(tx: &mut Tx<'_>, permit: &Permit, cutoff: Instant, after: Id, most: i64) -> Result<Vec<Id>, Error> {
    tx.all(sql!(
        "select id from safety_marker where partnership = $1 and ended_at < $2 and id > $3 and account is not null \
         order by id limit $4",
        permit.partnership(),
        cutoff,
        after,
        most
    ))
}

/// Makes the words and the address of ended markers unreadable; that there was one, and who decided, stays.
///
/// # Errors
/// Whatever the store answers.
pub fn blank(tx: &mut Tx<'_>, permit: &Permit, markers: &[Id], now: Instant) -> Result<(), Error> {
    tx.run(sql!(
        "update safety_marker set address = null, account = null, appeal = null, review_reason = null, \
         appeal_reason = null, ended_why = null where partnership = $1 and id in {list}",
        permit.partnership(),
        markers
    ))?;
    Vault::erase_all(tx, permit.partnership(), markers, now, "retention")
}

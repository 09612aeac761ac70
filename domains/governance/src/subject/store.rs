//! Every line of SQL about requests of somebody about themselves.

use access::{Permit, Scope};
use base::{Date, Id, Instant, Problem, Reference};
use db::{Error, Rows, ToValue, Tx, Value, sql};
use record::wrapped_key;
use voice::{Channel, ConcernStatus};

use super::commands::Begin;
use super::model::{Beside, Request, State};

macro_rules! columns {
    () => {
        concat!(
            "id, reference, kind, sought, received_on, due_on, state, reason, operation, searched_at, done_at, done_by, ",
            wrapped_key!("subject_request.id")
        )
    };
}

pub(super) fn insert(tx: &mut Tx<'_>, scope: &Scope, permit: &Permit, new: &Begin) -> Result<Reference, Problem> {
    for reference in &new.references {
        let stored = tx.run(sql!(
            "insert into subject_request (partnership, id, reference, version, kind, sought, received_on, due_on, state, \
             created_at, created_by) values ($1, $2, $3, 1, $4, $5, $6, $7, $8, $9, $10) \
             on conflict (partnership, reference) do nothing",
            permit.partnership(),
            new.id,
            reference,
            new.kind,
            &new.sealed,
            new.received_on,
            new.due_on,
            State::Open,
            scope.now,
            scope.hat().map(|hat| hat.person)
        ))?;
        if stored == 1 {
            return Ok(reference.clone());
        }
    }
    Err(Problem::Unavailable("No reference could be found for it. Send it again.".into()))
}

pub(super) fn open(tx: &mut Tx<'_>, partnership: Id, most: i64) -> Result<Vec<Request>, Error> {
    tx.all(sql!(
        concat!(
            "select ",
            columns!(),
            " from subject_request where partnership = $1 and done_at is null order by due_on, id limit $2"
        ),
        partnership,
        most
    ))
}

pub(super) fn done(tx: &mut Tx<'_>, partnership: Id, most: i64) -> Result<Vec<Request>, Error> {
    tx.all(sql!(
        concat!(
            "select ",
            columns!(),
            " from subject_request where partnership = $1 and done_at is not null order by done_at desc, id desc limit $2"
        ),
        partnership,
        most
    ))
}

pub(super) fn count_open(tx: &mut Tx<'_>, partnership: Id) -> Result<(i64, Option<Date>), Error> {
    tx.one(sql!(
        "select count(*), min(due_on) from subject_request where partnership = $1 and done_at is null",
        partnership
    ))
}

pub(super) fn by_reference(tx: &mut Tx<'_>, partnership: Id, reference: &Reference) -> Result<Option<Request>, Error> {
    tx.opt(sql!(
        concat!("select ", columns!(), " from subject_request where partnership = $1 and reference = $2"),
        partnership,
        reference
    ))
}

pub(super) fn by_id(tx: &mut Tx<'_>, partnership: Id, id: Id) -> Result<Option<Request>, Error> {
    tx.opt(sql!(
        concat!("select ", columns!(), " from subject_request where partnership = $1 and id = $2"),
        partnership,
        id
    ))
}

/// Keeps that these concerns were found; what was found before stays as it is.
pub(super) fn matched(tx: &mut Tx<'_>, permit: &Permit, request: Id, found: &[(Id, &str)]) -> Result<(), Error> {
    let rows: Rows<'_> = found
        .iter()
        .map(|(concern, how)| {
            vec![
                Value::Id(permit.partnership()),
                Value::Id(request),
                Value::Id(*concern),
                how.to_value(),
                Value::Bool(false),
            ]
        })
        .collect();
    tx.insert_many(sql!(
        "insert into subject_match (partnership, request, concern, how, left_out) values {rows} \
         on conflict (partnership, request, concern) do nothing",
        rows
    ))?;
    Ok(())
}

db::row! {
    /// A concern that was found, as long as it is not protected.
    pub struct Match {
        /// Its key.
        pub id: Id,
        /// How it was found.
        pub how: String,
        /// Whether it is not given out.
        pub left_out: bool,
        /// Why not, or why words were taken out.
        pub why: Option<String>,
        /// Phrases about others, sealed under the request's key.
        pub phrases: Option<Vec<u8>>,
        /// Its reference.
        pub reference: String,
        /// Its category.
        pub category: Id,
        /// Where it stands.
        pub status: ConcernStatus,
        /// How it reached us.
        pub channel: Channel,
        /// When.
        pub heard_at: Instant,
        /// How many people, as told.
        pub people_affected: Option<i64>,
        /// The language to answer in.
        pub language: String,
        /// Degrees north, exact.
        pub lat: Option<f64>,
        /// Degrees east, exact.
        pub lon: Option<f64>,
        /// The sealed words.
        pub words: Option<Vec<u8>>,
        /// The sealed whereabouts.
        pub whereabouts: Option<Vec<u8>>,
        /// When it was erased.
        pub erased_at: Option<Instant>,
        /// The key it is sealed under, wrapped; nothing once that was destroyed.
        pub wrapped: Option<Vec<u8>>,
    }
}

/// What was found, oldest first. What was protected since is not found any more.
pub(super) fn matches(tx: &mut Tx<'_>, permit: &Permit, request: Id, most: i64) -> Result<Vec<Match>, Error> {
    tx.all(sql!(
        concat!(
            "select concern.id, subject_match.how, subject_match.left_out, subject_match.why, subject_match.phrases, \
             concern.reference, concern.category, concern.status, concern.channel, concern.heard_at, \
             concern.people_affected, concern.language, concern.lat, concern.lon, concern.words, concern.whereabouts, \
             concern.erased_at, ",
            wrapped_key!("concern.id"),
            " from subject_match join concern on concern.partnership = subject_match.partnership \
             and concern.id = subject_match.concern where subject_match.partnership = $1 and subject_match.request = $2 \
             and concern.protection < 3 and concern.held = $4 \
             and {unfiltered: what is held about the person who asks, without what is protected} \
             order by concern.heard_at, concern.id limit $3"
        ),
        permit.partnership(),
        request,
        most,
        false
    ))
}

db::row! {
    /// What was found beside concerns.
    pub(super) struct BesideRow {
        pub record: Id,
        pub kind: Beside,
        pub how: String,
        pub given: Option<bool>,
        pub why: Option<String>,
    }
}

/// What was found beside concerns, markers first.
pub(super) fn beside(tx: &mut Tx<'_>, permit: &Permit, request: Id, most: i64) -> Result<Vec<BesideRow>, Error> {
    tx.all(sql!(
        "select record, kind, how, given, why from subject_beside where partnership = $1 and request = $2 \
         order by kind, record limit $3",
        permit.partnership(),
        request,
        most
    ))
}

/// Keeps that these were found; what was decided of one before stays.
pub(super) fn found_beside(
    tx: &mut Tx<'_>,
    permit: &Permit,
    request: Id,
    found: &[(Beside, Id, &str)],
) -> Result<(), Error> {
    let rows: Rows<'_> = found
        .iter()
        .map(|(kind, record, how)| {
            vec![
                Value::Id(permit.partnership()),
                Value::Id(request),
                kind.to_value(),
                Value::Id(*record),
                how.to_value(),
                if *kind == Beside::Marker { Value::Null } else { Value::Bool(true) },
            ]
        })
        .collect();
    tx.insert_many(sql!(
        "insert into subject_beside (partnership, request, kind, record, how, given) values {rows} \
         on conflict (partnership, request, record) do nothing",
        rows
    ))?;
    Ok(())
}

pub(super) fn decide_beside(
    tx: &mut Tx<'_>,
    permit: &Permit,
    request: Id,
    record: Id,
    given: bool,
    why: Option<&str>,
) -> Result<(), Error> {
    tx.run(sql!(
        "update subject_beside set given = $4, why = $5 where partnership = $1 and request = $2 and record = $3",
        permit.partnership(),
        request,
        record,
        given,
        why
    ))?;
    Ok(())
}

pub(super) fn take_out(
    tx: &mut Tx<'_>,
    permit: &Permit,
    request: Id,
    concern: Id,
    left_out: bool,
    why: Option<&str>,
    phrases: Option<&[u8]>,
) -> Result<bool, Error> {
    let changed = tx.run(sql!(
        "update subject_match set left_out = $4, why = $5, phrases = $6 \
         where partnership = $1 and request = $2 and concern = $3",
        permit.partnership(),
        request,
        concern,
        left_out,
        why,
        phrases
    ))?;
    Ok(changed == 1)
}

pub(super) fn searching(tx: &mut Tx<'_>, permit: &Permit, request: Id, operation: Id) -> Result<(), Error> {
    tx.run(sql!(
        "update subject_request set operation = $3, searched_at = null where partnership = $1 and id = $2",
        permit.partnership(),
        request,
        operation
    ))?;
    Ok(())
}

pub(super) fn searched(tx: &mut Tx<'_>, permit: &Permit, request: Id, at: Instant) -> Result<(), Error> {
    tx.run(sql!(
        "update subject_request set searched_at = $3 where partnership = $1 and id = $2",
        permit.partnership(),
        request,
        at
    ))?;
    Ok(())
}

/// Ends a request; answers false when it had ended.
pub(super) fn end(
    tx: &mut Tx<'_>,
    scope: &Scope,
    permit: &Permit,
    request: Id,
    state: State,
    reason: Option<&str>,
) -> Result<bool, Error> {
    let ended = tx.run(sql!(
        "update subject_request set state = $3, reason = $4, done_at = $5, done_by = $6, version = version + 1 \
         where partnership = $1 and id = $2 and done_at is null",
        permit.partnership(),
        request,
        state,
        reason,
        scope.now,
        scope.hat().map(|hat| hat.person)
    ))?;
    Ok(ended == 1)
}

//! Every line of SQL about take-down requests.

use access::{Hat, Permit, Reach, Scope};
use base::{Id, Instant, Problem, Reference};
use db::{Error, Tx, sql};
use record::{Vault, wrapped_key};

use super::commands::Ask;
use super::model::{Decision, Kind, Request, Why};

/// What is read of a request.
macro_rules! columns {
    () => {
        concat!(
            "id, reference, version, kind, record, record_reference, why, words, contact, asked_at, hidden, decide_by, \
             decision, reason, decided_at, decided_by, told_at, language, ",
            wrapped_key!("take_down_request.id")
        )
    };
}

/// Whose requests somebody decides: everybody's, or those about issues in one place.
fn eyes(scope: &Scope) -> (bool, Id) {
    let place = |hat: &Hat| if let Reach::Place(place) = hat.reach { Some(place) } else { None };
    (super::decides_everywhere(scope), scope.hat().and_then(place).unwrap_or_default())
}

pub(super) fn insert(
    tx: &mut Tx<'_>,
    scope: &Scope,
    permit: &Permit,
    ask: &Ask,
    record: Id,
    hidden: bool,
    decide_by: Instant,
) -> Result<Reference, Problem> {
    for reference in &ask.references {
        let stored = tx.run(sql!(
            "insert into take_down_request (partnership, id, reference, version, kind, record, record_reference, why, words, \
             contact, asked_at, hidden, decide_by, language) values ($1, $2, $3, 1, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) \
             on conflict (partnership, reference) do nothing",
            permit.partnership(),
            ask.id,
            reference,
            ask.kind,
            record,
            &ask.about,
            ask.why,
            &ask.words,
            &ask.contact,
            scope.now,
            hidden,
            decide_by,
            ask.language
        ))?;
        if stored == 1 {
            return Ok(reference.clone());
        }
    }
    Err(Problem::Unavailable("No reference could be found for it. Send it again.".into()))
}

/// The request about a record that nobody has decided yet: there is one at most.
pub(super) fn open_about(tx: &mut Tx<'_>, partnership: Id, record: Id) -> Result<Option<Request>, Error> {
    tx.opt(sql!(
        concat!(
            "select ",
            columns!(),
            " from take_down_request where partnership = $1 and record = $2 and decided_at is null"
        ),
        partnership,
        record
    ))
}

/// What was decided about a record before.
pub(super) fn decided_about(tx: &mut Tx<'_>, partnership: Id, record: Id) -> Result<Vec<(Why, Decision)>, Error> {
    tx.all(sql!(
        "select why, decision from take_down_request where partnership = $1 and record = $2 and decision is not null \
         order by asked_at, id limit 200",
        partnership,
        record
    ))
}

/// How much of a kind is hidden that nobody has looked at: requests about concerns leave room for those about issues.
pub(super) fn hidden_unseen(tx: &mut Tx<'_>, partnership: Id, kind: Kind) -> Result<i64, Error> {
    tx.one(sql!(
        "select count(*) from take_down_request where partnership = $1 and decided_at is null and hidden and kind = $2",
        partnership,
        kind
    ))
}

/// A request by its reference.
pub(super) fn by_reference(tx: &mut Tx<'_>, partnership: Id, reference: &Reference) -> Result<Option<Request>, Error> {
    tx.opt(sql!(
        concat!("select ", columns!(), " from take_down_request where partnership = $1 and reference = $2"),
        partnership,
        reference
    ))
}

/// A request by its key.
pub(super) fn by_id(tx: &mut Tx<'_>, partnership: Id, id: Id) -> Result<Option<Request>, Error> {
    tx.opt(sql!(
        concat!("select ", columns!(), " from take_down_request where partnership = $1 and id = $2"),
        partnership,
        id
    ))
}

/// Requests that wait for this person, soonest due first.
pub(super) fn waiting(tx: &mut Tx<'_>, scope: &Scope, most: i64) -> Result<Vec<Request>, Error> {
    let (everywhere, place) = eyes(scope);
    tx.all(sql!(
        concat!(
            "select ",
            columns!(),
            " from take_down_request where partnership = $1 and decided_at is null and ($2 or exists (select 1 \
             from issue_place where issue_place.partnership = $1 and issue_place.issue = take_down_request.record \
             and issue_place.place = $3)) order by decide_by, id limit $4"
        ),
        scope.partnership(),
        everywhere,
        place,
        most
    ))
}

/// How many wait for this person, and by when the first is due.
pub(super) fn count_waiting(tx: &mut Tx<'_>, scope: &Scope) -> Result<(i64, Option<Instant>), Error> {
    let (everywhere, place) = eyes(scope);
    tx.one(sql!(
        "select count(*), min(decide_by) from take_down_request where partnership = $1 and decided_at is null \
         and ($2 or exists (select 1 from issue_place where issue_place.partnership = $1 \
         and issue_place.issue = take_down_request.record and issue_place.place = $3))",
        scope.partnership(),
        everywhere,
        place
    ))
}

/// What was decided lately, the newest first.
pub(super) fn decided(tx: &mut Tx<'_>, scope: &Scope, most: i64) -> Result<Vec<Request>, Error> {
    let (everywhere, place) = eyes(scope);
    tx.all(sql!(
        concat!(
            "select ",
            columns!(),
            " from take_down_request where partnership = $1 and decided_at is not null and ($2 or exists (select 1 \
             from issue_place where issue_place.partnership = $1 and issue_place.issue = take_down_request.record \
             and issue_place.place = $3)) order by decided_at desc, id desc limit $4"
        ),
        scope.partnership(),
        everywhere,
        place,
        most
    ))
}

/// Keeps what was decided; answers false when somebody decided first.
pub(super) fn decide(
    tx: &mut Tx<'_>,
    scope: &Scope,
    permit: &Permit,
    request: &Request,
    decision: Decision,
    reason: &str,
) -> Result<bool, Error> {
    let changed = tx.run(sql!(
        "update take_down_request set decision = $4, reason = $5, decided_at = $6, decided_by = $7, version = version + 1 \
         where partnership = $1 and id = $2 and version = $3 and decided_at is null",
        permit.partnership(),
        request.id,
        request.version,
        decision,
        reason,
        scope.now,
        scope.hat().map(|hat| hat.person)
    ))?;
    Ok(changed == 1)
}

/// Whoever asked was told.
pub(super) fn told(tx: &mut Tx<'_>, permit: &Permit, id: Id, now: Instant) -> Result<(), Error> {
    tx.run(sql!(
        "update take_down_request set told_at = $3 where partnership = $1 and id = $2 and told_at is null",
        permit.partnership(),
        id,
        now
    ))?;
    Ok(())
}

/// Requests whose asker left an address, in the order of their keys.
pub(crate) fn with_contact(tx: &mut Tx<'_>, permit: &Permit, after: Id, most: i64) -> Result<Vec<Request>, Error> {
    tx.all(sql!(
        concat!(
            "select ",
            columns!(),
            " from take_down_request where partnership = $1 and id > $2 and contact is not null order by id limit $3"
        ),
        permit.partnership(),
        after,
        most
    ))
}

/// Requests by their keys.
pub(crate) fn by_ids(tx: &mut Tx<'_>, permit: &Permit, ids: &[Id]) -> Result<Vec<Request>, Error> {
    tx.all(sql!(
        concat!("select ", columns!(), " from take_down_request where partnership = $1 and id in {list} order by id"),
        permit.partnership(),
        ids
    ))
}

/// Makes words and contact of requests unreadable; that they came, and what was decided, stays.
pub(crate) fn blank(tx: &mut Tx<'_>, permit: &Permit, ids: &[Id], now: Instant, why: &str) -> Result<(), Error> {
    let partnership = permit.partnership();
    tx.run(sql!(
        "update take_down_request set words = null, contact = null where partnership = $1 and id in {list}",
        partnership,
        ids
    ))?;
    Vault::erase_all(tx, partnership, ids, now, why)
}

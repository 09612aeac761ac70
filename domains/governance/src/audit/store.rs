//! Every line of SQL about the audit.

use access::{Permit, Scope};
use base::{Id, Instant, Problem, Reference};
use db::{Error, Tx, sql};

use super::Check;
use super::asked::Asked;

db::row! {
    /// An entry as the officer reads it.
    pub struct Entry {
        /// Its key.
        pub id: Id,
        /// When.
        pub at: Instant,
        /// Who; nobody for a resident or the program.
        pub actor: Option<Id>,
        /// In which role.
        pub hat: Option<Id>,
        /// What kind of record.
        pub kind: String,
        /// Which.
        pub record: Id,
        /// What was done.
        pub verb: String,
        /// Which fields it touched.
        pub fields: String,
    }
}

/// What is read of an entry, and what of them is not for the officer: its place in the tree, whose gaps would tell how many
/// entries are left out, and whatever would say that a concern is protected, also
/// by what left an issue when it was.
macro_rules! entries {
    ($walk:literal) => {
        concat!(
            "select event.id, event.at, event.actor, event.hat, event.kind, event.record, event.verb, event.fields \
             from event where event.partnership = $1 and ",
            $walk,
            " and event.at >= $2 and event.at < $3 and (event.at, event.id) < ($4, $5) \
             and ($6 or event.actor = $7) and (cast($8 as text) is null or event.verb = $8) \
             and not exists (select 1 from concern where concern.partnership = event.partnership \
             and concern.id = event.record and (concern.held or concern.protection >= 3) \
             and {unfiltered: it names those that are left out}) \
             and (event.kind <> 'issue' or event.verb <> 'detach') \
             and (event.kind <> 'issue' or event.verb not in ('attach', 'join') or exists (select 1 from issue_concern \
             where issue_concern.partnership = event.partnership and issue_concern.issue = event.record \
             and issue_concern.attached_at = event.at)) \
             order by event.at desc, event.id desc limit $9"
        )
    };
}

/// Entries, the newest first.
pub fn entries(
    tx: &mut Tx<'_>,
    scope: &Scope,
    asked: &Asked,
    record: Option<Id>,
    most: i64,
) -> Result<Vec<Entry>, Error> {
    let (at, id) = asked.before.unwrap_or((Instant::from_micros(i64::MAX), Id::max()));
    let (partnership, anybody) = (scope.partnership(), asked.person.is_none());
    let (person, verb) = (asked.person.unwrap_or_default(), asked.verb.as_deref());
    match record {
        Some(record) => tx.all(sql!(
            entries!("event.record = $10"),
            partnership,
            asked.since,
            asked.until,
            at,
            id,
            anybody,
            person,
            verb,
            most,
            record
        )),
        None => {
            tx.all(sql!(entries!("true"), partnership, asked.since, asked.until, at, id, anybody, person, verb, most))
        }
    }
}

/// The key of a record by its reference, if the officer may know of it.
///
/// # Errors
/// Not found when there is none, or it is protected.
pub fn record_with(tx: &mut Tx<'_>, scope: &Scope, reference: &Reference) -> Result<Id, Problem> {
    let found: Option<Id> = match reference.kind() {
        'I' => issues::store::by_reference(tx, scope, reference)?.map(|(issue, _)| issue.id),
        'C' => tx.opt(sql!(
            "select id from concern where partnership = $1 and reference = $2 and protection < 3 and held = $3 \
             and {unfiltered: only its key, of those the officer may know of}",
            scope.partnership(),
            reference,
            false
        ))?,
        'W' => Some(safety::marker_with(tx, scope, reference)?),
        'T' => tx.opt(sql!(
            "select id from take_down_request where partnership = $1 and reference = $2",
            scope.partnership(),
            reference
        ))?,
        _ => None,
    };
    found.ok_or(Problem::NotFound)
}

/// The references of some records, by their keys.
pub fn references(tx: &mut Tx<'_>, scope: &Scope, records: &[Id]) -> Result<Vec<(Id, String)>, Error> {
    if records.is_empty() {
        return Ok(Vec::new());
    }
    let mut known: Vec<(Id, String)> = tx.all(sql!(
        "select id, reference from concern where partnership = $1 and protection < 3 and held = $2 \
         and {unfiltered: only references, of those the officer may know of} and id in {list} order by id",
        scope.partnership(),
        false,
        records
    ))?;
    known.extend(issues::store::briefly(tx, scope, records)?.into_iter().map(|issue| (issue.id, issue.reference)));
    Ok(known)
}

pub fn keep_check(tx: &mut Tx<'_>, permit: &Permit, id: Id, check: &Check) -> Result<(), Error> {
    tx.run(sql!(
        "insert into audit_check (partnership, id, at, checked_by, size, root, fault) values ($1, $2, $3, $4, $5, $6, $7)",
        permit.partnership(),
        id,
        check.at,
        check.who,
        check.size,
        &check.root,
        &check.fault
    ))?;
    Ok(())
}

db::row! {
    struct Kept {
        at: Instant,
        checked_by: Option<Id>,
        size: Option<i64>,
        root: Option<String>,
        fault: Option<String>,
    }
}

/// The last check.
pub fn last_check(tx: &mut Tx<'_>, scope: &Scope) -> Result<Option<Check>, Error> {
    let kept: Option<Kept> = tx.opt(sql!(
        "select at, checked_by, size, root, fault from audit_check where partnership = $1 order by at desc, id desc limit 1",
        scope.partnership()
    ))?;
    Ok(kept.map(|Kept { at, checked_by: who, size, root, fault }| Check { at, who, root, fault, size }))
}

db::row! {
    /// A concern, as far as it takes to say who could read it.
    pub struct Seen {
        /// Its key.
        pub id: Id,
        /// When it was told.
        pub heard_at: Instant,
        /// The membership that recorded it.
        pub recorded_by: Option<Id>,
        /// 0 to 5.
        pub protection: i64,
        /// Held by danger words.
        pub held: bool,
        /// Who looks after it while it is held or protected.
        pub owner_organisation: Option<Id>,
    }
}

/// A concern with its places. Whoever asks is asked for leave by the caller.
pub fn concern(tx: &mut Tx<'_>, scope: &Scope, reference: &Reference) -> Result<Option<(Seen, Vec<Id>)>, Error> {
    tx.opt_with(sql!(
        "select concern.id, concern.heard_at, concern.recorded_by, concern.protection, concern.held, \
         concern.owner_organisation, here.place from concern \
         join concern_place here on here.partnership = concern.partnership and here.concern = concern.id \
         where concern.partnership = $1 and concern.reference = $2 \
         and {unfiltered: the caller asks who may know of it} order by here.place",
        scope.partnership(),
        reference
    ))
}

use access::{Permit, Scope};
use base::{Id, Problem, Reference};
use db::{Error, Tx, sql};
use record::wrapped_key;

use super::{Hold, Set};

macro_rules! columns {
    () => {
        concat!(
            "id, reference, kind, label, reason, set_at, set_by, lifted_at, lifted_why, ",
            wrapped_key!("legal_hold.id")
        )
    };
}

pub(super) fn insert(
    tx: &mut Tx<'_>,
    scope: &Scope,
    permit: &Permit,
    new: &Set,
    record: Option<Id>,
) -> Result<Reference, Problem> {
    for reference in &new.references {
        let stored = tx.run(sql!(
            "insert into legal_hold (partnership, id, reference, kind, record, subject, label, reason, set_at, set_by) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (partnership, reference) do nothing",
            permit.partnership(),
            new.id,
            reference,
            new.kind,
            record,
            new.subject.map(Vec::from),
            &new.label,
            &new.reason,
            scope.now,
            scope.hat().map(|hat| hat.person)
        ))?;
        if stored == 1 {
            return Ok(reference.clone());
        }
    }
    Err(Problem::Unavailable("No reference could be found for it. Send it again.".into()))
}

/// Holds in force, then those that were lifted, the newest first.
pub(super) fn all(tx: &mut Tx<'_>, partnership: Id, most: i64) -> Result<Vec<Hold>, Error> {
    tx.all(sql!(
        concat!(
            "select ",
            columns!(),
            " from legal_hold where partnership = $1 order by lifted_at is not null, set_at desc, id limit $2"
        ),
        partnership,
        most
    ))
}

pub(super) fn by_reference(tx: &mut Tx<'_>, partnership: Id, reference: &Reference) -> Result<Option<Hold>, Error> {
    tx.opt(sql!(
        concat!("select ", columns!(), " from legal_hold where partnership = $1 and reference = $2"),
        partnership,
        reference
    ))
}

pub(super) fn lift(tx: &mut Tx<'_>, scope: &Scope, permit: &Permit, id: Id, why: &str) -> Result<bool, Error> {
    let lifted = tx.run(sql!(
        "update legal_hold set lifted_at = $3, lifted_by = $4, lifted_why = $5 \
         where partnership = $1 and id = $2 and lifted_at is null",
        permit.partnership(),
        id,
        scope.now,
        scope.hat().map(|hat| hat.person),
        why
    ))?;
    Ok(lifted == 1)
}

/// Which of these concerns must not go, each with the reference of the hold: by itself, by its issue, by its voice.
pub(crate) fn held_among(tx: &mut Tx<'_>, partnership: Id, concerns: &[Id]) -> Result<Vec<(Id, String)>, Error> {
    tx.all(sql!(
        "select concern.id, legal_hold.reference from legal_hold \
         join concern on concern.partnership = legal_hold.partnership \
         where legal_hold.partnership = $1 and legal_hold.lifted_at is null \
         and (legal_hold.record = concern.id or legal_hold.subject = concern.voice_hash or exists (select 1 \
         from issue_concern where issue_concern.partnership = concern.partnership \
         and issue_concern.concern = concern.id and issue_concern.issue = legal_hold.record)) \
         and {unfiltered: a hold holds whoever looks} and concern.id in {list} order by concern.id, legal_hold.reference",
        partnership,
        concerns
    ))
}

/// Which of these records a hold is on by itself.
pub(crate) fn held_records(tx: &mut Tx<'_>, partnership: Id, records: &[Id]) -> Result<Vec<Id>, Error> {
    tx.all(sql!(
        "select record from legal_hold where partnership = $1 and lifted_at is null and record in {list} order by record",
        partnership,
        records
    ))
}

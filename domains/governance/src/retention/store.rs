//! Every line of SQL of retention.

use access::{Permit, Scope};
use base::{Id, Instant, Problem};
use db::{Error, Tx, sql};
use record::Vault;
use record::operation::forget_files;

use super::rules::Rule;
use crate::holds;

/// Records looked at in a chunk.
pub const CHUNK: i64 = 500;

/// Some of the records of a kind that are still kept, in the order of their keys after `after`; which of them are over
/// their period; which of those a legal hold keeps.
pub struct Chunk {
    /// The last one looked at.
    pub last: Option<Id>,
    /// How many were looked at.
    pub looked: i64,
    /// Over their period and on no hold.
    pub due: Vec<Id>,
    /// Over their period and on hold.
    pub held: i64,
}

pub(super) fn chunk(tx: &mut Tx<'_>, scope: &Scope, permit: &Permit, rule: Rule, after: Id) -> Result<Chunk, Problem> {
    let (now, cutoff) = (scope.now, rule.cutoff(&scope.snapshot, scope.now));
    let partnership = permit.partnership();
    let (looked, over): (Vec<Id>, Vec<Id>) = match rule {
        Rule::Contact | Rule::Concerns => {
            let kept = match rule {
                Rule::Contact => voice::contacts_kept(tx, permit, after, CHUNK)?,
                _ => voice::concerns_kept(tx, permit, after, CHUNK)?,
            };
            let over = kept.iter().filter(|one| rule.is_over(one, cutoff, now)).map(|one| one.id).collect();
            (kept.iter().map(|one| one.id).collect(), over)
        }
        Rule::Notes => all_over(issues::store::with_notes(tx, permit, cutoff, after, CHUNK)?),
        Rule::Markers => all_over(safety::over(tx, permit, cutoff, after, CHUNK)?),
        Rule::TakeDowns => all_over(tx.all(sql!(
            "select id from take_down_request where partnership = $1 and decided_at < $2 and id > $3 \
             and (words is not null or contact is not null) order by id limit $4",
            partnership,
            cutoff,
            after,
            CHUNK
        ))?),
        Rule::Subjects => all_over(tx.all(sql!(
            "select id from subject_request where partnership = $1 and done_at < $2 and id > $3 and sought is not null \
             order by id limit $4",
            partnership,
            cutoff,
            after,
            CHUNK
        ))?),
        Rule::Disclosures => all_over(tx.all(sql!(
            "select id from disclosure_request where partnership = $1 and given_at < $2 and id > $3 and asked is not null \
             order by id limit $4",
            partnership,
            cutoff,
            after,
            CHUNK
        ))?),
    };
    let on_hold: Vec<Id> = match rule {
        Rule::Contact | Rule::Concerns => {
            holds::held_among(tx, partnership, &over)?.into_iter().map(|(concern, _)| concern).collect()
        }
        Rule::Notes => holds::held_records(tx, partnership, &over)?,
        Rule::TakeDowns | Rule::Subjects | Rule::Disclosures | Rule::Markers => Vec::new(),
    };
    let due: Vec<Id> = over.iter().copied().filter(|id| !on_hold.contains(id)).collect();
    let count = |all: usize| i64::try_from(all).unwrap_or(i64::MAX);
    Ok(Chunk { last: looked.last().copied(), looked: count(looked.len()), held: count(over.len() - due.len()), due })
}

fn all_over(ids: Vec<Id>) -> (Vec<Id>, Vec<Id>) {
    (ids.clone(), ids)
}

/// Blanks what is personal of these records; their tombstones stay. Safe to do twice.
pub(super) fn blank(tx: &mut Tx<'_>, scope: &Scope, permit: &Permit, rule: Rule, due: &[Id]) -> Result<(), Problem> {
    if due.is_empty() {
        return Ok(());
    }
    let partnership = permit.partnership();
    match rule {
        Rule::Contact => voice::forget_contacts(tx, scope, permit, due),
        Rule::Concerns => voice::erase(tx, scope, permit, due, "retention"),
        Rule::Notes => {
            issues::store::blank_notes(tx, permit, due, scope.now)?;
            Ok(Vault::erase_all(tx, partnership, due, scope.now, "retention")?)
        }
        Rule::Markers => Ok(safety::blank(tx, permit, due, scope.now)?),
        Rule::Disclosures => {
            let files: Vec<Id> = tx.all(sql!(
                "select operation from disclosure_request where partnership = $1 and operation is not null \
                 and id in {list} order by operation",
                partnership,
                due
            ))?;
            forget_files(tx, partnership, &files)?;
            tx.run(sql!(
                "update disclosure_request set asked = null, operation = null where partnership = $1 and id in {list}",
                partnership,
                due
            ))?;
            let sealed = [due, files.as_slice()].concat();
            Ok(Vault::erase_all(tx, partnership, &sealed, scope.now, "retention")?)
        }
        Rule::TakeDowns => Ok(crate::take_down::store::blank(tx, permit, due, scope.now, "retention")?),
        Rule::Subjects => {
            tx.run(sql!(
                "update subject_request set sought = null where partnership = $1 and id in {list}",
                partnership,
                due
            ))?;
            tx.run(sql!(
                "update subject_match set phrases = null where partnership = $1 and request in {list}",
                partnership,
                due
            ))?;
            Ok(Vault::erase_all(tx, partnership, due, scope.now, "retention")?)
        }
    }
}

/// Adds to what a run found of one kind.
pub(super) fn count(tx: &mut Tx<'_>, permit: &Permit, operation: Id, rule: Rule, chunk: &Chunk) -> Result<(), Error> {
    let due = i64::try_from(chunk.due.len()).unwrap_or(i64::MAX);
    tx.run(sql!(
        "insert into retention_count (partnership, operation, rule, looked, due, held) values ($1, $2, $3, $4, $5, $6) \
         on conflict (partnership, operation, rule) do update set looked = retention_count.looked + excluded.looked, \
         due = retention_count.due + excluded.due, held = retention_count.held + excluded.held",
        permit.partnership(),
        operation,
        rule,
        chunk.looked,
        due,
        chunk.held
    ))?;
    Ok(())
}

db::row! {
    /// A run, with what it found of one kind.
    pub struct Counted {
        /// The run.
        pub operation: Id,
        /// Whether it only counted: `dry` or `run`.
        pub detail: String,
        /// How far it came.
        pub state: record::OperationState,
        /// When it began.
        pub at: Instant,
        /// Who began it; nobody for the nightly run.
        pub begun_by: Option<Id>,
        /// The kind; nothing before the first chunk.
        pub rule: Option<Rule>,
        /// Records over their period: blanked, or to be blanked.
        pub due: Option<i64>,
        /// Records over their period that a legal hold keeps.
        pub held: Option<i64>,
    }
}

/// The newest runs with what they found.
pub(super) fn runs(tx: &mut Tx<'_>, partnership: Id, kind: &str, most: i64) -> Result<Vec<Counted>, Error> {
    tx.all(sql!(
        "select run.id as operation, run.detail, run.state, run.created_at as at, run.begun_by, retention_count.rule, retention_count.due, \
         retention_count.held from (select id, partnership, detail, state, created_at, begun_by from operation \
         where partnership = $1 and kind = $2 order by created_at desc, id desc limit $3) as run \
         left join retention_count on retention_count.partnership = run.partnership \
         and retention_count.operation = run.id order by run.created_at desc, run.id desc, retention_count.rule",
        partnership,
        kind,
        most
    ))
}

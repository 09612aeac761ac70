//! Many concerns at once, from a file, and the way back: an import is one piece of long work, and its audit is one entry
//! for each chunk.

use access::{Permit, Scope};
use base::{Id, Problem};
use db::{Error, Rows, ToValue, Tx, Value, sql};
use places::Lies;
use record::{SubjectKey, Vault};

use crate::ConcernStatus;
use crate::prepare::Prepared;

/// The most rows of one chunk.
pub const A_CHUNK: usize = 500;

/// A concern from a file, sealed, with where it stood in the system it comes from.
#[derive(Debug, Clone)]
pub struct Arriving {
    /// What was told.
    pub prepared: Prepared,
    /// Heard and waiting, or settled there already.
    pub status: ConcernStatus,
    /// Where it lies by the lines of the day it was heard on and by those of today.
    pub lies: Vec<Lies>,
}

/// Of these numbers that other systems gave, those whose concerns are here already.
///
/// # Errors
/// Whatever the store answers.
pub fn known_elsewhere(tx: &mut Tx<'_>, partnership: Id, numbers: &[String]) -> Result<Vec<String>, Error> {
    tx.all(sql!(
        "select external_id from concern where partnership = $1 and {unfiltered: only whether it is here} \
         and external_id in {list} order by external_id",
        partnership,
        numbers
    ))
}

/// Hears what a file brings, in a handful of statements for all of it. Nobody is owed news: they were answered where they
/// told it, and a file from last spring sends no mail today. The caller tells the record, once for the chunk.
///
/// # Errors
/// Whatever the store answers.
pub fn hear_many(
    tx: &mut Tx<'_>,
    scope: &Scope,
    permit: &Permit,
    operation: Id,
    arriving: &[Arriving],
) -> Result<(), Problem> {
    let partnership = permit.partnership();
    let drawn: Vec<_> = arriving.iter().map(|one| one.prepared.references[0].clone()).collect();
    let taken: Vec<String> = tx.all(sql!(
        "select reference from concern where partnership = $1 and {unfiltered: only whether a reference is free} \
         and reference in {list} order by reference",
        partnership,
        drawn
    ))?;
    let keys: Vec<&SubjectKey> = arriving.iter().map(|one| &one.prepared.key).collect();
    SubjectKey::store_all(tx, partnership, &keys, scope.now)?;
    tx.insert_many(sql!(
        "insert into concern (partnership, id, reference, version, category, status, channel, heard_at, created_at, \
         changed_at, recorded_by, protection, held, hold_terms, owner_organisation, people_affected, \
         suggested_seriousness, language, lat, lon, words, whereabouts, voice_hash, secret_hash, external_id, operation) \
         values {rows}",
        concerns(scope, partnership, operation, arriving, &taken)
    ))?;
    tx.insert_many(sql!(
        "insert into concern_place (partnership, concern, place, waits, heard_at, is_then, is_now) values {rows}",
        arriving.iter().flat_map(|one| place_rows(partnership, one)).collect::<Rows<'_>>()
    ))?;
    tx.insert_many(sql!(
        "insert into concern_contact (partnership, concern, sealed, safe_way, wants_news) values {rows}",
        contacts(partnership, arriving)
    ))?;
    Ok(())
}

fn concerns<'a>(scope: &Scope, partnership: Id, operation: Id, arriving: &'a [Arriving], taken: &[String]) -> Rows<'a> {
    let hat = scope.hat().map(|hat| hat.membership);
    let row = |one: &'a Arriving| {
        let (new, told) = (&one.prepared, &one.prepared.told);
        let free = new.references.iter().find(|reference| !taken.iter().any(|taken| taken == reference.as_str()));
        vec![
            Value::Id(partnership),
            Value::Id(new.id),
            free.unwrap_or(&new.references[0]).to_value(),
            Value::Int(1),
            Value::Id(told.category),
            one.status.to_value(),
            told.channel.to_value(),
            Value::Int(told.heard_at.micros()),
            Value::Int(scope.now.micros()),
            Value::Int(scope.now.micros()),
            hat.map_or(Value::Null, Value::Id),
            Value::Int(told.protection),
            Value::Bool(new.hold.is_some()),
            new.hold.map_or(Value::Null, Value::Int),
            new.owner.map_or(Value::Null, Value::Id),
            told.people_affected.map_or(Value::Null, Value::Int),
            told.suggested_seriousness.map_or(Value::Null, Value::Int),
            told.language.to_value(),
            told.point.map_or(Value::Null, |point| Value::Real(point.lat())),
            told.point.map_or(Value::Null, |point| Value::Real(point.lon())),
            new.words.to_value(),
            new.whereabouts.to_value(),
            new.voice_hash.to_value(),
            new.secret_hash.to_value(),
            told.external_id.to_value(),
            Value::Id(operation),
        ]
    };
    arriving.iter().map(row).collect()
}

fn place_rows(partnership: Id, one: &Arriving) -> impl Iterator<Item = Vec<Value<'_>>> {
    let new = &one.prepared;
    crate::placing::rows(partnership, new.id, one.status, new.told.heard_at, &one.lies)
}

fn contacts(partnership: Id, arriving: &[Arriving]) -> Rows<'_> {
    let reachable = arriving.iter().map(|one| &one.prepared).filter(|new| new.contact.is_some());
    reachable.map(|new| contact(partnership, new)).collect()
}

fn contact(partnership: Id, new: &Prepared) -> Vec<Value<'_>> {
    vec![
        Value::Id(partnership),
        Value::Id(new.id),
        new.contact.to_value(),
        new.told.safe_way.to_value(),
        Value::Bool(new.told.wants_news),
    ]
}

/// What came of taking back a chunk.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TakenBack {
    /// The last concern looked at; nothing when there was none.
    pub last: Option<Id>,
    /// How many are gone.
    pub gone: i64,
    /// How many stay, because somebody has worked on them since.
    pub stay: i64,
}

/// Takes back what an import brought in, the next chunk after `after`: the keys are destroyed, so that nobody can read it
/// any more here or in a backup, and an empty record stays under the reference. What somebody has worked on stays.
///
/// # Errors
/// Whatever the store answers.
pub fn take_back(
    tx: &mut Tx<'_>,
    scope: &Scope,
    permit: &Permit,
    operation: Id,
    after: Option<Id>,
) -> Result<TakenBack, Problem> {
    let partnership = permit.partnership();
    let most = i64::try_from(A_CHUNK).unwrap_or(i64::MAX);
    let found: Vec<(Id, bool)> = tx.all(sql!(
        "select id, version = 1 and hidden_at is null and not exists (select 1 from contact_log where \
         contact_log.partnership = concern.partnership and contact_log.concern = concern.id) as untouched from concern \
         where partnership = $1 and {unfiltered: whoever brought it in takes it back unread} and operation = $2 \
         and id > $3 order by id limit $4",
        partnership,
        operation,
        after.unwrap_or(Id::nil()),
        most
    ))?;
    let untouched: Vec<Id> = found.iter().filter(|(_, untouched)| *untouched).map(|(id, _)| *id).collect();
    if !untouched.is_empty() {
        tx.run(sql!(
            "update concern set version = version + 1, changed_at = $2, hidden_at = $2, hidden_reason = $3, \
             external_id = null, words = null, whereabouts = null, voice_hash = null, secret_hash = null, lat = null, \
             lon = null where partnership = $1 and id in {list}",
            partnership,
            scope.now,
            "the import that brought it in was undone",
            untouched
        ))?;
        tx.run(sql!("delete from concern_place where partnership = $1 and concern in {list}", partnership, untouched))?;
        tx.run(sql!(
            "delete from concern_contact where partnership = $1 and concern in {list}",
            partnership,
            untouched
        ))?;
        Vault::erase_all(tx, partnership, &untouched, scope.now, "import undone")?;
    }
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    Ok(TakenBack {
        last: found.last().map(|(id, _)| *id),
        gone: count(untouched.len()),
        stay: count(found.len() - untouched.len()),
    })
}

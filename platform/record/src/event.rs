use base::{Id, Instant};
use db::{Error, Rows, ToValue, Tx, Value, sql};

use crate::tree::{Hash, leaf_hash};

/// One change, or one look at restricted data, as a command tells it.
///
/// Built by the command from its `Scope` and written by [`log`] in the same transaction. It carries no words: `values` is
/// only hashed, under the partnership's key, so that an auditor who holds a revision can prove it is the one that was
/// written.
#[derive(Debug, Clone)]
pub struct Entry<'a> {
    /// The partnership whose record it is.
    pub partnership: Id,
    /// When.
    pub at: Instant,
    /// The person; nobody for a resident without an account or for the system itself.
    pub actor: Option<Id>,
    /// The membership (role and scope) the person acted under.
    pub hat: Option<Id>,
    /// The request or job, as in the log.
    pub operation: Id,
    /// What kind of record: `concern`, `issue`.
    pub kind: &'static str,
    /// Which record.
    pub record: Id,
    /// What was done, as the commands are named: `assess`, `decide`.
    pub verb: &'static str,
    /// The names of the fields that changed.
    pub fields: &'a [&'a str],
    /// Keyed hash of the new values.
    pub value_hash: [u8; 32],
}

db::row! {
    /// One entry as it is stored.
    pub struct Event {
        /// Its key, made when it happened.
        pub id: Id,
        /// When.
        pub at: Instant,
        /// The person, if there was one.
        pub actor: Option<Id>,
        /// The membership the person acted under.
        pub hat: Option<Id>,
        /// The request or job.
        pub operation: Id,
        /// What kind of record.
        pub kind: String,
        /// Which record.
        pub record: Id,
        /// What was done.
        pub verb: String,
        /// Changed fields, joined by commas.
        pub fields: String,
        /// Keyed hash of the new values.
        pub value_hash: Vec<u8>,
        /// The entry's leaf in the tree.
        pub leaf: Vec<u8>,
        /// Its place in the tree, once it has one.
        pub position: Option<i64>,
    }
}

/// Writes the entry: the one call that satisfies the store's demand that every change be told. Answers the event's id.
///
/// # Errors
/// Whatever the store answers.
pub fn log(tx: &mut Tx<'_>, id: Id, entry: &Entry<'_>) -> Result<Id, Error> {
    let fields = entry.fields.join(",");
    let leaf = leaf(id, entry);
    tx.run_audit(sql!(
        "insert into event (partnership, id, at, actor, hat, operation, kind, record, verb, fields, value_hash, leaf) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        entry.partnership,
        id,
        entry.at,
        entry.actor,
        entry.hat,
        entry.operation,
        entry.kind,
        entry.record,
        entry.verb,
        fields,
        entry.value_hash,
        leaf
    ))?;
    Ok(id)
}

/// Writes the same entry for each of several records, in one statement for any number.
///
/// # Errors
/// Whatever the store answers.
pub fn log_each(tx: &mut Tx<'_>, records: &[(Id, Id)], entry: &Entry<'_>) -> Result<(), Error> {
    if records.is_empty() {
        return Ok(());
    }
    let fields = entry.fields.join(",");
    let optional = |id: Option<Id>| id.map_or(Value::Null, Value::Id);
    let rows: Rows<'_> = records
        .iter()
        .map(|(id, record)| {
            vec![
                Value::Id(entry.partnership),
                Value::Id(*id),
                entry.at.to_value(),
                optional(entry.actor),
                optional(entry.hat),
                Value::Id(entry.operation),
                entry.kind.to_value(),
                Value::Id(*record),
                entry.verb.to_value(),
                fields.to_value(),
                Value::Blob(entry.value_hash.to_vec().into()),
                Value::Blob(leaf(*id, &Entry { record: *record, ..entry.clone() }).to_vec().into()),
            ]
        })
        .collect();
    tx.insert_many_audit(sql!(
        "insert into event (partnership, id, at, actor, hat, operation, kind, record, verb, fields, value_hash, leaf) \
         values {rows}",
        rows
    ))
    .map(drop)
}

/// The leaf of an entry with this key.
fn leaf(id: Id, entry: &Entry<'_>) -> Hash {
    leaf_hash(&[
        entry.partnership.as_bytes(),
        id.as_bytes(),
        &entry.at.micros().to_be_bytes(),
        entry.actor.as_ref().map_or(&[][..], |id| id.as_bytes()),
        entry.hat.as_ref().map_or(&[][..], |id| id.as_bytes()),
        entry.operation.as_bytes(),
        entry.kind.as_bytes(),
        entry.record.as_bytes(),
        entry.verb.as_bytes(),
        entry.fields.join(",").as_bytes(),
        &entry.value_hash,
    ])
}

impl Event {
    /// The leaf this entry ought to have, from what it says now.
    #[must_use]
    pub fn expected_leaf(&self, partnership: Id) -> [u8; 32] {
        leaf_hash(&[
            partnership.as_bytes(),
            self.id.as_bytes(),
            &self.at.micros().to_be_bytes(),
            self.actor.as_ref().map_or(&[][..], |id| id.as_bytes()),
            self.hat.as_ref().map_or(&[][..], |id| id.as_bytes()),
            self.operation.as_bytes(),
            self.kind.as_bytes(),
            self.record.as_bytes(),
            self.verb.as_bytes(),
            self.fields.as_bytes(),
            &self.value_hash,
        ])
    }
}

/// What happened to one record, oldest first.
///
/// # Errors
/// Whatever the store answers.
pub fn events_of(tx: &mut Tx<'_>, partnership: Id, record: Id) -> Result<Vec<Event>, Error> {
    tx.all(sql!(
        "select id, at, actor, hat, operation, kind, record, verb, fields, value_hash, leaf, position \
         from event where partnership = $1 and record = $2 order by at, id limit 500",
        partnership,
        record
    ))
}
/// What was done to which kind of record at that moment or later, each once: kind and verb.
///
/// # Errors
/// Whatever the store answers.
pub fn done_since(tx: &mut Tx<'_>, partnership: Id, since: Instant) -> Result<Vec<(String, String)>, Error> {
    tx.all(sql!(
        "select distinct kind, verb from event where partnership = $1 and at >= $2 order by kind, verb",
        partnership,
        since
    ))
}

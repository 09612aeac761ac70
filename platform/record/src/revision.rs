use std::collections::BTreeMap;
use std::fmt;

use base::{Dice, Id, Instant};
use db::{Error, Tx, sql};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{Entry, SubjectKey, Vault};

/// What one command changed of a record: each field as it was and as it became, and why.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Change {
    /// By the field's name: before, after.
    pub fields: BTreeMap<String, (Value, Value)>,
    /// The reason that was given, or the words that were said.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub why: String,
}

impl Change {
    /// The fields in which two versions of a record differ.
    ///
    /// # Errors
    /// [`Error::Mapping`] when the record is not a struct whose fields can be written as JSON.
    pub fn between<T: Serialize>(before: &T, after: &T) -> Result<Self, Error> {
        let (before, mut after) = (fields_of(before)?, fields_of(after)?);
        let fields = before.into_iter().filter_map(|(name, was)| {
            let is = after.remove(&name)?;
            (was != is).then_some((name, (was, is)))
        });
        Ok(Self { fields: fields.collect(), why: String::new() })
    }

    /// One field, before and after.
    #[must_use]
    pub fn of(field: &str, before: impl Into<Value>, after: impl Into<Value>) -> Self {
        Self::default().and(field, before, after)
    }

    /// One field more.
    #[must_use]
    pub fn and(mut self, field: &str, before: impl Into<Value>, after: impl Into<Value>) -> Self {
        self.fields.insert(field.to_owned(), (before.into(), after.into()));
        self
    }

    /// Why.
    #[must_use]
    pub fn because(self, why: impl Into<String>) -> Self {
        Self { why: why.into(), ..self }
    }

    /// The form that is hashed into the audit entry and sealed into the revision.
    ///
    /// # Errors
    /// [`Error::Mapping`]; it does not happen to what [`Change::between`] made.
    pub fn written(&self) -> Result<String, Error> {
        serde_json::to_string(self).map_err(|error| unwritable(&error))
    }
}

fn fields_of(record: &impl Serialize) -> Result<serde_json::Map<String, Value>, Error> {
    match serde_json::to_value(record) {
        Ok(Value::Object(fields)) => Ok(fields),
        Ok(_) => Err(Error::Mapping("a revision is of a record with fields".into())),
        Err(error) => Err(unwritable(&error)),
    }
}

fn unwritable(error: &serde_json::Error) -> Error {
    Error::Mapping(format!("a revision cannot be written: {error}"))
}

/// Keeps what a record said before and after the change that an event tells of, sealed under the record's own key, so that
/// it can be made unreadable without the event. The key is made with the first revision; once destroyed it is never made
/// again, and what changes then is told but not kept.
///
/// # Errors
/// Whatever the store answers.
pub fn keep_revision(
    tx: &mut Tx<'_>,
    vault: &Vault,
    dice: &Dice,
    event: Id,
    entry: &Entry<'_>,
    written: &str,
) -> Result<(), Error> {
    let Entry { partnership, record, at, .. } = *entry;
    let Some(key) = vault.key_or_new(tx, dice, partnership, record, at)? else { return Ok(()) };
    tx.run(sql!(
        "insert into revision (partnership, id, record, event, at, sealed) values ($1, $2, $3, $4, $5, $6)",
        partnership,
        dice.id(at),
        record,
        event,
        at,
        key.seal(SEALED, written, dice)
    ))
    .map(|_| ())
}

/// The column that revisions are sealed for.
const SEALED: &str = "revision.sealed";

/// One change of a record, read back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// The event that tells of it.
    pub event: Id,
    /// When.
    pub at: Instant,
    /// What changed; nothing once it was blanked or its key destroyed.
    pub change: Option<Change>,
    /// Whether it is what the audit entry beside it was made of.
    pub as_written: bool,
}

/// The changes of a record, oldest first, each compared with its audit entry.
///
/// # Errors
/// [`Error::Mapping`] when one was sealed under another key.
pub fn revisions_of(tx: &mut Tx<'_>, vault: &Vault, partnership: Id, record: Id) -> Result<Vec<Revision>, Error> {
    let key = vault.key_of(tx, partnership, record)?;
    let kept: Vec<Kept> = tx.all(sql!(
        "select r.event, r.at, r.sealed, e.value_hash from revision r \
         join event e on e.partnership = r.partnership and e.id = r.event \
         where r.partnership = $1 and r.record = $2 order by r.at, r.id limit 500",
        partnership,
        record
    ))?;
    kept.into_iter().map(|kept| kept.read(vault, partnership, key.as_ref())).collect()
}

db::row! {
    /// A revision as stored, with the hash in its audit entry.
    struct Kept {
        event: Id,
        at: Instant,
        sealed: Option<Vec<u8>>,
        value_hash: Vec<u8>,
    }
}

impl Kept {
    fn read(self, vault: &Vault, partnership: Id, key: Option<&SubjectKey>) -> Result<Revision, Error> {
        let Self { event, at, sealed, value_hash } = self;
        let (Some(key), Some(sealed)) = (key, sealed) else {
            return Ok(Revision { event, at, change: None, as_written: false });
        };
        let unreadable = |error: &dyn fmt::Display| Error::Mapping(format!("revision.sealed: {error}"));
        let written = key.open(SEALED, &sealed).map_err(|error| unreadable(&error))?;
        let change = serde_json::from_str(&written).map_err(|error| unreadable(&error))?;
        let as_written = vault.audit_hash(partnership, &written).as_slice() == value_hash;
        Ok(Revision { event, at, change: Some(change), as_written })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[derive(Serialize)]
    struct Bench {
        colour: &'static str,
        slats: Option<i64>,
    }

    #[test]
    fn only_what_changed_is_kept() {
        let change =
            Change::between(&Bench { colour: "green", slats: None }, &Bench { colour: "green", slats: Some(4) });
        assert_eq!(change.expect("two versions"), Change::of("slats", Value::Null, 4));
    }

    #[test]
    fn what_is_written_reads_back() {
        let change = Change::of("slats", 3, 4).and("colour", "green", "red").because("One was missing");
        let written = change.written().expect("words");
        assert_eq!(written, r#"{"fields":{"colour":["green","red"],"slats":[3,4]},"why":"One was missing"}"#);
        assert_eq!(serde_json::from_str::<Change>(&written).expect("the same"), change);
    }

    #[test]
    fn what_has_no_fields_has_no_revision() {
        assert!(Change::between(&json!(1), &json!(2)).is_err());
    }
}

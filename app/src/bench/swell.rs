//! A filled borough carried over to another store, as it is or several times over: so that both engines are measured on the
//! same records, and ten millions need not be lived through one by one.

use std::collections::HashSet;

use base::{Dice, Id, Reference};
use db::copy::{Beside, Column, Fields, Snapshot, Table, repeated, tables, values};
use db::{Error, Target, Value};
use record::Vault;

use super::seed::progress;
use crate::failure::Failure;
use crate::wiring;

/// What there is more of in a place where more is heard. The audit's tree, accounts and places stay as they are.
const MORE: [&str; 9] = [
    "concern",
    "concern_contact",
    "concern_place",
    "issue",
    "issue_concern",
    "issue_place",
    "step",
    "subject_key",
    "telling",
];
const REFERENCE: &str = "reference";

/// Fills the empty store at `to` with all that stands at `from`, concerns and issues `times` times: each copy of the same
/// category, at the same spot and the same moment, under a key and a reference of its own. `vault` is that of both: what
/// people said in a copy is sealed under a key of its own.
///
/// # Errors
/// Whatever either engine answers; `to` holds something; what is sealed at `from` is not `vault`'s.
pub fn swell(from: &Target, to: &Target, times: u32, vault: &Vault) -> Result<(), Failure> {
    let slices = wiring::tables();
    let tables = tables(&slices)?;
    let mut snapshot = Snapshot::take(from)?;
    let references = References::of(&mut snapshot, if times > 1 { &tables } else { &[] })?;
    let mut another = Another { references, vault, dice: Dice::system() };
    let mut beside = Beside::make(to, &slices)?;
    for table in &tables {
        let more = times > 1 && MORE.contains(&table.name.as_str());
        let parts: Vec<Part> = table.columns.iter().map(Part::of).collect();
        let mut stored = 0;
        snapshot.rows(table, |chunk, rows| {
            stored += rows;
            if !more {
                return beside.add(table, chunk);
            }
            let more = repeated(table, chunk, times, |copy, fields| another.alter(copy, &parts, fields))?;
            beside.add(table, &more)
        })?;
        if stored > 10_000 {
            progress(&format!("{}: {}", table.name, if more { stored * u64::from(times) } else { stored }));
        }
    }
    progress("its indexes");
    beside.whole(&slices)?;
    beside.take_place()?;
    Ok(())
}

/// What makes a copy another's.
struct Another<'v> {
    references: References,
    vault: &'v Vault,
    dice: Dice,
}

/// What a column is to a copy of its row.
#[derive(Clone, Copy)]
enum Part {
    Same,
    Key,
    Subject,
    Wrapped,
    Reference,
}

impl Part {
    fn of(column: &Column) -> Self {
        match column.name.as_str() {
            "id" | "concern" | "issue" | "about" | "secret_hash" => Self::Key,
            "subject" => Self::Subject,
            "wrapped" => Self::Wrapped,
            REFERENCE => Self::Reference,
            _ => Self::Same,
        }
    }
}

impl Another<'_> {
    /// A key differs in its last byte. What a subject's words are sealed under is the same key, wrapped for the copy.
    fn alter(&mut self, copy: u32, parts: &[Part], fields: &mut Fields) -> Result<(), Error> {
        let mut subjects = None;
        for (part, bytes) in parts.iter().zip(fields) {
            let Some(bytes) = bytes else { continue };
            match (part, subjects) {
                (Part::Key, _) => change_last(bytes, copy),
                (Part::Subject, _) => {
                    let first = id(bytes)?;
                    change_last(bytes, copy);
                    subjects = Some((first, id(bytes)?));
                }
                (Part::Wrapped, Some((first, its))) => {
                    *bytes = self.vault.wrapped_for(its, first, bytes, &self.dice)?;
                }
                (Part::Reference, _) => *bytes = self.references.another(bytes).into_bytes(),
                (Part::Same | Part::Wrapped, _) => {}
            }
        }
        Ok(())
    }
}

fn id(bytes: &[u8]) -> Result<Id, Error> {
    Id::from_slice(bytes).map_err(|_| Error::Mapping("a subject that is no id".into()))
}

/// References drawn for copies, none of them twice.
struct References {
    dice: Dice,
    known: HashSet<[u8; LONG]>,
}

/// The letters of an issue's or a concern's reference, hyphens among them.
const LONG: usize = 11;

impl References {
    /// Knows all that are given already.
    fn of(snapshot: &mut Snapshot, tables: &[Table]) -> Result<Self, Error> {
        let mut known = HashSet::new();
        for table in tables.iter().filter(|table| MORE.contains(&table.name.as_str())) {
            let Some(at) = table.columns.iter().position(|column| column.name == REFERENCE) else { continue };
            snapshot.rows(table, |chunk, _| {
                let rows = values(table, chunk)?;
                known.extend(rows.iter().filter_map(|row| match &row[at] {
                    Value::Text(text) => <[u8; LONG]>::try_from(text.as_bytes()).ok(),
                    _ => None,
                }));
                Ok::<_, Error>(())
            })?;
        }
        Ok(Self { dice: Dice::seeded(known.len() as u64), known })
    }

    fn another(&mut self, like: &[u8]) -> String {
        let kind = like.first().map_or('C', |kind| char::from(*kind));
        loop {
            let drawn = Reference::draw(kind, &self.dice).to_string();
            if drawn.as_bytes().try_into().is_ok_and(|drawn| self.known.insert(drawn)) {
                return drawn;
            }
        }
    }
}

fn change_last(bytes: &mut [u8], copy: u32) {
    if let Some(last) = bytes.last_mut() {
        *last ^= copy as u8;
    }
}

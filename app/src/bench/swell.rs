//! A filled borough carried over to another store, as it is or several times over: so that both engines are measured on the
//! same records, and ten millions need not be lived through one by one.

use std::collections::HashSet;

use base::{Dice, Reference};
use db::copy::{Beside, Column, Snapshot, Table, repeated, tables, values};
use db::{Error, Target, Value};

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
/// Their keys, and what else points at one of them.
const KEYS: [&str; 5] = ["id", "concern", "issue", "subject", "about"];
const REFERENCE: &str = "reference";

/// Fills the empty store at `to` with all that stands at `from`, concerns and issues `times` times: each copy of the same
/// category, at the same spot and the same moment, under a key and a reference of its own. What people said in a copy
/// stays sealed: its key is the first one's.
///
/// # Errors
/// Whatever either engine answers; `to` holds something.
pub fn swell(from: &Target, to: &Target, times: u32) -> Result<(), Failure> {
    let slices = wiring::tables();
    let tables = tables(&slices)?;
    let mut snapshot = Snapshot::take(from)?;
    let mut references = References::of(&mut snapshot, if times > 1 { &tables } else { &[] })?;
    let mut beside = Beside::make(to, &slices)?;
    for table in &tables {
        let more = times > 1 && MORE.contains(&table.name.as_str());
        let mut stored = 0;
        snapshot.rows(table, |chunk, rows| {
            stored += rows;
            if !more {
                return beside.add(table, chunk);
            }
            let more = repeated(table, chunk, times, |copy, column, bytes| references.alter(copy, column, bytes))?;
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

    /// Gives a copy's field what makes it another's: a key differs in its last byte.
    fn alter(&mut self, copy: u32, column: &Column, bytes: &mut Vec<u8>) {
        match column.name.as_str() {
            REFERENCE => *bytes = self.another(bytes).into_bytes(),
            "secret_hash" => change_last(bytes, copy),
            name if KEYS.contains(&name) => change_last(bytes, copy),
            _ => {}
        }
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

//! Who was forgotten after a backup was made. The records of a backup know only whom had been forgotten until then; every
//! key file carries the register as it was at its own moment, so a later one tells an older backup. Whoever restores keeps
//! them together, or backs up the installation that is to be replaced first.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use access::{Ground, Right, Scope, Site};
use base::{Id, Instant, Problem};
use db::copy::{Table, values};
use db::{Tx, Value, sql};
use record::Vault;

use super::archive::{self, Head, Holds};
use super::restore::Asked;
use super::{folder_of, key_files, keys_beside};
use crate::failure::Failure;
use crate::{founding, wiring};

/// Erasures told together in one transaction.
const TOGETHER: usize = 100;

/// What one key file knows.
pub struct Register {
    /// The moment it was written.
    pub known_until: Instant,
    entries: Vec<Erasure>,
}

/// Somebody, or a matter, that was forgotten.
#[derive(Debug, Clone)]
struct Erasure {
    partnership: Id,
    subject: Id,
    at: Instant,
    reason: String,
}

/// The registers later than the backup `head` is of: in the key files beside it that are of the same installation, and in
/// those that were named.
pub fn later(asked: &Asked, head: &Head, vault: &Vault) -> Result<Vec<Register>, Failure> {
    let own = asked.keys.clone().unwrap_or_else(|| keys_beside(&asked.file));
    let mut paths: BTreeSet<_> =
        key_files::of(folder_of(&asked.file), Holds::Keys, vault).into_iter().map(|(path, _)| path).collect();
    for path in &asked.later {
        let named = archive::head(path)?;
        if named.holds != Holds::Keys || !named.is_of(vault) {
            return Err(Failure::because(format!(
                "{} is no key file of this installation. Name one that was written with a later backup.",
                path.display()
            )));
        }
        paths.insert(path.clone());
    }
    paths.remove(&own);
    let mut registers = Vec::new();
    for path in paths {
        let found = archive::head(&path)?;
        if found.made_at > head.made_at {
            registers.push(Register { known_until: found.made_at, entries: read(&path, &found)? });
        }
    }
    Ok(registers)
}

fn read(path: &Path, head: &Head) -> Result<Vec<Erasure>, Failure> {
    let slices =
        db::as_of(&wiring::tables(), &head.migrations).map_err(|_| archive::newer_release(path, &head.program))?;
    let table = db::copy::tables(&slices)?.into_iter().find(|table| table.name == record::ERASURES);
    let Some(table) = table else { return Ok(Vec::new()) };
    let mut entries = Vec::new();
    archive::rows(
        path,
        |_| {},
        |name, chunk| {
            if name == record::ERASURES {
                for row in values(&table, chunk).map_err(|error| archive::damaged(path, &error))? {
                    entries.push(
                        Erasure::of(&table, &row).ok_or_else(|| archive::damaged(path, &"its register is unclear"))?,
                    );
                }
            }
            Ok(())
        },
    )?;
    Ok(entries)
}

impl Erasure {
    fn of(table: &Table, row: &[Value<'_>]) -> Option<Self> {
        let named = |name| {
            let at = table.columns.iter().position(|column| column.name == name);
            at.and_then(|at| row.get(at))
        };
        match (named("partnership")?, named("subject")?, named("at")?, named("reason")?) {
            (Value::Id(partnership), Value::Id(subject), Value::Int(at), Value::Text(reason)) => Some(Self {
                partnership: *partnership,
                subject: *subject,
                at: Instant::from_micros(*at),
                reason: reason.to_string(),
            }),
            _ => None,
        }
    }
}

/// Forgets again, in the store that was restored, everybody whom the registers name and it does not: their key goes, what
/// they told us is blanked, the register says when they were first forgotten and the audit that it was done again. Answers
/// how many.
pub async fn replay(site: &Arc<Site>, registers: &[Register]) -> Result<usize, Failure> {
    let mut known: BTreeSet<(Id, Id)> = site.db.read(forgotten).await?.into_iter().collect();
    let mut count = 0;
    for (partnership, slug) in site.db.read(access::all_partnerships).await? {
        let named = registers.iter().flat_map(|register| &register.entries);
        let mut owed: Vec<Erasure> = named
            .filter(|one| one.partnership == partnership && known.insert((partnership, one.subject)))
            .cloned()
            .collect();
        count += owed.len();
        owed.sort_by(|one, other| (one.at, &one.reason).cmp(&(other.at, &other.reason)));
        let scope = founding::scope_of(site, &slug, "restore").await?;
        for at_once in owed.chunk_by(|one, other| (one.at, &one.reason) == (other.at, &other.reason)) {
            for chunk in at_once.chunks(TOGETHER) {
                let (chunk, scope) = (chunk.to_vec(), scope.clone());
                site.db.bulk(move |tx| forget(tx, &scope, &chunk)).await?;
            }
        }
    }
    Ok(count)
}

fn forgotten(tx: &mut Tx<'_>) -> Result<Vec<(Id, Id)>, db::Error> {
    tx.all(sql!("select partnership, subject from erasure order by partnership, subject"))
}

/// Forgets again those who were forgotten at one moment for one reason. Only concerns keep anything outside their key;
/// what is left of them in an issue leads to nobody.
fn forget(tx: &mut Tx<'_>, scope: &Scope, erasures: &[Erasure]) -> Result<(), Problem> {
    let Some(first) = erasures.first() else { return Ok(()) };
    let permit = scope.may(Right::AnswerSubjects, &Ground::default())?;
    let subjects: Vec<Id> = erasures.iter().map(|one| one.subject).collect();
    let sign: [u8; 32] = scope.dice().bytes();
    issues::store::forget_voices(tx, &permit, &subjects, &sign)?;
    voice::blank(tx, &permit, &subjects, first.at, &first.reason)?;
    Ok(scope.tell_each(tx, "subject", "forget again", &subjects, &["key"])?)
}

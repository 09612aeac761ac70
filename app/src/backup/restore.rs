use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use access::SiteSettings;
use base::{Clock, Dice, Instant};
use db::copy::{Beside, Table, holds_rows};
use db::{Db, Error, Options, Slice, Target};
use record::Vault;

use super::archive::{self, Head, Holds, damaged};
use super::erasures::{self, Register};
use super::keys_beside;
use super::progress::Progress;
use crate::failure::Failure;
use crate::wiring;

/// What is to be restored.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The backup.
    pub file: PathBuf,
    /// Its keys, when they are not beside it.
    pub keys: Option<PathBuf>,
    /// Key files of later backups, beyond those that lie beside the backup: each knows who was forgotten until then.
    pub later: Vec<PathBuf>,
}

/// What was restored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// The moment whose records they are.
    pub made_at: Instant,
    /// Rows.
    pub rows: u64,
    /// People and matters forgotten after the backup was made, and forgotten again.
    pub forgotten: usize,
    /// Until when it is known who was forgotten.
    pub known_until: Instant,
}

/// Brings a backup back to `target`, which holds nothing: beside it first, with the tables of the release that made the
/// backup, then up to today's, then everybody forgotten since forgotten again; and only then in its place.
///
/// # Errors
/// A sentence when the files do not belong together or to this master key, are damaged or newer than this program, or
/// `target` holds something; nothing has been changed then.
pub async fn restore(
    target: &Target,
    vault: &Vault,
    asked: Asked,
    dice: &Dice,
    now: Instant,
) -> Result<Restored, Failure> {
    let files = Files::open(&asked, vault)?;
    let later = erasures::later(&asked, &files.head, vault)?;
    let (place, made_at) = (target.clone(), files.head.made_at);
    let filled = tokio::task::spawn_blocking(move || fill(&place, &files)).await;
    let (beside, rows) = filled.map_err(|error| Failure::because(format!("It was stopped: {error}.")))??;
    match forget_again(beside.target(), vault, &later, dice, now).await {
        Ok(forgotten) => {
            let known_until = later.iter().map(|register| register.known_until).max().unwrap_or(made_at);
            blocking(move || beside.take_place().map_err(unwritten)).await?;
            Ok(Restored { made_at, rows, forgotten, known_until })
        }
        Err(failure) => {
            blocking(move || beside.discard().map_err(Failure::from)).await?;
            Err(failure)
        }
    }
}

async fn blocking(work: impl FnOnce() -> Result<(), Failure> + Send + 'static) -> Result<(), Failure> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|error| Failure::because(format!("It was stopped: {error}.")))?
}

/// A backup and its keys that belong together.
struct Files {
    records: PathBuf,
    keys: PathBuf,
    head: Head,
    /// The tables as the release that made it had them.
    slices: Vec<Slice>,
}

impl Files {
    fn open(asked: &Asked, vault: &Vault) -> Result<Self, Failure> {
        let (records, keys) = (asked.file.clone(), asked.keys.clone().unwrap_or_else(|| keys_beside(&asked.file)));
        let head = archive::head(&records)?;
        if head.holds != Holds::Records {
            return Err(Failure::because(format!(
                "{} holds the keys of a backup. Name the backup itself, without .keys at its end.",
                records.display()
            )));
        }
        if !keys.exists() {
            return Err(Failure::because(format!(
                "The keys of this backup are not at {}, and without them nobody can read what people told you. Name their file with --keys.",
                keys.display()
            )));
        }
        let of_keys = archive::head(&keys)?;
        if of_keys.holds != Holds::Keys || of_keys.backup != head.backup {
            return Err(Failure::because(format!(
                "{} belongs to another backup. Use the key file that was written with {}.",
                keys.display(),
                records.display()
            )));
        }
        if !head.is_of(vault) {
            return Err(Failure::because(format!(
                "{} was made under another master key than the one here. Put that installation's master key in its place first.",
                records.display()
            )));
        }
        let slices = db::as_of(&wiring::tables(), &head.migrations)
            .map_err(|_| archive::newer_release(&records, &head.program))?;
        Ok(Self { records, keys, head, slices })
    }
}

/// Fills a store beside `place`; answers it with the number of its rows.
fn fill(place: &Target, files: &Files) -> Result<(Beside, u64), Failure> {
    let tables = db::copy::tables(&files.slices)?;
    let today = db::copy::tables(&wiring::tables())?;
    if holds_rows(place, &today)? {
        return Err(Failure::because(format!(
            "{place} holds records already, and a restore never writes over any. Choose an empty folder or database."
        )));
    }
    let mut beside = Beside::make(place, &files.slices).map_err(|error| match error {
        Error::Busy => Failure::because("Another restore into this database is under way. Wait for it."),
        other => unwritten(other),
    })?;
    let filled = pour(&mut beside, &tables, files);
    match filled {
        Ok(rows) => Ok((beside, rows)),
        Err(failure) => {
            beside.discard()?;
            Err(failure)
        }
    }
}

fn pour(beside: &mut Beside, tables: &[Table], files: &Files) -> Result<u64, Failure> {
    let by_name: BTreeMap<&str, &Table> = tables.iter().map(|table| (table.name.as_str(), table)).collect();
    let length = |path: &Path| path.metadata().map_or(0, |file| file.len());
    let progress = Progress::of_bytes("Restoring", length(&files.records) + length(&files.keys));
    let mut missing: BTreeSet<&str> = by_name.keys().copied().collect();
    let mut rows = 0;
    for (path, holds) in [(&files.records, Holds::Records), (&files.keys, Holds::Keys)] {
        let found = archive::rows(
            path,
            |bytes| progress.read(bytes),
            |name, chunk| {
                let table = by_name.get(name).ok_or_else(|| damaged(path, &format!("there is no table {name}")))?;
                if belongs(name, holds) {
                    beside.add(table, chunk).map_err(|error| refused(path, error))
                } else {
                    Ok(())
                }
            },
        )?;
        for (name, count) in found.iter().filter(|(name, _)| belongs(name, holds)) {
            missing.remove(name.as_str());
            rows += count;
        }
    }
    if let Some(table) = missing.first() {
        return Err(damaged(&files.records, &format!("the table {table} is not in it")));
    }
    progress.now("Finishing");
    beside.whole(&wiring::tables()).map_err(|error| refused(&files.records, error))?;
    progress.done();
    Ok(rows)
}

/// Whether a table is restored from a file that holds this. The register of who was forgotten is in both, as it was at the
/// same moment.
fn belongs(table: &str, holds: Holds) -> bool {
    (table == record::KEYS) == (holds == Holds::Keys)
}

async fn forget_again(
    beside: &Target,
    vault: &Vault,
    later: &[Register],
    dice: &Dice,
    now: Instant,
) -> Result<usize, Failure> {
    let db = Db::open(beside, Options::default())?;
    let nobody_asks = SiteSettings { public_url: String::new(), demo: false, limits: false, mail_waits: false };
    let site = wiring::site(db.clone(), Clock::held(now), dice.clone(), vault.clone(), nobody_asks);
    let forgotten = erasures::replay(&site, later).await;
    db.close().await;
    forgotten
}

/// The rows do not fit their table, or there is no room for them.
fn refused(path: &Path, error: Error) -> Failure {
    match error {
        Error::Unavailable(_) | Error::Busy => unwritten(error),
        other => damaged(path, &other),
    }
}

fn unwritten(error: Error) -> Failure {
    match error {
        Error::Unavailable(why) => Failure::because(format!(
            "The records could not be restored: {why}. Mend that and run the command again; nothing stands there yet."
        )),
        other => other.into(),
    }
}

//! The folder a demonstration lives in: its key, its clock's offset, and on SQLite its records.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use base::{Dice, Instant};
use serde::{Deserialize, Serialize};
use tempfile::TempDir;

use crate::config::Config;
use crate::failure::Failure;
use crate::house::{self, House, Purpose};

const NOTE: &str = "demo.json";

/// What is kept of a demonstration beside its records.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Note {
    /// How far its clock is ahead of the machine's, in microseconds.
    clock_ahead: i64,
    /// When its story ended and people began to write in it.
    #[serde(default)]
    loaded_at: Instant,
}

/// An open demonstration.
pub struct Folder {
    /// Its records and its key.
    pub house: House,
    dir: PathBuf,
    note: Option<Note>,
    /// Removed with everything in it when the demonstration ends, unless somebody named the folder.
    passing: Option<TempDir>,
    _lock: Option<File>,
}

/// Remembers how far the clock was moved.
#[derive(Debug, Clone)]
pub struct ClockKeeper(PathBuf);

impl Folder {
    /// Opens the folder, makes it when it is missing, and its tables.
    ///
    /// # Errors
    /// A sentence when it holds something else, is in use, or cannot be written.
    pub async fn open(dir: Option<PathBuf>, engine: &str, dice: &Dice) -> Result<Self, Failure> {
        let passing = match dir {
            Some(_) => None,
            None => Some(tempfile::Builder::new().prefix("wardmote-demo-").tempdir().map_err(|error| {
                Failure::because(format!("No folder could be made for it: {error}. Name one with --dir."))
            })?),
        };
        let dir = dir.or_else(|| passing.as_ref().map(|dir| dir.path().to_owned())).unwrap_or_default();
        let (config, lock) = config(&dir, engine)?;
        let house = House::open(&config, Purpose::Own, dice).await?;
        let note = fs::read(dir.join(NOTE)).ok().and_then(|text| serde_json::from_slice(&text).ok());
        if note.is_none() && house.db.read(access::any_partnership).await? {
            return Err(Failure::because(format!(
                "{} holds partnerships that are no finished demonstration. Choose an empty folder with --dir, or an empty database with --engine.",
                house.target
            )));
        }
        Ok(Self { house, dir, note, passing, _lock: lock })
    }

    /// Whether the demonstration was loaded before.
    pub fn is_loaded(&self) -> bool {
        self.note.is_some()
    }

    /// Notes that all of it is loaded.
    ///
    /// # Errors
    /// A sentence when the folder cannot be written.
    pub fn loaded(&mut self, now: Instant) -> Result<(), Failure> {
        let note = self.note.insert(Note { clock_ahead: 0, loaded_at: now });
        write_note(&self.dir, note)
            .map_err(|error| Failure::because(format!("{} cannot be written: {error}.", self.dir.display())))
    }

    /// How far its clock is ahead of the machine's, in microseconds.
    pub fn offset(&self) -> i64 {
        self.note.as_ref().map_or(0, |note| note.clock_ahead)
    }

    /// When its story ended and people began to write in it.
    pub fn loaded_at(&self) -> Instant {
        self.note.as_ref().map(|note| note.loaded_at).unwrap_or_default()
    }

    /// What remembers the clock while it runs.
    pub fn clock_keeper(&self) -> ClockKeeper {
        ClockKeeper(self.dir.clone())
    }

    /// Where it is and how long it stays.
    pub fn words(&self) -> String {
        match &self.passing {
            Some(_) => "Everything you write goes when you stop. To keep it, start with --dir DIR.".to_owned(),
            None => format!("Everything you write stays in {}.", self.dir.display()),
        }
    }

    /// Closes the records, and removes the folder if nobody named it.
    pub async fn close(self) {
        self.house.db.close().await;
    }
}

impl ClockKeeper {
    /// Remembers that the clock was moved on by `micros` more.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn moved_on(&self, micros: i64) -> std::io::Result<()> {
        let kept = fs::read(self.0.join(NOTE))?;
        let note: Note = serde_json::from_slice(&kept)?;
        write_note(&self.0, &Note { clock_ahead: note.clock_ahead + micros, ..note })
    }
}

/// Written beside and then put in place, so that a power cut leaves the old one or the new one.
fn write_note(dir: &Path, note: &Note) -> std::io::Result<()> {
    let beside = dir.join("demo.json.new");
    fs::write(&beside, serde_json::to_vec(note)?)?;
    fs::rename(beside, dir.join(NOTE))
}

fn config(dir: &Path, engine: &str) -> Result<(Config, Option<File>), Failure> {
    let mut config = Config::default();
    if engine == "sqlite" {
        config.store.data = Some(dir.to_owned());
        return Ok((config, None));
    }
    if !engine.starts_with("postgres") {
        return Err(Failure::Usage(format!("{engine} is no engine. Use sqlite, or postgres://user@host/name.")));
    }
    config.store.database_url = Some(engine.to_owned());
    config.store.master_key = Some(dir.join("master.key"));
    Ok((config, Some(house::own(dir)?)))
}

//! Where an installation keeps what it has: a folder on SQLite; a server and a key file on PostgreSQL.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::Write as _;
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use base::Dice;
use db::{Db, Options, Target};
use record::{MasterKey, Vault};

use crate::config::Config;
use crate::failure::Failure;
use crate::wiring;

/// An installation somebody has opened.
pub struct House {
    /// Its records.
    pub db: Db,
    /// What opens its personal data.
    pub vault: Vault,
    /// Where the records are, to say so.
    pub target: Target,
    /// Held while this process owns the folder.
    _lock: Option<File>,
}

/// What for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To write: makes what is missing, brings the tables up to date, and on SQLite owns the folder.
    Own,
    /// To look: changes nothing, and may be done while another process owns the folder.
    Look,
}

impl House {
    /// Opens the installation that `config` names.
    ///
    /// # Errors
    /// A sentence about what is missing, held by another process, or cannot be reached.
    pub async fn open(config: &Config, purpose: Purpose, dice: &Dice) -> Result<Self, Failure> {
        let (target, key_file) = places(config)?;
        let mut lock = None;
        if let Target::Sqlite(file) = &target {
            let dir = file.parent().unwrap_or(Path::new("."));
            match purpose {
                Purpose::Own => lock = Some(own(dir)?),
                Purpose::Look if !file.exists() => {
                    return Err(Failure::because(format!(
                        "There is no installation in {}. Check --data.",
                        dir.display()
                    )));
                }
                Purpose::Look => {}
            }
        }
        let db = Db::open(&target, Options { read_only: purpose == Purpose::Look, ..Options::default() })?;
        db::as_of(&wiring::tables(), &db.applied_migrations().await?).map_err(|newer| newer_database(&newer))?;
        if purpose == Purpose::Own {
            db.migrate(&wiring::tables()).await?;
        }
        let vault = Vault::new(master_key(&db, &key_file, purpose, dice).await?);
        Ok(Self { db, vault, target, _lock: lock })
    }
}

/// The database has had a migration that this program does not know.
pub fn newer_database(migration: &str) -> Failure {
    Failure::because(format!(
        "The tables of this database are newer than this program ({migration}). Install the release that made them, or a later one."
    ))
}

/// The database and the key file.
pub fn places(config: &Config) -> Result<(Target, PathBuf), Failure> {
    let store = &config.store;
    match (&store.data, &store.database_url) {
        (Some(dir), None) => {
            let key = store.master_key.clone().unwrap_or_else(|| dir.join("master.key"));
            Ok((Target::sqlite(dir), key))
        }
        (None, Some(url)) => {
            if !(url.starts_with("postgres://") || url.starts_with("postgresql://")) {
                return Err(Failure::Usage(
                    "A database address begins with postgres://. For SQLite use --data DIR.".into(),
                ));
            }
            let key = store.master_key.clone().ok_or_else(|| {
                Failure::Usage(
                    "Say where the master key is kept: set store.master_key (WARDMOTE__STORE__MASTER_KEY) to a file outside the database.".into(),
                )
            })?;
            Ok((Target::Postgres(url.clone()), key))
        }
        (Some(_), Some(_)) => {
            Err(Failure::Usage("Two stores are named. Keep store.data or store.database_url, not both.".into()))
        }
        (None, None) => Err(Failure::Usage("Say where the records are: --data DIR, or --database-url URL.".into())),
    }
}

/// Makes the folder if it is missing and holds it: one process owns it at a time.
///
/// # Errors
/// A sentence when another process holds it, or it cannot be written.
pub fn own(dir: &Path) -> Result<File, Failure> {
    fs::create_dir_all(dir).map_err(|error| {
        Failure::because(format!("The folder {} cannot be made: {error}. Choose another.", dir.display()))
    })?;
    let path = dir.join("lock");
    let cannot = |error: std::io::Error| Failure::because(format!("{} cannot be written: {error}.", path.display()));
    let file = OpenOptions::new().create(true).truncate(false).write(true).open(&path).map_err(cannot)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(Failure::because(format!(
            "Another wardmote is running on {}. Stop it first, or ask the running one through its pages or API.",
            dir.display()
        ))),
        Err(TryLockError::Error(error)) => Err(cannot(error)),
    }
}

/// Reads the key, or makes it once, for an installation that has nothing to open with it yet.
async fn master_key(db: &Db, path: &Path, purpose: Purpose, dice: &Dice) -> Result<MasterKey, Failure> {
    if let Some(key) = kept_key(path)? {
        return Ok(key);
    }
    if purpose == Purpose::Look || db.read(access::any_partnership).await? {
        return Err(Failure::because(format!(
            "The master key {} is missing, and without it nobody can read the words and contacts in this database. Put it back from where you keep it.",
            path.display()
        )));
    }
    let key = MasterKey::draw(dice);
    write_key(path, &key)
        .map_err(|error| Failure::because(format!("The master key {} cannot be written: {error}.", path.display())))?;
    Ok(key)
}

/// The key that is kept at `path`; none when there is no such file.
///
/// # Errors
/// A sentence when it cannot be read, or is no key.
pub fn kept_key(path: &Path) -> Result<Option<MasterKey>, Failure> {
    match fs::read_to_string(path) {
        Ok(text) => read_key(&text).map(Some).ok_or_else(|| {
            Failure::because(format!("{} is no master key. Put the right file in its place.", path.display()))
        }),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Failure::because(format!("The master key {} cannot be read: {error}.", path.display()))),
    }
}

/// Whether nobody but its owner may read the key file.
pub fn key_is_private(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|file| file.permissions().mode() & 0o077 == 0)
}

fn read_key(text: &str) -> Option<MasterKey> {
    let text = text.trim();
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    let mut bytes = [0_u8; 32];
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(at * 2..at * 2 + 2)?, 16).ok()?;
    }
    Some(MasterKey::from_bytes(bytes))
}

fn write_key(path: &Path, key: &MasterKey) -> std::io::Result<()> {
    let text: String = key.as_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    let mut file = OpenOptions::new().create_new(true).write(true).mode(0o600).open(path)?;
    writeln!(file, "{text}")?;
    file.sync_all()
}

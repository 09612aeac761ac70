use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, BufWriter, Write};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use base::{Dice, Instant};
use db::copy::{Snapshot, Table};
use db::{Error, Target};
use record::Vault;

use super::archive::{Head, Holds, Writer};
use super::progress::Progress;
use super::{folder_of, keys_beside, with_end};
use crate::failure::Failure;
use crate::house::newer_database;
use crate::wiring;

/// What was backed up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Taken {
    /// Tables, those of keys included.
    pub tables: usize,
    /// Rows in all of them.
    pub rows: u64,
}

/// Writes every record of `target` as it is at this moment to `file`, and the keys to `FILE.keys`. Neither has its name
/// before both are whole.
///
/// # Errors
/// A sentence when there is such a file already, it cannot be written, or the records cannot be read.
pub fn take(target: &Target, vault: &Vault, file: &Path, dice: &Dice, now: Instant) -> Result<Taken, Failure> {
    let keys = keys_beside(file);
    for path in [file, &keys] {
        if path.exists() {
            let path = path.display();
            return Err(Failure::because(format!("{path} is there already. Choose another name for this backup.")));
        }
    }
    let (records_part, keys_part) = (Part::begin(file)?, Part::begin(&keys)?);
    let mut snapshot = Snapshot::take(target)?;
    let applied = snapshot.applied()?;
    if applied.is_empty() {
        return Err(Failure::because(format!("There is no installation in {target}. Check the address.")));
    }
    let slices = db::as_of(&wiring::tables(), &applied).map_err(|migration| newer_database(&migration))?;
    let tables = db::copy::tables(&slices)?;
    let backup = dice.id(now);
    let head = |holds| Head::new(holds, backup, now, applied.clone(), vault);
    let unwritten = |error: io::Error| cannot_write(file, &error);
    let mut records = Writer::begin(records_part.out(), &head(Holds::Records)).map_err(unwritten)?;
    let mut wrapped = Writer::begin(keys_part.out(), &head(Holds::Keys)).map_err(unwritten)?;
    let mut progress = Progress::of_rows("Backing up");
    for table in &tables {
        let mut into: Vec<&mut Writer<_>> = match table.name.as_str() {
            record::KEYS => vec![&mut wrapped],
            // The register of who was forgotten goes with both: a later key file brings it to an older backup.
            record::ERASURES => vec![&mut records, &mut wrapped],
            _ => vec![&mut records],
        };
        copy(&mut snapshot, table, &mut into, &mut progress).map_err(|stopped| stopped.at(file))?;
    }
    progress.done();
    for (writer, part) in [(wrapped, &keys_part), (records, &records_part)] {
        writer.end().and_then(|mut out| out.flush()).and_then(|()| part.file.sync_all()).map_err(unwritten)?;
    }
    let rows = progress.rows();
    // The keys first: a backup that can be seen has them.
    keys_part.keep().and_then(|()| records_part.keep()).map_err(unwritten)?;
    File::open(folder_of(file)).and_then(|folder| folder.sync_all()).map_err(unwritten)?;
    Ok(Taken { tables: tables.len(), rows })
}

fn copy<W: Write>(
    snapshot: &mut Snapshot,
    table: &Table,
    into: &mut [&mut Writer<W>],
    progress: &mut Progress,
) -> Result<(), Stopped> {
    into.iter_mut().for_each(|writer| writer.table(&table.name));
    snapshot.rows(table, |chunk, rows| {
        progress.passed(&table.name, rows);
        into.iter_mut().try_for_each(|writer| writer.rows(&table.name, chunk, rows)).map_err(Stopped::Write)
    })
}

/// Why no more was copied.
enum Stopped {
    Read(Error),
    Write(io::Error),
}

impl From<Error> for Stopped {
    fn from(error: Error) -> Self {
        Self::Read(error)
    }
}

impl Stopped {
    fn at(self, file: &Path) -> Failure {
        match self {
            Self::Read(error) => error.into(),
            Self::Write(error) => cannot_write(file, &error),
        }
    }
}

fn cannot_write(file: &Path, error: &io::Error) -> Failure {
    Failure::because(format!(
        "{} cannot be written: {error}. Make room or choose another place; nothing was left there.",
        file.display()
    ))
}

/// A file under another name until it is whole: `FILE.part`. What somebody killed left of it is written over.
struct Part {
    path: PathBuf,
    becomes: PathBuf,
    file: File,
    kept: bool,
}

impl Part {
    fn begin(becomes: &Path) -> Result<Self, Failure> {
        let path = with_end(becomes, ".part");
        let file = OpenOptions::new().create(true).truncate(false).write(true).mode(0o600).open(&path);
        let file = file.map_err(|error| cannot_write(becomes, &error))?;
        match file.try_lock() {
            Ok(()) => file.set_len(0).map_err(|error| cannot_write(becomes, &error))?,
            Err(TryLockError::WouldBlock) => {
                return Err(Failure::because(format!(
                    "{} is being written by another wardmote. Wait for it, or choose another name.",
                    becomes.display()
                )));
            }
            Err(TryLockError::Error(error)) => return Err(cannot_write(becomes, &error)),
        }
        Ok(Self { path, becomes: becomes.to_owned(), file, kept: false })
    }

    fn out(&self) -> BufWriter<&File> {
        BufWriter::with_capacity(1 << 18, &self.file)
    }

    fn keep(mut self) -> io::Result<()> {
        fs::rename(&self.path, &self.becomes)?;
        self.kept = true;
        Ok(())
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        if !self.kept {
            let _ = fs::remove_file(&self.path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A disk with room for so many bytes.
    struct Full(usize);

    impl Write for Full {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0 = self.0.checked_sub(bytes.len()).ok_or(io::ErrorKind::StorageFull)?;
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_full_disk_is_told_and_never_taken_for_a_backup() {
        let dice = Dice::seeded(1);
        let vault = Vault::new(record::MasterKey::draw(&dice));
        let head = Head::new(Holds::Records, dice.id(Instant::default()), Instant::default(), [].into(), &vault);
        let noise = dice.bytes::<4096>();
        let written = |room| {
            let mut writer = Writer::begin(Full(room), &head)?;
            writer.rows("concern", &noise, 1)?;
            writer.end().map(drop)
        };
        let whole = (0..).find(|hundreds| written(hundreds * 100).is_ok()).expect("there is room at last");
        assert!(whole * 100 > noise.len(), "noise takes the room it takes");
        for room in 0..whole {
            let error = written(room * 100).expect_err("no room");
            assert_eq!(error.kind(), io::ErrorKind::StorageFull);
        }
    }

    #[test]
    fn what_is_not_kept_leaves_nothing_and_two_do_not_write_one_file() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("monday");
        fs::write(folder.path().join("monday.part"), "what somebody killed left").expect("a file");
        let part = Part::begin(&file).expect("taken over");
        assert!(Part::begin(&file).is_err_and(|refused| refused.to_string().contains("another wardmote")));
        drop(part);
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 0);
    }
}

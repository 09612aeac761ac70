//! The form of a backup's files: a tar archive in one zstd stream, which `tar --zstd -t` lists. First `backup.json`, which
//! says what it is, and its SHA-256; then the rows, as `concern/000001`, each a file that PostgreSQL's `copy .. (format binary)` reads; last
//! `end.json`, which says how many rows each table has and their SHA-256. What has no end was cut short.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufReader, Read, Write};
use std::path::Path;

use base::{Id, Instant};
use record::Vault;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::failure::Failure;

/// The form this program writes, and the newest it reads.
const FORM: u32 = 1;
const HEAD: &str = "backup.json";
const HEAD_SUM: &str = "backup.json.sha256";
const END: &str = "end.json";
/// The longest piece that is read, in bytes: a row may be long, and a made-up length must not fill the memory.
const LONGEST: u64 = 256 << 20;
const LEVEL: i32 = 3;

/// What a file says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// The form of the file.
    pub form: u32,
    /// The program that wrote it.
    pub program: String,
    /// What is in it.
    pub holds: Holds,
    /// Which backup it belongs to: one name for the records and their keys.
    pub backup: Id,
    /// The moment whose records it holds.
    pub made_at: Instant,
    /// How far each slice's migrations had come.
    pub migrations: BTreeMap<String, u32>,
    /// What only this installation's master key can make of the backup's name.
    pub seal: String,
}

/// What is in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Holds {
    /// Every record, sealed words among them.
    Records,
    /// The keys to what is sealed, and who was forgotten.
    Keys,
}

/// What the end says of one table.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Sum {
    rows: u64,
    sha256: String,
}

impl Head {
    /// Of a file of this program.
    pub fn new(holds: Holds, backup: Id, made_at: Instant, migrations: BTreeMap<String, u32>, vault: &Vault) -> Self {
        let program = env!("CARGO_PKG_VERSION").to_owned();
        Self { form: FORM, program, holds, backup, made_at, migrations, seal: seal(vault, backup) }
    }

    /// Whether the installation it is of has this master key.
    #[must_use]
    pub fn is_of(&self, vault: &Vault) -> bool {
        self.seal == seal(vault, self.backup)
    }
}

/// As `sha256sum` writes it.
fn sum_line(head: &[u8]) -> String {
    format!("{}  {HEAD}\n", hex(&Sha256::digest(head)))
}

fn seal(vault: &Vault, backup: Id) -> String {
    hex(&vault.keyed_hash("backup", Id::nil(), backup.as_bytes()))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A file that is being written.
pub struct Writer<W: Write> {
    tar: tar::Builder<zstd::Encoder<'static, W>>,
    made_at: u64,
    tables: BTreeMap<String, (u64, u32, Sha256)>,
}

impl<W: Write> Writer<W> {
    /// Begins with its head.
    pub fn begin(out: W, head: &Head) -> io::Result<Self> {
        let mut stream = zstd::Encoder::new(out, LEVEL)?;
        stream.include_checksum(true)?;
        let made_at = u64::try_from(head.made_at.micros() / 1_000_000).unwrap_or(0);
        let mut writer = Self { tar: tar::Builder::new(stream), made_at, tables: BTreeMap::new() };
        let head = serde_json::to_vec_pretty(head)?;
        writer.piece(HEAD, &head)?;
        writer.piece(HEAD_SUM, sum_line(&head).as_bytes())?;
        // So that what a file is can be read of one that was cut short.
        writer.tar.get_mut().flush()?;
        Ok(writer)
    }

    /// Says that there is such a table, with or without rows.
    pub fn table(&mut self, name: &str) {
        self.tables.entry(name.to_owned()).or_default();
    }

    /// Adds rows of a table.
    pub fn rows(&mut self, table: &str, chunk: &[u8], rows: u64) -> io::Result<()> {
        let (count, pieces, sum) = self.tables.entry(table.to_owned()).or_default();
        *count += rows;
        *pieces += 1;
        sum.update(chunk);
        let name = format!("{table}/{pieces:06}");
        self.piece(&name, chunk)
    }

    /// Ends it and answers what was written to.
    pub fn end(mut self) -> io::Result<W> {
        let tables = std::mem::take(&mut self.tables).into_iter();
        let sums: BTreeMap<String, Sum> =
            tables.map(|(name, (rows, _, sum))| (name, Sum { rows, sha256: hex(&sum.finalize()) })).collect();
        self.piece(END, &serde_json::to_vec_pretty(&sums)?)?;
        self.tar.into_inner()?.finish()
    }

    fn piece(&mut self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o600);
        header.set_mtime(self.made_at);
        self.tar.append_data(&mut header, name, bytes)
    }
}

/// What a file says of itself, without reading on.
///
/// # Errors
/// A sentence when it is no backup's, cannot be read, or is of a newer form.
pub fn head(path: &Path) -> Result<Head, Failure> {
    let mut archive = open(path, |_| {})?;
    let mut pieces = archive.entries().map_err(|error| damaged(path, &error))?;
    let first = pieces.next().transpose().map_err(|_| no_backup(path))?;
    let mut first = first.ok_or_else(|| no_backup(path))?;
    if first.path_bytes().as_ref() != HEAD.as_bytes() {
        return Err(no_backup(path));
    }
    let bytes = whole(path, &mut first)?;
    let second = pieces.next().transpose().map_err(|error| damaged(path, &error))?;
    let sum = second.map(|mut piece| whole(path, &mut piece)).transpose()?.unwrap_or_default();
    if sum != sum_line(&bytes).as_bytes() {
        return Err(damaged(path, &"its head is not the one that was written"));
    }
    let read: Result<Head, _> = serde_json::from_slice(&bytes);
    let newer = |value: &serde_json::Value| value["form"].as_u64().is_some_and(|form| form > u64::from(FORM));
    match (read, serde_json::from_slice(&bytes)) {
        (_, Ok(value)) if newer(&value) => Err(newer_release(path, value["program"].as_str().unwrap_or("unknown"))),
        (Ok(head), _) => Ok(head),
        _ => Err(no_backup(path)),
    }
}

/// The program that wrote it knows more than this one.
pub fn newer_release(path: &Path, program: &str) -> Failure {
    Failure::because(format!(
        "{} was written by wardmote {program}, which is newer than this one ({}). Install that release or a later one, and restore again.",
        path.display(),
        env!("CARGO_PKG_VERSION")
    ))
}

/// Shows the rows of a file, a chunk at a time, with the name of their table; then, once all of it proved to be there
/// and as it was written, answers the names of its tables. `passed` hears how many bytes of the file were read.
///
/// # Errors
/// What `see` answers; a sentence when the file is damaged or was cut short.
pub fn rows(
    path: &Path,
    passed: impl FnMut(u64),
    mut see: impl FnMut(&str, &[u8]) -> Result<(), Failure>,
) -> Result<BTreeMap<String, u64>, Failure> {
    let mut archive = open(path, passed)?;
    let mut found: BTreeMap<String, Sha256> = BTreeMap::new();
    let mut end: Option<BTreeMap<String, Sum>> = None;
    for piece in archive.entries().map_err(|error| damaged(path, &error))? {
        let mut piece = piece.map_err(|error| damaged(path, &error))?;
        let name = String::from_utf8_lossy(&piece.path_bytes()).into_owned();
        let bytes = whole(path, &mut piece)?;
        match name.split_once('/') {
            Some((table, _)) => {
                found.entry(table.to_owned()).or_default().update(&bytes);
                see(table, &bytes)?;
            }
            None if name == END => end = serde_json::from_slice(&bytes).ok(),
            None => {}
        }
    }
    // What follows the archive in the stream is the checksum of all that came before.
    io::copy(&mut archive.into_inner(), &mut io::sink()).map_err(|error| damaged(path, &error))?;
    let end = end.ok_or_else(|| damaged(path, &"it has no end"))?;
    let sum = |table: &str| hex(&found.get(table).cloned().unwrap_or_default().finalize());
    let as_written = |(table, said): (&String, &Sum)| said.sha256 == sum(table);
    if !end.iter().all(as_written) || !found.keys().all(|table| end.contains_key(table)) {
        return Err(damaged(path, &"its rows are not those that were written"));
    }
    Ok(end.into_iter().map(|(table, said)| (table, said.rows)).collect())
}

type Stream<'f> = zstd::Decoder<'static, BufReader<Counted<'f>>>;

fn open<'f>(path: &Path, passed: impl FnMut(u64) + 'f) -> Result<tar::Archive<Stream<'f>>, Failure> {
    let file = File::open(path)
        .map_err(|error| Failure::because(format!("{} cannot be read: {error}. Check its name.", path.display())))?;
    let stream = zstd::Decoder::new(Counted { file, passed: Box::new(passed) });
    Ok(tar::Archive::new(stream.map_err(|error| damaged(path, &error))?))
}

fn whole(path: &Path, piece: &mut impl Read) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let read = piece.take(LONGEST).read_to_end(&mut bytes);
    match read {
        Ok(length) if (length as u64) < LONGEST => Ok(bytes),
        Ok(_) => Err(damaged(path, &"a piece of it is too long")),
        Err(error) => Err(damaged(path, &error)),
    }
}

fn no_backup(path: &Path) -> Failure {
    Failure::because(format!(
        "{} is no backup that wardmote made, or its beginning is damaged. Check its name, or use another backup.",
        path.display()
    ))
}

/// It is not as it was written. What is said of it may hold a piece of the damaged file, and stays on its line.
pub fn damaged(path: &Path, why: &dyn std::fmt::Display) -> Failure {
    let why = why.to_string().replace(char::is_control, "?");
    Failure::because(format!(
        "{} is damaged or was cut short ({why}). Use another copy of it, or another backup.",
        path.display()
    ))
}

/// A file that says how far it was read.
struct Counted<'f> {
    file: File,
    passed: Box<dyn FnMut(u64) + 'f>,
}

impl Read for Counted<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(into)?;
        (self.passed)(read as u64);
        Ok(read)
    }
}

use std::path::{Path, PathBuf};

use ::postgres::Client;

use super::rows::values;
use super::tables::{Table, quoted};
use crate::migrate::{self, LOCK, Slice};
use crate::sqlite::{self, Role};
use crate::{Error, Options, Target, postgres};

/// The schema on PostgreSQL in which a store is filled.
const SCHEMA: &str = "wardmote_restore";

/// A store that is filled beside the place it is meant for, and takes that place when it is whole. Whoever is killed in
/// between leaves the place as it was; the next one clears what they left.
pub struct Beside {
    place: Target,
    beside: Target,
    hand: Hand,
    /// What finds rows, taken away while rows come in and made again after: its text.
    indexes: Vec<String>,
}

enum Hand {
    Sqlite(rusqlite::Connection),
    Postgres(Box<Client>),
    /// Whole, so that others may open it.
    None,
}

/// Whether any of `tables` stands at `target` and holds a row.
///
/// # Errors
/// [`Error::Unavailable`] when it cannot be reached.
pub fn holds_rows(target: &Target, tables: &[Table]) -> Result<bool, Error> {
    let names: Vec<&str> = tables.iter().map(|table| table.name.as_str()).collect();
    match target {
        Target::Sqlite(path) if !path.exists() => Ok(false),
        Target::Sqlite(path) => {
            let file = sqlite::open(path, &Options::default(), Role::ReadOnly)?;
            let found = || -> rusqlite::Result<bool> {
                for name in &names {
                    let stands = file.table_exists(None, *name)?;
                    if stands && file.prepare(&format!("select 1 from {}", quoted(name)))?.exists([])? {
                        return Ok(true);
                    }
                }
                Ok(false)
            };
            found().map_err(|error| sqlite::map(&file, &error))
        }
        Target::Postgres(url) => {
            let mut client = postgres::connect(url)?;
            any_row(&mut client, None, &names).map_err(|error| postgres::map(&error))
        }
    }
}

impl Beside {
    /// Makes the tables of `slices` beside `place`, empty.
    ///
    /// # Errors
    /// [`Error::Busy`] while somebody else does so; [`Error::Unavailable`] when the place cannot be reached or written.
    pub fn make(place: &Target, slices: &[Slice]) -> Result<Self, Error> {
        let hand = match place {
            Target::Sqlite(_) => Hand::None,
            Target::Postgres(url) => Hand::Postgres(Box::new(alone(url)?)),
        };
        let mut made = Self { place: place.clone(), beside: beside(place), hand, indexes: Vec::new() };
        match made.begin(slices) {
            Ok(()) => Ok(made),
            Err(error) => {
                made.discard()?;
                Err(error)
            }
        }
    }

    fn begin(&mut self, slices: &[Slice]) -> Result<(), Error> {
        clear(&self.beside)?;
        if let Hand::Postgres(client) = &mut self.hand {
            let made = client.batch_execute(&format!("create schema {SCHEMA}; set search_path = {SCHEMA}"));
            made.map_err(|error| postgres::map(&error))?;
        }
        migrate::run(&self.beside, slices)?;
        if let Target::Sqlite(path) = &self.beside {
            self.hand = Hand::Sqlite(unsafe_until_whole(path)?);
        }
        self.indexes = self.hand.take_indexes_away()?;
        Ok(())
    }

    /// Where it stands until it takes its place.
    #[must_use]
    pub const fn target(&self) -> &Target {
        &self.beside
    }

    /// Takes a chunk of rows in.
    ///
    /// # Errors
    /// [`Error::Mapping`] when these are no rows of `table`; whatever the engine answers.
    pub fn add(&mut self, table: &Table, chunk: &[u8]) -> Result<(), Error> {
        match &mut self.hand {
            Hand::Sqlite(file) => add_to_sqlite(file, table, chunk),
            Hand::Postgres(client) => add_to_postgres(client, table, chunk).map_err(|error| postgres::map(&error)),
            Hand::None => Err(Error::ReadOnly),
        }
    }

    /// All rows are in: makes the indexes, and brings the tables up to those of `slices`. From now on the store may be
    /// opened as any other.
    ///
    /// # Errors
    /// [`Error::Unique`] and its kin when the rows break a rule of their tables; whatever the engine answers.
    pub fn whole(&mut self, slices: &[Slice]) -> Result<(), Error> {
        let indexes = std::mem::take(&mut self.indexes);
        match &mut self.hand {
            Hand::Sqlite(file) => {
                let made = indexes.iter().try_for_each(|text| file.execute_batch(text));
                made.and_then(|()| file.execute_batch("commit")).map_err(|error| sqlite::map(file, &error))?;
                self.hand = Hand::None;
            }
            Hand::Postgres(client) => {
                let made = indexes.iter().try_for_each(|text| client.batch_execute(text));
                made.and_then(|()| client.batch_execute("commit")).map_err(|error| postgres::map(&error))?;
            }
            Hand::None => {}
        }
        migrate::run(&self.beside, slices)
    }

    /// Takes the place, in one step, of whatever empty tables stand there.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when rows have come to stand there meanwhile; whatever the engine answers.
    pub fn take_place(mut self) -> Result<(), Error> {
        match (&self.place, &self.beside, &mut self.hand) {
            (Target::Sqlite(place), Target::Sqlite(beside), _) => take_file_place(place, beside)
                .map_err(|error| Error::Unavailable(format!("{}: {error}", place.display()))),
            (Target::Postgres(url), _, Hand::Postgres(client)) => {
                let mut asked = postgres::connect(url)?;
                let schema = asked.query_one("select current_schema()::text", &[]).map(|row| row.get::<_, String>(0));
                let schema = schema.map_err(|error| postgres::map(&error))?;
                take_schema_place(client, &schema)
            }
            _ => Err(Error::ReadOnly),
        }
    }

    /// Clears it away.
    ///
    /// # Errors
    /// Whatever the engine answers.
    pub fn discard(mut self) -> Result<(), Error> {
        self.hand = Hand::None;
        clear(&self.beside)
    }
}

/// A connection that nobody else has who restores into this database.
fn alone(url: &str) -> Result<Client, Error> {
    let mut client = postgres::connect(url)?;
    let free = client.query_one("select pg_try_advisory_lock($1)", &[&(LOCK + 1)]);
    if free.map_err(|error| postgres::map(&error))?.get(0) { Ok(client) } else { Err(Error::Busy) }
}

fn beside(place: &Target) -> Target {
    match place {
        Target::Sqlite(path) => Target::Sqlite(with_end(path, ".restoring")),
        Target::Postgres(url) => {
            let more = if url.contains('?') { '&' } else { '?' };
            Target::Postgres(format!("{url}{more}options=-c%20search_path%3D{SCHEMA}"))
        }
    }
}

fn with_end(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    name.into()
}

/// A SQLite file with what stands beside it while it is open.
fn clear(target: &Target) -> Result<(), Error> {
    match target {
        Target::Sqlite(path) => {
            for end in ["", "-wal", "-shm", "-journal"] {
                match std::fs::remove_file(with_end(path, end)) {
                    Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                        return Err(Error::Unavailable(format!("{}: {error}", path.display())));
                    }
                    _ => {}
                }
            }
            Ok(())
        }
        Target::Postgres(url) => {
            let mut client = postgres::connect(url)?;
            let quiet = format!("set client_min_messages = warning; drop schema if exists {SCHEMA} cascade");
            client.batch_execute(&quiet).map_err(|error| postgres::map(&error))
        }
    }
}

/// A file that is worth nothing until it is whole needs neither log nor flush.
fn unsafe_until_whole(path: &Path) -> Result<rusqlite::Connection, Error> {
    let file = sqlite::open(path, &Options::default(), Role::Write)?;
    let settings = "pragma journal_mode = delete; pragma journal_mode = off; pragma synchronous = off; \
                    pragma foreign_keys = off; pragma locking_mode = exclusive; begin exclusive";
    file.execute_batch(settings).map_err(|error| sqlite::map(&file, &error))?;
    Ok(file)
}

impl Hand {
    /// Answers the texts that make them again. A rule of a table keeps its index.
    fn take_indexes_away(&mut self) -> Result<Vec<String>, Error> {
        let (drops, makes): (Vec<String>, Vec<String>) = match self {
            Self::Sqlite(file) => indexes_of_sqlite(file).map_err(|error| sqlite::map(file, &error))?,
            Self::Postgres(client) => indexes_of_postgres(client).map_err(|error| postgres::map(&error))?,
            Self::None => return Ok(Vec::new()),
        }
        .into_iter()
        .unzip();
        let drops = drops.join("; ");
        match self {
            Self::Sqlite(file) => file.execute_batch(&drops).map_err(|error| sqlite::map(file, &error))?,
            Self::Postgres(client) => {
                client.batch_execute(&format!("begin; {drops}")).map_err(|error| postgres::map(&error))?;
            }
            Self::None => {}
        }
        Ok(makes)
    }
}

fn indexes_of_sqlite(file: &rusqlite::Connection) -> rusqlite::Result<Vec<(String, String)>> {
    let mut asked = file.prepare("select name, sql from sqlite_schema where type = 'index' and sql is not null")?;
    let pairs = asked.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get(1)?)))?;
    pairs.map(|pair| pair.map(|(name, text)| (format!("drop index {}", quoted(&name)), text))).collect()
}

fn indexes_of_postgres(client: &mut Client) -> Result<Vec<(String, String)>, ::postgres::Error> {
    let asked = "select relname::text, pg_get_indexdef(pg_index.indexrelid) from pg_index \
                 join pg_class on pg_class.oid = pg_index.indexrelid \
                 where pg_class.relnamespace = current_schema()::text::regnamespace \
                 and not exists (select 1 from pg_constraint where conindid = pg_index.indexrelid)";
    let rows = client.query(asked, &[])?;
    let pair = |row: &::postgres::Row| (format!("drop index {}", quoted(row.get::<_, &str>(0))), row.get(1));
    Ok(rows.iter().map(pair).collect())
}

fn add_to_sqlite(file: &rusqlite::Connection, table: &Table, chunk: &[u8]) -> Result<(), Error> {
    let fault = |error| sqlite::map(file, &error);
    let places: Vec<String> = (1..=table.columns.len()).map(|number| format!("?{number}")).collect();
    let places = places.join(", ");
    let text = format!("insert into {} ({}) values ({places})", quoted(&table.name), table.list());
    let mut insert = file.prepare_cached(&text).map_err(fault)?;
    for row in values(table, chunk)? {
        insert.execute(rusqlite::params_from_iter(row)).map_err(fault)?;
    }
    Ok(())
}

fn add_to_postgres(client: &mut Client, table: &Table, chunk: &[u8]) -> Result<(), ::postgres::Error> {
    use std::io::Write as _;
    let text = format!("copy {} ({}) from stdin (format binary)", quoted(&table.name), table.list());
    let mut rows = client.copy_in(&text)?;
    // What the server refuses it says at the end.
    let _ = rows.write_all(chunk);
    rows.finish().map(drop)
}

/// The log is brought home and flushed before the name changes; the log of what stood there goes first, or SQLite would
/// take it for this file's.
fn take_file_place(place: &Path, beside: &Path) -> std::io::Result<()> {
    let home = rusqlite::Connection::open(beside).and_then(|file| {
        file.query_row("pragma wal_checkpoint(truncate)", [], |_| Ok(()))?;
        file.close().map_err(|(_, error)| error)
    });
    home.map_err(std::io::Error::other)?;
    std::fs::File::open(beside)?.sync_all()?;
    for end in ["-wal", "-shm"] {
        match std::fs::remove_file(with_end(place, end)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    std::fs::rename(beside, place)?;
    place.parent().map_or(Ok(()), |folder| std::fs::File::open(folder)?.sync_all())
}

fn take_schema_place(client: &mut Client, schema: &str) -> Result<(), Error> {
    let fault = |error: ::postgres::Error| postgres::map(&error);
    let names: Vec<String> = client
        .query("select tablename::text from pg_tables where schemaname = $1 order by 1", &[&SCHEMA])
        .map_err(fault)?
        .iter()
        .map(|row| row.get(0))
        .collect();
    for name in &names {
        client.batch_execute(&format!("analyze {}", quoted(name))).map_err(fault)?;
    }
    let mut all = client.transaction().map_err(fault)?;
    let records: Vec<&str> =
        names.iter().map(String::as_str).filter(|name| !name.starts_with(migrate::HISTORY)).collect();
    if any_row(&mut all, Some(schema), &records).map_err(fault)? {
        return Err(Error::Unavailable("somebody wrote to it meanwhile".into()));
    }
    let schema = quoted(schema);
    for name in names.iter().map(|name| quoted(name)) {
        all.batch_execute(&format!(
            "drop table if exists {schema}.{name} cascade; alter table {SCHEMA}.{name} set schema {schema}"
        ))
        .map_err(fault)?;
    }
    all.batch_execute(&format!("drop schema {SCHEMA}")).map_err(fault)?;
    all.commit().map_err(fault)
}

/// Whether any of these tables, in this schema or the ordinary one, holds a row; held still until the transaction ends, if
/// there is one.
fn any_row(
    client: &mut impl ::postgres::GenericClient,
    schema: Option<&str>,
    names: &[&str],
) -> Result<bool, ::postgres::Error> {
    let asked = "select schemaname::text, tablename::text from pg_tables \
                 where schemaname = coalesce($1, current_schema()::text) and tablename::text = any($2)";
    for row in client.query(asked, &[&schema, &names])? {
        let table = format!("{}.{}", quoted(row.get(0)), quoted(row.get(1)));
        let lock =
            if schema.is_some() { format!("lock table {table} in access exclusive mode;") } else { String::new() };
        client.batch_execute(&lock)?;
        if client.query_one(&format!("select exists (select 1 from {table})"), &[])?.get(0) {
            return Ok(true);
        }
    }
    Ok(false)
}

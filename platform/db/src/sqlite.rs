//! SQLite: one thread writes, a few read, each with its own connection.

mod errors;
mod figures;
mod writer;

use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};

use rusqlite::config::DbConfig;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{CachedStatement, OpenFlags, ToSql};

use crate::db::{Hands, spawn};
use crate::queue::{Counts, Job, Queue};
use crate::tx::{Connection, Mode, See, Tx};
use crate::{Bound, Cell, Error, Options, Row, Value, row};
pub(crate) use errors::map;
pub(crate) use figures::declare;

/// Opens the connections and starts their threads.
pub(crate) fn start(path: &Path, options: &Options) -> Result<Hands, Error> {
    let counts = Arc::new(Counts::default());
    let reads = Arc::new(Queue::new(options.read_queue));
    let mut threads = Vec::new();
    let mut writes = None;
    if !options.read_only {
        let queue = Arc::new(Queue::new(options.write_queue));
        let writer = writer::Writer {
            connection: writing(path, options)?,
            queue: Arc::clone(&queue),
            counts: Arc::clone(&counts),
            gather: options.gather,
        };
        threads.push(spawn("store-write", move || writer.work())?);
        writes = Some(queue);
    }
    for number in 1..=options.readers.max(1) {
        let connection = open(path, options, if options.read_only { Role::ReadOnly } else { Role::Read })?;
        let (queue, counts) = (Arc::clone(&reads), Arc::clone(&counts));
        let work = move || {
            while let Some((_, job)) = queue.take() {
                read(&connection, job, &counts);
            }
        };
        threads.push(spawn(&format!("store-read-{number}"), work)?);
    }
    Ok(Hands { reads, writes, threads: Mutex::new(threads), counts })
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Write,
    Read,
    ReadOnly,
}

/// A connection as the store needs it. Readers may not write, yet open the file for writing: the first one of a process
/// may have to read the log of one that was killed.
pub(crate) fn open(path: &Path, options: &Options, role: Role) -> Result<rusqlite::Connection, Error> {
    let access = match role {
        Role::Write => OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE,
        Role::Read => OpenFlags::SQLITE_OPEN_READ_WRITE,
        Role::ReadOnly => OpenFlags::SQLITE_OPEN_READ_ONLY,
    };
    if role == Role::Write {
        for_its_owner_alone(path).map_err(|error| Error::Unavailable(format!("{}: {error}", path.display())))?;
    }
    let prepare = || {
        let connection = rusqlite::Connection::open_with_flags(path, access | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        connection.busy_timeout(options.busy)?;
        connection.set_prepared_statement_cache_capacity(512);
        if role == Role::Write {
            connection.pragma_update(None, "journal_mode", "wal")?;
            connection.pragma_update(None, "journal_size_limit", 64 << 20)?;
        }
        connection.pragma_update(None, "synchronous", "full")?;
        connection.pragma_update(None, "foreign_keys", true)?;
        connection.pragma_update(None, "cache_size", -16_000)?;
        connection.pragma_update(None, "query_only", role != Role::Write)?;
        // A plan rests on the statement alone; else whatever says `like $1` is planned again each time it is run.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        if let Some(pages) = options.max_pages {
            connection.pragma_update(None, "max_page_count", pages)?;
        }
        Ok(connection)
    };
    prepare().map_err(|error: rusqlite::Error| Error::Unavailable(format!("{}: {error}", path.display())))
}

/// The connection that writes while the store is open. What a savepoint would undo stays in memory: an ordinary change's is
/// some 200 kB, and going to a file it was a seventh of what it costs to hear a concern. Migrations keep the file, for
/// theirs may be as long as a table. (SQLite's own `SQLITE_STMTJRNL_SPILL` between 128 kB and for ever ends in "disk full".)
fn writing(path: &Path, options: &Options) -> Result<rusqlite::Connection, Error> {
    let connection = open(path, options, Role::Write)?;
    let set =
        |name, value: &dyn ToSql| connection.pragma_update(None, name, value).map_err(|error| map(&connection, &error));
    set("temp_store", &"memory")?;
    // Bringing the log home waits for the disk twice. Every 16 MB it does so for some hundred changes at once, and writes a
    // page home once that many of them touched.
    set("wal_autocheckpoint", &4_000)?;
    Ok(connection)
}

/// Makes a new file one that nobody else reads, whatever the folder and the umask allow; its log takes after it.
fn for_its_owner_alone(path: &Path) -> std::io::Result<()> {
    match OpenOptions::new().write(true).create_new(true).mode(0o600).open(path) {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

fn read(connection: &rusqlite::Connection, mut job: Box<dyn Job>, counts: &Counts) {
    if job.mode() == Mode::Glance {
        run(connection, job.as_mut(), counts);
        return job.answer();
    }
    if let Err(error) = control(connection, "begin") {
        return job.refuse(error);
    }
    run(connection, job.as_mut(), counts);
    let _ = control(connection, "rollback");
    job.answer();
}

fn run(connection: &rusqlite::Connection, job: &mut dyn Job, counts: &Counts) -> bool {
    let mut tx = Tx::new(Connection::Sqlite(connection), job.mode());
    let keep = job.run(&mut tx);
    counts.statements.fetch_add(tx.statements().into(), Ordering::Relaxed);
    keep
}

/// BEGIN, SAVEPOINT and their kin.
pub(crate) fn control(connection: &rusqlite::Connection, text: &'static str) -> Result<(), Error> {
    let done = connection.prepare_cached(text).and_then(|mut statement| statement.execute([]));
    done.map(drop).map_err(|error| map(connection, &error))
}

/// Has SQLite check a statement.
pub(crate) fn prepare(connection: &rusqlite::Connection, text: &str) -> Result<(), Error> {
    connection.prepare(text).map(drop).map_err(|error| map(connection, &error))
}

/// How SQLite would run a statement, one step a line.
pub(crate) fn plan(connection: &rusqlite::Connection, text: &str) -> Result<Vec<String>, Error> {
    let fault = |error| map(connection, &error);
    let mut statement = connection.prepare(&format!("explain query plan {text}")).map_err(fault)?;
    let steps: rusqlite::Result<Vec<String>> = statement.raw_query().mapped(|row| row.get(3)).collect();
    steps.map_err(fault)
}

/// Runs a statement, shows its rows, and answers how many it gave or changed.
pub(crate) fn each(connection: &rusqlite::Connection, bound: &Bound<'_>, see: See<'_>) -> Result<u64, Error> {
    let fault = |error| map(connection, &error);
    let mut statement = connection.prepare_cached(&bound.text).map_err(fault)?;
    bind(&mut statement, &bound.values)?;
    if statement.column_count() == 0 {
        return statement.raw_execute().map(|changed| changed as u64).map_err(fault);
    }
    let mut rows = statement.raw_query();
    let mut count = 0;
    while let Some(found) = rows.next().map_err(fault)? {
        count += 1;
        if !see(&Row::of(row::Source::Sqlite(found)))? {
            break;
        }
    }
    Ok(count)
}

fn bind(statement: &mut CachedStatement<'_>, values: &[Value<'_>]) -> Result<(), Error> {
    for (place, value) in (1..).zip(values) {
        statement
            .raw_bind_parameter(place, value)
            .map_err(|_| Error::mapping(format!("{} cannot be bound", value.kind())))?;
    }
    Ok(())
}

impl ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        let borrowed = match self {
            Self::Null => ValueRef::Null,
            Self::Bool(yes) => ValueRef::Integer((*yes).into()),
            Self::Int(n) => ValueRef::Integer(*n),
            Self::Real(x) => ValueRef::Real(*x),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Blob(bytes) => ValueRef::Blob(bytes),
            Self::Id(id) => ValueRef::Blob(id.as_bytes()),
            Self::Date(day) => return Ok(day.to_string().into()),
            Self::Json(json) => return Ok(json.to_string().into()),
            Self::List(_) => return Err(rusqlite::Error::InvalidQuery),
        };
        Ok(ToSqlOutput::Borrowed(borrowed))
    }
}

/// One column of a row.
pub(crate) fn cell<'r>(row: &'r rusqlite::Row<'_>, index: usize) -> Result<Cell<'r>, Error> {
    match row.get_ref(index).map_err(|_| Error::mapping("no such column"))? {
        ValueRef::Null => Ok(Cell::Null),
        ValueRef::Integer(n) => Ok(Cell::Int(n)),
        ValueRef::Real(x) => Ok(Cell::Real(x)),
        ValueRef::Text(bytes) => {
            std::str::from_utf8(bytes).map(Cell::Text).map_err(|_| Error::mapping("text that is not UTF-8"))
        }
        ValueRef::Blob(bytes) => Ok(Cell::Blob(bytes)),
    }
}

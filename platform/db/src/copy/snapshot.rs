use std::collections::BTreeMap;

use ::postgres::Client;

use super::rows::{Chunk, begin_row, copy_row, skip_signature, write_field};
use super::tables::{Table, quoted};
use crate::sqlite::{self, Role};
use crate::{Error, Options, Target, migrate, postgres};

/// The whole store as it was at one moment, read only. On SQLite its log cannot be brought home while one is open; on
/// PostgreSQL nothing is vacuumed away.
pub struct Snapshot(Inner);

enum Inner {
    Sqlite(rusqlite::Connection),
    Postgres(Box<Client>),
}

impl Snapshot {
    /// Takes it. Waits for the database, so it is called where waiting is allowed.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the file cannot be opened or the server cannot be reached.
    pub fn take(target: &Target) -> Result<Self, Error> {
        Ok(Self(match target {
            Target::Sqlite(path) => {
                let file = sqlite::open(path, &Options::default(), Role::ReadOnly)?;
                // The moment is that of the first look, not of the BEGIN.
                let begun = file.execute_batch("begin; select 1 from sqlite_schema");
                begun.map_err(|error| sqlite::map(&file, &error))?;
                Inner::Sqlite(file)
            }
            Target::Postgres(url) => {
                let mut client = postgres::connect(url)?;
                let begun = client.batch_execute("begin isolation level repeatable read read only; select 1");
                begun.map_err(|error| postgres::map(&error))?;
                Inner::Postgres(Box::new(client))
            }
        }))
    }

    /// How far each slice's migrations had come: the number of its last.
    ///
    /// # Errors
    /// Whatever the engine answers.
    pub fn applied(&mut self) -> Result<BTreeMap<String, u32>, Error> {
        match &mut self.0 {
            Inner::Sqlite(file) => migrate::applied_on_sqlite(file),
            Inner::Postgres(client) => migrate::applied_on_postgres(client),
        }
    }

    /// Shows every row of `table`, in chunks of about a megabyte, each with the number of its rows.
    ///
    /// # Errors
    /// What `see` answers, or whatever the engine does.
    pub fn rows<E: From<Error>>(
        &mut self,
        table: &Table,
        mut see: impl FnMut(&[u8], u64) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut chunk = Chunk::new();
        match &mut self.0 {
            Inner::Sqlite(file) => from_sqlite(file, table, &mut chunk, &mut see)?,
            Inner::Postgres(client) => from_postgres(client, table, &mut chunk, &mut see)?,
        }
        chunk.take(true).map_or(Ok(()), |(bytes, rows)| see(&bytes, rows))
    }
}

fn from_sqlite<E: From<Error>>(
    file: &rusqlite::Connection,
    table: &Table,
    chunk: &mut Chunk,
    see: &mut impl FnMut(&[u8], u64) -> Result<(), E>,
) -> Result<(), E> {
    let fault = |error| sqlite::map(file, &error);
    let asked = format!("select {} from {}", table.list(), quoted(&table.name));
    let mut statement = file.prepare(&asked).map_err(fault)?;
    let mut rows = statement.raw_query();
    while let Some(row) = rows.next().map_err(fault)? {
        chunk.row(|out| {
            begin_row(out, table)?;
            let mut fields = table.columns.iter().enumerate();
            fields.try_for_each(|(at, column)| write_field(out, column.kind, sqlite::cell(row, at)?))?;
            Ok(true)
        })?;
        if let Some((bytes, rows)) = chunk.take(false) {
            see(&bytes, rows)?;
        }
    }
    Ok(())
}

fn from_postgres<E: From<Error>>(
    client: &mut Client,
    table: &Table,
    chunk: &mut Chunk,
    see: &mut impl FnMut(&[u8], u64) -> Result<(), E>,
) -> Result<(), E> {
    let asked = format!("copy {} ({}) to stdout (format binary)", quoted(&table.name), table.list());
    let mut rows = client.copy_out(&asked).map_err(|error| postgres::map(&error))?;
    skip_signature(&mut rows)?;
    while chunk.row(|out| copy_row(&mut rows, table.columns.len(), out))? {
        if let Some((bytes, rows)) = chunk.take(false) {
            see(&bytes, rows)?;
        }
    }
    Ok(())
}

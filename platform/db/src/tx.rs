use crate::{Bound, Engine, Error, FromRow, Query, Row, Sql};

/// What a transaction may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// One statement, a snapshot by itself.
    Glance,
    Read,
    Write,
    Housekeep,
}

pub(crate) enum Connection<'c> {
    Sqlite(&'c rusqlite::Connection),
    Postgres(&'c mut crate::postgres::Connection),
}

/// Sees the rows of an answer one by one; `false` wants no more.
pub(crate) type See<'s> = &'s mut dyn FnMut(&Row<'_>) -> Result<bool, Error>;

/// One transaction. Made by [`Db::read`](crate::Db::read) and its kin, which also end it: a closure cannot.
///
/// A statement that fails spoils the transaction on both engines: every later one answers [`Error::Aborted`] and nothing
/// is stored, unless the failure stayed inside an [`attempt`](Tx::attempt).
pub struct Tx<'c> {
    connection: Connection<'c>,
    mode: Mode,
    failed: bool,
    wrote: bool,
    audited: bool,
    statements: u32,
}

impl<'c> Tx<'c> {
    pub(crate) const fn new(connection: Connection<'c>, mode: Mode) -> Self {
        Self { connection, mode, failed: false, wrote: false, audited: false, statements: 0 }
    }

    /// Every row of the answer.
    ///
    /// # Errors
    /// Any [`Error`] but `NotFound`.
    pub fn all<T: FromRow>(&mut self, query: Query<'_>) -> Result<Vec<T>, Error> {
        self.rows(query, usize::MAX)
    }

    /// The first row, if there is one.
    ///
    /// # Errors
    /// Any [`Error`] but `NotFound`.
    pub fn opt<T: FromRow>(&mut self, query: Query<'_>) -> Result<Option<T>, Error> {
        Ok(self.rows(query, 1)?.pop())
    }

    /// The first row.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is none, which does not spoil the transaction; else any [`Error`].
    pub fn one<T: FromRow>(&mut self, query: Query<'_>) -> Result<T, Error> {
        self.opt(query)?.ok_or(Error::NotFound)
    }

    /// The first row's record, and what every row lists beside it: the statement joins a record to what belongs to it and
    /// selects the record's columns first.
    ///
    /// # Errors
    /// Any [`Error`] but `NotFound`.
    pub fn opt_with<T: FromRow, L: FromRow>(&mut self, query: Query<'_>) -> Result<Option<(T, Vec<L>)>, Error> {
        let mut found: Option<(T, Vec<L>)> = None;
        self.statement(query, &mut |row| {
            let (record, listed) = row.split_at(T::WIDTH);
            match &mut found {
                Some((_, list)) => list.push(listed.read()?),
                None => found = Some((record.read()?, vec![listed.read()?])),
            }
            Ok(true)
        })?;
        Ok(found)
    }

    /// Runs a statement and answers how many rows it changed.
    ///
    /// # Errors
    /// Any [`Error`] but `NotFound`.
    pub fn run(&mut self, query: Query<'_>) -> Result<u64, Error> {
        self.wrote |= query.sql.record_table().is_some();
        self.statement(query, &mut |_| Ok(true))
    }

    /// The same for the write that is itself the audit entry; only `record` calls it.
    ///
    /// # Errors
    /// Any [`Error`] but `NotFound`.
    pub fn run_audit(&mut self, query: Query<'_>) -> Result<u64, Error> {
        self.audited = true;
        self.statement(query, &mut |_| Ok(true))
    }

    /// [`Tx::insert_many`] of audit entries: the store's demand that every change be told is met.
    ///
    /// # Errors
    /// Whatever the engine refuses.
    pub fn insert_many_audit(&mut self, query: Query<'_>) -> Result<u64, Error> {
        self.audited = true;
        self.insert_many(query)
    }

    /// Runs an insert that says `values {rows}`, a few rows at a time, and answers how many it changed.
    ///
    /// # Errors
    /// Any [`Error`] but `NotFound`.
    pub fn insert_many(&mut self, query: Query<'_>) -> Result<u64, Error> {
        let chunks = query.in_chunks().inspect_err(|_| self.failed = true)?;
        chunks.into_iter().map(|chunk| self.run(chunk)).sum()
    }

    /// Keeps a failure inside: what `f` did is undone when it fails, and the transaction can go on.
    ///
    /// # Errors
    /// What `f` answers; [`Error::Aborted`] when a statement failed and `f` said nothing of it.
    pub fn attempt<T, E: From<Error>>(&mut self, f: impl FnOnce(&mut Self) -> Result<T, E>) -> Result<T, E> {
        if self.failed {
            return Err(Error::Aborted.into());
        }
        let before = (self.wrote, self.audited);
        self.control("savepoint attempt")?;
        match f(self) {
            Ok(value) if !self.failed => {
                self.control("release savepoint attempt")?;
                Ok(value)
            }
            outcome => {
                (self.wrote, self.audited) = before;
                // When the whole transaction is gone there is no savepoint to return to, and it stays spoilt.
                let undone = self.control("rollback to savepoint attempt").is_ok()
                    && self.control("release savepoint attempt").is_ok();
                self.failed = !undone;
                Err(outcome.err().unwrap_or_else(|| Error::Aborted.into()))
            }
        }
    }

    /// The engine it runs on, for the few crates with statements of their own for each.
    #[must_use]
    pub const fn engine(&self) -> Engine {
        match self.connection {
            Connection::Sqlite(_) => Engine::Sqlite,
            Connection::Postgres(_) => Engine::Postgres,
        }
    }

    /// How many statements it has run so far; an `insert_many` counts each of its inserts.
    #[must_use]
    pub const fn statements(&self) -> u32 {
        self.statements
    }

    /// Has the engine check a statement without running it.
    pub(crate) fn prepare(&mut self, query: Query<'_>) -> Result<(), Error> {
        let bound = query.bind(self.engine())?;
        let prepared = match &mut self.connection {
            Connection::Sqlite(connection) => crate::sqlite::prepare(connection, &bound.text),
            Connection::Postgres(connection) => connection.prepare(&bound).map(drop),
        };
        prepared.inspect_err(|_| self.failed = true)
    }

    /// How SQLite would walk its tables and indexes for a statement; nothing on PostgreSQL, whose plans depend on what is
    /// stored.
    pub(crate) fn plan(&mut self, query: Query<'_>) -> Result<Vec<String>, Error> {
        let bound = query.bind(self.engine())?;
        match &self.connection {
            Connection::Sqlite(connection) => crate::sqlite::plan(connection, &bound.text),
            Connection::Postgres(_) => Ok(Vec::new()),
        }
    }

    /// Whether what was done may be stored.
    pub(crate) const fn verdict(&self) -> Result<(), Error> {
        if self.failed {
            Err(Error::Aborted)
        } else if self.wrote && !self.audited && matches!(self.mode, Mode::Write) {
            Err(Error::Unaudited)
        } else {
            Ok(())
        }
    }

    fn rows<T: FromRow>(&mut self, query: Query<'_>, most: usize) -> Result<Vec<T>, Error> {
        self.wrote |= query.sql.record_table().is_some();
        let mut rows = Vec::new();
        self.statement(query, &mut |row| {
            rows.push(row.read()?);
            Ok(rows.len() < most)
        })?;
        Ok(rows)
    }

    fn statement(&mut self, query: Query<'_>, see: See<'_>) -> Result<u64, Error> {
        self.statements += 1;
        let permitted = self.permit(query.sql).and_then(|()| query.bind(self.engine()));
        permitted.and_then(|bound| self.each(&bound, see)).inspect_err(|_| self.failed = true)
    }

    fn each(&mut self, bound: &Bound<'_>, see: See<'_>) -> Result<u64, Error> {
        match &mut self.connection {
            Connection::Sqlite(connection) => crate::sqlite::each(connection, bound, see),
            Connection::Postgres(connection) => connection.each(bound, see),
        }
    }

    fn permit(&self, sql: &Sql) -> Result<(), Error> {
        match self.mode {
            _ if self.failed => Err(Error::Aborted),
            Mode::Glance | Mode::Read if sql.writes() => Err(Error::ReadOnly),
            Mode::Glance if self.statements > 1 => Err(Error::Sql("a glance is one statement".into())),
            Mode::Housekeep => sql.record_table().map_or(Ok(()), |table| Err(Error::NotHousekeeping(table.to_owned()))),
            Mode::Glance | Mode::Read | Mode::Write => Ok(()),
        }
    }

    fn control(&mut self, text: &'static str) -> Result<(), Error> {
        let done = match &mut self.connection {
            Connection::Sqlite(connection) => crate::sqlite::control(connection, text),
            Connection::Postgres(connection) => connection.control(text),
        };
        done.inspect_err(|_| self.failed = true)
    }
}

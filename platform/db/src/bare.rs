//! The engines without the store, for a bench to set its figures beside: one table, one connection, nothing between.

use std::path::Path;

use postgres::{Client, NoTls, Statement};
use rusqlite::Connection;

use crate::postgres::map as of_postgres;
use crate::sqlite::{Role, open};
use crate::{Error, Options, Target};

/// How many bytes a row holds: about what a short report takes.
const ROW: usize = 300;

/// One connection of one engine, as durable as the store's own.
pub struct Bare(Inner);

enum Inner {
    Sqlite(Connection),
    Postgres { client: Box<Client>, add: Statement, look: Statement },
}

const TABLE: &str = "create table if not exists bare_row (n bigint not null primary key, words text not null)";
const ADD: &str = "insert into bare_row (n, words) values ($1, $2)";
const LOOK: &str = "select words from bare_row where n = $1";
const GONE: &str = "drop table bare_row";

impl Bare {
    /// Connects, and makes the one table. On SQLite it is a file of its own in `folder`; on PostgreSQL a table beside the
    /// store's, which [`Bare::clear`] takes away.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the file cannot be made or the server cannot be reached.
    pub fn open(target: &Target, folder: &Path) -> Result<Self, Error> {
        match target {
            Target::Sqlite(_) => {
                let file = open(&folder.join("bare.sqlite"), &Options::default(), Role::Write)?;
                file.execute_batch(TABLE).map_err(|error| lite(&error))?;
                Ok(Self(Inner::Sqlite(file)))
            }
            Target::Postgres(url) => {
                let connect = || {
                    let mut client = Client::connect(url, NoTls)?;
                    client.batch_execute(TABLE)?;
                    let (add, look) = (client.prepare(ADD)?, client.prepare(LOOK)?);
                    Ok(Self(Inner::Postgres { client: Box::new(client), add, look }))
                };
                connect().map_err(|error| of_postgres(&error))
            }
        }
    }

    /// Stores one row, durably.
    ///
    /// # Errors
    /// Whatever the engine answers.
    pub fn insert(&mut self, n: i64) -> Result<(), Error> {
        let words = "w".repeat(ROW);
        match &mut self.0 {
            Inner::Sqlite(file) => {
                file.prepare_cached(ADD).and_then(|mut one| one.execute((n, words))).map_err(|error| lite(&error))?;
            }
            Inner::Postgres { client, add, .. } => {
                client.execute(&*add, &[&n, &words]).map_err(|error| of_postgres(&error))?;
            }
        }
        Ok(())
    }

    /// Reads three rows by their key in one snapshot.
    ///
    /// # Errors
    /// Whatever the engine answers.
    pub fn three_selects(&mut self, keys: [i64; 3]) -> Result<(), Error> {
        match &mut self.0 {
            Inner::Sqlite(file) => {
                let read = || {
                    file.execute_batch("begin")?;
                    for n in keys {
                        file.prepare_cached(LOOK)?.query_row([n], |row| row.get::<_, String>(0))?;
                    }
                    file.execute_batch("rollback")
                };
                read().map_err(|error: rusqlite::Error| lite(&error))
            }
            Inner::Postgres { client, look, .. } => {
                let mut read = || {
                    client.batch_execute("begin isolation level repeatable read read only")?;
                    for n in keys {
                        client.query_one(&*look, &[&n])?;
                    }
                    client.batch_execute("rollback")
                };
                read().map_err(|error| of_postgres(&error))
            }
        }
    }

    /// The process of the server that serves this connection, when it runs on this machine; none for SQLite.
    ///
    /// # Errors
    /// Whatever the engine answers.
    pub fn server(&mut self) -> Result<Option<u32>, Error> {
        match &mut self.0 {
            Inner::Sqlite(_) => Ok(None),
            Inner::Postgres { client, .. } => {
                let asked = "select case when inet_server_addr() is null or inet_server_addr() = inet_client_addr() \
                             then pg_backend_pid() end";
                let pid: Option<i32> = client.query_one(asked, &[]).map_err(|error| of_postgres(&error))?.get(0);
                Ok(pid.and_then(|pid| u32::try_from(pid).ok()))
            }
        }
    }

    /// Takes the table away.
    ///
    /// # Errors
    /// Whatever the engine answers.
    pub fn clear(self) -> Result<(), Error> {
        match self.0 {
            Inner::Sqlite(file) => file.execute_batch(GONE).map_err(|error| lite(&error)),
            Inner::Postgres { mut client, .. } => client.batch_execute(GONE).map_err(|error| of_postgres(&error)),
        }
    }
}

fn lite(error: &rusqlite::Error) -> Error {
    Error::Sql(error.to_string())
}

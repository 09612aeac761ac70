//! A database of its own for each test, on both engines.
#![expect(clippy::expect_used, reason = "a test that has no database cannot go on")]

use std::collections::BTreeSet;
use std::future::Future;
use std::ops::Deref;

use base::Dice;
use postgres::{Client, NoTls};
use tempfile::TempDir;

use crate::{Db, Engine, Options, Slice, Target};

/// The variable that holds the URL of the throwaway PostgreSQL cluster.
const CLUSTER: &str = "WARDMOTE_TEST_POSTGRES";

/// Tests that run once on each engine: `both_engines! { async fn name(db: Db) { .. } }` makes `name::sqlite` and
/// `name::postgres`. Tables come from slices named first: `both_engines! { slices: &[SLICE]; async fn .. }`.
#[macro_export]
macro_rules! both_engines {
    (slices: $slices:expr; $($(#[$meta:meta])* async fn $name:ident($db:ident: $type:ty) $body:block)+) => {$(
        #[cfg(test)]
        mod $name {
            use super::*;

            async fn on_either($db: $type) $body

            $(#[$meta])*
            #[test]
            fn sqlite() {
                $crate::testing::run($crate::Engine::Sqlite, $slices, on_either);
            }

            $(#[$meta])*
            #[test]
            fn postgres() {
                $crate::testing::run($crate::Engine::Postgres, $slices, on_either);
            }
        }
    )+};
    ($($(#[$meta:meta])* async fn $name:ident($db:ident: $type:ty) $body:block)+) => {
        $crate::both_engines! { slices: &[]; $($(#[$meta])* async fn $name($db: $type) $body)+ }
    };
}

/// A new store that goes when it is dropped.
pub struct TestDb {
    db: Option<Db>,
    target: Target,
    _place: Place,
}

enum Place {
    Folder(#[expect(dead_code, reason = "removes the folder when dropped")] TempDir),
    Database { cluster: String, name: String },
}

impl TestDb {
    /// A SQLite file with the tables of `slices`.
    pub async fn sqlite(slices: &[Slice]) -> Self {
        let folder = TempDir::new().expect("a folder for the test");
        let target = Target::sqlite(folder.path());
        Self::open(target, Place::Folder(folder), slices).await
    }

    /// A PostgreSQL database with the tables of `slices`.
    ///
    /// # Panics
    /// When `WARDMOTE_TEST_POSTGRES` names no cluster.
    pub async fn postgres(slices: &[Slice]) -> Self {
        let Ok(cluster) = std::env::var(CLUSTER) else {
            panic!("{CLUSTER} is not set: run `make test`, or `eval \"$(.ci/postgres)\"` first");
        };
        let name = format!("test_{:032x}", u128::from_be_bytes(Dice::system().bytes()));
        admin(&cluster, format!("create database {name} template template0 encoding 'UTF8'"));
        let (server, _) = cluster.rsplit_once('/').expect("a URL that ends with a database");
        let target = Target::Postgres(format!("{server}/{name}"));
        Self::open(target, Place::Database { cluster, name }, slices).await
    }

    async fn open(target: Target, place: Place, slices: &[Slice]) -> Self {
        let options = Options { readers: 2, connections: 4, ..Options::default() };
        let db = Db::open(&target, options).expect("the test's store");
        db.migrate(slices).await.expect("the test's tables");
        Self { db: Some(db), target, _place: place }
    }

    /// Where it is, to open it once more with other options.
    #[must_use]
    pub const fn target(&self) -> &Target {
        &self.target
    }

    /// Every column that stands there, with its table, as the engine itself lists them; histories of migrations left out.
    ///
    /// # Panics
    /// When the store does not answer.
    pub async fn columns(&self) -> BTreeSet<(String, String)> {
        let listed: Vec<(String, String)> = match &self.target {
            Target::Sqlite(path) => {
                let file = rusqlite::Connection::open(path).expect("the file");
                let mut asked = file
                    .prepare(
                        "select tables.name, columns.name from sqlite_schema tables \
                         join pragma_table_info(tables.name) columns \
                         where tables.type = 'table' and tables.name not like 'sqlite_%'",
                    )
                    .expect("a statement");
                let rows = asked.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).expect("rows");
                rows.collect::<Result<_, _>>().expect("names")
            }
            Target::Postgres(url) => {
                let url = url.clone();
                let asked = "select table_name::text, column_name::text from information_schema.columns \
                             where table_schema = current_schema()::text";
                let rows = move || Client::connect(&url, NoTls).and_then(|mut client| client.query(asked, &[]));
                let rows = std::thread::spawn(rows).join().expect("no panic").expect("rows");
                rows.iter().map(|row| (row.get(0), row.get(1))).collect()
            }
        };
        listed.into_iter().filter(|(table, _)| !table.starts_with(crate::migrate::HISTORY)).collect()
    }

    /// Closes it.
    pub async fn close(mut self) {
        if let Some(db) = self.db.take() {
            db.close().await;
        }
    }
}

impl Deref for TestDb {
    type Target = Db;

    fn deref(&self) -> &Db {
        self.db.as_ref().expect("open until it is dropped")
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Self::Database { cluster, name } = self {
            admin(cluster, format!("drop database if exists {name} with (force)"));
        }
    }
}

/// For [`both_engines!`](crate::both_engines): runs `test` on a new store of its own.
#[doc(hidden)]
pub fn run<F: Future<Output = ()>>(engine: Engine, slices: &[Slice], test: impl FnOnce(Db) -> F) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    runtime.expect("a runtime for the test").block_on(async {
        let db = match engine {
            Engine::Sqlite => TestDb::sqlite(slices).await,
            Engine::Postgres => TestDb::postgres(slices).await,
        };
        test(db.clone()).await;
        db.close().await;
    });
}

/// One statement on the cluster itself, on a thread of its own because the driver waits.
fn admin(cluster: &str, statement: String) {
    let cluster = cluster.to_owned();
    let work = move || Client::connect(&cluster, NoTls).and_then(|mut client| client.batch_execute(&statement));
    std::thread::spawn(work).join().expect("no panic").expect("the cluster answers");
}

/// Makes the database go away, as somebody who mends it would: PostgreSQL ends every connection and takes no new one; a
/// SQLite file is held by somebody else, who lets others read and not write.
pub async fn outage(db: &Db) -> Outage {
    match db.target().clone() {
        Target::Sqlite(path) => {
            let other = rusqlite::Connection::open(path).expect("the file");
            other.execute_batch("begin immediate").expect("the file's lock");
            Outage::Held(other)
        }
        Target::Postgres(url) => {
            let (cluster, name) =
                (std::env::var(CLUSTER).expect("the cluster"), url.rsplit('/').next().unwrap_or_default().to_owned());
            admin(&cluster, format!("alter database {name} allow_connections false"));
            admin(&cluster, format!("select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'"));
            Outage::Closed { cluster, name }
        }
    }
}

/// A database that is away.
pub enum Outage {
    /// A SQLite file that another connection holds.
    Held(rusqlite::Connection),
    /// A PostgreSQL database that takes no connections.
    Closed {
        /// The cluster's URL.
        cluster: String,
        /// The database's name.
        name: String,
    },
}

impl Outage {
    /// Brings it back.
    pub async fn ends(self) {
        match self {
            Self::Held(other) => other.execute_batch("rollback").expect("the file's lock is given back"),
            Self::Closed { cluster, name } => admin(&cluster, format!("alter database {name} allow_connections true")),
        }
    }
}

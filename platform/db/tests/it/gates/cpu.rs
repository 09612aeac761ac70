//! Gate e: what a write of 12 statements costs in processor time, beside the bare engine doing the same.

use std::fs::{read_dir, read_to_string};
use std::time::Instant;

use db::testing::TestDb;
use db::{Db, Engine, Error, Options, Target, Tx, sql};
use postgres::{Client, NoTls};

use super::super::tables::SLICE;
use super::{long_or, url};

const LOOK: &str = "select n from tally where id = $1";
const ADD: &str = "insert into tally (id, n) values ($1, $2)";
const CHANGE: &str = "update tally set n = n + 1 where id = $1";
const AUDIT: &str = "insert into audit (note) values ('done')";

/// Two selects, eight inserts, an update and the audit entry.
fn twelve(tx: &mut Tx<'_>, n: i64) -> Result<(), Error> {
    let first = n * 8;
    for id in [first, first + 1] {
        assert_eq!(tx.opt::<i64>(sql!(LOOK, id))?, None);
    }
    for id in first..first + 8 {
        tx.run(sql!(ADD, id, n))?;
    }
    tx.run(sql!(CHANGE, first))?;
    tx.run_audit(sql!(AUDIT)).map(drop)
}

/// The store and the bare engine take turns, so that a busy machine strikes both.
#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn twelve_statements_on_sqlite() {
    let writes = long_or(10_000, 96);
    let test = TestDb::sqlite(&[SLICE]).await;
    let Target::Sqlite(path) = test.target().clone() else { panic!("a SQLite store") };
    let mut turns = (0..).map(|turn| turn * writes);
    for _ in 0..long_or(3, 1) {
        for together in [1, 32] {
            ours(&test, together, writes, turns.next().expect("endless")).await;
            let (path, first) = (path.clone(), turns.next().expect("endless"));
            let bare = std::thread::spawn(move || bare_sqlite(&path, together, writes, first));
            bare.join().expect("no panic");
        }
    }
    test.close().await;
}

/// The same with one connection to PostgreSQL.
#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn twelve_statements_on_postgres() {
    let writes = long_or(3_000, 48);
    let test = TestDb::postgres(&[SLICE]).await;
    let db = Db::open(test.target(), Options { connections: 1, ..Options::default() }).expect("the same store");
    let mut turns = (0..).map(|turn| turn * writes);
    for _ in 0..long_or(3, 1) {
        for together in [1, 8] {
            ours(&db, together, writes, turns.next().expect("endless")).await;
        }
        let (url, first) = (url(&test), turns.next().expect("endless"));
        std::thread::spawn(move || bare_postgres(&url, writes, first)).join().expect("no panic");
    }
    db.close().await;
    test.close().await;
}

async fn ours(db: &Db, callers: i64, writes: i64, first: i64) {
    let server = match db.engine() {
        Engine::Sqlite => None,
        Engine::Postgres => {
            let pid = db.read(|tx| tx.one::<i64>(sql!("select cast(pg_backend_pid() as bigint)"))).await;
            Some(pid.unwrap_or_else(|error: Error| panic!("{error}")))
        }
    };
    let meter = Meter::start(server);
    let each = writes / callers;
    let callers: Vec<_> = (0..callers)
        .map(|caller| {
            let db = db.clone();
            tokio::spawn(async move {
                for n in 0..each {
                    let n = first + caller * each + n;
                    db.write(move |tx| twelve(tx, n)).await.unwrap_or_else(|error| panic!("{error}"));
                }
            })
        })
        .collect();
    let count = callers.len();
    for caller in callers {
        caller.await.expect("the task ends");
    }
    meter.report(&format!("{:?} store, {count} callers", db.engine()), each * count as i64);
}

fn bare_sqlite(path: &std::path::Path, together: i64, writes: i64, first: i64) {
    let file = rusqlite::Connection::open(path).expect("the file");
    file.execute_batch("pragma synchronous = full; pragma foreign_keys = on; pragma mmap_size = 33554432")
        .expect("set");
    let meter = Meter::start(None);
    for group in 0..writes / together {
        file.execute_batch("begin immediate").expect("begun");
        for n in 0..together {
            let (n, key) = (first + group * together + n, (first + group * together + n) * 8);
            for id in [key, key + 1] {
                let mut look = file.prepare_cached(LOOK).expect("prepared");
                assert!(look.query([id]).expect("asked").next().expect("answered").is_none());
            }
            for id in key..key + 8 {
                file.prepare_cached(ADD).and_then(|mut add| add.execute([id, n])).expect("added");
            }
            file.prepare_cached(CHANGE).and_then(|mut change| change.execute([key])).expect("changed");
            file.prepare_cached(AUDIT).and_then(|mut audit| audit.execute([])).expect("audited");
        }
        file.execute_batch("commit").expect("committed");
    }
    meter.report(&format!("bare SQLite, {together} a COMMIT"), writes / together * together);
}

fn bare_postgres(url: &str, writes: i64, first: i64) {
    let mut client = Client::connect(url, NoTls).expect("connected");
    let [look, add, change, audit] = [LOOK, ADD, CHANGE, AUDIT].map(|text| client.prepare(text).expect("prepared"));
    let pid: i32 = client.query_one("select pg_backend_pid()", &[]).expect("asked").get(0);
    let meter = Meter::start(Some(pid.into()));
    for n in first..first + writes {
        client.batch_execute("begin isolation level serializable").expect("begun");
        let key = n * 8;
        for id in [key, key + 1] {
            assert!(client.query_opt(&look, &[&id]).expect("asked").is_none());
        }
        for id in key..key + 8 {
            client.execute(&add, &[&id, &n]).expect("added");
        }
        client.execute(&change, &[&key]).expect("changed");
        client.execute(&audit, &[]).expect("audited");
        client.batch_execute("commit").expect("committed");
    }
    meter.report("bare PostgreSQL, 1 connection", writes);
}

/// Processor time of this process's threads and of one server process, from Linux's scheduler.
struct Meter {
    server: Option<i64>,
    began: Instant,
    ours: u64,
    theirs: u64,
}

impl Meter {
    fn start(server: Option<i64>) -> Self {
        Self { server, began: Instant::now(), ours: our_nanos(), theirs: server.map_or(0, nanos_of) }
    }

    fn report(&self, who: &str, writes: i64) {
        let a_write = |nanos: u64| nanos as f64 / 1e6 / writes as f64;
        let ours = a_write(our_nanos().saturating_sub(self.ours));
        let theirs = a_write(self.server.map_or(0, nanos_of).saturating_sub(self.theirs));
        let wall = self.began.elapsed().as_secs_f64() * 1e3 / writes as f64;
        println!(
            "gate e: {who}: {ours:.3} ms of processor here, {theirs:.3} in the server, {wall:.3} ms on the clock a write"
        );
    }
}

fn our_nanos() -> u64 {
    let tasks = read_dir("/proc/self/task").expect("Linux");
    tasks.filter_map(Result::ok).map(|task| nanos_in(&task.path().join("schedstat").display().to_string())).sum()
}

fn nanos_of(pid: i64) -> u64 {
    nanos_in(&format!("/proc/{pid}/schedstat"))
}

fn nanos_in(path: &str) -> u64 {
    read_to_string(path).ok().and_then(|text| text.split(' ').next()?.parse().ok()).unwrap_or(0)
}

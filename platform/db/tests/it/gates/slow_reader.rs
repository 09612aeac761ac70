//! Gate d: a slow export by keyset pages while writes go on. The log stays small and pages stay as quick.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use db::testing::TestDb;
use db::{Db, Error, Rows, Target, Tx, Value, sql};

use super::super::tables::{SLICE, audit};
use super::long_or;

const PAGE: i64 = 2_000;

#[derive(Default)]
struct Load {
    stop: AtomicBool,
    writes: AtomicU64,
    pages: AtomicU64,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_slow_export_while_writes_go_on() {
    let rows = long_or(200_000, 20_000);
    let test = TestDb::sqlite(&[SLICE]).await;
    fill(&test, rows).await;
    let log = match test.target() {
        Target::Sqlite(path) => PathBuf::from(format!("{}-wal", path.display())),
        Target::Postgres(_) => panic!("a SQLite store"),
    };
    let quiet = long_or(Duration::from_secs(20), Duration::from_millis(300));
    let before = phase(&test, &log, rows, quiet, false).await;
    let during = phase(&test, &log, rows, long_or(Duration::from_secs(60), Duration::from_secs(1)), true).await;
    let after = phase(&test, &log, rows, quiet, false).await;
    println!("gate d: before: {before}\ngate d: during: {during}\ngate d: after:  {after}");
    if let Target::Sqlite(path) = test.target() {
        let held = rusqlite::Connection::open(path).expect("the file");
        held.execute_batch("begin; select count(*) from tally").expect("a snapshot");
        let reference = phase(&test, &log, rows, quiet, false).await;
        println!("gate d: reference, one read transaction held open: {reference}");
    }
    assert!(during.pages > 2, "the export goes on");
    assert!(during.largest_log < 64 << 20, "{during}");
    test.close().await;
}

async fn fill(db: &Db, rows: i64) {
    for first in (0..rows).step_by(500) {
        db.bulk(move |tx| {
            audit(tx)?;
            let body = Value::Blob(vec![7_u8; 200].into());
            let rows: Rows<'_> =
                (first..first + 500).map(|id| vec![Value::Int(id), Value::Int(0), body.clone()]).collect();
            tx.insert_many(sql!("insert into tally (id, n, body) values {rows}", rows))
        })
        .await
        .unwrap_or_else(|error: Error| panic!("{error}"));
    }
}

struct Figures {
    median: Duration,
    p99: Duration,
    reads: usize,
    writes: u64,
    pages: u64,
    took: Duration,
    largest_log: u64,
}

impl std::fmt::Display for Figures {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (seconds, log) = (self.took.as_secs_f64(), self.largest_log as f64 / 1e6);
        let (reads, writes) = (self.reads as f64 / seconds, self.writes as f64 / seconds);
        let Self { median, p99, pages, .. } = self;
        write!(
            out,
            "reads p50 {median:?} p99 {p99:?}, {reads:.0} reads/s, {writes:.0} writes/s, {pages} pages exported, log at most {log:.1} MB"
        )
    }
}

/// Four writers and one reader of pages for `long`, with or without an export.
async fn phase(db: &Db, log: &Path, rows: i64, long: Duration, export: bool) -> Figures {
    let load = Arc::new(Load::default());
    let mut tasks: Vec<_> =
        (0..4).map(|writer| tokio::spawn(write(db.clone(), Arc::clone(&load), rows, writer))).collect();
    if export {
        tasks.push(tokio::spawn(slow_export(db.clone(), Arc::clone(&load))));
    }
    let began = Instant::now();
    let (mut times, mut largest_log) = (Vec::new(), 0);
    while began.elapsed() < long {
        let id = (times.len() as i64 * 7919) % rows;
        let asked = Instant::now();
        db.read(move |tx| page(tx, id)).await.unwrap_or_else(|error: Error| panic!("{error}"));
        times.push(asked.elapsed());
        largest_log = largest_log.max(std::fs::metadata(log).map_or(0, |file| file.len()));
    }
    let took = began.elapsed();
    load.stop.store(true, Ordering::Relaxed);
    for task in tasks {
        task.await.expect("the task ends");
    }
    times.sort_unstable();
    Figures {
        median: times[times.len() / 2],
        p99: times[times.len() * 99 / 100],
        reads: times.len(),
        writes: load.writes.load(Ordering::Relaxed),
        pages: load.pages.load(Ordering::Relaxed),
        took,
        largest_log,
    }
}

/// What a page asks: three selects.
fn page(tx: &mut Tx<'_>, id: i64) -> Result<(), Error> {
    for _ in 0..3 {
        let rows = tx.all::<(i64, i64)>(sql!("select id, n from tally where id >= $1 order by id limit 10", id))?;
        assert!(!rows.is_empty());
    }
    Ok(())
}

async fn write(db: Db, load: Arc<Load>, rows: i64, writer: i64) {
    for n in 0.. {
        if load.stop.load(Ordering::Relaxed) {
            return;
        }
        let id = (n * 4 + writer) * 104_729 % rows;
        let change = move |tx: &mut Tx<'_>| {
            tx.run(sql!("update tally set n = n + 1 where id = $1", id))?;
            audit(tx)
        };
        db.write(change).await.unwrap_or_else(|error: Error| panic!("{error}"));
        load.writes.fetch_add(1, Ordering::Relaxed);
    }
}

/// Keyset pages, each a read of its own, to somebody with a slow line.
async fn slow_export(db: Db, load: Arc<Load>) {
    let mut after = -1;
    while !load.stop.load(Ordering::Relaxed) {
        let page = move |tx: &mut Tx<'_>| {
            tx.all::<(i64, i64, Vec<u8>)>(sql!(
                "select id, n, body from tally where id > $1 order by id limit $2",
                after,
                PAGE
            ))
        };
        let page = db.read(page).await.unwrap_or_else(|error: Error| panic!("{error}"));
        after = page.last().map_or(-1, |(id, _, _)| *id);
        load.pages.fetch_add(1, Ordering::Relaxed);
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

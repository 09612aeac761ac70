//! SQLite's group commit: one bad job never costs another its work, and nobody is told a lie.

use std::time::Duration;

use db::testing::TestDb;
use db::{Db, Error, Options, Tx, sql};

use super::tables::{Hold, SLICE, audit, poll_once, put, stored};

/// How one of a group goes wrong.
#[derive(Debug, Clone, Copy)]
pub enum Bad {
    /// It panics.
    Panic,
    /// It fills the disk.
    Full,
    /// It breaks what is checked at COMMIT.
    Commit,
}

/// A store whose groups wait for all that are queued, with room for about 1 MB more.
async fn gathering(test: &TestDb) -> Db {
    let pages = test.read(|tx| tx.one::<i64>(sql!("select page_count from pragma_page_count"))).await;
    let pages = u32::try_from(pages.unwrap_or_else(|error: Error| panic!("{error}"))).expect("a small file");
    let options = Options { gather: Duration::from_secs(60), max_pages: Some(pages + 250), ..Options::default() };
    Db::open(test.target(), options).expect("the same file")
}

fn job(tx: &mut Tx<'_>, id: i64, bad: Option<Bad>) -> Result<i64, Error> {
    put(tx, id)?;
    match bad {
        None => {}
        Some(Bad::Panic) => panic!("inside a group"),
        Some(Bad::Full) => drop(tx.run(sql!("update tally set body = $1 where id = $2", vec![0_u8; 2 << 20], id))?),
        Some(Bad::Commit) => drop(tx.run(sql!("insert into late (id, thing) values ($1, 99)", id))?),
    }
    tx.one(sql!("select count(*) from tally"))
}

/// Sends 32 jobs that share a group, the 20th bad; answers what each was told, and the store.
pub async fn group_of_32(bad: Bad) -> (TestDb, Vec<Result<i64, Error>>) {
    let test = TestDb::sqlite(&[SLICE]).await;
    let late =
        "create table late (id integer primary key, thing integer references tally (id) deferrable initially deferred)";
    rusqlite::Connection::open(path(&test)).and_then(|file| file.execute_batch(late)).expect("a table");
    let db = gathering(&test).await;
    let hold = Hold::a_write(&db).await;
    let jobs: Vec<_> = (0..32_i64)
        .map(|id| {
            let db = db.clone();
            let bad = (id == 20).then_some(bad);
            tokio::spawn(async move { db.write(move |tx| job(tx, id, bad)).await })
        })
        .collect();
    tokio::task::yield_now().await;
    hold.release();
    let mut told = Vec::new();
    for job in jobs {
        told.push(job.await.expect("the task ends"));
    }
    assert_eq!(db.write(|tx| put(tx, 100)).await, Ok(()), "the writer lives");
    db.close().await;
    (test, told)
}

fn path(test: &TestDb) -> &std::path::Path {
    match test.target() {
        db::Target::Sqlite(path) => path,
        db::Target::Postgres(_) => panic!("a SQLite store"),
    }
}

/// That every answer was true: those told so are stored, and no other.
pub async fn truly(test: &TestDb, told: &[Result<i64, Error>], guilty: &Error) {
    let mut expected: Vec<i64> = (0..32).filter(|id| *id != 20).collect();
    expected.push(100);
    assert_eq!(stored(test).await, expected);
    for (id, answer) in told.iter().enumerate() {
        if id == 20 { assert_eq!(answer.as_ref(), Err(guilty)) } else { assert!(answer.is_ok(), "{id}: {answer:?}") }
    }
}

#[tokio::test]
async fn a_panic_costs_only_itself() {
    let (test, told) = group_of_32(Bad::Panic).await;
    truly(&test, &told, &Error::Panicked("inside a group".into())).await;
}

#[tokio::test]
async fn a_full_disk_costs_only_who_filled_it() {
    let (test, told) = group_of_32(Bad::Full).await;
    truly(&test, &told, &Error::Unavailable("the disk is full".into())).await;
}

#[tokio::test]
async fn a_failed_commit_costs_only_who_broke_it() {
    let (test, told) = group_of_32(Bad::Commit).await;
    truly(&test, &told, &Error::ForeignKey).await;
}

#[tokio::test]
async fn a_full_disk_cannot_be_swallowed() {
    let test = TestDb::sqlite(&[SLICE]).await;
    let db = gathering(&test).await;
    let swallowed = db.write(|tx| {
        put(tx, 1)?;
        let filled =
            tx.attempt(|tx| tx.run(sql!("insert into tally (id, n, body) values (2, 0, $1)", vec![0_u8; 2 << 20])));
        assert!(filled.is_err());
        let _ = put(tx, 3);
        let _ = tx.attempt(|tx| put(tx, 4));
        audit(tx).or(Ok::<_, Error>(()))
    });
    assert_eq!(swallowed.await, Err(Error::Aborted));
    assert!(stored(&db).await.is_empty());
    db.close().await;
}

#[tokio::test]
async fn a_file_held_elsewhere_makes_the_whole_queue_busy_at_once() {
    let test = TestDb::sqlite(&[SLICE]).await;
    let options = Options { busy: Duration::from_secs(1), ..Options::default() };
    let db = Db::open(test.target(), options).expect("the same file");
    let holder = rusqlite::Connection::open(path(&test)).expect("another process, as it were");
    holder.execute_batch("begin immediate").expect("the lock");
    let mut writes: Vec<_> = (0..20).map(|id| Box::pin(db.write(move |tx| put(tx, id)))).collect();
    assert!(writes.iter_mut().all(|write| poll_once(write).is_none()), "all wait");
    let first = writes.remove(0).await;
    assert!(stored(&db).await.is_empty(), "reads go on");
    // Those behind the first are not tried one by one, or they would find the file free now.
    holder.execute_batch("rollback").expect("the lock is let go");
    assert_eq!(first, Err(Error::Busy));
    for write in writes {
        assert_eq!(write.await, Err(Error::Busy));
    }
    assert_eq!(db.write(|tx| put(tx, 1)).await, Ok(()));
    db.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn jobs_that_wait_together_share_a_commit() {
    let test = TestDb::sqlite(&[SLICE]).await;
    let db = gathering(&test).await;
    let hold = Hold::a_write(&db).await;
    let runtime = tokio::runtime::Handle::current();
    let mut jobs: Vec<_> = (0..10)
        .map(|id| {
            let (reader, runtime) = (db.clone(), runtime.clone());
            Box::pin(db.write(move |tx| put(tx, id).map(|()| runtime.block_on(stored(&reader)).len())))
        })
        .collect();
    assert!(jobs.iter_mut().all(|job| poll_once(job).is_none()), "all wait");
    hold.release();
    for job in jobs {
        assert_eq!(job.await, Ok(0), "others see none of them before the COMMIT");
    }
    assert_eq!(stored(&db).await.len(), 10);
}

//! Queues, callers who go away, and closing.

use std::sync::mpsc::channel;

use db::testing::TestDb;
use db::{Db, Engine, Error, Options, Slice, both_engines, sql};

use super::tables::{Hold, SLICE, audit, poll_once, put, stored};

/// The same store with one connection that writes.
fn narrow(test: &TestDb, options: Options) -> Db {
    Db::open(test.target(), Options { connections: 1, ..options }).expect("the same store")
}

async fn on(engine: Engine) -> TestDb {
    match engine {
        Engine::Sqlite => TestDb::sqlite(&[SLICE]).await,
        Engine::Postgres => TestDb::postgres(&[SLICE]).await,
    }
}

async fn a_full_queue_answers_at_once(engine: Engine) {
    let test = on(engine).await;
    let db = narrow(&test, Options { write_queue: 2, read_queue: 2, ..Options::default() });
    let hold = Hold::a_write(&db).await;
    let mut waiting = Vec::new();
    for id in 0..2 {
        let mut write = Box::pin(db.write(move |tx| put(tx, id)));
        // Polled once, it stands in the queue.
        assert!(poll_once(&mut write).is_none());
        waiting.push(write);
    }
    assert_eq!(db.write(|tx| put(tx, 2)).await, Err(Error::Busy));
    let mut bulk = Box::pin(db.bulk(|tx| put(tx, 3)));
    assert!(poll_once(&mut bulk).is_none(), "the bulk line is another");
    hold.release();
    for write in waiting {
        assert_eq!(write.await, Ok(()));
    }
    assert_eq!(bulk.await, Ok(()));
    db.close().await;
}

async fn bulk_work_gives_way(engine: Engine) {
    let test = on(engine).await;
    let db = narrow(&test, Options::default());
    let hold = Hold::a_write(&db).await;
    let order = |tx: &mut db::Tx<'_>| {
        audit(tx)?;
        tx.one::<i64>(sql!("insert into tally (id, n) select count(*), 0 from tally returning id"))
    };
    let mut bulk = Box::pin(db.bulk(order));
    assert!(poll_once(&mut bulk).is_none());
    let mut ordinary: Vec<_> = (0..5).map(|_| Box::pin(db.write(order))).collect();
    assert!(ordinary.iter_mut().all(|write| poll_once(write).is_none()));
    hold.release();
    assert_eq!(bulk.await, Ok::<_, Error>(5));
    drop(ordinary);
    db.close().await;
}

async fn what_waits_when_it_closes_is_done(engine: Engine) {
    let test = on(engine).await;
    let db = narrow(&test, Options::default());
    let hold = Hold::a_write(&db).await;
    let mut write = Box::pin(db.write(|tx| put(tx, 1)));
    assert!(poll_once(&mut write).is_none());
    let mut close = Box::pin(db.clone().close());
    assert!(poll_once(&mut close).is_none());
    assert!(matches!(db.write(|tx| put(tx, 2)).await, Err(Error::Unavailable(_))));
    hold.release();
    close.await;
    assert_eq!(write.as_mut().await, Ok(()));
    assert_eq!(stored(&test).await, [1]);
}

async fn a_store_for_reading_writes_nothing(engine: Engine) {
    let test = on(engine).await;
    test.write(|tx| put(tx, 1)).await.expect("a row");
    let db = narrow(&test, Options { read_only: true, ..Options::default() });
    assert_eq!(db.write(|tx| put(tx, 2)).await, Err(Error::ReadOnly));
    assert_eq!(stored(&db).await, [1]);
    db.close().await;
}

async fn migrating_again_changes_nothing_and_a_changed_text_is_refused(engine: Engine) {
    let test = on(engine).await;
    test.migrate(&[SLICE]).await.expect("nothing to do");
    const CHANGED: Slice =
        Slice { migrations: &[("0001-things", "create table thing (id {id})"), SLICE.migrations[1]], ..SLICE };
    let refused = test.migrate(&[CHANGED]).await;
    assert!(matches!(&refused, Err(Error::Sql(said)) if said.contains("things")), "{refused:?}");
    let broken = Slice { name: "other", migrations: &[("0001-bad", "create tabel t (id {id})")] };
    assert!(matches!(test.migrate(&[broken]).await, Err(Error::Sql(_))));
    let other =
        Slice { name: "other", migrations: &[("0001-good", "create table good (id {id} primary key) {strict}")] };
    test.migrate(&[other]).await.expect("a slice counts its own");
}

macro_rules! each_engine {
    ($($name:ident)+) => {
        mod sqlite { $(#[tokio::test] async fn $name() { super::$name(db::Engine::Sqlite).await; })+ }
        mod postgres { $(#[tokio::test] async fn $name() { super::$name(db::Engine::Postgres).await; })+ }
    };
}

each_engine! {
    a_full_queue_answers_at_once
    bulk_work_gives_way
    what_waits_when_it_closes_is_done
    a_store_for_reading_writes_nothing
    migrating_again_changes_nothing_and_a_changed_text_is_refused
}

both_engines! { slices: &[SLICE];
    async fn a_caller_who_goes_away_changes_nothing(db: Db) {
        let (tell, begun) = channel();
        let (go, wait) = channel::<()>();
        let wait = std::sync::Mutex::new(wait);
        let gone = db.clone();
        let caller = tokio::spawn(async move {
            gone.write(move |tx| {
                put(tx, 1)?;
                let _ = tell.send(());
                let _ = wait.lock().expect("one holder").recv();
                put(tx, 2)
            }).await
        });
        while begun.try_recv().is_err() {
            tokio::task::yield_now().await;
        }
        caller.abort();
        assert!(caller.await.expect_err("aborted").is_cancelled());
        go.send(()).expect("the closure still runs");
        // The next write comes after it on SQLite; on PostgreSQL the two may pass each other, so wait for the row.
        db.write(|tx| put(tx, 3)).await.expect("a later write");
        while stored(&db).await != [1, 2, 3] {
            tokio::task::yield_now().await;
        }
    }
}

#[test]
fn a_place_that_cannot_be_opened_fails_at_once() {
    for place in ["/nowhere/at/all.sqlite", "postgres://nobody@%2Fnowhere/none", "postgres://[", "/dev"] {
        let opened = Db::open(&place.parse().expect("any text is a place"), Options::default());
        assert!(matches!(opened.err(), Some(Error::Unavailable(_))), "{place}");
    }
}

#[test]
fn a_password_is_not_shown() {
    let target: db::Target = "postgres://ward:hunter2@db.example.org/ward?password=hunter2".parse().expect("a URL");
    assert_eq!(
        format!("{target} {target:?}"),
        "postgres://ward@db.example.org/ward postgres://ward@db.example.org/ward"
    );
}

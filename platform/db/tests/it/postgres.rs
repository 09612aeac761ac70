//! What only a server can do to us.

use db::testing::TestDb;
use db::{Error, sql};

use super::tables::{SLICE, audit, put, stored};

#[tokio::test]
async fn a_connection_cut_while_idle_is_made_anew() {
    let db = TestDb::postgres(&[SLICE]).await;
    for id in 0..4 {
        db.write(move |tx| put(tx, id)).await.expect("connected");
    }
    cut(&db, "pid <> pg_backend_pid()");
    for id in 4..12 {
        assert_eq!(db.write(move |tx| put(tx, id)).await, Ok(()));
    }
    assert_eq!(stored(&db).await.len(), 12);
    db.close().await;
}

#[tokio::test]
async fn a_connection_cut_while_it_writes_stores_nothing() {
    let db = TestDb::postgres(&[SLICE]).await;
    let cut = db.write(|tx| {
        put(tx, 1)?;
        tx.one::<bool>(sql!("select pg_terminate_backend(pg_backend_pid())"))
    });
    assert!(matches!(cut.await, Err(Error::Unavailable(_))));
    assert_eq!(db.write(|tx| put(tx, 2)).await, Ok(()));
    assert_eq!(stored(&db).await, [2]);
    db.close().await;
}

#[tokio::test]
async fn a_changed_column_does_not_leave_old_plans_behind() {
    let db = TestDb::postgres(&[SLICE]).await;
    let alter = |statement: &'static str| direct(&db, statement);
    alter("create table plan (n integer); insert into plan values (1)");
    let read = || db.read(|tx| tx.one::<i64>(sql!("select n from plan order by n")));
    // Every connection has prepared it.
    for _ in 0..20 {
        assert_eq!(read().await, Ok::<_, Error>(1));
    }
    alter("alter table plan alter n type bigint");
    for _ in 0..20 {
        assert_eq!(read().await, Ok::<_, Error>(1));
    }
    db.close().await;
}

#[tokio::test]
async fn what_goes_wrong_after_the_row_that_was_wanted_is_heard() {
    let db = TestDb::postgres(&[SLICE]).await;
    db.write(|tx| {
        put(tx, 1)?;
        tx.run(sql!("update tally set n = id where id = 1"))?;
        put(tx, 2)
    })
    .await
    .expect("stored");
    // The second row divides by nothing.
    let first = db.read(|tx| tx.opt::<i64>(sql!("select 10 / n from tally order by id")));
    assert_eq!(first.await, Err(Error::Mapping("SQLSTATE 22012".into())));
    db.close().await;
}

#[tokio::test]
async fn types_that_sqlite_lets_pass_are_refused() {
    let db = TestDb::postgres(&[SLICE]).await;
    let integer_as_real = db.write(|tx| {
        audit(tx)?;
        tx.run(sql!("update thing set share = $1", 1_i64))
    });
    assert_eq!(integer_as_real.await, Err(Error::Mapping("$1: int cannot be bound as float8".into())));
    let numeric = db.read(|tx| tx.one::<f64>(sql!("select avg(n) as mean from tally")));
    assert_eq!(numeric.await, Err(Error::Mapping("column mean: numeric has no counterpart on SQLite: cast it".into())));
    db.close().await;
}

#[tokio::test]
async fn nodes_may_migrate_at_once() {
    let db = TestDb::postgres(&[]).await;
    let nodes: Vec<_> = (0..4)
        .map(|_| {
            tokio::spawn({
                let db = db.clone();
                async move { db.migrate(&[SLICE]).await }
            })
        })
        .collect();
    for node in nodes {
        assert_eq!(node.await.expect("the task ends"), Ok(()));
    }
    db.close().await;
}

#[tokio::test]
async fn what_the_server_says_of_a_value_is_not_repeated() {
    let db = TestDb::postgres(&[SLICE]).await;
    let cast = db.read(|tx| tx.one::<i64>(sql!("select cast(cast($1 as text) as bigint)", "secret"))).await;
    assert_eq!(cast, Err(Error::Mapping("SQLSTATE 22P02".into())));
    db.close().await;
}

fn cut(db: &TestDb, which: &str) {
    direct(
        db,
        &format!(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and {which}"
        ),
    );
}

/// Statements on a connection of their own.
fn direct(db: &TestDb, statements: &str) {
    let db::Target::Postgres(url) = db.target().clone() else { panic!("a PostgreSQL store") };
    let statements = statements.to_owned();
    let work = move || postgres::Client::connect(&url, postgres::NoTls)?.batch_execute(&statements);
    std::thread::spawn(work).join().expect("no panic").expect("the server answers");
}

/// At a million concerns a page of four figures took a second to compile, and a home of twenty lines thirty milliseconds
/// to share among processes.
#[tokio::test]
async fn a_statement_is_run_by_the_connection_that_asks_and_is_not_compiled() {
    let db = TestDb::postgres(&[]).await;
    let asked = db.read(|tx| {
        tx.one::<(String, String)>(sql!(
            "select current_setting('jit'), current_setting('max_parallel_workers_per_gather')"
        ))
    });
    assert_eq!(asked.await.expect("its settings"), ("off".to_owned(), "0".to_owned()));
    db.close().await;
}

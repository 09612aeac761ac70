//! What a transaction may do, and what happens to it when a statement fails.

use base::Problem;
use db::{Db, Error, both_engines, sql};

use super::tables::{SLICE, audit, put, stored};

both_engines! { slices: &[SLICE];
    async fn a_record_without_an_audit_entry_is_not_stored(db: Db) {
        let plain = db.write(|tx| tx.run(sql!("insert into tally (id, n) values (1, 0)"))).await;
        assert_eq!(plain, Err(Error::Unaudited));
        let returning = db.write(|tx| tx.one::<i64>(sql!("insert into tally (id, n) values (2, 0) returning id"))).await;
        assert_eq!(returning, Err(Error::Unaudited));
        let undone = db.write(|tx| {
            let _ = tx.attempt(|tx| audit(tx).and(Err::<(), _>(Error::NotFound)));
            tx.run(sql!("insert into tally (id, n) values (3, 0)"))
        });
        assert_eq!(undone.await, Err(Error::Unaudited));
        assert!(stored(&db).await.is_empty());
    }

    async fn housekeeping_needs_no_audit_and_reaches_nothing_else(db: Db) {
        let queued = db.write(|tx| tx.run(sql!("insert into job (id) values (1)"))).await;
        assert_eq!(queued, Ok::<_, Error>(1));
        let swept = db.housekeep("test", |tx| tx.run(sql!("delete from job where id = 1"))).await;
        assert_eq!(swept, Ok::<_, Error>(1));
        let record = db.housekeep("test", |tx| tx.run(sql!("update tally set n = 1"))).await;
        assert_eq!(record, Err(Error::NotHousekeeping("tally".into())));
    }

    async fn a_read_writes_nothing(db: Db) {
        let flagged = db.read(|tx| tx.run(sql!("delete from tally"))).await;
        assert_eq!(flagged, Err(Error::ReadOnly));
        let table = db.read(|tx| tx.run(sql!("create table sneaked (id integer)"))).await;
        assert_eq!(table, Err(Error::ReadOnly));
    }

    async fn a_glance_is_one_statement_and_writes_nothing(db: Db) {
        db.write(|tx| put(tx, 1).and_then(|()| put(tx, 2))).await.expect("stored");
        let count = || sql!("select count(*) from tally");
        assert_eq!(db.glance(move |tx| tx.one::<i64>(count())).await, Ok::<_, Error>(2));
        let twice = db.glance(move |tx| tx.one::<i64>(count()).and_then(|_| tx.one::<i64>(count()))).await;
        assert_eq!(twice, Err(Error::Sql("a glance is one statement".into())));
        let flagged = db.glance(|tx| tx.run(sql!("delete from tally"))).await;
        assert_eq!(flagged, Err(Error::ReadOnly));
        let table = db.glance(|tx| tx.run(sql!("create table sneaked (id integer)"))).await;
        assert_eq!(table, Err(Error::ReadOnly));
        assert_eq!(db.glance(move |tx| tx.one::<i64>(count())).await, Ok::<_, Error>(2));
    }

    async fn a_failure_that_is_swallowed_stores_nothing(db: Db) {
        let swallowed = db.write(|tx| {
            put(tx, 1)?;
            let _ = put(tx, 1);
            Ok::<_, Error>(())
        });
        assert_eq!(swallowed.await, Err(Error::Aborted));
        let went_on = db.write(|tx| {
            let _ = put(tx, 1).and_then(|()| put(tx, 1));
            put(tx, 2)
        });
        assert_eq!(went_on.await, Err(Error::Aborted));
        assert!(stored(&db).await.is_empty());
    }

    async fn an_attempt_keeps_a_failure_inside(db: Db) {
        let nested = db.write(|tx| {
            put(tx, 1)?;
            let outer = tx.attempt(|tx| {
                put(tx, 2)?;
                let inner = tx.attempt(|tx| put(tx, 3).and_then(|()| put(tx, 1)));
                assert_eq!(inner, Err(Error::Unique("tally_pkey".into())));
                put(tx, 4)
            });
            let quiet = tx.attempt(|tx| { let _ = put(tx, 1); Ok::<_, Error>(()) });
            assert_eq!(quiet, Err(Error::Aborted));
            outer
        });
        assert_eq!(nested.await, Ok(()));
        assert_eq!(stored(&db).await, [1, 2, 4]);
    }

    async fn no_row_is_no_failure(db: Db) {
        let found = db.write(|tx| {
            let none = tx.one::<i64>(sql!("select id from tally where id = 9"));
            assert_eq!(none, Err(Error::NotFound));
            put(tx, 9)?;
            tx.one::<i64>(sql!("select id from tally where id = 9"))
        });
        assert_eq!(found.await, Ok(9));
    }

    async fn a_domains_own_error_passes_through_and_undoes(db: Db) {
        let refused = db.write(|tx| {
            put(tx, 1)?;
            Err::<(), _>(Problem::NotAllowed("only the lead may".into()))
        });
        assert!(matches!(refused.await, Err(Problem::NotAllowed(_))));
        let missing = db.read(|tx| Ok::<_, Problem>(tx.one::<i64>(sql!("select id from tally where id = 1"))?)).await;
        assert!(matches!(missing, Err(Problem::NotFound)));
    }

    async fn panics_undo_their_own_work_alone(db: Db) {
        let writes: Vec<_> = (0..40_i64).map(|id| {
            let db = db.clone();
            tokio::spawn(async move {
                db.write(move |tx| {
                    put(tx, id)?;
                    assert!(id % 5 != 0, "a bad day");
                    Ok::<_, Error>(())
                }).await
            })
        }).collect();
        for (id, write) in writes.into_iter().enumerate() {
            let expected = if id % 5 == 0 { Err(Error::Panicked("a bad day".into())) } else { Ok(()) };
            assert_eq!(write.await.expect("the task ends"), expected);
        }
        let inside = db.write(|tx| {
            put(tx, 50)?;
            tx.attempt::<(), Error>(|_| panic!("inside an attempt"))
        });
        assert_eq!(inside.await, Err(Error::Panicked("inside an attempt".into())));
        let reading = db.read(|_| -> Result<(), Error> { panic!("in a read") }).await;
        assert_eq!(reading, Err(Error::Panicked("in a read".into())));
        assert_eq!(stored(&db).await, (0..40).filter(|id| id % 5 != 0).collect::<Vec<i64>>());
    }
}

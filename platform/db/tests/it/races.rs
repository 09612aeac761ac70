//! What holds behind SQLite's one writer holds on PostgreSQL too.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Barrier};

use db::{Db, Error, both_engines, sql};

use super::tables::{SLICE, audit, put, stored};

/// Why a racer did not win.
#[derive(Debug)]
pub enum Lost {
    /// Somebody was first.
    Late,
    /// The store's own reason.
    Store(#[expect(dead_code, reason = "shown when a test fails")] Error),
}

impl From<Error> for Lost {
    fn from(error: Error) -> Self {
        Self::Store(error)
    }
}

/// Eight transactions each look whether anybody has claimed `round` and, if not, claim it in a row of their own. They
/// `meet` after their first look, when there are connections enough for all of them.
pub async fn race(db: &Db, round: i64, meet: Option<&Arc<Barrier>>) -> usize {
    let racers: Vec<_> = (0..8_i64)
        .map(|racer| {
            let (db, meet, met) = (db.clone(), meet.cloned(), AtomicBool::new(false));
            let claim = move |tx: &mut db::Tx<'_>| {
                let taken = tx.one::<i64>(sql!("select count(*) from tally where n = $1", round))?;
                if let Some(meet) = &meet
                    && !met.swap(true, Ordering::Relaxed)
                {
                    meet.wait();
                }
                if taken > 0 {
                    return Err(Lost::Late);
                }
                audit(tx)?;
                tx.run(sql!("insert into tally (id, n) values ($1, $2)", round * 8 + racer, round))?;
                Ok(())
            };
            tokio::spawn(async move { db.write(claim).await })
        })
        .collect();
    let mut winners = 0;
    for racer in racers {
        match racer.await.expect("the task ends") {
            Ok(()) => winners += 1,
            Err(Lost::Late) => {}
            Err(store) => panic!("{store:?}"),
        }
    }
    winners
}

both_engines! { slices: &[SLICE];
    async fn of_eight_racers_one_wins(db: Db) {
        for round in 1..=20 {
            assert_eq!(race(&db, round, None).await, 1);
        }
        assert_eq!(stored(&db).await.len(), 20);
    }

    async fn sixty_readers_who_then_write_lose_no_update(db: Db) {
        db.write(|tx| put(tx, 1)).await.expect("a counter");
        let count = |tx: &mut db::Tx<'_>| {
            let n = tx.one::<i64>(sql!("select n from tally where id = 1"))?;
            audit(tx)?;
            tx.run(sql!("update tally set n = $1 where id = 1", n + 1))
        };
        let writes: Vec<_> = (0..60).map(|_| { let db = db.clone(); tokio::spawn(async move { db.write(count).await }) }).collect();
        for write in writes {
            assert_eq!(write.await.expect("the task ends"), Ok::<_, Error>(1));
        }
        let n = db.read(|tx| tx.one::<i64>(sql!("select n from tally where id = 1"))).await;
        assert_eq!(n, Ok::<_, Error>(60));
    }

    async fn a_long_write_among_many_short_ones_gets_its_turn(db: Db) {
        let done = Arc::new(AtomicBool::new(false));
        // Each reads what all the others write, so that of two at once one has to be tried again.
        let write = |id: i64, steps: i64| move |tx: &mut db::Tx<'_>| {
            let n = tx.one::<i64>(sql!("select count(*) from tally where n >= 0"))?;
            audit(tx)?;
            tx.one::<i64>(sql!(
                "with recursive late (n) as (select 1 union all select n + 1 from late where n < $1) select count(*) from late",
                steps
            ))?;
            tx.run(sql!("insert into tally (id, n) values ($1, $2)", id, n))
        };
        let short: Vec<_> = (1..=4_i64).map(|writer| {
            let (db, done) = (db.clone(), Arc::clone(&done));
            tokio::spawn(async move {
                let mut written = 0;
                while !done.load(Ordering::Relaxed) && written < 5_000 {
                    db.write(write(writer * 10_000 + written, 1)).await.expect("a short one");
                    written += 1;
                }
            })
        }).collect();
        let long = db.write(write(0, 100_000)).await;
        done.store(true, Ordering::Relaxed);
        for short in short {
            short.await.expect("the task ends");
        }
        assert_eq!(long, Ok::<_, Error>(1));
    }

    async fn a_read_sees_one_moment(db: Db) {
        let writer = db.clone();
        let runtime = tokio::runtime::Handle::current();
        let seen = db.read(move |tx| {
            let before = tx.one::<i64>(sql!("select count(*) from tally"))?;
            let id = before + 1;
            runtime.block_on(writer.write(move |tx| put(tx, id)))?;
            Ok::<_, Error>((before, tx.one::<i64>(sql!("select count(*) from tally"))?))
        });
        assert_eq!(seen.await, Ok((0, 0)));
        assert_eq!(stored(&db).await, [1]);
    }
}

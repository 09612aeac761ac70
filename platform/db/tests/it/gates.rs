//! The gates of `docs/decisions/0001-the-store.md`. Short here; the figures come from
//! `WARDMOTE_GATES=full cargo test --release -p wardmote-db gates -- --nocapture --test-threads=1`.

mod cpu;
mod kills;
mod slow_reader;

use std::sync::{Arc, Barrier};
use std::time::Instant;

use db::testing::TestDb;
use db::{Db, Error, Options, Target};
use postgres::{Client, NoTls};

use super::groups::{Bad, group_of_32, truly};
use super::races::race;
use super::tables::SLICE;

/// `long` when the figures are wanted, `short` in every test run.
fn long_or<T>(long: T, short: T) -> T {
    if std::env::var("WARDMOTE_GATES").is_ok_and(|gates| gates == "full") { long } else { short }
}

fn url(test: &TestDb) -> String {
    match test.target() {
        Target::Postgres(url) => url.clone(),
        Target::Sqlite(_) => panic!("a PostgreSQL store"),
    }
}

#[tokio::test]
async fn a_bad_job_in_a_batch_of_32() {
    let rounds = long_or(50, 1);
    let guilty = [
        (Bad::Panic, Error::Panicked("inside a group".into())),
        (Bad::Full, Error::Unavailable("the disk is full".into())),
        (Bad::Commit, Error::ForeignKey),
    ];
    for (bad, error) in guilty {
        let began = Instant::now();
        for _ in 0..rounds {
            let (test, told) = group_of_32(bad).await;
            truly(&test, &told, &error).await;
        }
        println!("gate a: {bad:?} in {rounds} batches of 32: all answered truly, writer alive; {:?}", began.elapsed());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn eight_racers_one_winner() {
    let rounds = long_or(1_000, 40);
    let test = TestDb::postgres(&[SLICE]).await;
    let db = Db::open(test.target(), Options { connections: 8, ..Options::default() }).expect("the same store");
    let (began, meet) = (Instant::now(), Arc::new(Barrier::new(8)));
    for round in 1..=rounds {
        assert_eq!(race(&db, round, Some(&meet)).await, 1, "round {round}");
    }
    let took = began.elapsed();
    println!("gate b: one winner in each of {rounds} rounds of 8 racers; {took:?}");
    db.close().await;
    let url = url(&test);
    let doubled = std::thread::spawn(move || bare_races(&url, rounds)).join().expect("no panic");
    println!(
        "gate b: reference, the same race at READ COMMITTED: more than one winner in {doubled} of {rounds} rounds"
    );
}

/// How many rounds have more than one winner where PostgreSQL's own default isolation is all there is.
fn bare_races(url: &str, rounds: i64) -> usize {
    let start = Arc::new(Barrier::new(8));
    let racers: Vec<_> = (0..8)
        .map(|racer| {
            let (url, start) = (url.to_owned(), Arc::clone(&start));
            std::thread::spawn(move || {
                let mut client = Client::connect(&url, NoTls).expect("connected");
                let look = client.prepare("select count(*) from tally where n = $1").expect("prepared");
                let claim = client.prepare("insert into tally (id, n) values ($1, $2)").expect("prepared");
                for round in -rounds..0 {
                    start.wait();
                    let mut tx = client.transaction().expect("begun");
                    if tx.query_one(&look, &[&round]).expect("counted").get::<_, i64>(0) == 0 {
                        tx.execute(&claim, &[&(round * 8 - racer), &round]).expect("claimed");
                    }
                    tx.commit().expect("committed");
                }
            })
        })
        .collect();
    racers.into_iter().for_each(|racer| racer.join().expect("no panic"));
    let doubled = "select count(*) from (select n from tally where n < 0 group by n having count(*) > 1) as doubled";
    let count: i64 =
        Client::connect(url, NoTls).and_then(|mut client| client.query_one(doubled, &[])).expect("counted").get(0);
    usize::try_from(count).expect("a count")
}

//! Gate c: `kill -9` under 32 writers at random moments; nothing that was acknowledged is lost.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

use base::Dice;
use db::testing::TestDb;
use db::{Db, Options, Target};

use super::super::tables::{SLICE, put, stored};
use super::long_or;

const STORE: &str = "WARDMOTE_GATE_STORE";
const KILL: &str = "WARDMOTE_GATE_KILL";

#[tokio::test]
async fn a_killed_process_loses_nothing_it_acknowledged_on_sqlite() {
    kills(TestDb::sqlite(&[SLICE]).await).await;
}

#[tokio::test]
async fn a_killed_process_loses_nothing_it_acknowledged_on_postgres() {
    kills(TestDb::postgres(&[SLICE]).await).await;
}

async fn kills(test: TestDb) {
    let times = long_or(20, 2);
    let seed = std::env::var("WARDMOTE_SEED").ok().and_then(|seed| seed.parse().ok());
    let seed = seed.unwrap_or_else(|| u64::from(Dice::system().below(u32::MAX)));
    println!("gate c: WARDMOTE_SEED={seed}");
    let dice = Dice::seeded(seed);
    let mut told = BTreeSet::new();
    for kill in 0..times {
        told.extend(acknowledged_before_a_kill(test.target(), kill, 1 + dice.below(3_000)));
        let kept: BTreeSet<i64> = stored(&test).await.into_iter().collect();
        let lost: Vec<_> = told.difference(&kept).collect();
        assert!(lost.is_empty(), "kill {kill}: lost {lost:?}");
        assert!(kept.len() - told.len() <= 32 * (kill as usize + 1), "no more are stored than were under way");
    }
    if let Target::Sqlite(path) = test.target() {
        let file = rusqlite::Connection::open(path).expect("the file");
        let whole: String = file.query_row("pragma integrity_check", [], |row| row.get(0)).expect("checked");
        assert_eq!(whole, "ok");
    }
    println!("gate c: {:?}: {times} kills, {} acknowledged writes, none lost", test.engine(), told.len());
    test.close().await;
}

/// Runs the writers in a process of their own, kills it after `moment` acknowledgements, and answers all it gave.
fn acknowledged_before_a_kill(store: &Target, kill: i64, moment: u32) -> Vec<i64> {
    let place = match store {
        Target::Sqlite(path) => path.display().to_string(),
        Target::Postgres(url) => url.clone(),
    };
    let mut child = Command::new(std::env::current_exe().expect("this program"))
        .args(["--exact", "it::gates::kills::write_until_killed", "--nocapture"])
        .envs([(STORE, place), (KILL, kill.to_string())])
        .stdout(Stdio::piped())
        .spawn()
        .expect("a process");
    let mut lines = BufReader::new(child.stdout.take().expect("its words"));
    let mut told = Vec::new();
    let mut line = String::new();
    while lines.read_line(&mut line).expect("text") > 0 {
        // A line without its end was cut off by the kill.
        let id = line
            .strip_suffix('\n')
            .and_then(|whole| whole.strip_prefix("stored "))
            .and_then(|id| id.parse::<i64>().ok());
        told.extend(id);
        if told.len() == moment as usize {
            child.kill().expect("killed");
        }
        line.clear();
    }
    assert!(!child.wait().expect("ended").success(), "it was killed");
    assert!(told.len() >= moment as usize);
    told
}

/// The writers; does nothing unless [`kills`] starts it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn write_until_killed() {
    let (Ok(store), Ok(kill)) = (std::env::var(STORE), std::env::var(KILL)) else { return };
    let first = kill.parse::<i64>().expect("a number") * 1_000_000_000;
    let target = store.parse().expect("any text is a place");
    let db = Db::open(&target, Options::default()).expect("the same store");
    let writers: Vec<_> = (0..32_i64)
        .map(|writer| {
            let db = db.clone();
            tokio::spawn(async move {
                for n in 0.. {
                    let id = first + n * 32 + writer;
                    if db.write(move |tx| put(tx, id)).await.is_ok() {
                        let mut out = std::io::stdout().lock();
                        writeln!(out, "stored {id}").and_then(|()| out.flush()).expect("heard");
                    }
                }
            })
        })
        .collect();
    for writer in writers {
        writer.await.expect("never ends");
    }
}

//! What is copied out of one engine comes into either as it was.

use base::Id;
use db::copy::{Beside, Snapshot, Table, holds_rows, repeated, tables, values};
use db::testing::TestDb;
use db::{Db, Engine, Error, Slice, Target, Value, sql};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use crate::it::tables::{SLICE, audit};

/// One row of `thing`, without its key.
type Thing = (String, Option<i64>, Option<f64>, bool, Option<Vec<u8>>, String, Option<i64>, Option<(i16, i8, i8)>);

fn thing() -> impl Strategy<Value = Thing> {
    let text = "[^\0]{0,40}";
    let day = (1_i16..=9999, 1_i8..=12, 1_i8..=28);
    (
        text,
        any::<Option<i64>>().prop_map(|size| size.map(|size| size.min(999))),
        prop::option::of(prop::num::f64::NORMAL | prop::num::f64::ZERO | prop::num::f64::SUBNORMAL),
        any::<bool>(),
        any::<Option<Vec<u8>>>(),
        text,
        any::<Option<i64>>(),
        prop::option::of(day),
    )
}

/// Every row of every table, in an order of its own.
fn all(target: &Target, slices: &[Slice]) -> Vec<(String, Vec<String>)> {
    let mut snapshot = Snapshot::take(target).expect("a snapshot");
    let mut rows_of = |table: &Table| {
        let mut rows = Vec::new();
        let mut told = 0;
        snapshot
            .rows(table, |chunk, count| {
                told += count;
                rows.extend(
                    values(table, chunk)?.iter().map(|row| format!("{:?}", row.iter().map(shown).collect::<Vec<_>>())),
                );
                Ok::<_, Error>(())
            })
            .expect("rows");
        assert_eq!(told, rows.len() as u64);
        rows.sort();
        rows
    };
    tables(slices).expect("tables").iter().map(|table| (table.name.clone(), rows_of(table))).collect()
}

fn shown(value: &Value<'_>) -> String {
    match value {
        Value::Null => "null".into(),
        Value::Bool(yes) => yes.to_string(),
        Value::Int(n) => n.to_string(),
        Value::Real(x) => format!("{:x}", x.to_bits()),
        // A document keeps its meaning, not its spacing.
        Value::Text(text) => {
            serde_json::from_str(text).map_or_else(|_| format!("{text:?}"), |json: serde_json::Value| json.to_string())
        }
        Value::Blob(bytes) => format!("{bytes:?}"),
        Value::Id(id) => id.to_string(),
        Value::Date(day) => day.to_string(),
        Value::Json(_) | Value::List(_) => "unexpected".into(),
    }
}

fn pour(from: &Target, into: &Target, slices: &[Slice]) -> Result<Beside, Error> {
    let mut snapshot = Snapshot::take(from)?;
    let mut beside = Beside::make(into, slices)?;
    for table in tables(slices)? {
        snapshot.rows(&table, |chunk, _| beside.add(&table, chunk))?;
    }
    beside.whole(slices)?;
    Ok(beside)
}

async fn filled(db: &Db) {
    let mut runner = TestRunner::deterministic();
    for number in 0..200_u128 {
        let id = Id::from_u128(number * 0x1234_5678_9abc_def1);
        let (name, size, share, open, body, note, at, day) = thing().new_tree(&mut runner).expect("a thing").current();
        let day = day.map(|(year, month, day)| jiff::civil::date(year, month, day));
        let note = serde_json::json!({ "said": note, "n": [1, 2.5, null] });
        let made = db.write(move |tx| {
            tx.run(sql!(
                "insert into thing (id, name, size, share, open, body, note, at, day) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
                id, name, size, share, open, body, note, at, day
            ))?;
            tx.run(sql!(
                "insert into part (id, thing, code, place) values ($1, $2, $3, $4)",
                i64::try_from(number).unwrap_or(0), id, "a", i64::try_from(number % 2).unwrap_or(0)
            ))?;
            audit(tx)
        });
        made.await.expect("stored");
    }
}

fn engines() -> [(Engine, Engine); 4] {
    use Engine::{Postgres, Sqlite};
    [(Sqlite, Sqlite), (Sqlite, Postgres), (Postgres, Sqlite), (Postgres, Postgres)]
}

async fn empty(engine: Engine) -> (TestDb, tempfile::TempDir, Target) {
    let folder = tempfile::tempdir().expect("a folder");
    match engine {
        Engine::Sqlite => {
            let target = Target::sqlite(folder.path());
            (TestDb::sqlite(&[]).await, folder, target)
        }
        Engine::Postgres => {
            let db = TestDb::postgres(&[]).await;
            let target = db.target().clone();
            (db, folder, target)
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_value_comes_back_on_either_engine() {
    for (from, into) in engines() {
        let source = match from {
            Engine::Sqlite => TestDb::sqlite(&[SLICE]).await,
            Engine::Postgres => TestDb::postgres(&[SLICE]).await,
        };
        filled(&source).await;
        let (kept, _folder, place) = empty(into).await;
        let from = source.target().clone();
        let compared = tokio::task::spawn_blocking(move || {
            let beside = pour(&from, &place, &[SLICE]).expect("poured");
            assert!(
                !holds_rows(&place, &tables(&[SLICE]).expect("tables")).expect("it answers"),
                "nothing stands there yet"
            );
            beside.take_place().expect("its place");
            assert!(holds_rows(&place, &tables(&[SLICE]).expect("tables")).expect("it answers"));
            (all(&from, &[SLICE]), all(&place, &[SLICE]), place)
        });
        let (before, after, place) = compared.await.expect("no panic");
        assert_eq!(before, after);
        // It is a store like any other: its rules and indexes hold, and it has had its migrations.
        let db = Db::open(&place, db::Options::default()).expect("it opens");
        assert_eq!(db.pending_migrations(&[SLICE]).await, Ok(vec![]));
        let twice = db.write(|tx| {
            tx.run(sql!(
                "insert into part (id, thing, code, place) select 1000, thing, 'b', 0 from part where id = 0"
            ))?;
            audit(tx)
        });
        assert_eq!(twice.await, Err(Error::Unique("part_first".into())));
        db.close().await;
        source.close().await;
        kept.close().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rows_are_repeated_as_they_are_but_for_what_is_altered() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let source = match engine {
            Engine::Sqlite => TestDb::sqlite(&[SLICE]).await,
            Engine::Postgres => TestDb::postgres(&[SLICE]).await,
        };
        filled(&source).await;
        let from = source.target().clone();
        let seen = tokio::task::spawn_blocking(move || {
            let thing = tables(&[SLICE]).expect("tables").into_iter().find(|table| table.name == "thing").expect("it");
            let key = thing.columns.iter().position(|column| column.name == "id").expect("a key");
            let mut snapshot = Snapshot::take(&from).expect("a snapshot");
            let seen = |chunk: &[u8], rows: u64| {
                let more = repeated(&thing, chunk, 3, |copy, fields| {
                    fields[key].as_mut().expect("a key")[15] ^= copy as u8;
                    Ok(())
                })?;
                let shown = |row: &Vec<Value<'_>>| row.iter().map(shown).collect::<Vec<_>>();
                let (once, thrice) = (values(&thing, chunk)?, values(&thing, &more)?);
                let (once, thrice): (Vec<_>, Vec<_>) =
                    (once.iter().map(shown).collect(), thrice.iter().map(shown).collect());
                assert_eq!(thrice.len() as u64, 3 * rows);
                for row in &once {
                    let same = thrice.iter().filter(|other| other[1..] == row[1..] && other[0][..34] == row[0][..34]);
                    let keys: Vec<&String> = same.map(|other| &other[0]).collect();
                    assert!(keys.contains(&&row[0]) && keys.is_sorted() && keys.len() == 3, "{keys:?}");
                }
                Ok::<_, Error>(())
            };
            snapshot.rows(&thing, seen)
        });
        seen.await.expect("no panic").expect("rows");
        source.close().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_given_up_leaves_the_place_as_it_was_and_the_next_begins_afresh() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let source = TestDb::sqlite(&[SLICE]).await;
        filled(&source).await;
        let (kept, folder, place) = empty(engine).await;
        let from = source.target().clone();
        let done = tokio::task::spawn_blocking(move || {
            // Somebody was killed here: nothing of what they did is undone by them.
            drop(Beside::make(&place, &[SLICE]).expect("made"));
            pour(&from, &place, &[SLICE]).expect("poured").discard().expect("cleared");
            assert!(!holds_rows(&place, &tables(&[SLICE]).expect("tables")).expect("it answers"));
            pour(&from, &place, &[SLICE]).expect("poured").take_place().expect("its place");
            let again = pour(&from, &place, &[SLICE]).expect("poured beside it");
            again.take_place()
        });
        let refused = done.await.expect("no panic");
        if engine == Engine::Postgres {
            assert_eq!(refused, Err(Error::Unavailable("somebody wrote to it meanwhile".into())));
        }
        assert!(std::fs::read_dir(folder.path()).expect("a folder").count() <= 1, "nothing is left beside it");
        source.close().await;
        kept.close().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rows_of_another_table_are_refused() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let source = TestDb::sqlite(&[SLICE]).await;
        filled(&source).await;
        let (kept, _folder, place) = empty(engine).await;
        let from = source.target().clone();
        let refused = tokio::task::spawn_blocking(move || {
            let tables = tables(&[SLICE]).expect("tables");
            let named = |name: &str| tables.iter().find(|table| table.name == name).expect("it").clone();
            let mut beside = Beside::make(&place, &[SLICE]).expect("made");
            let mut snapshot = Snapshot::take(&from).expect("a snapshot");
            snapshot.rows(&named("thing"), |chunk, _| beside.add(&named("part"), chunk))
        });
        assert!(refused.await.expect("no panic").is_err());
        source.close().await;
        kept.close().await;
    }
}

use std::collections::BTreeSet;
use std::path::Path;

use access::Role;
use app::wiring;
use base::{Id, Instant, days};
use db::Engine;
use db::testing::TestDb;
use record::Vault;
use serde_json::json;
use tempfile::TempDir;

use super::{Place, bring_key, first_release, restore, take};
use crate::harness::{Installation, MORNING, TestApp, tell_anything};

const WORDS: &str = "The lamp by the bus stop has been dark since the clocks went back.";
const PHONE: &str = "07700 900123";

/// A town in which somebody told something: the test's app, where it is, and the reference of what was told.
async fn town(engine: Engine) -> (TestDb, TestApp, String) {
    let store = match engine {
        Engine::Sqlite => TestDb::sqlite(&wiring::tables()).await,
        Engine::Postgres => TestDb::postgres(&wiring::tables()).await,
    };
    let app = TestApp::on((*store).clone()).await;
    let concern = json!({
        "category": "street-light", "description": WORDS, "lat": 52.608, "lon": -1.956,
        "contact": { "name": "Sam Example", "phone": PHONE, "safe": "phone", "consent": true },
    });
    let told = app.anyone().post_json("/walsall/api/v1/concerns", &concern).await.is(201).json();
    app.run_jobs().await;
    (store, app, told["reference"].as_str().expect("a reference").to_owned())
}

fn morning() -> Instant {
    Instant::parse(MORNING).expect("a time")
}

/// What staff of Walsall read of a concern.
async fn read(app: &Installation, token: &str, reference: &str) -> serde_json::Value {
    app.api(token).get(&format!("/walsall/api/v1/concerns/{reference}")).await.is(200).json()
}

/// Forgets whoever told `reference`, as an officer does who is asked to.
async fn forget(app: &TestApp, reference: &str) -> Id {
    let (partnership, reference) = (app.walsall.id, reference.to_owned());
    let subject = app.site.db.write(move |tx| {
        let subject: Id = tx.one(db::sql!(
            "select id from concern where partnership = $1 and reference = $2 and {unfiltered: the test looks behind}",
            partnership,
            reference
        ))?;
        Vault::erase(tx, partnership, subject, morning().plus(days(1)), "asked for")?;
        tell_anything(tx, partnership)?;
        Ok::<_, db::Error>(subject)
    });
    subject.await.expect("forgotten")
}

async fn whole(db: &db::Db) {
    for (partnership, slug) in db.read(access::all_partnerships).await.expect("the store") {
        let verified = record::verify_all(db, partnership).await.expect("the store");
        assert!(verified.is_ok_and(|found| found.size > 10), "{slug}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_told_on_one_engine_is_read_on_either() {
    for from in [Engine::Sqlite, Engine::Postgres] {
        let (store, app, reference) = town(from).await;
        let manager = app.walsall.worker(Role::AreaManager).token.clone();
        let before = read(&app, &manager, &reference).await;
        assert_eq!(before["staff"]["words"], WORDS);
        let folder = TempDir::new().expect("a folder");
        let file = folder.path().join("monday");
        let taken = take(store.target(), &app.site.vault, &file, morning()).await;
        for into in [Engine::Sqlite, Engine::Postgres] {
            let place = Place::empty(into).await;
            let restored = restore(&place, &app.site.vault, &file, &[]).await.expect("restored");
            assert_eq!((restored.rows, restored.forgotten, restored.known_until), (taken.rows, 0, morning()));
            let db = place.open();
            whole(&db).await;
            let again = Installation::on(db.clone());
            assert_eq!(read(&again, &manager, &reference).await, before);
            // The restored installation goes on: what is told to it is kept.
            let concern =
                json!({ "category": "litter", "description": "The bin is full.", "lat": 52.608, "lon": -1.956 });
            again.anyone().post_json("/walsall/api/v1/concerns", &concern).await.is(201);
            again.run_jobs().await;
            whole(&db).await;
            db.close().await;
            place.close().await;
        }
        store.close().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_was_forgotten_since_stays_forgotten() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let (store, app, reference) = town(engine).await;
        let manager = app.walsall.worker(Role::AreaManager).token.clone();
        let (folder, elsewhere) = (TempDir::new().expect("a folder"), TempDir::new().expect("another"));
        let (monday, tuesday) = (folder.path().join("monday"), folder.path().join("tuesday"));
        take(store.target(), &app.site.vault, &monday, morning()).await;
        let subject = forget(&app, &reference).await;
        take(store.target(), &app.site.vault, &tuesday, morning().plus(days(1))).await;

        // Monday's backup knows nothing of it; Tuesday's key file beside it does.
        let place = Place::empty(engine).await;
        let restored = restore(&place, &app.site.vault, &monday, &[]).await.expect("restored");
        assert_eq!((restored.forgotten, restored.known_until), (1, morning().plus(days(1))));
        let db = place.open();
        is_forgotten(&db, &app, subject, &manager, &reference).await;
        db.close().await;
        place.close().await;

        // Moved away it is not known, and the answer says until when anything is; named it is known again.
        let moved = elsewhere.path().join("tuesday.keys");
        std::fs::rename(folder.path().join("tuesday.keys"), &moved).expect("moved");
        let place = Place::empty(engine).await;
        let restored = restore(&place, &app.site.vault, &monday, &[]).await.expect("restored");
        assert_eq!((restored.forgotten, restored.known_until), (0, morning()));
        place.close().await;
        let place = Place::empty(engine).await;
        let restored = restore(&place, &app.site.vault, &monday, &[&moved]).await.expect("restored");
        assert_eq!(restored.forgotten, 1);
        let db = place.open();
        is_forgotten(&db, &app, subject, &manager, &reference).await;
        db.close().await;
        place.close().await;
        store.close().await;
    }
}

async fn is_forgotten(db: &db::Db, app: &TestApp, subject: Id, token: &str, reference: &str) {
    whole(db).await;
    let restored = Installation::on(db.clone());
    assert_eq!(read(&restored, token, reference).await["staff"]["words"], serde_json::Value::Null);
    let (partnership, vault) = (app.walsall.id, app.site.vault.clone());
    let key = db.read(move |tx| vault.key_of(tx, partnership, subject)).await;
    assert!(key.is_ok_and(|key| key.is_none()));
    let told: Vec<String> = db
        .read(move |tx| record::events_of(tx, partnership, subject))
        .await
        .expect("the store")
        .into_iter()
        .map(|event| event.verb)
        .collect();
    assert!(told.contains(&"forget again".to_owned()), "{told:?}");
    // What stood beside the key is blank too, and the tombstone bears the day on which they were forgotten first.
    let left: (Option<f64>, Option<i64>, Option<Vec<u8>>, Option<i64>) = db
        .read(move |tx| {
            tx.one(db::sql!(
                "select lat, people_affected, voice_hash, erased_at from concern where partnership = $1 and id = $2 \
                 and {unfiltered: the test looks behind}",
                partnership,
                subject
            ))
        })
        .await
        .expect("the store");
    assert_eq!(left, (None, None, None, Some(morning().plus(days(1)).micros())));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn neither_keys_nor_words_can_be_read_in_a_backup() {
    let (store, app, _) = town(Engine::Sqlite).await;
    let folder = TempDir::new().expect("a folder");
    let file = folder.path().join("monday");
    take(store.target(), &app.site.vault, &file, morning()).await;
    let wrapped: Vec<(Id, Vec<u8>)> = app
        .site
        .db
        .read(|tx| {
            tx.all(db::sql!("select subject, wrapped from subject_key where partnership is not null order by 1"))
        })
        .await
        .expect("the store");
    let holds = |path: &Path, what: &[u8]| {
        let bytes = zstd::decode_all(std::fs::File::open(path).expect("the file")).expect("a stream");
        bytes.windows(what.len()).any(|window| window == what)
    };
    let keys = folder.path().join("monday.keys");
    assert!(!wrapped.is_empty());
    for (_, key) in &wrapped {
        assert!(!holds(&file, key) && holds(&keys, key));
    }
    for secret in [WORDS, PHONE, "Sam Example"] {
        assert!(!holds(&file, secret.as_bytes()) && !holds(&keys, secret.as_bytes()), "{secret}");
    }
    use std::os::unix::fs::PermissionsExt as _;
    for path in [&file, &keys] {
        assert_eq!(path.metadata().expect("a file").permissions().mode() & 0o777, 0o600);
    }
    store.close().await;
}

/// Fails when a table stands in the database that no backup would hold, as one made without a migration would.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_column_that_stands_is_in_a_backup() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let store = match engine {
            Engine::Sqlite => TestDb::sqlite(&wiring::tables()).await,
            Engine::Postgres => TestDb::postgres(&wiring::tables()).await,
        };
        let copied: BTreeSet<(String, String)> = db::copy::tables(&wiring::tables())
            .expect("tables")
            .into_iter()
            .flat_map(|table| table.columns.into_iter().map(move |column| (table.name.clone(), column.name)))
            .collect();
        assert_eq!(store.columns().await, copied, "{engine:?}");
        store.close().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn doctor_names_a_backup_that_is_missing_and_keys_kept_too_long() {
    let place = Place::empty(Engine::Sqlite).await;
    bring_key(&place);
    assert!(place.run(&["restore", &first_release().display().to_string()]).0);
    let folder = TempDir::new().expect("a folder");
    let doctor = |days: &str| {
        let mut asked = place.wardmote(&["doctor"]);
        asked.env("WARDMOTE__BACKUP__FOLDER", folder.path()).env("WARDMOTE__BACKUP__KEEP_KEYS_DAYS", days);
        String::from_utf8(asked.output().expect("it runs").stdout).expect("text")
    };
    assert!(doctor("30").contains("There is no backup in"), "{}", doctor("30"));
    // A backup of the first release, made long ago.
    for (from, to) in [("records", "monday"), ("records.keys", "monday.keys")] {
        std::fs::copy(first_release().with_file_name(from), folder.path().join(to)).expect("copied");
    }
    let (done, said) = place.run(&["backup", &folder.path().join("tuesday").display().to_string()]);
    assert!(done, "{said}");
    let said = doctor("100000");
    assert!(!said.contains("backup") && !said.contains(".keys"), "{said}");
    let said = doctor("0");
    assert!(said.contains("monday.keys is older than 0 days") && said.contains("Remove it, and every copy"), "{said}");
    place.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_file_is_removed_when_its_days_are_over_and_nobody_elses_is() {
    let (store, app, _) = town(Engine::Sqlite).await;
    let folder = TempDir::new().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    for (name, day) in [("first", 0), ("second", 20), ("third", 40)] {
        take(store.target(), &app.site.vault, &at(name), morning().plus(days(day))).await;
    }
    let stranger = Vault::new(record::MasterKey::draw(&base::Dice::seeded(1)));
    take(store.target(), &stranger, &at("a-strangers"), morning()).await;
    std::fs::write(at("notes.keys"), "where the spare keys of the hall hang").expect("a file");

    let now = morning().plus(days(41));
    assert_eq!(app::backup::newest(folder.path(), &app.site.vault), Some(morning().plus(days(40))));
    assert_eq!(app::backup::too_old(folder.path(), &app.site.vault, 30, now), [at("first.keys")]);
    assert_eq!(app::backup::clear_old(folder.path(), &app.site.vault, 30, now), Ok(vec![at("first.keys")]));
    assert_eq!(app::backup::clear_old(folder.path(), &app.site.vault, 30, now), Ok(vec![]));
    for kept in ["first", "second", "second.keys", "third.keys", "a-strangers.keys", "notes.keys"] {
        assert!(at(kept).exists(), "{kept}");
    }
    store.close().await;
}

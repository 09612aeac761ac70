//! From the first release's data to today's program: `fixtures/first-release` holds the records of that release's own
//! demonstration, with somebody in it who was forgotten. It is never made again.

use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Stdio};

use app::bench::load::{Ask, Line};
use app::{backup, wiring};
use db::copy::{Beside, tables};
use db::{Engine, Slice, Target};
use sha2::{Digest as _, Sha256};

use super::{Place, bring_key, first_release};
use crate::harness::golden;

/// The tables of the first release.
fn slices_then() -> Vec<Slice> {
    let head = backup::head(&first_release()).expect("a backup");
    db::as_of(&wiring::tables(), &head.migrations).expect("today's program knows them")
}

/// Has the first release's database stand at `place`, as that release left it.
fn as_it_was_left(place: &Target) {
    let slices = slices_then();
    let tables = tables(&slices).expect("tables");
    let mut beside = Beside::make(place, &slices).expect("tables");
    for file in [first_release(), backup::keys_beside(&first_release())] {
        let poured = backup::rows(
            &file,
            |_| {},
            |name, chunk| {
                let table = tables.iter().find(|table| table.name == name).expect("a table of then");
                let again = name == record::ERASURES && file != first_release();
                if again { Ok(()) } else { beside.add(table, chunk).map_err(app::Failure::from) }
            },
        );
        poured.expect("poured");
    }
    beside.whole(&slices).expect("whole");
    beside.take_place().expect("its place");
}

/// A demonstration opened again.
struct Demo {
    child: Child,
    port: u16,
    tokens: Vec<(String, String)>,
}

impl Demo {
    fn open(place: &Place) -> Self {
        std::fs::write(place.folder.path().join("demo.json"), r#"{"clock_ahead":0}"#).expect("a note");
        let engine = match &place.target {
            Target::Sqlite(_) => "sqlite",
            Target::Postgres(url) => url,
        };
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_wardmote"));
        command.args(["demo", "--json", "--port", "0", "--engine", engine, "--dir"]).arg(place.folder.path());
        let mut child = command.env_clear().stdout(Stdio::piped()).spawn().expect("it starts");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("its words")).read_line(&mut line).expect("a line");
        let opened: serde_json::Value = serde_json::from_str(&line).expect("one line of JSON");
        let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
        let accounts = opened["accounts"].as_array().expect("accounts").iter();
        let tokens = accounts.filter(|one| one["partnership"] == "walsall");
        let tokens = tokens.map(|one| (text(&one["role"]), text(&one["api_token"]))).collect();
        let port = text(&opened["url"]).rsplit(':').next().and_then(|port| port.parse().ok()).expect("a port");
        Self { child, port, tokens }
    }

    async fn get(&self, path: &str, role: Option<&str>) -> String {
        let mut ask = Ask::get(path);
        if let Some(role) = role {
            let (_, token) = self.tokens.iter().find(|(held, _)| held == role).expect("somebody holds it");
            ask = ask.with("authorization", &format!("Bearer {token}"));
        }
        let heard = Line::open(self.port).await.expect("it listens").ask(&ask).await.expect("an answer");
        let body = String::from_utf8_lossy(&heard.body).into_owned();
        assert_eq!(heard.status, 200, "{path}: {body}");
        body
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Whatever came since, today's program brings the first release's database up to its own tables and reads what is in it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_first_releases_database_is_read_by_todays_program() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let place = Place::empty(engine).await;
        bring_key(&place);
        let target = place.target.clone();
        tokio::task::spawn_blocking(move || as_it_was_left(&target)).await.expect("no panic");
        reads_well(&place).await;
        place.close().await;
    }
}

/// And so does a restore of a backup that the first release made.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_first_releases_backup_is_restored_by_todays_program() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let place = Place::empty(engine).await;
        bring_key(&place);
        let (done, said) = place.run(&["restore", &first_release().display().to_string()]);
        assert!(done, "{said}");
        reads_well(&place).await;
        place.close().await;
    }
}

async fn reads_well(place: &Place) {
    let demo = Demo::open(place);
    let home = demo.get("/walsall", None).await;
    assert!(home.contains("Walsall Partnership"), "{home}");
    let issues: serde_json::Value =
        serde_json::from_str(&demo.get("/walsall/api/v1/issues?limit=200", None).await).expect("JSON");
    let issues = issues["items"].as_array().expect("items");
    assert!(issues.len() > 10, "{issues:?}");
    for issue in issues.iter().take(5) {
        let reference = issue["reference"].as_str().expect("a reference");
        demo.get(&format!("/walsall/issues/{reference}"), None).await;
    }
    // Words are read by those who may; those of somebody who was forgotten by nobody.
    let concerns: serde_json::Value =
        serde_json::from_str(&demo.get("/walsall/api/v1/concerns?limit=200", Some("director")).await).expect("JSON");
    let concerns = concerns["items"].as_array().expect("items");
    let mut readable = 0;
    for concern in concerns.iter().take(40) {
        let reference = concern["reference"].as_str().expect("a reference");
        let read = demo.get(&format!("/walsall/api/v1/concerns/{reference}"), Some("director")).await;
        let read: serde_json::Value = serde_json::from_str(&read).expect("JSON");
        readable += usize::from(read["staff"]["words"].as_str().is_some_and(|words| words.len() > 10));
    }
    assert!(readable > 15, "{readable} of 40");
    let forgotten: serde_json::Value =
        serde_json::from_str(&demo.get("/walsall/api/v1/concerns/C-SSU7-G4SX", Some("director")).await).expect("JSON");
    assert!(forgotten["staff"]["version"].is_i64() && forgotten["staff"]["words"].is_null(), "{forgotten}");
    assert!(forgotten["staff"]["contact"]["email"].is_null(), "{forgotten}");
    drop(demo);
    place.is_well();
}

/// A database that a later release has written to is not touched, whatever is asked.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_newer_database_is_refused_in_one_sentence() {
    const TOMORROW: Slice =
        Slice { name: "of-tomorrow", migrations: &[("0001-day", "create table day (id {id} primary key) {strict};")] };
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let place = Place::empty(engine).await;
        bring_key(&place);
        let db = place.open();
        let newer: Vec<Slice> = wiring::tables().into_iter().chain([TOMORROW]).collect();
        db.migrate(&newer).await.expect("tables");
        db.close().await;
        let file = place.folder.path().join("backup").display().to_string();
        for command in [&["serve", "--bind", "127.0.0.1:0"][..], &["migrate"], &["doctor"], &["backup", &file]] {
            let (done, said) = place.run(command);
            assert!(!done, "{command:?}");
            assert!(said.contains("newer than this program (of_tomorrow/0001)"), "{command:?}: {said}");
            assert_eq!(said.trim_end().lines().count(), 1, "{said}");
        }
        place.close().await;
    }
}

/// What a database has had is never changed, only followed: the golden file is agreed to once, when a release is made.
#[test]
fn the_first_releases_migrations_are_as_they_were() {
    let mut written = String::new();
    for slice in slices_then() {
        for (name, text) in slice.migrations {
            let sum: String = Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect();
            let _ = writeln!(written, "{sum} {}/{name}", slice.name);
        }
    }
    golden("first-release.txt", &written);
}

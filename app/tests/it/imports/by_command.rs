//! `wardmote import concerns`, `organisations` and `people`, on both engines: what they say, where the rows stand that were left
//! out, and that being killed in the middle costs nothing.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use db::Target;
use db::testing::TestDb;
use tempfile::TempDir;

#[test]
fn a_file_is_taken_in_on_sqlite() {
    let folder = TempDir::new().expect("a folder");
    a_file_is_taken_in(folder.path(), &Target::sqlite(folder.path()));
}

#[tokio::test]
async fn a_file_is_taken_in_on_postgres() {
    let folder = TempDir::new().expect("a folder");
    let database = TestDb::postgres(&[]).await;
    a_file_is_taken_in(folder.path(), database.target());
    database.close().await;
}

#[test]
fn organisations_and_people_are_taken_in_on_sqlite() {
    let folder = TempDir::new().expect("a folder");
    organisations_and_people_are_taken_in(folder.path(), &Target::sqlite(folder.path()));
}

#[tokio::test]
async fn organisations_and_people_are_taken_in_on_postgres() {
    let folder = TempDir::new().expect("a folder");
    let database = TestDb::postgres(&[]).await;
    organisations_and_people_are_taken_in(folder.path(), database.target());
    database.close().await;
}

#[test]
fn killed_in_the_middle_it_goes_on_when_it_is_run_again_on_sqlite() {
    let folder = TempDir::new().expect("a folder");
    killed_it_goes_on(folder.path(), &Target::sqlite(folder.path()));
}

#[tokio::test]
async fn killed_in_the_middle_it_goes_on_when_it_is_run_again_on_postgres() {
    let folder = TempDir::new().expect("a folder");
    let database = TestDb::postgres(&[]).await;
    killed_it_goes_on(folder.path(), database.target());
    database.close().await;
}

fn a_file_is_taken_in(folder: &Path, target: &Target) {
    found(folder, target);
    let file = folder.join("survey.csv");
    let sheet = "Ref,What,Words,Where\n1,Rubbish,A sofa,Mill Lane\n2,litter,Cans,Mill Lane\n3,litter,,Mill Lane\n";
    fs::write(&file, sheet).expect("a file");
    let lacking = import(folder, target, "concerns", &file, &[]);
    assert_eq!(lacking.status.code(), Some(1));
    assert!(err(&lacking).contains("Say which column holds"), "{}", err(&lacking));

    let said = ["--map", "What=category", "Words=description", "Where=address", "--category", "Rubbish=fly-tipping"];
    let would = import(folder, target, "concerns", &file, &[&said[..], &["--dry-run"]].concat());
    assert_eq!(out(&would), "Would take in: 2 new, 0 here already, 1 not taken in.\n");
    assert_eq!(would.status.code(), Some(3), "done with rejected rows");
    let done = import(folder, target, "concerns", &file, &said);
    assert_eq!(out(&done), "2 new, 0 here already, 1 not taken in.\n", "{}", err(&done));
    assert_eq!(done.status.code(), Some(3));
    let errors = fs::read_to_string(folder.join("survey.csv.errors.csv")).expect("the rows that were left out");
    assert_eq!(errors, "line,field,error\n4,Words,Enter what was said\n");
    let again = import(folder, target, "concerns", &file, &said);
    assert_eq!(out(&again), "0 new, 2 here already, 1 not taken in.\n");
    let wrong = import(folder, target, "concerns", &file, &["--map", "Colour=category"]);
    assert!(err(&wrong).contains("There is no column Colour"), "{}", err(&wrong));
}

fn organisations_and_people_are_taken_in(folder: &Path, target: &Target) {
    found(folder, target);
    let partners = folder.join("partners.csv");
    // What it is a part of stands further down.
    let sheet = "Short name;name;kind;part_of\nlamps;Lamps;council_directorate;council\ncouncil;The council;council;\nfair;The fair;circus;\n";
    fs::write(&partners, sheet).expect("a file");
    let lacking = import(folder, target, "organisations", &partners, &[]);
    assert_eq!((lacking.status.code(), err(&lacking).contains("The file has no column code")), (Some(1), true));
    let column = ["--map", "Short name=code"];
    let would = import(folder, target, "organisations", &partners, &[&column[..], &["--dry-run"]].concat());
    assert_eq!(out(&would), "Would take in: 2 added, 0 changed, 0 as they were.\n", "{}", err(&would));
    let done = import(folder, target, "organisations", &partners, &column);
    assert_eq!((out(&done).as_str(), done.status.code()), ("2 added, 0 changed, 0 as they were.\n", Some(3)));
    let errors = fs::read_to_string(folder.join("partners.csv.errors.csv")).expect("what was left out");
    assert!(errors.starts_with("line,field,error\n4,kind,\"circus is no kind of organisation here."), "{errors}");

    let people = folder.join("people.csv");
    let sheet = "\u{feff}person,name,email,organisation,role,title,valid_from,line_manager\r\n\
        7,\"Prosser, Nia\",nia@example.org,lamps,practitioner,Lamplighter,1/4/2026,8\r\n\
        8,Sol Example,sol@example.org,council,director,,1/4/2026,\r\n\
        9,Kit Example,kit@example.org,lamps,practitioner,,31/4/2026,\r\n";
    fs::write(&people, sheet).expect("a file");
    let done = import(folder, target, "people", &people, &[]);
    assert_eq!(
        (out(&done).as_str(), done.status.code()),
        ("2 added, 0 changed, 0 as they were.\n", Some(3)),
        "{}",
        err(&done)
    );
    assert!(err(&done).contains("1 not taken in"), "{}", err(&done));
    let errors = fs::read_to_string(folder.join("people.csv.errors.csv")).expect("what was left out");
    assert!(errors.contains("4,valid_from,31/4/2026 is no day"), "{errors}");
    let again = import(folder, target, "people", &people, &[]);
    assert_eq!(out(&again), "0 added, 0 changed, 2 as they were.\n", "run again it changes nothing");
    let verified = wardmote(folder, target).args(["audit", "verify"]).args(place(folder, target)).output();
    assert!(verified.expect("it runs").status.success(), "the audit is whole");
}

/// The file is a pipe: once more rows went through it than the pipe and the reader can hold back, earlier chunks are stored.
fn killed_it_goes_on(folder: &Path, target: &Target) {
    found(folder, target);
    let row = |n: usize| format!("{n},litter,Cans under the bench by the gate number {n},Mill Lane\n");
    let (head, all) = ("id,category,description,address\n", 3_000);
    let pipe = folder.join("pipe.csv");
    assert!(Command::new("mkfifo").arg(&pipe).status().expect("mkfifo").success());
    let mut killed = wardmote(folder, target);
    killed.args(["import", "concerns"]).arg(&pipe).args(["--partnership", "walsall"]).args(place(folder, target));
    let mut killed = killed.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("a process");
    let mut written = fs::OpenOptions::new().write(true).open(&pipe).expect("the pipe");
    written.write_all(head.as_bytes()).expect("a heading");
    for n in 0..2_700 {
        written.write_all(row(n).as_bytes()).expect("the reader reads");
    }
    killed.kill().expect("killed");
    killed.wait().expect("ended");

    let file = folder.join("whole.csv");
    fs::write(&file, (0..all).map(row).fold(head.to_owned(), |text, row| text + &row)).expect("a file");
    let said = out(&import(folder, target, "concerns", &file, &[]));
    let count = |word: &str| -> usize {
        let before = said.split(&format!(" {word}")).next().expect("a count");
        before.rsplit(' ').next().and_then(|count| count.parse().ok()).unwrap_or_else(|| panic!("{said}"))
    };
    assert_eq!(count("new") + count("here already"), all, "{said}");
    assert!(count("here already") >= 500, "what was stored before it was killed is there: {said}");
    assert_eq!(count("here already") % 500, 0, "never half a chunk: {said}");
    assert_eq!(
        out(&import(folder, target, "concerns", &file, &[])),
        format!("0 new, {all} here already, 0 not taken in.\n")
    );
    let verified = wardmote(folder, target).args(["audit", "verify"]).args(place(folder, target)).output();
    assert!(verified.expect("it runs").status.success(), "the audit is whole");
}

pub(super) fn found(folder: &Path, target: &Target) {
    let create = ["partnership", "create", "walsall", "--preset", "walsall", "--name", "Walsall Partnership"];
    let made = wardmote(folder, target).args(create).args(place(folder, target)).output().expect("it runs");
    assert!(made.status.success(), "{}", err(&made));
}

fn import(folder: &Path, target: &Target, what: &str, file: &Path, more: &[&str]) -> Output {
    let mut command = wardmote(folder, target);
    command.args(["import", what]).arg(file).args(["--partnership", "walsall"]).args(place(folder, target));
    command.args(more).output().expect("it runs")
}

pub(super) fn wardmote(folder: &Path, target: &Target) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wardmote"));
    command.env_clear().stdin(Stdio::null());
    if let Target::Postgres(_) = target {
        command.env("WARDMOTE__STORE__MASTER_KEY", folder.join("master.key"));
    }
    command
}

pub(super) fn place(folder: &Path, target: &Target) -> [String; 2] {
    match target {
        Target::Sqlite(_) => ["--data".into(), folder.display().to_string()],
        Target::Postgres(url) => ["--database-url".into(), url.clone()],
    }
}

pub(super) fn out(done: &Output) -> String {
    String::from_utf8_lossy(&done.stdout).into_owned()
}

fn err(done: &Output) -> String {
    String::from_utf8_lossy(&done.stderr).into_owned()
}

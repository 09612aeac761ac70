//! `wardmote import postcodes`, on both engines: being killed in the middle costs nothing but the chunk at hand.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use db::Target;
use db::testing::TestDb;
use tempfile::TempDir;

use super::by_command::{found, out, place, wardmote};

/// Postcodes in one transaction.
const CHUNK: usize = 4096;

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

/// The file is a pipe: once more rows went through it than the pipe and the reader can hold back, earlier chunks are stored.
fn killed_it_goes_on(folder: &Path, target: &Target) {
    found(folder, target);
    let (head, all) = ("pcds,dointr,doterm,lat,long\n", 30_000);
    let pipe = folder.join("pipe.csv");
    assert!(Command::new("mkfifo").arg(&pipe).status().expect("mkfifo").success());
    let mut killed =
        import(folder, target, &pipe).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("a process");
    let mut written = fs::OpenOptions::new().write(true).open(&pipe).expect("the pipe");
    written.write_all(head.as_bytes()).expect("a heading");
    for n in 0..28_000 {
        written.write_all(row(n).as_bytes()).expect("the reader reads");
    }
    killed.kill().expect("killed");
    killed.wait().expect("ended");

    let file = folder.join("whole.csv");
    fs::write(&file, (0..all).map(row).fold(head.to_owned(), |text, row| text + &row)).expect("a file");
    let said = out(&ran(folder, target, &file));
    let count = |word: &str| -> usize {
        let before = said.split(&format!(" {word}")).next().expect("a count");
        before.rsplit(' ').next().and_then(|count| count.parse().ok()).unwrap_or_else(|| panic!("{said}"))
    };
    let (new, kept) = (count("added"), count("as they were"));
    assert_eq!(new + kept, all, "{said}");
    assert!(kept >= CHUNK, "what was stored before it was killed is there: {said}");
    assert_eq!(kept % CHUNK, 0, "never half a chunk: {said}");
    assert_eq!(out(&ran(folder, target, &file)), format!("0 added, 0 changed, {all} as they were.\n"));
    let verified = wardmote(folder, target).args(["audit", "verify"]).args(place(folder, target)).output();
    assert!(verified.expect("it runs").status.success(), "the audit is whole");
}

/// A row of the directory, each with a postcode of its own.
fn row(n: usize) -> String {
    const LETTERS: &[u8] = b"ABDEFGHJLNPQRSTUWXYZ";
    let letter = |at: usize| char::from(LETTERS[at % LETTERS.len()]);
    let (one, other) = (letter(n), letter(n / 20));
    format!("WS{} {}{one}{other},198001,,52.6,-1.98\n", 1 + n / 4000, n / 400 % 10)
}

fn import(folder: &Path, target: &Target, file: &Path) -> Command {
    let mut command = wardmote(folder, target);
    command.args(["import", "postcodes"]).arg(file).args(["--partnership", "walsall", "--everywhere"]);
    command.args(place(folder, target));
    command
}

fn ran(folder: &Path, target: &Target, file: &Path) -> Output {
    import(folder, target, file).output().expect("it runs")
}

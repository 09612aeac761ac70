//! Backups, restores and upgrades, on both engines.

mod killed;
mod refused;
mod there_and_back;
mod upgrade;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use app::backup::{self, Asked, Restored};
use base::{Dice, Instant};
use db::testing::TestDb;
use db::{Db, Engine, Options, Target};
use record::Vault;
use tempfile::TempDir;

use crate::harness::repository;

/// Where something can be restored to: a folder and a database with nothing in them.
pub struct Place {
    pub target: Target,
    pub folder: TempDir,
    database: Option<TestDb>,
}

impl Place {
    pub async fn empty(engine: Engine) -> Self {
        let folder = TempDir::new().expect("a folder");
        match engine {
            Engine::Sqlite => Self { target: Target::sqlite(folder.path()), folder, database: None },
            Engine::Postgres => {
                let database = TestDb::postgres(&[]).await;
                Self { target: database.target().clone(), folder, database: Some(database) }
            }
        }
    }

    pub fn open(&self) -> Db {
        Db::open(&self.target, Options { readers: 1, connections: 2, ..Options::default() }).expect("it opens")
    }

    /// That nothing stands there and nothing was left beside it.
    #[track_caller]
    pub fn is_untouched(&self) {
        let left: Vec<_> =
            std::fs::read_dir(self.folder.path()).expect("a folder").flatten().map(|one| one.path()).collect();
        assert!(left.iter().all(|path| path.ends_with("master.key") || path.ends_with("lock")), "{left:?}");
        assert!(!self.holds_rows());
    }

    /// Whether any record stands there.
    pub fn holds_rows(&self) -> bool {
        let target = self.target.clone();
        // A thread of its own, because the driver waits.
        let asked = std::thread::spawn(move || {
            let tables = db::copy::tables(&app::wiring::tables()).expect("tables");
            db::copy::holds_rows(&target, &tables).expect("it answers")
        });
        asked.join().expect("no panic")
    }

    /// The program, told to work on it, with what `doctor` asks of every installation.
    pub fn wardmote(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_wardmote"));
        command.env_clear().stdin(Stdio::null());
        command.env("WARDMOTE__MAIL__URL", "smtp://127.0.0.1:9").env("WARDMOTE__MAIL__FROM", "Ward <ward@example.org>");
        command.args(arguments);
        match &self.target {
            Target::Sqlite(_) => command.arg("--data").arg(self.folder.path()),
            Target::Postgres(url) => {
                command.env("WARDMOTE__STORE__MASTER_KEY", self.folder.path().join("master.key"));
                command.arg("--database-url").arg(url)
            }
        };
        command
    }

    /// Runs it; answers whether it did as asked, and what it said.
    pub fn run(&self, arguments: &[&str]) -> (bool, String) {
        let done = self.wardmote(arguments).output().expect("it runs");
        (done.status.success(), String::from_utf8_lossy(&[done.stdout, done.stderr].concat()).into_owned())
    }

    /// That the audit is whole and `doctor` finds nothing but what the partnerships of the first release could not have:
    /// pages and people that are asked for since.
    #[track_caller]
    pub fn is_well(&self) {
        let (whole, said) = self.run(&["audit", "verify"]);
        assert!(whole, "{said}");
        let found = self.wardmote(&["doctor"]).output().expect("it runs").stdout;
        let found = String::from_utf8(found).expect("text");
        let since = [
            " is missing: write it under ",
            " is missing: enter it",
            " has no safeguarding lead",
            "Nobody reads what people tell",
        ];
        let asked_since = |line: &&str| since.iter().any(|words| line.contains(words));
        let faults: Vec<&str> = found.lines().filter(|line| !asked_since(line) && *line != "All is well.").collect();
        assert!(!found.is_empty() && faults.is_empty(), "{faults:#?}");
    }

    pub async fn close(self) {
        if let Some(database) = self.database {
            database.close().await;
        }
    }
}

/// Backs up, on a thread where waiting is allowed.
pub async fn take(target: &Target, vault: &Vault, file: &Path, at: Instant) -> backup::Taken {
    let (target, vault, file) = (target.clone(), vault.clone(), file.to_owned());
    let taken = tokio::task::spawn_blocking(move || backup::take(&target, &vault, &file, &Dice::system(), at));
    taken.await.expect("no panic").expect("a backup")
}

pub async fn restore(place: &Place, vault: &Vault, file: &Path, later: &[&Path]) -> Result<Restored, String> {
    let asked =
        Asked { file: file.to_owned(), keys: None, later: later.iter().map(|path| path.to_path_buf()).collect() };
    let now = Instant::parse(crate::harness::MORNING).expect("a time").plus(base::days(3));
    backup::restore(&place.target, vault, asked, &Dice::system(), now).await.map_err(|failure| failure.to_string())
}

/// The records of the first release, as its demonstration had them.
pub fn first_release() -> PathBuf {
    repository().join("app/tests/fixtures/first-release/records")
}

/// Puts the master key of the first release's records where `place` looks for it.
pub fn bring_key(place: &Place) {
    let key = place.folder.path().join("master.key");
    std::fs::copy(first_release().with_file_name("master.key"), &key).expect("the key");
    let private = std::os::unix::fs::PermissionsExt::from_mode(0o600);
    std::fs::set_permissions(&key, private).expect("private");
}

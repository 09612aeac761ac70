//! Killed in the middle: no half file under a backup's name, no half installation in a place.

use std::os::unix::fs::PermissionsExt as _;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use base::Dice;
use db::Engine;
use tempfile::TempDir;

use super::{Place, bring_key, first_release};

const TIMES: u32 = 6;

/// Starts it and kills it after `patience`, unless it has ended by then.
fn killed_after(mut command: Command, patience: Duration) {
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it starts");
    let late = Instant::now() + patience;
    while child.try_wait().expect("a child").is_none() && Instant::now() < late {
        std::thread::yield_now();
    }
    let _ = child.kill();
    child.wait().expect("it ended");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_place_has_all_of_a_backup_or_nothing_and_the_next_try_does_it() {
    let backup = first_release().display().to_string();
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let dice = Dice::seeded(3);
        let place = Place::empty(engine).await;
        bring_key(&place);
        for _ in 0..TIMES {
            killed_after(place.wardmote(&["restore", &backup]), Duration::from_millis(dice.below(300).into()));
            if place.holds_rows() {
                break;
            }
        }
        let (done, said) = place.run(&["restore", &backup]);
        assert!(done || said.contains("holds records already"), "{said}");
        place.is_well();
        if engine == Engine::Sqlite {
            let left: Vec<_> = std::fs::read_dir(place.folder.path()).expect("a folder").flatten().collect();
            for file in left.iter().filter(|file| file.file_name().to_string_lossy().starts_with("wardmote.sqlite")) {
                let mode = file.metadata().expect("a file").permissions().mode();
                assert_eq!(mode & 0o077, 0, "{file:?}: nobody but its owner reads it");
            }
            let left = left.into_iter();
            let left: Vec<_> =
                left.map(|one| one.file_name()).filter(|name| name.to_string_lossy().contains("restoring")).collect();
            assert!(left.is_empty(), "{left:?}");
        }
        place.close().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_has_the_name_of_a_backup_when_it_is_whole() {
    let dice = Dice::seeded(5);
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let place = Place::empty(engine).await;
        bring_key(&place);
        assert!(place.run(&["restore", &first_release().display().to_string()]).0);
        let folder = TempDir::new().expect("a folder");
        for number in 0..TIMES {
            let file = folder.path().join(format!("backup-{number}"));
            let name = file.display().to_string();
            killed_after(place.wardmote(&["backup", &name]), Duration::from_millis(dice.below(120).into()));
            if file.exists() {
                assert!(app::backup::keys_beside(&file).exists());
                app::backup::rows(&file, |_| {}, |_, _| Ok(())).expect("whole");
            } else if !app::backup::keys_beside(&file).exists() {
                let (done, said) = place.run(&["backup", &name]);
                assert!(done, "{said}");
                assert!(!folder.path().join(format!("backup-{number}.part")).exists(), "what was left is written over");
            }
        }
        place.close().await;
    }
}

//! Backups that must not be restored: each is answered by one sentence, and leaves the place as it was.

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use app::wiring;
use base::{Dice, Instant, days};
use db::Engine;
use db::testing::TestDb;
use record::{MasterKey, Vault};
use sha2::{Digest as _, Sha256};
use tempfile::TempDir;

use super::{Place, restore, take};
use crate::harness::{MORNING, TestApp};

/// A folder with Monday's and Tuesday's backups of a small town.
async fn two_backups() -> (TempDir, Vault) {
    let store = TestDb::sqlite(&wiring::tables()).await;
    let app = TestApp::on((*store).clone()).await;
    let folder = TempDir::new().expect("a folder");
    let morning = Instant::parse(MORNING).expect("a time");
    for (name, day) in [("monday", 0), ("tuesday", 1)] {
        take(store.target(), &app.site.vault, &folder.path().join(name), morning.plus(days(day))).await;
    }
    let vault = app.site.vault.clone();
    store.close().await;
    (folder, vault)
}

/// Every refusal says this, on both engines, and leaves nothing.
async fn refused(file: &Path, vault: &Vault, sentence: &str) {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let place = Place::empty(engine).await;
        let said = restore(&place, vault, file, &[]).await.expect_err("refused");
        assert!(said.contains(sentence), "{said}");
        assert!(!said.contains('\n') && said.ends_with('.'), "one sentence: {said}");
        place.is_untouched();
        place.close().await;
    }
}

/// A copy of a backup and its keys under other names.
fn copied(from: &Path, keys: &Path, to: &Path) -> PathBuf {
    fs::copy(from, to).expect("copied");
    fs::copy(keys, to.with_extension("keys")).expect("copied");
    to.to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_does_not_belong_together() {
    let (folder, vault) = two_backups().await;
    let at = |name: &str| folder.path().join(name);
    let mixed = copied(&at("monday"), &at("tuesday.keys"), &at("mixed"));
    refused(&mixed, &vault, "mixed.keys belongs to another backup.").await;
    let records_twice = copied(&at("monday"), &at("monday"), &at("twice"));
    refused(&records_twice, &vault, "twice.keys belongs to another backup.").await;
    refused(&at("monday.keys"), &vault, "holds the keys of a backup").await;
    refused(&at("wednesday"), &vault, "cannot be read").await;

    let stranger = Vault::new(MasterKey::draw(&Dice::seeded(1)));
    refused(&at("monday"), &stranger, "made under another master key").await;

    fs::copy(at("monday"), at("alone")).expect("copied");
    refused(&at("alone"), &vault, "The keys of this backup are not at").await;
    fs::write(at("letter"), "Dear neighbour").expect("a file");
    refused(&at("letter"), &vault, "letter is").await;
}

/// The same backup with its head as `change` makes it.
fn with_head(from: &Path, to: &Path, change: impl Fn(&mut serde_json::Value)) {
    let bytes = zstd::decode_all(fs::File::open(from).expect("the file")).expect("a stream");
    let mut made = tar::Builder::new(Vec::new());
    let mut sum = String::new();
    for piece in tar::Archive::new(bytes.as_slice()).entries().expect("pieces") {
        let mut piece = piece.expect("a piece");
        let mut header = piece.header().clone();
        let mut held = Vec::new();
        piece.read_to_end(&mut held).expect("whole");
        if piece.path_bytes().as_ref() == b"backup.json.sha256" {
            held = format!("{sum}  backup.json\n").into_bytes();
        }
        if piece.path_bytes().as_ref() == b"backup.json" {
            let mut head = serde_json::from_slice(&held).expect("a head");
            change(&mut head);
            held = head.to_string().into_bytes();
            sum = Sha256::digest(&held).iter().map(|byte| format!("{byte:02x}")).collect();
            header.set_size(held.len() as u64);
            header.set_cksum();
        }
        made.append(&header, held.as_slice()).expect("written");
    }
    fs::write(to, zstd::encode_all(made.into_inner().expect("whole").as_slice(), 1).expect("a stream"))
        .expect("written");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_newer_than_the_program() {
    let (folder, vault) = two_backups().await;
    let at = |name: &str| folder.path().join(name);
    fs::copy(at("monday.keys"), at("newer.keys")).expect("copied");
    let changes: [&dyn Fn(&mut serde_json::Value); 3] = [
        &|head| head["migrations"]["issues"] = 99.into(),
        &|head| head["migrations"]["of-tomorrow"] = 1.into(),
        &|head| *head = serde_json::json!({ "form": 2, "program": "9.9.9", "what": "nobody knows" }),
    ];
    for change in changes {
        with_head(&at("monday"), &at("newer"), |head| {
            head["program"] = "9.9.9".into();
            change(head);
        });
        refused(&at("newer"), &vault, "newer was written by wardmote 9.9.9, which is newer than this one").await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_cut_short_or_changed_by_one_bit_anywhere() {
    let (folder, vault) = two_backups().await;
    let at = |name: &str| folder.path().join(name);
    let dice = Dice::seeded(11);
    let place = Place::empty(Engine::Sqlite).await;
    for (name, other) in [("monday", "monday.keys"), ("monday.keys", "monday")] {
        let whole = fs::read(at(name)).expect("the file");
        let (broken, beside) = (at(&name.replace("monday", "broken")), at(&other.replace("monday", "broken")));
        fs::copy(at(other), beside).expect("copied");
        let length = u32::try_from(whole.len()).expect("small");
        let cuts = (0..12).map(|_| whole[..dice.below(length) as usize].to_vec());
        let last_byte = std::iter::once(whole[..whole.len() - 1].to_vec());
        // A few bits of a zstd stream say nothing, such as how much memory to set aside: what is read is the same without them.
        let content = zstd::decode_all(whole.as_slice()).expect("a stream");
        let says_another = |bytes: &Vec<u8>| !zstd::decode_all(bytes.as_slice()).is_ok_and(|read| read == content);
        let flips = (0..40).map(|_| {
            let mut flipped = whole.clone();
            flipped[dice.below(length) as usize] ^= 1 << dice.below(8);
            flipped
        });
        for bytes in cuts.chain(last_byte).chain(flips.filter(says_another)) {
            fs::write(&broken, bytes).expect("written");
            let said = restore(&place, &vault, &at("broken"), &[]).await.expect_err("refused");
            assert!(said.contains("is damaged or was cut short") || said.contains("is no backup that"), "{said}");
            assert!(!said.contains('\n'), "{said}");
            place.is_untouched();
        }
    }
    // And whole it would have been taken.
    restore(&place, &vault, &at("monday"), &[]).await.expect("restored");
    // One damaged file through PostgreSQL, which reads rows by itself.
    let mut cut = fs::read(at("monday")).expect("the file");
    cut.truncate(cut.len() / 2);
    fs::write(at("broken"), cut).expect("written");
    fs::copy(at("monday.keys"), at("broken.keys")).expect("copied");
    refused(&at("broken"), &vault, "is damaged or was cut short").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_records_stand_already() {
    let (folder, vault) = two_backups().await;
    let file = folder.path().join("monday");
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let place = Place::empty(engine).await;
        // The program was started there once, and nobody set it up.
        let db = place.open();
        db.migrate(&wiring::tables()).await.expect("tables");
        db.close().await;
        restore(&place, &vault, &file, &[]).await.expect("nothing stood there");
        let said = restore(&place, &vault, &file, &[]).await.expect_err("refused");
        assert!(said.contains("holds records already"), "{said}");
        let db = place.open();
        assert_eq!(db.read(access::all_partnerships).await.map(|all| all.len()), Ok(2));
        db.close().await;
        place.close().await;
    }
}

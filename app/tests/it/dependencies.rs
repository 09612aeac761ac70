//! What may be built in: `deny.toml`, read as `cargo deny` reads it, so that `make test` needs no more than cargo.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde::Deserialize;

use crate::harness::repository;

#[derive(Deserialize)]
struct Rules {
    licenses: Licences,
    bans: Bans,
}

#[derive(Deserialize)]
struct Licences {
    allow: Vec<String>,
    exceptions: Vec<Exception>,
}

#[derive(Deserialize)]
struct Exception {
    #[serde(rename = "crate")]
    name: String,
    allow: Vec<String>,
}

#[derive(Deserialize)]
struct Bans {
    deny: Vec<Ban>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Ban {
    #[serde(rename = "crate")]
    name: String,
    /// One version of it is welcome.
    #[serde(default)]
    deny_multiple_versions: bool,
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    version: String,
    license: Option<String>,
    /// None for our own.
    source: Option<String>,
}

fn rules() -> Rules {
    let text = std::fs::read_to_string(repository().join("deny.toml")).expect("deny.toml");
    toml::from_str(&text).expect("rules")
}

/// Everything the lock file names, ours left out.
fn others() -> Vec<Package> {
    let asked = Command::new(env!("CARGO"))
        .args(["metadata", "--locked", "--format-version", "1"])
        .current_dir(repository())
        .output()
        .expect("cargo");
    let metadata: Metadata = serde_json::from_slice(&asked.stdout).expect("metadata");
    metadata.packages.into_iter().filter(|one| one.source.is_some()).collect()
}

/// Whether one may choose only what is allowed: `(MIT OR GPL-2.0-only) AND ISC`.
fn permissive(expression: &str, allowed: &BTreeSet<&str>) -> bool {
    let expression = spdx::Expression::parse_mode(expression, spdx::ParseMode::LAX).expect("a licence expression");
    expression.evaluate(|asked| allowed.contains(asked.to_string().as_str()))
}

#[test]
fn everything_may_be_used_by_anybody() {
    let Licences { allow, exceptions } = rules().licenses;
    let refused: Vec<String> = others()
        .iter()
        .filter(|one| {
            let excepted = exceptions.iter().filter(|exception| exception.name == one.name);
            let allowed =
                allow.iter().chain(excepted.flat_map(|exception| &exception.allow)).map(String::as_str).collect();
            !one.license.as_deref().is_some_and(|licence| permissive(licence, &allowed))
        })
        .map(|one| format!("{} {}: {}", one.name, one.version, one.license.as_deref().unwrap_or("no licence")))
        .collect();
    assert!(refused.is_empty(), "not permissive:\n{}", refused.join("\n"));
}

#[test]
fn an_excepted_licence_is_in_nothing_that_is_given_away() {
    let asked = Command::new(env!("CARGO"))
        .args(["tree", "--locked", "--package", "wardmote-app", "--edges", "normal", "--prefix", "none"])
        .current_dir(repository())
        .output()
        .expect("cargo");
    let shipped = String::from_utf8(asked.stdout).expect("names");
    assert!(shipped.contains("axum v"), "{shipped}");
    for exception in rules().licenses.exceptions {
        assert!(!shipped.lines().any(|line| line.starts_with(&format!("{} v", exception.name))), "{}", exception.name);
    }
}

#[test]
fn what_is_banned_stays_out_and_what_is_one_stays_one() {
    let mut versions: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for one in others() {
        versions.entry(one.name).or_default().insert(one.version);
    }
    for ban in rules().bans.deny {
        let found = versions.get(&ban.name).map_or(0, BTreeSet::len);
        assert!(found <= usize::from(ban.deny_multiple_versions), "{}: {:?}", ban.name, versions.get(&ban.name));
    }
}

#[test]
fn nothing_comes_from_anywhere_but_the_registry() {
    let elsewhere: Vec<String> = others()
        .into_iter()
        .filter(|one| one.source.as_deref() != Some("registry+https://github.com/rust-lang/crates.io-index"))
        .map(|one| one.name)
        .collect();
    assert!(elsewhere.is_empty(), "{elsewhere:?}");
}

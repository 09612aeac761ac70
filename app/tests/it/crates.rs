//! Which crate stands on which: printed, so that a new arrow is seen.

use std::process::Command;

use crate::harness::{golden, repository};

#[test]
fn slices_stand_on_what_is_below_them() {
    let asked = Command::new(env!("CARGO"))
        .args(["metadata", "--offline", "--no-deps", "--format-version", "1"])
        .current_dir(repository())
        .output()
        .expect("cargo");
    let metadata: serde_json::Value = serde_json::from_slice(&asked.stdout).expect("metadata");
    let packages = metadata["packages"].as_array().expect("packages");
    let mut lines: Vec<String> = packages.iter().map(arrows).collect();
    lines.sort();
    golden("crates.txt", &format!("{}\n", lines.join("\n")));
}

/// `issues -> access base db`.
fn arrows(package: &serde_json::Value) -> String {
    let short = |name: &serde_json::Value| name.as_str().unwrap_or_default().trim_start_matches("wardmote-").to_owned();
    let needed = package["dependencies"].as_array().expect("dependencies");
    let mut below: Vec<String> = needed
        .iter()
        .filter(|one| one["path"].is_string() && one["kind"].is_null())
        .map(|one| short(&one["name"]))
        .collect();
    below.sort();
    below.dedup();
    format!("{} -> {}", short(&package["name"]), below.join(" ")).trim_end().to_owned()
}

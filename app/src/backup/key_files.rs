//! Key files that lie in a folder of backups: the oldest decides from when somebody who was forgotten is forgotten
//! everywhere.

use std::fs;
use std::path::{Path, PathBuf};

use base::{Instant, days};
use record::Vault;

use super::archive::{self, Head, Holds};
use crate::failure::Failure;

/// The files of `folder` that hold this and are of this installation, oldest first. What cannot be read is somebody
/// else's.
pub fn of(folder: &Path, holds: Holds, vault: &Vault) -> Vec<(PathBuf, Head)> {
    let files = fs::read_dir(folder).into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path()));
    let is_keys = |path: &PathBuf| path.extension().is_some_and(|end| end == "keys");
    let mut found: Vec<(PathBuf, Head)> = files
        .filter(|path| path.is_file() && is_keys(path) == (holds == Holds::Keys))
        .filter_map(|path| Some((archive::head(&path).ok()?, path)))
        .filter(|(head, _)| head.holds == holds && head.is_of(vault))
        .map(|(head, path)| (path, head))
        .collect();
    found.sort_by_key(|(_, head)| head.made_at);
    found
}

/// When the newest backup in `folder` was made.
pub fn newest(folder: &Path, vault: &Vault) -> Option<Instant> {
    of(folder, Holds::Records, vault).pop().map(|(_, head)| head.made_at)
}

/// The key files in `folder` that are older than they may be kept.
pub fn too_old(folder: &Path, vault: &Vault, kept_days: u32, now: Instant) -> Vec<PathBuf> {
    let oldest = now.plus(-days(kept_days.into()));
    let old = of(folder, Holds::Keys, vault).into_iter().filter(|(_, head)| head.made_at < oldest);
    old.map(|(path, _)| path).collect()
}

/// Removes the key files in `folder` that are older than they may be kept, and answers which.
///
/// # Errors
/// A sentence when one cannot be removed.
pub fn clear_old(folder: &Path, vault: &Vault, kept_days: u32, now: Instant) -> Result<Vec<PathBuf>, Failure> {
    let old = too_old(folder, vault, kept_days, now);
    for path in &old {
        fs::remove_file(path).map_err(|error| {
            Failure::because(format!("{} has been kept too long and cannot be removed: {error}.", path.display()))
        })?;
    }
    Ok(old)
}

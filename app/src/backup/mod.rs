//! What an installation holds in one file, whatever engine it came from and goes to, and the keys of its personal data in
//! another beside it (architecture, point 10). Without the keys nobody reads what people told us; with them gone, after the
//! days they are kept, whoever asked to be forgotten is forgotten in every backup.

mod archive;
mod erasures;
mod key_files;
mod progress;
mod restore;
mod take;

use std::path::{Path, PathBuf};

pub use archive::{Head, Holds, head, rows};
pub use key_files::{clear_old, newest, too_old};
pub use restore::{Asked, Restored, restore};
pub use take::{Taken, take};

/// Where the keys of the backup `file` are: `FILE.keys` beside it.
#[must_use]
pub fn keys_beside(file: &Path) -> PathBuf {
    with_end(file, ".keys")
}

fn with_end(file: &Path, end: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(end);
    name.into()
}

/// The folder a file lies in.
fn folder_of(file: &Path) -> &Path {
    file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

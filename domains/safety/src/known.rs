//! What of the markers in force stands in the partnership's snapshot: enough to know without a statement that there is none.

use std::collections::HashSet;
use std::sync::Arc;

use access::Part;
use base::{Date, Id};
use db::{Error, Tx};

use crate::store;

/// The keyed hashes of every house and person with a marker in force, and by when each marker is looked at again.
#[derive(Debug, Default)]
pub struct Known {
    found_by: HashSet<Vec<u8>>,
    reviews: Vec<Date>,
}

impl Known {
    /// Whether any marker in force is found by this.
    #[must_use]
    pub fn holds(&self, hash: &[u8]) -> bool {
        self.found_by.contains(hash)
    }

    /// How many are looked at again by `until` at the latest, and when the first.
    #[must_use]
    pub fn to_review(&self, until: Date) -> Option<(usize, Date)> {
        let due = || self.reviews.iter().copied().filter(|day| *day <= until);
        Some((due().count(), due().min()?))
    }
}

/// Reads them with the rest of the snapshot.
///
/// # Errors
/// Whatever the store answers.
pub fn load_known(tx: &mut Tx<'_>, partnership: Id, today: Date) -> Result<Part, Error> {
    let found_by = store::in_force(tx, partnership, today)?.into_iter().collect();
    Ok(Arc::new(Known { found_by, reviews: store::reviews(tx, partnership, today)? }))
}

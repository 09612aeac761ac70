//! A chunk of a large file: what it changes is kept, what it would change is counted and undone.
//!
//! The counts are the engine's own: a row that is here already is met by the table's key while it is put in. Asking first which
//! of some thousand rows are here costs a walk through the whole table, where nobody has told the planner how large it is.

use base::Problem;
use db::{Error, Tx};

/// Why a chunk is not kept.
enum Left<T> {
    Undone(T),
    Failed(Problem),
}

impl<T> From<Error> for Left<T> {
    fn from(error: Error) -> Self {
        Self::Failed(error.into())
    }
}

/// Does `work` and answers its counts; it is undone when it says that it shall not stay.
///
/// # Errors
/// What `work` answers.
pub(crate) fn keep_or_undo<T>(
    tx: &mut Tx<'_>,
    work: impl FnOnce(&mut Tx<'_>) -> Result<(T, bool), Problem>,
) -> Result<T, Problem> {
    let tried = tx.attempt(|tx| match work(tx) {
        Ok((counts, true)) => Ok(counts),
        Ok((counts, false)) => Err(Left::Undone(counts)),
        Err(problem) => Err(Left::Failed(problem)),
    });
    match tried {
        Ok(counts) | Err(Left::Undone(counts)) => Ok(counts),
        Err(Left::Failed(problem)) => Err(problem),
    }
}

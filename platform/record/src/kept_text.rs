use base::{Dice, Id, Instant, Problem};
use db::{Error, Tx};

use crate::operation::{keep_piece, piece_of};
use crate::vault::{SubjectKey, Vault};

/// What the sealed pieces are sealed for.
const SEALED: &str = "operation_file";
/// Letters in a piece.
const PIECE: usize = 512 * 1024;

/// The text of a file that waits until somebody agrees to what it would do: sealed under a key of its own, in pieces none of
/// which cuts a letter. Sealed outside the transaction that keeps it.
pub struct KeptText {
    key: SubjectKey,
    pieces: Vec<Vec<u8>>,
}

impl KeptText {
    /// Seals the file of an operation.
    #[must_use]
    pub fn of(vault: &Vault, dice: &Dice, operation: Id, text: &str) -> Self {
        let key = vault.new_key(operation, dice);
        let pieces = pieces(text).map(|piece| key.seal(SEALED, piece, dice)).collect();
        Self { key, pieces }
    }

    /// Keeps it.
    ///
    /// # Errors
    /// Whatever the store answers.
    pub fn store(&self, tx: &mut Tx<'_>, partnership: Id, operation: Id, now: Instant) -> Result<(), Error> {
        self.key.store(tx, partnership, now)?;
        for (number, piece) in (0..).zip(&self.pieces) {
            keep_piece(tx, partnership, operation, number, piece)?;
        }
        Ok(())
    }

    /// The text, whole again; nothing once it was let go of.
    ///
    /// # Errors
    /// A fault when another installation sealed it; whatever the store answers.
    pub fn read(tx: &mut Tx<'_>, vault: &Vault, partnership: Id, operation: Id) -> Result<Option<String>, Problem> {
        let Some(key) = vault.key_of(tx, partnership, operation)? else { return Ok(None) };
        let mut text = String::new();
        for number in 0.. {
            let Some(sealed) = piece_of(tx, partnership, operation, number)? else { break };
            text.push_str(&key.open(SEALED, &sealed).map_err(Problem::fault)?);
        }
        Ok((!text.is_empty()).then_some(text))
    }
}

fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let (piece, after) = rest.split_at(rest.floor_char_boundary(PIECE));
        rest = after;
        (!piece.is_empty()).then_some(piece)
    })
}

use base::{Conflict, Id, Instant, Problem, days};
use db::{Error, Tx, sql};

/// What an idempotency key turned out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Claim {
    /// First time: do the work, then [`settle`] what came of it.
    Fresh,
    /// Done before with the same body: the stored answer (never a secret; those are derived again).
    Done(String),
}

/// Claims `key` for `asker` as the first row of the command's own transaction. A twin that arrives meanwhile waits for
/// this transaction and then finds the answer.
///
/// # Errors
/// [`Conflict::Idempotency`] when the key came before with another body.
pub fn claim(
    tx: &mut Tx<'_>,
    partnership: Id,
    asker: &str,
    key: &str,
    body_hash: &[u8; 32],
    now: Instant,
) -> Result<Claim, Problem> {
    let fresh = tx.run(sql!(
        "insert into idempotency (partnership, asker, key, body_hash, at) values ($1, $2, $3, $4, $5) \
         on conflict (partnership, asker, key) do nothing",
        partnership,
        asker,
        key,
        body_hash,
        now
    ))?;
    if fresh == 1 {
        return Ok(Claim::Fresh);
    }
    let (hash, answer): (Vec<u8>, Option<String>) = tx.one(sql!(
        "select body_hash, answer from idempotency where partnership = $1 and asker = $2 and key = $3",
        partnership,
        asker,
        key
    ))?;
    match answer {
        _ if hash != body_hash => Err(Problem::Conflict(Conflict::Idempotency)),
        Some(answer) => Ok(Claim::Done(answer)),
        None => Err(Error::Conflict.into()),
    }
}

/// Keeps what came of the command under its key.
///
/// # Errors
/// Whatever the store answers.
pub fn settle(tx: &mut Tx<'_>, partnership: Id, asker: &str, key: &str, answer: &str) -> Result<(), Error> {
    tx.run(sql!(
        "update idempotency set answer = $4 where partnership = $1 and asker = $2 and key = $3",
        partnership,
        asker,
        key,
        answer
    ))
    .map(|_| ())
}

/// Forgets keys older than 24 hours; answers how many.
///
/// # Errors
/// Whatever the store answers.
pub fn forget_old(tx: &mut Tx<'_>, partnership: Id, now: Instant) -> Result<u64, Error> {
    tx.run(sql!("delete from idempotency where partnership = $1 and at < $2", partnership, now.plus(-days(1))))
}

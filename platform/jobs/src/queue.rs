use base::{Id, Instant, minutes, seconds};
use db::{Error, Tx, sql};

/// How often a job is tried before it is left for a person to look at.
pub const MOST_ATTEMPTS: i64 = 10;
/// How long a worker may take before another may claim the same job.
const CLAIM: i64 = minutes(5);

/// Work to be done once the transaction that asks for it has committed.
#[derive(Debug, Clone)]
pub struct NewJob<'a> {
    /// Its key.
    pub id: Id,
    /// Which handler does it.
    pub kind: &'a str,
    /// The record it is about.
    pub about: Id,
    /// Anything else the handler must know: ids and names, nothing personal.
    pub detail: &'a str,
    /// Not before.
    pub run_at: Instant,
    /// The request that asked for it, for the log.
    pub operation: Id,
}

db::row! {
    /// Work that was claimed.
    pub struct Job {
        /// Whose.
        pub partnership: Id,
        /// Its key.
        pub id: Id,
        /// Which handler does it.
        pub kind: String,
        /// The record it is about.
        pub about: Id,
        /// Anything else.
        pub detail: String,
        /// How often it was tried, this time included.
        pub attempts: i64,
        /// The request that asked for it.
        pub operation: Id,
    }
}

/// Asks for work, in the transaction whose change calls for it.
///
/// # Errors
/// Whatever the store answers.
pub fn enqueue(tx: &mut Tx<'_>, partnership: Id, new: &NewJob<'_>) -> Result<(), Error> {
    tx.run(sql!(
        "insert into job (partnership, id, kind, about, detail, run_at, attempts, claimed_until, operation) \
         values ($1, $2, $3, $4, $5, $6, 0, $6, $7)",
        partnership,
        new.id,
        new.kind,
        new.about,
        new.detail,
        new.run_at,
        new.operation
    ))?;
    Ok(())
}

/// Asks for the rest of long work after others had their turn.
pub fn enqueue_again(tx: &mut Tx<'_>, job: &Job, id: Id, now: Instant) -> Result<(), Error> {
    tx.run(sql!(
        "insert into job (partnership, id, kind, about, detail, run_at, attempts, claimed_until, operation) \
         values ($1, $2, $3, $4, $5, $6, 0, $6, $7)",
        job.partnership,
        id,
        &job.kind,
        job.about,
        &job.detail,
        now,
        job.operation
    ))?;
    Ok(())
}

/// Claims up to `most` jobs that are due, in one update, so that two workers never hold the same one.
pub fn claim(tx: &mut Tx<'_>, now: Instant, most: i64) -> Result<Vec<Job>, Error> {
    tx.all(sql!(
        "update job set attempts = attempts + 1, claimed_until = $2, run_at = $2 \
         where (partnership, id) in (select partnership, id from job where run_at <= $1 and attempts < $3 \
         order by run_at, id limit $4) \
         returning partnership, id, kind, about, detail, attempts, operation",
        now,
        now.plus(CLAIM),
        MOST_ATTEMPTS,
        most
    ))
}

/// Claims what one request asked for and is due.
pub fn claim_of(tx: &mut Tx<'_>, partnership: Id, operation: Id, now: Instant) -> Result<Vec<Job>, Error> {
    tx.all(sql!(
        "update job set attempts = attempts + 1, claimed_until = $2, run_at = $2 \
         where partnership = $3 and operation = $4 and run_at <= $1 \
         returning partnership, id, kind, about, detail, attempts, operation",
        now,
        now.plus(CLAIM),
        partnership,
        operation
    ))
}

/// The work is done: strikes the job, best in the same transaction as what it did.
///
/// # Errors
/// Whatever the store answers.
pub fn done(tx: &mut Tx<'_>, job: &Job) -> Result<(), Error> {
    tx.run(sql!("delete from job where partnership = $1 and id = $2", job.partnership, job.id))?;
    Ok(())
}

/// The work failed: try again after a wait that doubles, from 10 seconds on. `error` names the kind of trouble, nothing
/// personal.
pub fn failed(tx: &mut Tx<'_>, job: &Job, error: &str, now: Instant) -> Result<(), Error> {
    let wait = seconds(10 << job.attempts.clamp(0, 9));
    tx.run(sql!(
        "update job set run_at = $3, claimed_until = $3, last_error = $4 where partnership = $1 and id = $2",
        job.partnership,
        job.id,
        now.plus(wait),
        error
    ))?;
    Ok(())
}

/// Jobs that were tried too often: partnership, kind, last error.
///
/// # Errors
/// Whatever the store answers.
pub fn stuck(tx: &mut Tx<'_>) -> Result<Vec<(Id, String, Option<String>)>, Error> {
    tx.all(sql!(
        "select partnership, kind, last_error from job where attempts >= $1 order by run_at, id limit 100",
        MOST_ATTEMPTS
    ))
}

/// Tries the jobs that were given up once more from the beginning, as when somebody mended the cause and started the
/// program again; answers how many.
///
/// # Errors
/// Whatever the store answers.
pub fn try_again(tx: &mut Tx<'_>, now: Instant) -> Result<u64, Error> {
    tx.run(sql!(
        "update job set attempts = 0, run_at = $2 where attempts >= $1 and partnership is not null",
        MOST_ATTEMPTS,
        now
    ))
}

/// Makes everything due now that waits for its hour and was never tried, as a night would: answers what that is.
///
/// # Errors
/// Whatever the store answers.
pub fn bring_forward(tx: &mut Tx<'_>, now: Instant) -> Result<Vec<Id>, Error> {
    tx.all(sql!(
        "update job set run_at = $1 where run_at > $1 and attempts = 0 and partnership is not null returning id",
        now
    ))
}

/// Whether this job is still to be done.
///
/// # Errors
/// Whatever the store answers.
pub fn is_left(tx: &mut Tx<'_>, job: Id) -> Result<bool, Error> {
    let one: Option<Id> = tx.opt(sql!("select id from job where id = $1 and partnership is not null", job))?;
    Ok(one.is_some())
}

/// Whether a partnership has a job of this kind that waits or is at hand.
///
/// # Errors
/// Whatever the store answers.
pub fn is_waiting(tx: &mut Tx<'_>, partnership: Id, kind: &str) -> Result<bool, Error> {
    let one: Option<Id> =
        tx.opt(sql!("select id from job where partnership = $1 and kind = $2 order by id limit 1", partnership, kind))?;
    Ok(one.is_some())
}

/// How many jobs are due.
///
/// # Errors
/// Whatever the store answers.
pub fn due(tx: &mut Tx<'_>, now: Instant) -> Result<i64, Error> {
    tx.one(sql!(
        "select count(*) from job where run_at <= $1 and attempts < $2 and partnership is not null",
        now,
        MOST_ATTEMPTS
    ))
}

/// How many jobs failed at least once and are tried again, and how many were given up.
///
/// # Errors
/// Whatever the store answers.
pub fn failing(tx: &mut Tx<'_>) -> Result<(i64, i64), Error> {
    tx.one(sql!(
        "select count(*) filter (where last_error is not null and attempts < $1), count(*) filter (where attempts >= $1) \
         from job where partnership is not null",
        MOST_ATTEMPTS
    ))
}

/// How many jobs wait.
///
/// # Errors
/// Whatever the store answers.
pub fn waiting(tx: &mut Tx<'_>) -> Result<i64, Error> {
    tx.one(sql!("select count(*) from job where attempts < $1 and partnership is not null", MOST_ATTEMPTS))
}

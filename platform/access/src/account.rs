//! Sign-in: an account, a link by e-mail, a session, a token for a program. Secrets are handed out once and kept only as
//! hashes.

use base::{Dice, Id, Instant, Problem, days, hours, minutes};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use db::{Error, Tx, sql};
use sha2::{Digest, Sha256};

use crate::recognise::{HatRow, hats};
use crate::{Hat, Permit};

/// How long a sign-in link can be used.
const LINK_LIVES: i64 = minutes(15);
/// How long a session lives without being used, and at most.
const SESSION_LIVES: i64 = hours(12);

/// A secret just made: told once, never stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSession {
    /// What goes into the cookie or the link.
    pub secret: String,
    /// What is stored.
    pub hash: [u8; 32],
}

impl NewSession {
    /// Draws 256 bits.
    #[must_use]
    pub fn draw(dice: &Dice) -> Self {
        let secret = URL_SAFE_NO_PAD.encode(dice.bytes::<32>());
        let hash = secret_hash(&secret);
        Self { secret, hash }
    }
}

/// How secrets are stored: nobody who reads the database can use them.
#[must_use]
pub fn secret_hash(secret: &str) -> [u8; 32] {
    Sha256::digest(secret.as_bytes()).into()
}

/// A program's key, told once.
pub type Token = NewSession;

/// The account with this e-mail address, made now if there is none.
///
/// # Errors
/// Whatever the store answers.
pub fn ensure_account(tx: &mut Tx<'_>, new_id: Id, email: &str, now: Instant) -> Result<Id, Error> {
    let email = email.trim().to_lowercase();
    tx.run(sql!(
        "insert into account (id, email, created_at) values ($1, $2, $3) on conflict (email) do nothing",
        new_id,
        &email,
        now
    ))?;
    tx.one(sql!("select id from account where email = $1", &email))
}

/// The account's id and password hash.
///
/// # Errors
/// Whatever the store answers.
pub fn account_by_email(tx: &mut Tx<'_>, email: &str) -> Result<Option<(Id, Option<String>)>, Error> {
    tx.opt(sql!("select id, password from account where email = $1", email.trim().to_lowercase()))
}

/// Keeps a password's hash and ends every session made under the old one.
///
/// # Errors
/// Whatever the store answers.
pub fn set_password(tx: &mut Tx<'_>, account: Id, hashed: &str) -> Result<(), Error> {
    tx.run(sql!("update account set password = $2 where id = $1", account, hashed))?;
    Ok(())
}

/// Gives a person an account to sign in with.
///
/// # Errors
/// Whatever the store answers.
pub fn link_account(tx: &mut Tx<'_>, permit: &Permit, person: Id, account: Id) -> Result<(), Error> {
    tx.run(sql!(
        "update person set account = $3, version = version + 1 where partnership = $1 and id = $2",
        permit.partnership(),
        person,
        account
    ))?;
    Ok(())
}

/// Keeps a new sign-in link; it opens `goes_to` afterwards.
///
/// # Errors
/// Whatever the store answers.
pub fn make_link(tx: &mut Tx<'_>, link: &NewSession, account: Id, goes_to: &str, now: Instant) -> Result<(), Error> {
    tx.run(sql!(
        "insert into sign_in_link (hash, account, made_at, ends_at, goes_to) values ($1, $2, $3, $4, $5)",
        link.hash,
        account,
        now,
        now.plus(LINK_LIVES),
        goes_to
    ))?;
    Ok(())
}

/// Uses a link up: answers the account and where to go, once.
///
/// # Errors
/// [`Problem::NotFound`] when it was used, is too old or never was.
pub fn use_link(tx: &mut Tx<'_>, secret: &str, now: Instant) -> Result<(Id, String), Problem> {
    let hash = secret_hash(secret);
    let used = tx.run(sql!(
        "update sign_in_link set used_at = $2 where hash = $1 and used_at is null and ends_at > $2",
        hash,
        now
    ))?;
    if used == 0 {
        return Err(Problem::NotFound);
    }
    Ok(tx.one(sql!("select account, goes_to from sign_in_link where hash = $1", hash))?)
}

/// Keeps a new session.
///
/// # Errors
/// Whatever the store answers.
pub fn make_session(tx: &mut Tx<'_>, session: &NewSession, account: Id, now: Instant) -> Result<(), Error> {
    tx.run(sql!(
        "insert into session (hash, account, made_at, seen_at, ends_at) values ($1, $2, $3, $3, $4)",
        session.hash,
        account,
        now,
        now.plus(SESSION_LIVES)
    ))?;
    Ok(())
}

/// Signs out.
///
/// # Errors
/// Whatever the store answers.
pub fn end_session(tx: &mut Tx<'_>, hash: &[u8; 32]) -> Result<(), Error> {
    tx.run(sql!("delete from session where hash = $1", hash))?;
    Ok(())
}

/// Signs an account out everywhere.
///
/// # Errors
/// Whatever the store answers.
pub fn end_sessions_of(tx: &mut Tx<'_>, account: Id) -> Result<u64, Error> {
    tx.run(sql!("delete from session where account = $1", account))
}

/// Whose session this is, whatever the partnership.
///
/// # Errors
/// Whatever the store answers.
pub fn account_of_session(tx: &mut Tx<'_>, hash: &[u8; 32], now: Instant) -> Result<Option<Id>, Error> {
    tx.opt(sql!("select account from session where hash = $1 and ends_at > $2", hash, now))
}

/// Chooses a hat for the rest of the session.
///
/// # Errors
/// [`Problem::NotFound`] when the membership is not this person's or not in force.
pub fn wear(tx: &mut Tx<'_>, session: &[u8; 32], partnership: Id, membership: Id, now: Instant) -> Result<(), Problem> {
    let account = account_of_session(tx, session, now)?.ok_or(Problem::SignIn)?;
    let theirs = hats_of(tx, account, partnership, now)?.iter().any(|hat| hat.membership == membership);
    if !theirs {
        return Err(Problem::NotFound);
    }
    tx.run(sql!(
        "insert into session_hat (session, partnership, membership) values ($1, $2, $3) \
         on conflict (session, partnership) do update set membership = excluded.membership",
        session,
        partnership,
        membership
    ))?;
    Ok(())
}

/// The hats an account may wear in a partnership today.
///
/// # Errors
/// Whatever the store answers.
pub fn hats_of(tx: &mut Tx<'_>, account: Id, partnership: Id, now: Instant) -> Result<Vec<Hat>, Error> {
    Ok(hats(tx, account, partnership, now.date())?.into_iter().filter_map(HatRow::into_hat).collect())
}

/// Keeps a program's key for a membership.
///
/// # Errors
/// Whatever the store answers.
pub fn make_token(
    tx: &mut Tx<'_>,
    permit: &Permit,
    id: Id,
    token: &Token,
    membership: Id,
    name: &str,
    now: Instant,
) -> Result<(), Error> {
    tx.run(sql!(
        "insert into token (hash, partnership, id, membership, name, made_at, ends_at) values ($1, $2, $3, $4, $5, $6, $7)",
        token.hash,
        permit.partnership(),
        id,
        membership,
        name,
        now,
        now.plus(days(365))
    ))?;
    Ok(())
}

/// Clears away sessions and links that ended; answers how many.
///
/// # Errors
/// Whatever the store answers.
pub fn forget_ended(tx: &mut Tx<'_>, now: Instant) -> Result<u64, Error> {
    let links = tx.run(sql!("delete from sign_in_link where ends_at < $1", now.plus(-days(1))))?;
    let sessions = tx.run(sql!("delete from session where ends_at < $1", now))?;
    Ok(links + sessions)
}

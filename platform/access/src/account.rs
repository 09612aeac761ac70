//! Sign-in: an account, a link by e-mail, a session, a token for a program. Secrets are handed out once and kept only as
//! hashes.

use base::{Dice, Id, Instant, Problem, days, hours};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use db::{Error, Tx, sql};
use record::Vault;
use sha2::{Digest, Sha256};

use crate::recognise::{HatRow, hats};
use crate::{Hat, Permit, Role};

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

/// A sign-in link. Its secret is made of its key each time it is needed, so that the job that mails it carries no secret
/// and nobody who reads the database can use it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignInLink {
    /// Its key, which says nothing to anybody without the master key.
    pub id: Id,
    /// What stands at the end of its address.
    pub secret: String,
    /// What is stored.
    pub hash: [u8; 32],
}

impl SignInLink {
    /// The link with this key.
    #[must_use]
    pub fn of(vault: &Vault, id: Id) -> Self {
        let secret = URL_SAFE_NO_PAD.encode(vault.keyed_hash("sign-in link", Id::nil(), id.as_bytes()));
        let hash = secret_hash(&secret);
        Self { id, secret, hash }
    }
}

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

/// An account's e-mail address, and whether it has a password.
///
/// # Errors
/// Whatever the store answers.
pub fn account(tx: &mut Tx<'_>, account: Id) -> Result<(String, bool), Error> {
    tx.one(sql!("select email, password is not null from account where id = $1", account))
}

/// Keeps a password's hash and ends every session but `keep`: whoever knew the old one is signed out.
///
/// # Errors
/// Whatever the store answers.
pub fn set_password(tx: &mut Tx<'_>, account: Id, hashed: &str, keep: &[u8; 32]) -> Result<(), Error> {
    tx.run(sql!("update account set password = $2 where id = $1", account, hashed))?;
    tx.run(sql!("delete from session where account = $1 and hash <> $2", account, keep))?;
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

/// Keeps a new sign-in link for `lives` microseconds; it opens `goes_to` afterwards.
///
/// # Errors
/// Whatever the store answers.
pub fn make_link(
    tx: &mut Tx<'_>,
    link: &SignInLink,
    account: Id,
    goes_to: &str,
    now: Instant,
    lives: i64,
) -> Result<(), Error> {
    tx.run(sql!(
        "insert into sign_in_link (hash, account, made_at, ends_at, goes_to) values ($1, $2, $3, $4, $5)",
        link.hash,
        account,
        now,
        now.plus(lives),
        goes_to
    ))?;
    Ok(())
}

/// The e-mail address a link was made for and when it ends, while it can still be used; see [`use_link`].
///
/// # Errors
/// Whatever the store answers.
pub fn link_address(
    tx: &mut Tx<'_>,
    hash: &[u8; 32],
    now: Instant,
    again_and_again: bool,
) -> Result<Option<(String, Instant)>, Error> {
    tx.opt(sql!(
        "select account.email, sign_in_link.ends_at from sign_in_link join account on account.id = sign_in_link.account \
         where sign_in_link.hash = $1 and (sign_in_link.used_at is null or $3) and sign_in_link.ends_at > $2",
        hash,
        now,
        again_and_again
    ))
}

/// Uses a link: answers the account and where to go. Once, unless it is `again_and_again` (the demonstration, whose links
/// are bookmarks).
///
/// # Errors
/// [`Problem::NotFound`] when it was used, is too old or never was.
pub fn use_link(tx: &mut Tx<'_>, secret: &str, now: Instant, again_and_again: bool) -> Result<(Id, String), Problem> {
    let hash = secret_hash(secret);
    let used = tx.run(sql!(
        "update sign_in_link set used_at = $2 where hash = $1 and (used_at is null or $3) and ends_at > $2",
        hash,
        now,
        again_and_again
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
    tx.run(sql!(
        "insert into sign_in (account, first_at) values ($1, $2) on conflict (account) do nothing",
        account,
        now
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
    let rows = hats(tx, account, partnership, now)?;
    Ok(rows.into_iter().filter_map(|row: HatRow| row.into_hat(Role::words)).collect())
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

db::row! {
    /// A program's key, as its owner sees it in a list.
    pub struct TokenLine {
        /// Its key.
        pub id: Id,
        /// What it was called.
        pub name: String,
        /// Since when.
        pub made_at: Instant,
        /// Until when.
        pub ends_at: Option<Instant>,
    }
}

/// A membership's keys that are still good, newest first.
///
/// # Errors
/// Whatever the store answers.
pub fn tokens_of(tx: &mut Tx<'_>, partnership: Id, membership: Id, now: Instant) -> Result<Vec<TokenLine>, Error> {
    tx.all(sql!(
        "select id, name, made_at, ends_at from token where partnership = $1 and membership = $2 and ended_at is null \
         and (ends_at is null or ends_at > $3) order by made_at desc, id desc limit 100",
        partnership,
        membership,
        now
    ))
}

/// Ends a program's key; answers false when it was none of this membership's.
///
/// # Errors
/// Whatever the store answers.
pub fn end_token(tx: &mut Tx<'_>, permit: &Permit, id: Id, membership: Id, now: Instant) -> Result<bool, Error> {
    let ended = tx.run(sql!(
        "update token set ended_at = $4 where partnership = $1 and id = $2 and membership = $3 and ended_at is null",
        permit.partnership(),
        id,
        membership,
        now
    ))?;
    Ok(ended == 1)
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

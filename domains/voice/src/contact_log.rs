//! What was said since a concern was told: notes of calls, visits and letters, and what contributors wrote later.

use access::{Permit, Scope, visible_concerns};
use base::{Id, Instant};
use db::{Error, Tx, sql};
use record::{Unsealed, Vault, wrapped_key};

use crate::Concern;

db::row! {
    /// A note of a call, visit or letter.
    pub struct Logged {
        /// Its key.
        pub id: Id,
        /// How.
        pub way: String,
        /// When.
        pub at: Instant,
        /// The membership that kept it.
        pub kept_by: Option<Id>,
        /// Its sealed words.
        pub words: Option<Vec<u8>>,
    }
}

impl Logged {
    /// Its words, of the concern it is about.
    ///
    /// # Errors
    /// Those of [`Vault::open`].
    pub fn opened(&self, vault: &Vault, concern: &Concern) -> Result<Unsealed, Error> {
        concern.open(vault, SEALED, self.words.as_deref())
    }
}

/// The column that words are sealed for.
pub(crate) const SEALED: &str = "contact_log";

pub(crate) fn insert(
    tx: &mut Tx<'_>,
    scope: &Scope,
    permit: &Permit,
    concern: Id,
    way: &str,
    words: Option<Vec<u8>>,
) -> Result<(), Error> {
    tx.run(sql!(
        "insert into contact_log (partnership, id, concern, way, at, kept_by, words) values ($1, $2, $3, $4, $5, $6, $7)",
        permit.partnership(),
        scope.new_id(),
        concern,
        way,
        scope.now,
        scope.hat().map(|hat| hat.membership),
        words
    ))?;
    Ok(())
}

/// The notes of a concern, oldest first.
///
/// # Errors
/// Whatever the store answers.
pub fn contact_log(tx: &mut Tx<'_>, partnership: Id, concern: Id) -> Result<Vec<Logged>, Error> {
    tx.all(sql!(
        "select id, way, at, kept_by, words from contact_log where partnership = $1 and concern = $2 \
         order by at, id limit 200",
        partnership,
        concern
    ))
}

db::row! {
    /// What a contributor wrote later, by their secret link.
    pub struct LaterWords {
        /// The concern.
        pub concern: Id,
        /// Its reference.
        pub reference: String,
        /// When they wrote.
        pub at: Instant,
        /// The sealed words.
        pub words: Option<Vec<u8>>,
        /// The key they are sealed under, wrapped; nothing once that was destroyed.
        pub wrapped: Option<Vec<u8>>,
    }
}

impl LaterWords {
    /// The words.
    ///
    /// # Errors
    /// Those of [`Vault::open`].
    pub fn opened(&self, vault: &Vault) -> Result<Unsealed, Error> {
        vault.open(self.concern, self.wrapped.as_deref(), SEALED, self.words.as_deref())
    }
}

/// What contributors wrote later about these concerns, of those this person may read, oldest first.
///
/// # Errors
/// Whatever the store answers.
pub fn later_words(tx: &mut Tx<'_>, scope: &Scope, concerns: &[Id]) -> Result<Vec<LaterWords>, Error> {
    tx.all(
        sql!(
            concat!(
                "select contact_log.concern, concern.reference, contact_log.at, contact_log.words, ",
                wrapped_key!("contact_log.concern"),
                " from contact_log \
                 join concern on concern.partnership = contact_log.partnership and concern.id = contact_log.concern \
                 where contact_log.partnership = $1 and contact_log.way = 'web' and contact_log.kept_by is null \
                 and {visible:concern} and contact_log.concern in {list} \
                 order by contact_log.at, contact_log.id limit 200"
            ),
            scope.partnership(),
            concerns
        )
        .visible(visible_concerns(scope)),
    )
}

db::row! {
    /// A note of a call, visit or letter, with the concern it is about.
    pub struct LogLine {
        /// The concern.
        pub concern: Id,
        /// How.
        pub way: String,
        /// When.
        pub at: Instant,
        /// The membership that kept it.
        pub kept_by: Option<Id>,
        /// Its sealed words.
        pub words: Option<Vec<u8>>,
        /// The key they are sealed under, wrapped; nothing once that was destroyed.
        pub wrapped: Option<Vec<u8>>,
    }
}

impl LogLine {
    /// The words.
    ///
    /// # Errors
    /// Those of [`Vault::open`].
    pub fn opened(&self, vault: &Vault) -> Result<Unsealed, Error> {
        vault.open(self.concern, self.wrapped.as_deref(), SEALED, self.words.as_deref())
    }
}

/// The notes of several concerns, oldest first. Whoever asks is asked for leave by the caller.
///
/// # Errors
/// Whatever the store answers.
pub fn contact_logs(tx: &mut Tx<'_>, partnership: Id, concerns: &[Id]) -> Result<Vec<LogLine>, Error> {
    tx.all(sql!(
        concat!(
            "select concern, way, at, kept_by, words, ",
            wrapped_key!("contact_log.concern"),
            " from contact_log where partnership = $1 and concern in {list} order by at, id limit 2000"
        ),
        partnership,
        concerns
    ))
}

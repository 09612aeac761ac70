//! How whoever told us can be reached, and by which way it is safe.

use access::{Permit, Scope};
use base::{Id, Instant, Problem};
use db::{Error, Tx, sql};
use record::{Vault, wrapped_key};

use crate::prepare::Prepared;
use crate::{Contact, SafeWay};

pub(crate) fn insert(tx: &mut Tx<'_>, permit: &Permit, new: &Prepared) -> Result<(), Error> {
    tx.run(sql!(
        "insert into concern_contact (partnership, concern, sealed, safe_way, wants_news) values ($1, $2, $3, $4, $5)",
        permit.partnership(),
        new.id,
        &new.contact,
        new.told.safe_way,
        new.told.wants_news
    ))?;
    Ok(())
}

pub(crate) fn stop_news(tx: &mut Tx<'_>, permit: &Permit, concern: Id, now: Instant) -> Result<(), Error> {
    tx.run(sql!(
        "update concern_contact set wants_news = $3, stopped_at = $4 where partnership = $1 and concern = $2",
        permit.partnership(),
        concern,
        false,
        now
    ))?;
    Ok(())
}

db::row! {
    /// How a contributor can be reached, as stored: sealed.
    pub struct SealedContact {
        /// The concern.
        pub concern: Id,
        /// The sealed contact.
        pub sealed: Option<Vec<u8>>,
        /// By which way it is safe.
        pub safe_way: SafeWay,
        /// Whether they want to be told what happens.
        pub wants_news: bool,
        /// The key it is sealed under, wrapped; nothing once that was destroyed.
        pub wrapped: Option<Vec<u8>>,
    }
}

impl SealedContact {
    /// The contact, if anybody can still read it.
    ///
    /// # Errors
    /// Those of [`Vault::open`].
    pub fn opened(&self, vault: &Vault) -> Result<Option<Contact>, Error> {
        let opened = vault.open(self.concern, self.wrapped.as_deref(), "concern_contact", self.sealed.as_deref())?;
        Ok(opened.words().and_then(|json| serde_json::from_str(&json).ok()))
    }
}

/// How the contributors of these concerns can be reached, where they can: concern, contact, safe way, wants news.
///
/// # Errors
/// Whatever the store answers.
pub fn contacts(tx: &mut Tx<'_>, scope: &Scope, concerns: &[Id]) -> Result<Vec<(Id, Contact, SafeWay, bool)>, Problem> {
    let rows: Vec<SealedContact> = tx.all(sql!(
        concat!(
            "select concern, sealed, safe_way, wants_news, ",
            wrapped_key!("concern_contact.concern"),
            " from concern_contact where partnership = $1 and concern in {list} order by concern"
        ),
        scope.partnership(),
        concerns
    ))?;
    let mut contacts = Vec::with_capacity(rows.len());
    for row in rows {
        let contact = row.opened(&scope.site.vault)?;
        contacts.extend(contact.map(|contact| (row.concern, contact, row.safe_way, row.wants_news)));
    }
    Ok(contacts)
}

/// Contacts one after another, for whoever looks through all of them: of the person who asks what is held about them.
/// Protected concerns are left out.
///
/// # Errors
/// Whatever the store answers.
pub fn contacts_after(
    tx: &mut Tx<'_>,
    permit: &Permit,
    after: Option<Id>,
    most: i64,
) -> Result<Vec<SealedContact>, Error> {
    tx.all(sql!(
        concat!(
            "select concern_contact.concern, concern_contact.sealed, concern_contact.safe_way, concern_contact.wants_news, ",
            wrapped_key!("concern_contact.concern"),
            " from concern_contact join concern on concern.partnership = concern_contact.partnership \
             and concern.id = concern_contact.concern where concern_contact.partnership = $1 \
             and concern_contact.sealed is not null and concern_contact.concern > $2 \
             and concern.protection < 3 and concern.held = $4 \
             and {unfiltered: what is held about the person who asks, without what is protected} \
             order by concern_contact.concern limit $3"
        ),
        permit.partnership(),
        after.unwrap_or_default(),
        most,
        false
    ))
}

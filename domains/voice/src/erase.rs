//! Forgetting: what somebody told us is made unreadable for ever, at their wish or because its time is over. What is left
//! is a tombstone: the reference, what it was about, when it was told and what became of it.

use access::{Permit, Scope};
use base::{Id, Instant, Problem};
use db::{Error, Tx, sql};
use record::Vault;

use crate::ConcernStatus;

/// Makes the words, contact, notes and whereabouts of concerns unreadable, ends their secret links, and destroys their
/// keys, which is entered in the register of erasures. Safe to do twice. The caller sees to legal holds (XC-06).
///
/// # Errors
/// Whatever the store answers.
pub fn erase(
    tx: &mut Tx<'_>,
    scope: &Scope,
    permit: &Permit,
    concerns: &[Id],
    why: &'static str,
) -> Result<(), Problem> {
    if concerns.is_empty() {
        return Ok(());
    }
    blank(tx, permit, concerns, scope.now, why)?;
    Ok(scope.tell_each(tx, "concern", "erase", concerns, &["words", "whereabouts", "contact", "contact_log"])?)
}

/// What [`erase`] does to the records, for whoever tells of it themselves: `at` and `why` are what the tombstones and the
/// register say, as when a restored backup must forget again whom it still knew.
///
/// # Errors
/// Whatever the store answers.
pub fn blank(tx: &mut Tx<'_>, permit: &Permit, concerns: &[Id], at: Instant, why: &str) -> Result<(), Error> {
    let partnership = permit.partnership();
    blank_contacts(tx, permit, concerns, at)?;
    tx.run(sql!(
        "update concern set words = null, whereabouts = null, voice_hash = null, secret_hash = null, lat = null, lon = null, \
         people_affected = null, erased_at = $2, erased_why = $3, version = version + 1, changed_at = $2 \
         where partnership = $1 and erased_at is null and id in {list}",
        partnership,
        at,
        why,
        concerns
    ))?;
    tx.run(sql!(
        "update contact_log set words = null where partnership = $1 and concern in {list}",
        partnership,
        concerns
    ))?;
    tx.run(sql!(
        "delete from protection_lowering where partnership = $1 and concern in {list}",
        partnership,
        concerns
    ))?;
    Vault::erase_all(tx, partnership, concerns, at, why)
}

/// Makes how contributors can be reached unreadable, and strikes the news they were still to be told.
///
/// # Errors
/// Whatever the store answers.
pub fn forget_contacts(tx: &mut Tx<'_>, scope: &Scope, permit: &Permit, concerns: &[Id]) -> Result<(), Problem> {
    blank_contacts(tx, permit, concerns, scope.now)?;
    Ok(scope.tell_each(tx, "concern", "forget contact", concerns, &["contact"])?)
}

fn blank_contacts(tx: &mut Tx<'_>, permit: &Permit, concerns: &[Id], at: Instant) -> Result<(), Error> {
    let partnership = permit.partnership();
    tx.run(sql!(
        "update concern_contact set sealed = null, safe_way = 'none', wants_news = $3, erased_at = $2 \
         where partnership = $1 and erased_at is null and concern in {list}",
        partnership,
        at,
        false,
        concerns
    ))?;
    tx.run(sql!(
        "delete from telling where partnership = $1 and told_at is null and concern in {list}",
        partnership,
        concerns
    ))
    .map(drop)
}

/// Concerns by these voices (keyed hashes of an address or a number), without protected ones.
///
/// # Errors
/// Whatever the store answers.
pub fn with_voices(tx: &mut Tx<'_>, permit: &Permit, voices: &[Vec<u8>]) -> Result<Vec<Id>, Error> {
    let mut found = Vec::new();
    for voice in voices {
        let more: Vec<Id> = tx.all(sql!(
            "select id from concern where partnership = $1 and voice_hash = $2 and protection < 3 and held = $3 \
             and {unfiltered: what is held about the person who asks, without what is protected} order by id limit 1000",
            permit.partnership(),
            voice,
            false
        ))?;
        found.extend(more);
    }
    Ok(found)
}

db::row! {
    /// A concern of which something is still kept, with what says how long.
    pub struct Kept {
        /// Its key.
        pub id: Id,
        /// Where it stands.
        pub status: ConcernStatus,
        /// When it last changed.
        pub changed_at: Instant,
    }
}

/// Concerns whose contact is still kept, one after another; protected ones keep to their own time.
///
/// # Errors
/// Whatever the store answers.
pub fn contacts_kept(tx: &mut Tx<'_>, permit: &Permit, after: Id, most: i64) -> Result<Vec<Kept>, Error> {
    tx.all(sql!(
        "select concern.id, concern.status, concern.changed_at from concern_contact \
         join concern on concern.partnership = concern_contact.partnership and concern.id = concern_contact.concern \
         where concern_contact.partnership = $1 and concern_contact.sealed is not null and concern_contact.concern > $2 \
         and concern.protection < 3 and concern.held = $4 and {unfiltered: retention looks at all but what is protected} \
         order by concern_contact.concern limit $3",
        permit.partnership(),
        after,
        most,
        false
    ))
}

/// Concerns whose words are still kept, one after another; protected ones keep to their own time.
///
/// # Errors
/// Whatever the store answers.
pub fn concerns_kept(tx: &mut Tx<'_>, permit: &Permit, after: Id, most: i64) -> Result<Vec<Kept>, Error> {
    tx.all(sql!(
        "select id, status, changed_at from concern where partnership = $1 and words is not null and id > $2 \
         and protection < 3 and held = $4 and {unfiltered: retention looks at all but what is protected} \
         order by id limit $3",
        permit.partnership(),
        after,
        most,
        false
    ))
}

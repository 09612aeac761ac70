//! Markers about somebody who asks what is held about them: on a house of theirs, or set with an address or number of theirs.

use access::Scope;
use base::{Date, Id, Problem};
use db::Tx;

use crate::commands::{allowed, voice_hash};
use crate::model::Account;
use crate::premises::Premises;
use crate::store;

/// Markers looked through: few are ever set.
const MOST: i64 = 2_000;

/// Whom to look for.
#[derive(Debug, Clone, Default)]
pub struct Somebody {
    /// Their addresses, as they were written, each with its postcode.
    pub addresses: Vec<String>,
    /// What makes their e-mail addresses and numbers voices.
    pub voices: Vec<String>,
}

/// A marker as whoever it is about may be given it: who reported it is not in it.
#[derive(Debug, Clone)]
pub struct AboutThem {
    /// Its key.
    pub id: Id,
    /// Its reference.
    pub reference: String,
    /// When it happened.
    pub happened_on: Date,
    /// When it was set.
    pub set_on: Date,
    /// When it ended, or is looked at again.
    pub until: Date,
    /// Field by field; nothing once the words went.
    pub lines: Vec<(&'static str, String)>,
}

/// The markers about somebody, in force or ended, by their keys. Where somebody lives is read from the sealed address: what
/// ended is found by no hash any more.
///
/// # Errors
/// Not allowed to whoever does not keep markers; else whatever the store answers.
pub fn about(tx: &mut Tx<'_>, scope: &Scope, whom: &Somebody) -> Result<Vec<(Id, &'static str)>, Problem> {
    let permit = allowed(scope)?;
    let houses: Vec<Premises> = whom.addresses.iter().flat_map(|address| Premises::all_in(address)).collect();
    let voices: Vec<Vec<u8>> = whom.voices.iter().map(|voice| voice_hash(scope, voice)).collect();
    let mut found: Vec<(Id, &'static str)> = Vec::new();
    if !voices.is_empty() {
        let by_voice = store::found(tx, &permit, scope.now.date(), &voices)?;
        found.extend(by_voice.into_iter().map(|one| (one.id, "e-mail or telephone")));
    }
    if !houses.is_empty() {
        for marker in store::with_words(tx, &permit, MOST)? {
            let address = marker.opened(scope)?.address.unwrap_or_default();
            if Premises::all_in(&address).iter().any(|house| houses.contains(house)) {
                found.push((marker.id, "address"));
            }
        }
    }
    found.sort_unstable();
    found.dedup_by_key(|(marker, _)| *marker);
    Ok(found)
}

/// What may be given of these markers. The caller tells of the look.
///
/// # Errors
/// As [`about`].
pub fn about_them(tx: &mut Tx<'_>, scope: &Scope, markers: &[Id]) -> Result<Vec<AboutThem>, Problem> {
    let permit = allowed(scope)?;
    let read = |marker: crate::model::Marker| {
        let opened = marker.opened(scope)?;
        let account: Account = opened.account.unwrap_or_default();
        let lines = [
            ("Address", opened.address.unwrap_or_default()),
            ("What happened", account.happened),
            ("What may happen", account.risk),
            ("What to do", account.precautions),
            ("With what authority", marker.authority),
            ("What an appeal said", opened.appeal.unwrap_or_default()),
        ];
        Ok(AboutThem {
            id: marker.id,
            reference: marker.reference,
            happened_on: marker.happened_on,
            set_on: marker.set_at.date(),
            until: marker.ended_at.map_or(marker.review_on, base::Instant::date),
            lines: lines.into_iter().filter(|(_, said)| !said.is_empty()).collect(),
        })
    };
    store::by_ids(tx, &permit, markers)?.into_iter().map(read).collect()
}

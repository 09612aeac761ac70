//! Before a visit: whoever works on something at an address, and may see markers, is shown them; that they were is kept.

use access::{Ground, Right, Scope};
use askama::Template;
use base::{Date, Id, Problem};
use db::Tx;
use web::components::WarningText;
use web::{Markup, Words};

use crate::commands::{KIND, account_of};
use crate::known::Known;
use crate::pages::day_words;
use crate::premises::Premises;
use crate::store;

/// Somewhere that somebody may go.
#[derive(Debug, Clone, Default)]
pub struct Somewhere {
    /// The concern it is told in, if there is one yet.
    pub concern: Option<Id>,
    /// Whether that is held or protected: then nobody else may learn that anybody looked.
    pub is_protected: bool,
    /// Addresses as they were told, each in one line.
    pub addresses: Vec<String>,
    /// The keyed hash of whoever told it.
    pub voice: Option<Vec<u8>>,
}

impl Somewhere {
    fn hashes(&self, scope: &Scope) -> Vec<Vec<u8>> {
        let houses = self.addresses.iter().flat_map(|address| Premises::all_in(address));
        let mut all: Vec<Vec<u8>> = houses.map(|house| house.hash(scope).to_vec()).chain(self.voice.clone()).collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}

/// What whoever goes there is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// The marker.
    pub marker: Id,
    /// Its reference.
    pub reference: String,
    /// Which of the addresses asked about it stands on, as it was told; nothing when it is about who told it.
    pub address: Option<String>,
    /// What to do.
    pub precautions: String,
    /// What may happen.
    pub risk: String,
    /// When something did.
    pub happened_on: Date,
    /// By when it is looked at again.
    pub review_on: Date,
}

impl Warning {
    fn happened(&self) -> String {
        day_words(self.happened_on)
    }

    fn until(&self) -> String {
        day_words(self.review_on)
    }
}

#[derive(Template)]
#[template(path = "before-a-visit.html")]
struct Shown<'a> {
    words: &'a Words,
    warnings: &'a [Warning],
}

/// Whether whoever asks is shown markers on that ground.
#[must_use]
pub fn sees(scope: &Scope, ground: &Ground) -> bool {
    scope.hat().is_some() && scope.may(Right::SeeMarkers, ground).is_ok()
}

/// Markers in force where somebody may go. That they were shown is told to the record first: for each concern, and for
/// each marker unless the concern is protected. An address without a marker causes no statement, whoever asks.
///
/// # Errors
/// Whatever the store answers.
pub async fn before_a_visit(scope: &Scope, ground: &Ground, there: Vec<Somewhere>) -> Result<Vec<Warning>, Problem> {
    if !sees(scope, ground) {
        return Ok(Vec::new());
    }
    let there: Vec<(Somewhere, Vec<Vec<u8>>)> = there.into_iter().map(|one| (one.clone(), one.hashes(scope))).collect();
    let known: &Known = scope.snapshot.part()?;
    let hashes: Vec<Vec<u8>> =
        there.iter().flat_map(|(_, hashes)| hashes.clone()).filter(|hash| known.holds(hash)).collect();
    if hashes.is_empty() {
        return Ok(Vec::new());
    }
    let (reading, on) = (scope.clone(), ground.clone());
    let read = move |tx: &mut Tx<'_>| {
        let permit = reading.may(Right::SeeMarkers, &on)?;
        Ok::<_, Problem>(store::found(tx, &permit, reading.now.date(), &hashes)?)
    };
    let found = scope.site.db.read(read).await?;
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let mut warnings: Vec<Warning> = Vec::new();
    for one in &found {
        let Some(account) = account_of(scope, one)? else { continue };
        if warnings.iter().all(|known| known.marker != one.id) {
            warnings.push(Warning {
                marker: one.id,
                reference: one.reference.clone(),
                address: address_of(scope, &there, &one.found_by),
                precautions: account.precautions,
                risk: account.risk,
                happened_on: one.happened_on,
                review_on: one.review_on,
            });
        }
    }
    let (db, telling) = (scope.site.db.clone(), scope.clone());
    db.write(move |tx| tell_shown(tx, &telling, &there, &found)).await?;
    Ok(warnings)
}

/// The address whose house has this hash, as it was told.
fn address_of(scope: &Scope, there: &[(Somewhere, Vec<Vec<u8>>)], found_by: &[u8]) -> Option<String> {
    let mut addresses = there.iter().flat_map(|(place, _)| &place.addresses);
    let means = |address: &&String| Premises::all_in(address).iter().any(|house| house.hash(scope) == found_by);
    addresses.find(means).cloned()
}

/// Who was shown what, and where: two entries, so that it is found from either end.
fn tell_shown(
    tx: &mut Tx<'_>,
    scope: &Scope,
    there: &[(Somewhere, Vec<Vec<u8>>)],
    found: &[store::Found],
) -> Result<(), Problem> {
    let mut openly: Vec<Id> = Vec::new();
    for (place, hashes) in there {
        let here: Vec<&store::Found> = found.iter().filter(|one| hashes.contains(&one.found_by)).collect();
        if here.is_empty() {
            continue;
        }
        if let Some(concern) = place.concern {
            let mut references: Vec<&str> = here.iter().map(|one| one.reference.as_str()).collect();
            references.dedup();
            scope.tell_each(tx, "concern", "show marker", &[concern], &references)?;
        }
        if !place.is_protected {
            openly.extend(here.iter().map(|one| one.id));
        }
    }
    openly.sort_unstable();
    openly.dedup();
    if !openly.is_empty() {
        scope.tell_each(tx, KIND, "show", &openly, &["precautions", "risk"])?;
    }
    Ok(())
}

/// The warnings as a page shows them; nothing when there are none.
///
/// # Errors
/// A fault when they cannot be written.
pub fn warning(words: &Words, warnings: &[Warning]) -> Result<Markup, Problem> {
    if warnings.is_empty() {
        return Ok(Markup::default());
    }
    let html = Shown { words, warnings }.render().map_err(Problem::fault)?;
    Ok(Markup::trusted(html))
}

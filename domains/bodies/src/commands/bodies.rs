use access::{Scope, TermList};
use base::{Date, Id, Problem};
use db::Tx;
use issues::commands::refuse_personal;
use record::Change;
use serde::Serialize;

use super::{BODY, at_hand, keeping, known_places, same};
use crate::known::{self, Bodies};
use crate::model::{Body, Class, Office};
use crate::store;

/// A body as it is to be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NewBody {
    /// Its short code: small letters, digits, hyphens.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Under what law and custom it meets.
    pub class: Class,
    /// Its tier, by the code of the partnership's term.
    pub kind: Option<String>,
    /// The level it decides at.
    pub level: Option<i64>,
    /// What it is for.
    pub purpose: String,
    /// The offices somebody should hold.
    pub offices: Vec<Office>,
    /// Whether the public may come, and read who sits in it.
    pub is_open: bool,
    /// The places it serves.
    pub places: Vec<Id>,
    /// From which day.
    pub valid_from: Date,
}

impl NewBody {
    /// As it stands, for what is to change of it.
    #[must_use]
    pub fn of(bodies: &Bodies, body: &Body, today: Date) -> Self {
        Self {
            code: body.code.clone(),
            name: body.name.clone(),
            class: body.class,
            kind: body.kind.clone(),
            level: body.level,
            purpose: body.purpose.clone(),
            offices: body.offices().collect(),
            is_open: body.is_open,
            places: bodies.places_around(body, today),
            valid_from: body.valid_from,
        }
    }

    /// The places and offices each once and in one order, so that the same said otherwise is no change.
    fn tidy(&self) -> Self {
        let mut tidy = self.clone();
        tidy.places.sort_unstable();
        tidy.places.dedup();
        tidy.offices = Office::SINGLE.iter().copied().filter(|office| self.offices.contains(office)).collect();
        tidy
    }

    /// What nobody may say of a body, wherever it is said.
    fn check(&self, scope: &Scope) -> Result<(), Problem> {
        known_places(scope, "places", &self.places, "Choose at least one place that it serves")?;
        let tier = |code: &String| scope.snapshot.term(TermList::Tier, code, scope.now.date()).is_some();
        if self.kind.as_ref().is_some_and(|code| !tier(code)) {
            return Err(Problem::field("kind", "Choose one of the partnership's tiers"));
        }
        if self.level.is_some_and(|level| !(0..=issues::model::HIGHEST_LEVEL).contains(&level)) {
            return Err(Problem::field("level", "Choose a level: 0 local, 1 area, 2 borough"));
        }
        refuse_personal("name", &self.name)?;
        refuse_personal("purpose", &self.purpose)
    }
}

/// Establishes a body with its places (SAL-01).
///
/// # Errors
/// Not allowed; invalid when the code is taken, no place is served, or a text names a person.
pub fn establish(tx: &mut Tx<'_>, scope: &Scope, new: &NewBody) -> Result<Id, Problem> {
    let permit = keeping(scope)?;
    let new = new.tidy();
    new.check(scope)?;
    if known::read(tx, scope.partnership())?.by_code(&new.code).is_some() {
        return Err(Problem::field("code", format!("There is a body with the code {} already", new.code)));
    }
    let id = scope.new_id();
    store::insert(tx, scope, &permit, id, &new)?;
    store::serve(tx, &permit, (id, None), &new.places, new.valid_from)?;
    let change = Change::of("code", None::<&str>, new.code.as_str()).and("name", None::<&str>, new.name.as_str()).and(
        "class",
        None::<&str>,
        new.class.as_str(),
    );
    scope.tell_change(tx, BODY, id, "establish", &change)?;
    Ok(id)
}

/// Says anew what a body is; its code stays. Places are served or served no more from today on. Answers whether anything
/// changed.
///
/// # Errors
/// Not allowed; not found; a conflict when it ended or somebody changed it since `version`; as [`establish`].
pub fn change(tx: &mut Tx<'_>, scope: &Scope, version: Option<i64>, to: &NewBody) -> Result<bool, Problem> {
    let permit = keeping(scope)?;
    let today = scope.now.date();
    let (bodies, was) = at_hand(tx, scope, &to.code, "change")?;
    same(version, was.version)?;
    let (before, to) = (NewBody::of(&bodies, &was, today).tidy(), to.tidy());
    to.check(scope)?;
    let change = Change::between(&before, &to)?;
    if change.fields.is_empty() {
        return Ok(false);
    }
    begins_in_time(&bodies, &was, to.valid_from)?;
    store::save(tx, scope, &permit, &was, &to)?;
    if to.valid_from != was.valid_from {
        store::begin_later(tx, &permit, &was, to.valid_from)?;
    }
    let from = today.max(to.valid_from);
    let added: Vec<Id> = to.places.iter().copied().filter(|place| !before.places.contains(place)).collect();
    let gone: Vec<Id> = before.places.iter().copied().filter(|place| !to.places.contains(place)).collect();
    store::serve_no_more(tx, &permit, was.id, &gone, from)?;
    store::serve(tx, &permit, (was.id, None), &added, from)?;
    scope.tell_change(tx, BODY, was.id, "change", &change)?;
    Ok(true)
}

/// A body begins before anybody sits in it, before it takes over from another, and before it ends.
fn begins_in_time(bodies: &Bodies, was: &Body, from: Date) -> Result<(), Problem> {
    let seats = bodies.seats(was.id).iter().filter(|seat| seat.valid_to.is_none_or(|end| end > seat.valid_from));
    let takes_over = bodies.before(was.id).filter_map(|before| before.valid_to);
    let first = seats.map(|seat| seat.valid_from).chain(takes_over).min();
    if first.is_some_and(|first| from > first) {
        return Err(Problem::field(
            "valid_from",
            "Somebody sits in it, or it takes over from another, before that day",
        ));
    }
    match was.valid_to {
        Some(end) if end <= from => Err(Problem::field("valid_from", "Enter a day before the one on which it ends")),
        _ => Ok(()),
    }
}

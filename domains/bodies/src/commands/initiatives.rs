use access::Scope;
use base::{Date, Id, Problem};
use db::Tx;
use issues::commands::refuse_personal;
use record::Change;
use serde::Serialize;

use super::{INITIATIVE, at_hand, attaching, known_places, same};
use crate::known::{self, Bodies};
use crate::model::Initiative;
use crate::store;

/// What an initiative is to reach: so many of something, by a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NewTarget {
    /// What is counted.
    pub what: String,
    /// How many.
    pub number: i64,
    /// By which day.
    pub due_on: Date,
}

/// An initiative as it is to be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NewInitiative {
    /// Its name.
    pub name: String,
    /// What it is about.
    pub about: String,
    /// What it is to reach.
    pub targets: Vec<NewTarget>,
    /// The places it covers.
    pub places: Vec<Id>,
    /// From which day.
    pub valid_from: Date,
    /// Until which day, without it.
    pub valid_to: Option<Date>,
}

impl NewInitiative {
    /// As it stands, for what is to change of it.
    #[must_use]
    pub fn of(bodies: &Bodies, was: &Initiative) -> Self {
        let targets = bodies.targets_of(was.id).iter();
        Self {
            name: was.name.clone(),
            about: was.about.clone(),
            targets: targets
                .map(|target| NewTarget { what: target.what.clone(), number: target.number, due_on: target.due_on })
                .collect(),
            places: bodies.covered_by(was.id).to_vec(),
            valid_from: was.valid_from,
            valid_to: was.valid_to,
        }
    }

    fn tidy(&self) -> Self {
        let mut tidy = self.clone();
        tidy.places.sort_unstable();
        tidy.places.dedup();
        tidy
    }

    fn check(&self, scope: &Scope) -> Result<(), Problem> {
        known_places(scope, "places", &self.places, "Choose at least one place that it covers")?;
        if self.targets.is_empty() {
            return Err(Problem::field("target_1", "Enter at least one target: what, how many, by when"));
        }
        if self.valid_to.is_some_and(|end| end <= self.valid_from) {
            return Err(Problem::field("valid_to", "Enter a last day after the first"));
        }
        refuse_personal("name", &self.name)?;
        refuse_personal("about", &self.about)?;
        for (at, target) in self.targets.iter().enumerate() {
            let field = |part: &str| format!("{part}_{}", at + 1);
            refuse_personal(&field("target"), &target.what)?;
            if target.due_on < self.valid_from {
                return Err(Problem::field(field("due"), "Enter a day after the initiative begins"));
            }
        }
        Ok(())
    }
}

/// Attaches a new initiative to a body that is there, with its targets, so that no new structure is made for it (SAL-36).
///
/// # Errors
/// Not allowed; not found; a conflict when the body ended; invalid without a place or a target.
pub fn attach(tx: &mut Tx<'_>, scope: &Scope, code: &str, new: &NewInitiative) -> Result<Id, Problem> {
    let (bodies, body) = at_hand(tx, scope, code, "initiative")?;
    let permit = attaching(scope, &bodies, &body)?;
    let new = new.tidy();
    new.check(scope)?;
    let id = scope.new_id();
    store::add_initiative(tx, scope, &permit, (id, body.id), &new)?;
    let change = Change::of("body", None::<&str>, body.code.as_str()).and("name", None::<&str>, new.name.as_str());
    scope.tell_change(tx, INITIATIVE, id, "attach", &change)?;
    Ok(id)
}

/// Says anew what an initiative is, or on which day it ends. Whichever body has it in its hands today is asked for leave.
///
/// # Errors
/// Not allowed; not found; a conflict when somebody changed it since `version`; as [`attach`].
pub fn change_initiative(
    tx: &mut Tx<'_>,
    scope: &Scope,
    (code, id): (&str, Id),
    version: Option<i64>,
    to: &NewInitiative,
) -> Result<bool, Problem> {
    let bodies = known::read(tx, scope.partnership())?;
    let body = bodies.by_code(code).ok_or(Problem::NotFound)?;
    let permit = attaching(scope, &bodies, body)?;
    let was = bodies.initiatives_of(body, scope.now.date()).find(|known| known.id == id).ok_or(Problem::NotFound)?;
    same(version, was.version)?;
    let (before, to) = (NewInitiative::of(&bodies, was).tidy(), to.tidy());
    to.check(scope)?;
    let change = Change::between(&before, &to)?;
    if change.fields.is_empty() {
        return Ok(false);
    }
    store::change_initiative(tx, scope, &permit, was, &to)?;
    scope.tell_change(tx, INITIATIVE, id, "change", &change)?;
    Ok(true)
}

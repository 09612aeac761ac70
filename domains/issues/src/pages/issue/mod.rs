//! One issue, for everybody: where it stands, what was decided and why, what happened. Whoever works on it finds their
//! desk at the same address.

mod desk;
mod public;
mod story;

use std::sync::Arc;

use access::{Scope, Site};
use axum::Router;
use axum::extract::Path;
use axum::routing::get;
use base::{Id, Instant, Problem, Reference};
use db::Tx;
use web::asking::Visit;
use web::{Answer, Query};

use super::staff::Verb;
use crate::again::{self, Again};
use crate::commands::{self, AtHand};
use crate::store::{self, Issue, Step};

pub(super) use story::{Told, told_to_staff};

pub(super) fn routes() -> Router<Arc<Site>> {
    Router::new().route("/{p}/issues/{reference}", get(issue))
}

async fn issue(visit: Visit, Path((_p, text)): Path<(String, String)>, Query(typed): Query) -> Answer {
    let reference: Reference = text.parse().map_err(|_| Problem::NotFound)?;
    let scope = visit.scope.clone();
    let as_public = typed.get("as") == Some("public");
    let (seen, desk) = scope
        .site
        .clone()
        .db
        .read(move |tx| {
            let seen = Seen::read(tx, &scope, &reference)?;
            let works = !as_public && Verb::any(&scope, &seen.hand());
            let desk = if works { Some(desk::Words::read(tx, &scope, &seen)?) } else { None };
            Ok::<_, Problem>((seen, desk))
        })
        .await?;
    match desk {
        Some(words) => desk::show(&visit, &seen, &words, typed.get("done")),
        None => public::show(&visit, &seen, as_public),
    }
}

/// An issue as the store holds it, with its places, its story and the names in it.
pub(super) struct Seen {
    issue: Issue,
    /// Every place this person may know, each with whether the public may.
    places: Vec<(Id, bool)>,
    steps: Vec<Step>,
    concerns: Vec<Id>,
    /// When the first of its concerns was told to us; when it was made, if it has none.
    first_told: Instant,
    /// When people told us, whether they joined by themselves, how many.
    contributors: Vec<(Instant, bool, i64)>,
    names: Vec<(Id, String)>,
    /// Who should look at it beside whoever refused it, when somebody asked again.
    others: Vec<String>,
}

impl Seen {
    fn read(tx: &mut Tx<'_>, scope: &Scope, reference: &Reference) -> Result<Self, Problem> {
        let partnership = scope.partnership();
        let issue = store::by_reference(tx, scope, reference)?.ok_or(Problem::NotFound)?;
        let places = store::places_of_lines(tx, scope, &[issue.id])?;
        let steps = store::steps_of(tx, partnership, issue.id)?;
        let concerns = store::concerns_of(tx, partnership, issue.id)?;
        let first = if concerns.is_empty() { None } else { voice::first_heard(tx, partnership, &concerns)? };
        let first_told = first.unwrap_or(issue.opened_at);
        let contributors = store::contributors(tx, partnership, issue.id)?;
        let people: Vec<Id> = steps.iter().filter_map(|step| step.person).chain(issue.holder_person).collect();
        let names = if people.is_empty() { Vec::new() } else { access::names_of(tx, partnership, &people)? };
        let places = places.into_iter().map(|(_, place, is_public)| (place, is_public)).collect();
        let mut seen = Self { issue, places, steps, concerns, first_told, contributors, names, others: Vec::new() };
        if let Some(refuser) = Again::of(&seen.steps).and_then(|again| again.refuser()) {
            seen.others = again::others(tx, scope, &seen.hand(), Some(refuser))?;
        }
        Ok(seen)
    }

    /// Where it stands for leave.
    fn hand(&self) -> AtHand {
        let places = self.places.iter().map(|(place, _)| *place).collect();
        commands::on_ground(self.issue.clone(), places)
    }

    fn name(&self, person: Option<Id>) -> Option<&str> {
        self.names.iter().find(|(id, _)| Some(*id) == person).map(|(_, name)| name.as_str())
    }
}

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
use base::{Instant, Problem, Reference};
use db::Tx;
use web::asking::Visit;
use web::{Answer, Query};

use super::staff::Verb;
use crate::commands::{self, AtHand};
use crate::looks::looked;
use crate::store::{self, Issue, IssuePlace, Link, Step};

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
        Some(words) => {
            looked(&visit.scope, words.sensitive()).await?;
            let ground = seen.hand().ground;
            let warnings = safety::before_a_visit(&visit.scope, &ground, words.somewhere(&visit.scope)?).await?;
            desk::show(&visit, &seen, &words, &warnings, typed.get("done"))
        }
        None => public::show(&visit, &seen, as_public),
    }
}

/// Moments at which people told us, in its story.
const MOST_MOMENTS: usize = 200;

/// An issue as the store holds it, with its places and its story.
pub(super) struct Seen {
    issue: Issue,
    places: Vec<IssuePlace>,
    steps: Vec<Step>,
    /// How its concerns came to it.
    told: Vec<Link>,
}

impl Seen {
    fn read(tx: &mut Tx<'_>, scope: &Scope, reference: &Reference) -> Result<Self, Problem> {
        let (issue, places) = store::by_reference(tx, scope, reference)?.ok_or(Problem::NotFound)?;
        let steps = store::steps_of(tx, scope.partnership(), issue.id)?;
        let told = store::links_of(tx, scope.partnership(), issue.id)?;
        Ok(Self { issue, places, steps, told })
    }

    /// Where it lay when it was opened: what is told of it.
    fn told_places(&self) -> impl Iterator<Item = &IssuePlace> {
        self.places.iter().filter(|here| here.is_then)
    }

    /// Where it stands for leave.
    fn hand(&self) -> AtHand {
        commands::on_ground(self.issue.clone(), &self.places)
    }

    /// When the first of its concerns was told to us; when it was made, if it has none.
    fn first_told(&self) -> Instant {
        self.told.iter().map(|link| link.heard_at).min().unwrap_or(self.issue.opened_at)
    }

    /// When people told us, whether they joined by themselves, how many.
    fn contributors(&self) -> impl Iterator<Item = (Instant, bool, i64)> {
        let together = |one: &Link, next: &Link| (one.attached_at, one.joined) == (next.attached_at, next.joined);
        let count = |links: &[Link]| i64::try_from(links.len()).unwrap_or(i64::MAX);
        let came = self.told.chunk_by(together).take(MOST_MOMENTS);
        came.map(move |links| (links[0].attached_at, links[0].joined, count(links)))
    }
}

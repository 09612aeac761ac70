//! The desk: what waits for somebody, triage, and the verbs on an issue and on a concern. These pages stay English.

mod act;
mod approvals;
mod files;
mod group;
mod held;
pub(super) mod kept;
mod my_work;
mod note;
mod protection;
mod tellings;
mod triage;
mod verb;

use std::sync::Arc;

use access::{Page, Scope, Site};
use axum::Router;
use axum::response::{IntoResponse, Redirect, Response};
use base::{Id, Problem, Reference};
use web::Markup;
use web::asking::Visit;
use web::components::NotificationBanner;

pub(super) use triage::status_words;
pub(super) use verb::Verb;

pub(crate) fn routes() -> Router<Arc<Site>> {
    Router::new()
        .merge(act::routes())
        .merge(group::routes())
        .merge(triage::routes())
        .merge(protection::routes())
        .merge(my_work::routes())
        .merge(kept::routes())
        .merge(note::routes())
        .merge(approvals::routes())
        .merge(tellings::routes())
}

/// A reference out of an address: what is no reference is not found.
fn reference(text: &str) -> Result<Reference, Problem> {
    text.parse().map_err(|_| Problem::NotFound)
}

/// Back to a page, which then says what was done (303).
fn on(scope: &Scope, page: Page<'_>, done: &str) -> Response {
    let address = scope.url(page);
    let joint = if address.contains('?') { '&' } else { '?' };
    Redirect::to(&format!("{address}{joint}done={done}")).into_response()
}

/// What was just done, from a closed list of sentences.
fn notice(visit: &Visit, done: Option<&str>, sentences: &[(&str, &'static str)]) -> Option<Markup> {
    let sentence = sentences.iter().find(|(name, _)| Some(*name) == done)?.1;
    Some(NotificationBanner::success(visit.words, sentence).into())
}

/// The place somebody works in: their own, or all of the partnership.
fn own_place(scope: &Scope) -> Option<Id> {
    match scope.hat()?.reach {
        access::Reach::Place(place) => Some(place),
        _ => None,
    }
}

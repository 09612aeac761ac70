//! Telling us about something: one question a page, then everything once more; six pages at most. Nothing is kept until
//! it is sent; the answers travel from page to page in hidden fields, and any page can be gone back to without losing a
//! word.

pub mod answers;
mod draft;
mod pages;
mod send;
mod step;
pub mod whereabouts;

pub use draft::Draft;
pub use pages::Numbers;
pub use send::Recorded;
pub use step::Step;

use axum::response::{IntoResponse, Redirect};
use base::{Conflict, Problem, Reference};
use web::asking::{Posted, Visit, new_once};
use web::{Answer, Query, Typed};

use access::Right;

/// The first page. A link may bring a place, a category, or an issue that somebody wants to join.
pub async fn begin(visit: Visit, Query(query): Query) -> Answer {
    if visit.scope.hat().is_some() && visit.scope.has(Right::RecordConcern) {
        let along = query.only(&["place", "category", "joins"]).query();
        let address = format!("{}/concerns/record?{along}", visit.scope.prefix());
        return Ok(Redirect::to(address.trim_end_matches('?')).into_response());
    }
    let mut typed = query.only(&["place", "category"]);
    if let Some(issue) = query.get("joins").filter(|text| text.parse::<Reference>().is_ok()) {
        typed.set("joins", issue);
    }
    typed.set("once", new_once(&visit.scope));
    Draft::read(&visit, typed).await?.page(Step::What, false)
}

/// Every other page: the answers so far come in, the next page goes out.
pub async fn go_on(posted: Posted) -> Answer {
    let Posted { visit, typed } = posted;
    let asked = typed.get("step").and_then(Step::from_key).unwrap_or(Step::What);
    let forgets = typed.get("forget").map(|_| Step::Where);
    let wanted = forgets.or_else(|| typed.get("go").and_then(Step::from_key));
    let mut typed = kept(typed, &visit);
    let pointed = places::click(&visit.scope, &mut typed)?;
    let draft = Draft::read(&visit, typed).await?;
    if pointed {
        return draft.page(Step::Where, false);
    }
    if let Some(wanted) = wanted {
        return draft.page(wanted, false);
    }
    match draft.first_unanswered() {
        Some(step) => draft.page(step, step <= asked),
        None if asked < Step::Check => draft.page(Step::Check, false),
        None => send(draft).await,
    }
}

/// Sends it; the same report sent twice is heard once and answered twice.
async fn send(draft: Draft<'_>) -> Answer {
    match draft.send(None).await {
        Ok(reported) => draft.done(&reported),
        Err(Problem::Conflict(Conflict::Idempotency)) => draft.sent_before(),
        Err(Problem::Invalid(errors)) => draft.refused(&errors),
        Err(problem) => Err(problem.into()),
    }
}

/// What was typed, with the map's spot taken back if that was asked, and a key of its own for a report that has none.
fn kept(mut typed: Typed, visit: &Visit) -> Typed {
    if typed.get("forget").is_some() {
        for field in ["lat", "lon", "view"] {
            typed.set(field, "");
        }
    }
    if typed.get("once").is_none_or(|once| !(16..=128).contains(&once.len())) {
        typed.set("once", new_once(&visit.scope));
    }
    typed
}

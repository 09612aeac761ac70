//! Staff safety: a marker on an address, so that whoever goes there knows what happened, what may happen and what to do.
//! It is a fact about a place and a day, never a name for a person. Few may set one, whoever works on something there is
//! shown it before a visit, nobody else can tell that there is one, and it lapses by itself.

mod about;
mod api;
mod commands;
mod jobs;
mod known;
mod model;
mod pages;
mod premises;
mod store;
mod visit;

use std::sync::Arc;

use access::{Page, Right, Scope, Site};
use axum::Router;
use axum::routing::{get, post};
use base::{Instant, Problem, Reference};
use db::Tx;
use utoipa::OpenApi as _;
use web::{Waits, WaitsFor};

use known::Known;

pub use about::{AboutThem, Somebody, about, about_them};
pub use api::WarningOut;
pub use commands::{Set, Wanted, set};
pub use model::Account;
pub use premises::with_postcode;
pub use store::{blank, over};
pub use visit::{Somewhere, Warning, before_a_visit, sees, warning};

/// All that the house must know of this slice.
pub const MANIFEST: web::Manifest = web::Manifest {
    name: "safety",
    tables: db::slice!("safety": "0001-marker"),
    routes,
    parts: &[known::load_known],
    jobs: &[jobs::REMIND, jobs::LAPSE],
};

/// This slice's share of the API's description.
#[must_use]
pub fn openapi() -> utoipa::openapi::OpenApi {
    api::Described::openapi()
}

fn routes() -> Router<Arc<Site>> {
    Router::new()
        .route("/{p}/admin/information/markers", get(pages::list).post(pages::set))
        .route("/{p}/admin/information/markers/{reference}", get(pages::show))
        .route("/{p}/admin/information/markers/{reference}/{verb}", post(pages::act))
        .route("/{p}/api/v1/safety-markers", get(api::list).post(api::set))
        .route("/{p}/api/v1/safety-markers/before-a-visit", post(api::before))
        .route("/{p}/api/v1/safety-markers/{reference}", get(api::one))
        .route("/{p}/api/v1/safety-markers/{reference}/{verb}", post(api::act))
}

/// The key of a marker by its reference, for the audit.
///
/// # Errors
/// Not allowed; not found.
pub fn marker_with(tx: &mut Tx<'_>, scope: &Scope, reference: &Reference) -> Result<base::Id, Problem> {
    let marker = store::by_reference(tx, &commands::allowed(scope)?, reference)?;
    marker.map(|marker| marker.id).ok_or(Problem::NotFound)
}

inventory::submit! { WaitsFor(waits) }

/// Markers that lapse within four weeks, for those who keep them.
fn waits(_: &mut Tx<'_>, scope: &Scope) -> Result<Vec<Waits>, Problem> {
    if !scope.has(Right::KeepMarkers) {
        return Ok(Vec::new());
    }
    let until = scope.now.plus(base::days(model::REMIND_BEFORE)).date();
    let Some((count, first)) = scope.snapshot.part::<Known>()?.to_review(until) else { return Ok(Vec::new()) };
    Ok(vec![Waits {
        words: format!("Safety markers to look at again: {count}"),
        href: scope.url(Page::Information("markers")),
        more: format!("The first lapses on {}.", Instant::at(first, 12, 0).day_words()),
        strong: first <= scope.now.plus(base::days(7)).date(),
    }])
}

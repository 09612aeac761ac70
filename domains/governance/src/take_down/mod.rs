//! Take-down: anybody can ask for something public to go. It is hidden at once and a person decides within two working
//! days; a flood of requests cannot blank the site, because what a person looked at and showed again is not hidden again
//! for the same reason, and only so much is hidden at once before anybody looked.

mod answer;
mod api;
mod commands;
pub(crate) mod model;
mod pages;
mod staff;
pub(crate) mod store;

use std::sync::Arc;

use access::{Page, Reach, Right, Scope, Site};
use axum::Router;
use axum::routing::{get, post};
use base::Problem;
use db::Tx;
use web::{Waits, WaitsFor};

pub use answer::ANSWER;
pub use api::Described;

pub(crate) fn routes() -> Router<Arc<Site>> {
    Router::new()
        .route("/{p}/take-down", get(pages::show).post(pages::send))
        .route("/{p}/admin/information/take-downs", get(staff::list))
        .route("/{p}/admin/information/take-downs/{reference}", get(staff::show).post(staff::send))
        .route("/{p}/api/v1/take-downs", get(api::list).post(api::ask))
        .route("/{p}/api/v1/take-downs/{reference}", get(api::one))
        .route("/{p}/api/v1/take-downs/{reference}/decide", post(api::decide))
}

inventory::submit! { WaitsFor(waits) }

/// Requests that wait for whoever may decide them.
fn waits(tx: &mut Tx<'_>, scope: &Scope) -> Result<Vec<Waits>, Problem> {
    if !scope.has(Right::TakeDown) {
        return Ok(Vec::new());
    }
    let (count, first) = store::count_waiting(tx, scope)?;
    let Some(first) = first else { return Ok(Vec::new()) };
    let late = first < scope.now;
    Ok(vec![Waits {
        words: format!("Requests to take something down: {count}"),
        href: scope.url(Page::Information("take-downs")),
        more: match late {
            true => format!("The first was to be decided by {}.", first.words()),
            false => format!("Decide the first by {}.", first.words()),
        },
        strong: true,
    }])
}

/// Whether this person decides about every record, or only about issues in one place.
fn decides_everywhere(scope: &Scope) -> bool {
    scope.hat().is_some_and(|hat| hat.reach == Reach::Partnership)
}

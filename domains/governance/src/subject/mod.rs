//! Subject access and erasure: somebody asks what is held about them, or to be forgotten. The officer finds it, takes out
//! what is about others, and gives it, or destroys the key it is sealed under. One calendar month, by law. Protected matters
//! are answered for by the safeguarding lead and are found by nothing here.

mod api;
mod beside;
mod commands;
mod export;
mod model;
mod pages;
mod review;
mod search;
mod store;

use std::sync::Arc;

use access::{Page, Right, Scope, Site};
use axum::Router;
use axum::routing::{get, post};
use base::Problem;
use db::Tx;
use web::{Waits, WaitsFor};

pub use api::Described;
pub(crate) use export::zipped;
pub(crate) use pages::day_words;
pub(crate) use review::download;
pub use search::SEARCH;

pub(crate) fn routes() -> Router<Arc<Site>> {
    Router::new()
        .route("/{p}/admin/information/subjects", get(pages::list).post(pages::begin))
        .route("/{p}/admin/information/subjects/{reference}", get(review::show))
        .route("/{p}/admin/information/subjects/{reference}/search", post(review::search))
        .route("/{p}/admin/information/subjects/{reference}/take-out", post(review::take_out))
        .route("/{p}/admin/information/subjects/{reference}/beside", post(review::decide))
        .route("/{p}/admin/information/subjects/{reference}/export", post(review::export))
        .route("/{p}/admin/information/subjects/{reference}/erase", post(review::erase))
        .route("/{p}/admin/information/subjects/{reference}/refuse", post(review::refuse))
        .route("/{p}/api/v1/subject-requests", get(api::list).post(api::begin))
        .route("/{p}/api/v1/subject-requests/{reference}", get(api::one))
        .route("/{p}/api/v1/subject-requests/{reference}/search", post(api::search))
        .route("/{p}/api/v1/subject-requests/{reference}/take-out", post(api::take_out))
        .route("/{p}/api/v1/subject-requests/{reference}/beside", post(api::decide))
        .route("/{p}/api/v1/subject-requests/{reference}/give", post(api::give))
        .route("/{p}/api/v1/subject-requests/{reference}/erase", post(api::erase))
        .route("/{p}/api/v1/subject-requests/{reference}/refuse", post(api::refuse))
}

inventory::submit! { WaitsFor(waits) }

/// Requests that wait for the officer.
fn waits(tx: &mut Tx<'_>, scope: &Scope) -> Result<Vec<Waits>, Problem> {
    if !scope.has(Right::AnswerSubjects) {
        return Ok(Vec::new());
    }
    let (count, first) = store::count_open(tx, scope.partnership())?;
    let Some(first) = first else { return Ok(Vec::new()) };
    let day = base::Instant::at(first, 12, 0).day_words();
    let late = first < scope.now.date();
    Ok(vec![Waits {
        words: format!("Requests about somebody’s own data: {count}"),
        href: scope.url(Page::Information("subjects")),
        more: if late { format!("The first was due on {day}.") } else { format!("The first is due by {day}.") },
        strong: late || first <= scope.now.plus(base::days(7)).date(),
    }])
}

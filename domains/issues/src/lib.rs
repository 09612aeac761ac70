//! What several concerns are about, and what became of it: weighed openly, decided with a reason, ended with an outcome.
//! Also everything about one concern that needs its issue: telling us, its public page, its contributor's own page.

mod again;
mod api;
pub mod asked;
pub mod commands;
mod counts;
mod cursor;
pub mod figures;
pub mod import;
mod jobs;
pub mod listing;
mod looks;
mod mail;
pub mod model;
mod pages;
pub mod reader;
pub mod redraw;
pub mod reweigh;
mod said_again;
pub mod saying;
pub mod similar;
pub mod store;
mod story;
pub mod workload;

use std::sync::Arc;

use access::Site;
use axum::Router;

pub use pages::status_words;

/// All that the house must know of this slice.
pub const MANIFEST: web::Manifest = web::Manifest {
    name: "issues",
    tables: db::slice!(
        "issues": "0001-issue", "0002-notes-erased", "0003-holder", "0004-lines", "0005-kept-list", "0006-place-figure",
        "0007-spots",
        "0008-alike"
    ),
    routes,
    parts: &[counts::load],
    jobs: jobs::HANDLERS,
};

/// This slice's share of the API's description.
#[must_use]
pub fn openapi() -> utoipa::openapi::OpenApi {
    let mut all = <api::Described as utoipa::OpenApi>::openapi();
    all.merge(<import::Described as utoipa::OpenApi>::openapi());
    all.merge(<redraw::Described as utoipa::OpenApi>::openapi());
    all.merge(<workload::Described as utoipa::OpenApi>::openapi());
    all
}

fn routes() -> Router<Arc<Site>> {
    pages::routes().merge(api::routes()).merge(import::routes()).merge(redraw::routes()).merge(workload::routes())
}

//! What several concerns are about, and what became of it: weighed openly, decided with a reason, ended with an outcome.
//! Also everything about one concern that needs its issue: telling us, its public page, its contributor's own page.

mod again;
mod api;
pub mod asked;
pub mod commands;
mod cursor;
mod jobs;
pub mod listing;
mod mail;
pub mod model;
mod pages;
pub mod reader;
mod said_again;
pub mod saying;
pub mod similar;
pub mod store;
mod story;

use std::sync::Arc;

use access::Site;
use axum::Router;

/// All that the house must know of this slice.
pub const MANIFEST: web::Manifest = web::Manifest {
    name: "issues",
    tables: db::Slice { name: "issues", migrations: &[("0001-issue", include_str!("../migrations/0001-issue.sql"))] },
    routes,
    parts: &[],
    jobs: jobs::HANDLERS,
};

/// This slice's share of the API's description.
#[must_use]
pub fn openapi() -> utoipa::openapi::OpenApi {
    <api::Described as utoipa::OpenApi>::openapi()
}

fn routes() -> Router<Arc<Site>> {
    pages::routes().merge(api::routes())
}

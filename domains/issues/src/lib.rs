//! What several concerns are about, and what became of it: weighed openly, decided with a reason, ended with an outcome.
//! Also everything about one concern that needs its issue: telling us, its public page, its contributor's own page.

mod api;
pub mod commands;
mod jobs;
pub mod listing;
pub mod model;
mod pages;
pub mod store;

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

fn routes() -> Router<Arc<Site>> {
    pages::routes().merge(api::routes())
}

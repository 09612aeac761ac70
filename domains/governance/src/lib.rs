//! Information governance: what is held about whom, how long it is kept, who saw it, and what is given to those who ask.

mod audit;
mod desk;
mod disclosure;
mod holds;
pub mod retention;
mod subject;
mod take_down;

use std::sync::Arc;

use access::Site;
use axum::Router;
use utoipa::OpenApi;

/// All that the house must know of this slice.
pub const MANIFEST: web::Manifest = web::Manifest {
    name: "governance",
    tables: db::slice!("governance": "0001-take-down", "0002-audit-check", "0003-subject", "0004-retention", "0005-disclosure", "0006-disclosure-file", "0007-subject-beside", "0008-take-down-language"),
    routes,
    parts: &[],
    jobs: &[take_down::ANSWER, subject::SEARCH, retention::RUN, retention::DUE, disclosure::MAKE, disclosure::FORGET],
};

/// This slice's share of the API's description.
#[must_use]
pub fn openapi() -> utoipa::openapi::OpenApi {
    let mut all = take_down::Described::openapi();
    all.merge(audit::Described::openapi());
    all.merge(holds::Described::openapi());
    all.merge(subject::Described::openapi());
    all.merge(retention::Described::openapi());
    all.merge(disclosure::Described::openapi());
    all
}

fn routes() -> Router<Arc<Site>> {
    desk::routes()
        .merge(take_down::routes())
        .merge(audit::routes())
        .merge(holds::routes())
        .merge(subject::routes())
        .merge(retention::routes())
        .merge(disclosure::routes())
}

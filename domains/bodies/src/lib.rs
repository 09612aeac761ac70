//! Who meets and decides: bodies with their places, offices and members, what is before them, what they went on as, and the
//! initiatives in their hands. README.md says what the field calls these.

mod api;
pub mod commands;
mod coordinators;
mod files;
mod jobs;
pub mod known;
pub mod model;
pub mod overlay;
mod pages;
mod store;
mod told;

use std::sync::Arc;

use access::Site;
use axum::Router;

pub use known::Bodies;
pub use told::serving;

/// All that the house must know of this slice.
pub const MANIFEST: web::Manifest = web::Manifest {
    name: "bodies",
    tables: db::slice!("bodies": "0001-body"),
    routes,
    parts: &[known::load],
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

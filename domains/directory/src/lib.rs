//! Who works in a partnership: its organisations, its people and their roles, who stands in for whom, who leaves and what
//! becomes of their work. README.md says what the field calls these.

mod api;
pub mod commands;
pub mod contact;
pub mod deployment;
mod files;
pub mod import;
mod jobs;
pub mod model;
mod pages;
pub mod partners;
pub mod store;
mod tabular;
pub mod upload;
pub mod vacancy;

use std::sync::Arc;

use access::Site;
use axum::Router;

pub use api::{Listed, needed};

pub use crate::files::{Everybody, organisations_csv, people_csv};
pub use model::{Reaching, reach_words};
pub use pages::{act, deployment_sections, fields, file, linked};
pub use partners::{Partner, Partners};
pub use tabular::Columns;

/// What follows when somebody has left: whatever they held goes back to the queue of whoever answers for the place. The
/// slices that keep such work do this job; it is about the person.
pub const HAND_BACK: &str = "directory.hand-back";
/// What follows when an organisation has ended: its successor takes its open work over, with its history (WAL-38). The job
/// is about the organisation; its detail is the successor's key.
pub const HAND_OVER: &str = "directory.hand-over";
/// What follows for the seats in bodies when somebody has left or an organisation has ended: they end, or pass to the
/// organisation's successor. The job is about the person or the organisation; the slice that keeps bodies does it.
pub const GIVE_UP_SEATS: &str = "directory.give-up-seats";

/// All that the house must know of this slice.
pub const MANIFEST: web::Manifest = web::Manifest {
    name: "directory",
    tables: db::slice!("directory": "0001-directory"),
    routes,
    parts: &[partners::load],
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

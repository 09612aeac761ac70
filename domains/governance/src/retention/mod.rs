//! Retention: each kind of record has its period and its basis, and when it is over a nightly run blanks what is personal
//! and leaves a tombstone. Legal holds beat every period. A dry run counts and changes nothing; a run can be stopped, goes
//! on where it was, and run again finds nothing more (JOB-07, XC-06).

mod api;
mod pages;
mod rules;
mod run;
mod store;

use std::sync::Arc;

use access::Site;
use axum::Router;
use axum::routing::get;

pub use api::Described;
pub use pages::periods;
pub use run::{DUE, RUN, schedule};

pub(crate) fn routes() -> Router<Arc<Site>> {
    Router::new()
        .route("/{p}/admin/information/retention", get(pages::show).post(pages::begin))
        .route("/{p}/api/v1/retention", get(api::show).post(api::begin))
}

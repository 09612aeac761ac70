//! Telling us about something, and what happened to it: no account, no scripts, one question a page.

mod concern;
mod own;
mod record;
mod report;

use std::sync::Arc;

use access::Site;
use axum::Router;
use axum::routing::{get, post};

pub(crate) fn routes() -> Router<Arc<Site>> {
    Router::new()
        .route("/{p}/concerns/new", get(report::begin).post(report::go_on))
        .route("/{p}/concerns/record", get(record::begin).post(record::go_on))
        .route("/{p}/concerns/find", get(concern::find))
        .route("/{p}/concerns/{reference}", get(concern::show))
        .route("/{p}/c/{secret}", get(own::show))
        .route("/{p}/c/{secret}/{verb}", post(own::act))
}

//! The desk: lists, triage, an issue and the verbs on it.

use std::sync::Arc;

use access::Site;
use axum::Router;

pub(crate) fn routes() -> Router<Arc<Site>> {
    Router::new()
}

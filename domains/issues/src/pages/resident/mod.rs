//! Telling us about something, and what happened to it: no account, no scripts, one question a page.

use std::sync::Arc;

use access::Site;
use axum::Router;

pub(crate) fn routes() -> Router<Arc<Site>> {
    Router::new()
}

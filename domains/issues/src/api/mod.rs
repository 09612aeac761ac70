//! The JSON twins of the pages: the same commands, the same reads.

use std::sync::Arc;

use access::Site;
use axum::Router;

pub(crate) fn routes() -> Router<Arc<Site>> {
    Router::new()
}

//! The pages: what a resident sees and what staff work with.

mod resident;
mod staff;

use std::sync::Arc;

use access::Site;
use axum::Router;

pub(crate) fn routes() -> Router<Arc<Site>> {
    resident::routes().merge(staff::routes())
}

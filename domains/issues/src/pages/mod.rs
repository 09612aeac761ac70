//! The pages: what a resident sees and what staff work with.

mod issue;
pub(crate) mod list;
mod resident;
mod row;
mod staff;
mod words;

use std::sync::Arc;

use access::Site;
use axum::Router;

pub(crate) use resident::somewhere;
pub(crate) use staff::kept::read as read_kept;
pub(crate) use words::due_why;
pub use words::status_words;

pub(crate) fn routes() -> Router<Arc<Site>> {
    resident::routes().merge(list::routes()).merge(issue::routes()).merge(staff::routes())
}

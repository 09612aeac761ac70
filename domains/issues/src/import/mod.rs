//! Concerns from a file: another system's, a spreadsheet's. A file is put in, its columns are agreed, every row is checked,
//! and then it is taken in as long work that can be left, stopped and, for a day, undone. Taking the same file in again
//! changes nothing.

mod api;
mod chunk;
mod columns;
mod file;
mod pages;
mod row;
mod work;

use std::sync::Arc;

use access::Site;
use axum::Router;
use axum::routing::{get, post};

pub use api::Described;
pub use columns::{Field, Plan};
pub(crate) use file::forget_later;
pub use file::{Begun, begin};
pub use work::{Outcome, from_reader, work};

/// The kind of long work, and of the job that does it.
pub const KIND: &str = "issues.import-concerns";
/// The job that lets go of a file which nothing needs any more.
pub const FORGET: &str = "issues.forget-import-file";

/// Lets go of a file whose day is over.
///
/// # Errors
/// Whatever the store answers.
pub async fn forget(desk: &::jobs::Desk, scope: access::Scope, job: ::jobs::Job) -> Result<(), base::Problem> {
    desk.site
        .db
        .write(move |tx| {
            file::forget(tx, &scope, job.about)?;
            ::jobs::done(tx, &job).map_err(base::Problem::from)
        })
        .await
}

pub(crate) fn routes() -> Router<Arc<Site>> {
    Router::new()
        .route("/{p}/admin/imports", get(pages::list).post(pages::put_in))
        .route("/{p}/admin/imports/{id}", get(pages::show).post(pages::agree))
        .route("/{p}/admin/imports/{id}/run", post(pages::run))
        .route("/{p}/api/v1/imports/concerns", post(api::put_in))
        .route("/{p}/api/v1/imports/{id}/run", post(api::run))
}

//! Lines drawn anew from a day on (MAN-02): proposed as a file, looked at with what would stand where, agreed, and done as
//! long work that places every record again while pages stay as they are. What came in before the day keeps its place;
//! today's place stands beside it.

mod api;
mod areas;
mod ending;
mod pages;
mod plan;
mod tally;
mod work;

use std::sync::Arc;

use access::{Right, Scope, Site};
use axum::Router;
use axum::routing::{get, post};
use base::{Id, Problem};
use record::Operation;

pub use api::Described;
pub use plan::{Asked, Plan, begin};
pub use tally::{Moved, Tally};
pub use work::{can_go_on, due, go_on, work};

/// The kind of long work, and of the job that does it.
pub const KIND: &str = "issues.redraw";

pub(crate) fn routes() -> Router<Arc<Site>> {
    Router::new()
        .route("/{p}/admin/redraws", get(pages::list).post(pages::put_in))
        .route("/{p}/admin/redraws/areas", get(areas::show).post(areas::send))
        .route("/{p}/admin/redraws/{id}", get(pages::show))
        .route("/{p}/admin/redraws/{id}/run", post(pages::run))
        .route("/{p}/admin/places/{code}/end", get(ending::show).post(ending::send))
        .route("/{p}/api/v1/redraws", post(api::put_in))
        .route("/{p}/api/v1/redraws/areas", post(api::compose))
        .route("/{p}/api/v1/redraws/{id}", get(api::show))
        .route("/{p}/api/v1/redraws/{id}/run", post(api::run))
}

/// A redraw with a file, whoever configures the partnership began it.
async fn find(scope: &Scope, id: &str) -> Result<(Operation, Plan), Problem> {
    allowed(scope)?;
    let id: Id = id.parse().map_err(|_| Problem::NotFound)?;
    let partnership = scope.partnership();
    let found = scope.site.db.read(move |tx| Operation::find(tx, partnership, id)).await?;
    let operation = found.filter(|one| one.kind == KIND).ok_or(Problem::NotFound)?;
    let plan: Plan = serde_json::from_str(&operation.detail).map_err(Problem::fault)?;
    if plan.drawing.is_none() {
        return Err(Problem::NotFound);
    }
    Ok((operation, plan))
}

fn allowed(scope: &Scope) -> Result<(), Problem> {
    scope.hat().ok_or(Problem::SignIn)?;
    if scope.has(Right::Configure) {
        return Ok(());
    }
    Err(Problem::NotAllowed("Lines are drawn anew by administrators of the partnership.".into()))
}

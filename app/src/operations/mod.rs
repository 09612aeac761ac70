//! Long work as its people see it: what is being done, how far it came, what was not taken in, and a way to stop it or to
//! undo it. One page and one API for imports, redraws and exports alike.

mod api;
mod pages;

use std::sync::Arc;

use access::{Right, Scope, Site};
use axum::Router;
use axum::routing::{get, post};
use base::{Id, Problem};
use db::Tx;
use record::Operation;

pub use api::Described;

/// The most of them a list shows.
const ROWS: i64 = 50;
/// The most faults a page shows; the file has all.
const FAULTS: i64 = 20;

pub fn routes() -> Router<Arc<Site>> {
    Router::new()
        .route("/{p}/admin/operations", get(pages::list))
        .route("/{p}/admin/operations/{id}", get(pages::show))
        .route("/{p}/admin/operations/{id}/errors.csv", get(pages::errors))
        .route("/{p}/admin/operations/{id}/cancel", post(pages::cancel))
        .route("/{p}/admin/operations/{id}/undo", post(pages::undo))
        .route("/{p}/admin/operations/{id}/go-on", post(pages::go_on))
        .route("/{p}/api/v1/operations", get(api::list))
        .route("/{p}/api/v1/operations/{id}", get(api::show))
        .route("/{p}/api/v1/operations/{id}/cancel", post(api::cancel))
        .route("/{p}/api/v1/operations/{id}/undo", post(api::undo))
        .route("/{p}/api/v1/operations/{id}/go-on", post(api::go_on))
}

/// Whether this person sees everybody's work: who configures the partnership looks after all of it. The title is all that
/// it says of what is in a file.
fn sees_all(scope: &Scope) -> bool {
    scope.has(Right::Configure)
}

fn newest(tx: &mut Tx<'_>, scope: &Scope) -> Result<Vec<Operation>, Problem> {
    let me = scope.hat().map(|hat| hat.person).ok_or(Problem::SignIn)?;
    Ok(Operation::newest(tx, scope.partnership(), sees_all(scope), Some(me), ROWS)?)
}

/// Work that is this person's, or everybody's to whom it falls to look after it.
fn find(tx: &mut Tx<'_>, scope: &Scope, id: Id) -> Result<Operation, Problem> {
    let me = scope.hat().map(|hat| hat.person).ok_or(Problem::SignIn)?;
    let found = Operation::find(tx, scope.partnership(), id)?;
    found.filter(|operation| operation.begun_by == Some(me) || sees_all(scope)).ok_or(Problem::NotFound)
}

/// Stops it: at once where nobody works on it, else after the chunk at hand.
fn cancel(tx: &mut Tx<'_>, scope: &Scope, id: Id) -> Result<Operation, Problem> {
    let operation = find(tx, scope, id)?;
    operation.state.after("cancel")?;
    if operation.state.is_at_work() {
        operation.ask_to_cancel(tx, scope.partnership(), scope.now)?;
        let done = access::Done {
            kind: "operation",
            record: id,
            verb: "ask to cancel",
            fields: &["cancel_asked_at"],
            values: "",
        };
        scope.tell(tx, done)?;
    } else {
        jobs::take_step(tx, scope, &operation, "cancel")?;
    }
    find(tx, scope, id)
}

/// Undoes it, within its day.
fn undo(tx: &mut Tx<'_>, scope: &Scope, id: Id) -> Result<Operation, Problem> {
    let operation = find(tx, scope, id)?;
    operation.state.after("undo")?;
    if !operation.can_undo(scope.now) {
        return Err(Problem::NotAllowed("This can no longer be undone: its day is over.".into()));
    }
    jobs::take_step(tx, scope, &operation, "undo")?;
    find(tx, scope, id)
}

/// Has a redraw that was stopped go on from where it was.
fn go_on(tx: &mut Tx<'_>, scope: &Scope, id: Id) -> Result<Operation, Problem> {
    let operation = find(tx, scope, id)?;
    issues::redraw::go_on(tx, scope, &operation)?;
    find(tx, scope, id)
}

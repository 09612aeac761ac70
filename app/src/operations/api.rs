use access::Scope;
use axum::extract::Path;
use base::{Id, Instant, Problem};
use db::Tx;
use record::{Operation, OperationFault};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};
use web::Answer;
use web::asking::{Api, json};

use super::{FAULTS, cancel as stop, find, go_on as resume, newest, undo as take_back};

/// This share of the API's description.
#[derive(OpenApi)]
#[openapi(paths(list, show, cancel, undo, go_on))]
pub struct Described;

/// Long work.
#[derive(Serialize, ToSchema)]
pub struct OperationOut {
    #[schema(value_type = String)]
    id: Id,
    /// What kind of work it is.
    kind: String,
    title: String,
    /// draft, checking, checked, running, done, cancelled, failed, undoing, undone.
    state: &'static str,
    done: i64,
    /// Rows that were as they are already.
    unchanged: i64,
    rejected: i64,
    total: Option<i64>,
    /// What stopped it.
    reason: Option<String>,
    begun_at: Instant,
    finished_at: Option<Instant>,
    undo_until: Option<Instant>,
    /// The first rows that were not taken in.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<FaultOut>,
}

/// A row that was not taken in.
#[derive(Serialize, ToSchema)]
struct FaultOut {
    line: i64,
    field: String,
    error: String,
}

#[derive(Serialize, ToSchema)]
struct OperationsOut {
    items: Vec<OperationOut>,
    /// Always null: only the newest 50 are listed.
    next: Option<String>,
}

/// What was begun lately, newest first.
#[utoipa::path(get, path = "/{p}/api/v1/operations", tag = "operations", operation_id = "list_operations",
    params(("p" = String, Path)), responses((status = 200, body = OperationsOut), (status = 401)))]
pub async fn list(api: Api) -> Answer {
    let scope = api.scope.clone();
    let found = api.scope.site.db.read(move |tx: &mut Tx<'_>| newest(tx, &scope)).await?;
    json(&OperationsOut { items: found.iter().map(|one| OperationOut::of(one, Vec::new())).collect(), next: None })
}

/// How far one came, and the first rows that were not taken in.
#[utoipa::path(get, path = "/{p}/api/v1/operations/{id}", tag = "operations", operation_id = "get_operation",
    params(("p" = String, Path), ("id" = String, Path)), responses((status = 200, body = OperationOut), (status = 404)))]
pub async fn show(api: Api, Path((_p, id)): Path<(String, String)>) -> Answer {
    answered(&api.scope, &id, find).await
}

/// Stops it after the rows at hand.
#[utoipa::path(post, path = "/{p}/api/v1/operations/{id}/cancel", tag = "operations", operation_id = "cancel_operation",
    params(("p" = String, Path), ("id" = String, Path)), responses((status = 200, body = OperationOut), (status = 404), (status = 409)))]
pub async fn cancel(api: Api, Path((_p, id)): Path<(String, String)>) -> Answer {
    written(&api.scope, &id, stop).await
}

/// Undoes it, within its day.
#[utoipa::path(post, path = "/{p}/api/v1/operations/{id}/undo", tag = "operations", operation_id = "undo_operation",
    params(("p" = String, Path), ("id" = String, Path)), responses((status = 200, body = OperationOut), (status = 403), (status = 404), (status = 409)))]
pub async fn undo(api: Api, Path((_p, id)): Path<(String, String)>) -> Answer {
    written(&api.scope, &id, take_back).await
}

/// Has a redraw that was stopped, by hand or by a fault, go on from where it was (MAN-02).
#[utoipa::path(post, path = "/{p}/api/v1/operations/{id}/go-on", tag = "operations", operation_id = "go_on_with_operation",
    params(("p" = String, Path), ("id" = String, Path)), responses((status = 200, body = OperationOut), (status = 403), (status = 404), (status = 409)))]
pub async fn go_on(api: Api, Path((_p, id)): Path<(String, String)>) -> Answer {
    written(&api.scope, &id, resume).await
}

type Verb = fn(&mut Tx<'_>, &Scope, Id) -> Result<Operation, Problem>;

async fn answered(scope: &Scope, id: &str, verb: Verb) -> Answer {
    let (id, asked) = (key(scope, id)?, scope.clone());
    let read = move |tx: &mut Tx<'_>| with_faults(tx, &asked, id, verb);
    json(&scope.site.db.read(read).await?)
}

async fn written(scope: &Scope, id: &str, verb: Verb) -> Answer {
    let (id, asked) = (key(scope, id)?, scope.clone());
    let write = move |tx: &mut Tx<'_>| with_faults(tx, &asked, id, verb);
    json(&scope.site.db.write(write).await?)
}

fn key(scope: &Scope, id: &str) -> Result<Id, Problem> {
    scope.hat().ok_or(Problem::SignIn)?;
    id.parse().map_err(|_| Problem::NotFound)
}

fn with_faults(tx: &mut Tx<'_>, scope: &Scope, id: Id, verb: Verb) -> Result<OperationOut, Problem> {
    let operation = verb(tx, scope, id)?;
    let faults = Operation::faults(tx, scope.partnership(), id, 0, FAULTS)?;
    Ok(OperationOut::of(&operation, faults))
}

impl OperationOut {
    /// An operation as the API shows it.
    pub fn of(operation: &Operation, faults: Vec<OperationFault>) -> Self {
        Self {
            id: operation.id,
            kind: operation.kind.clone(),
            title: operation.title.clone(),
            state: operation.state.as_str(),
            done: operation.done,
            unchanged: operation.unchanged,
            rejected: operation.rejected,
            total: operation.total,
            reason: operation.sentence.clone(),
            begun_at: operation.created_at,
            finished_at: operation.finished_at,
            undo_until: operation.undo_until,
            errors: faults.into_iter().map(FaultOut::of).collect(),
        }
    }
}

impl FaultOut {
    fn of(fault: OperationFault) -> Self {
        Self { line: fault.line, field: fault.field, error: fault.sentence }
    }
}

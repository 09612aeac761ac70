//! Checking, taking in and taking back, chunk by chunk.

use std::io::BufRead;
use std::sync::Arc;

use ::jobs::{Desk, Job};
use access::{Done, Right, Scope};
use base::{Id, Problem, days};
use db::Tx;
use files::Sheet;
use places::Vintages;
use record::{Operation, OperationState, Progress};
use tokio::sync::Mutex;
use voice::A_CHUNK;

use super::columns::Plan;
use super::{KIND, chunk, file};

/// How long an import can be undone, in microseconds.
const UNDO_FOR: i64 = days(1);

/// Does an import: whatever its state asks for.
///
/// # Errors
/// Those of [`jobs::carry_on`](::jobs::carry_on).
pub async fn work(desk: &Desk, scope: Scope, job: Job) -> Result<(), Problem> {
    let vintages = Arc::new(Mutex::new(Vintages::default()));
    ::jobs::carry_on(desk, scope, job, move |scope, operation| {
        let vintages = Arc::clone(&vintages);
        async move {
            match operation.state {
                OperationState::Undoing => back(&scope, operation).await,
                _ => forth(&scope, operation, &mut *vintages.lock().await).await,
            }
        }
    })
    .await
}

/// Settles the plan and has every row checked.
///
/// # Errors
/// [`base::Conflict::State`] when it is past that.
pub(super) fn check(tx: &mut Tx<'_>, scope: &Scope, id: Id, plan: &Plan) -> Result<Operation, Problem> {
    step(tx, scope, id, "check", Some(plan))
}

/// Takes in what was checked.
///
/// # Errors
/// [`base::Conflict::State`] when it was not.
pub(super) fn run(tx: &mut Tx<'_>, scope: &Scope, id: Id) -> Result<Operation, Problem> {
    step(tx, scope, id, "run", None)
}

/// Takes in a file by this plan, unchecked: rows with faults are left out and told all the same.
///
/// # Errors
/// As [`run`].
pub(super) fn run_as(tx: &mut Tx<'_>, scope: &Scope, id: Id, plan: &Plan) -> Result<Operation, Problem> {
    step(tx, scope, id, "run", Some(plan))
}

fn step(tx: &mut Tx<'_>, scope: &Scope, id: Id, verb: &'static str, plan: Option<&Plan>) -> Result<Operation, Problem> {
    let partnership = scope.partnership();
    let operation = Operation::find(tx, partnership, id)?.ok_or(Problem::NotFound)?;
    let detail = match plan {
        Some(plan) => serde_json::to_string(plan).map_err(Problem::fault)?,
        None => operation.detail.clone(),
    };
    operation.rewind(tx, partnership, &detail, scope.now)?;
    // What is stopped halfway can be undone too.
    let until = (verb == "run").then(|| scope.now.plus(UNDO_FOR));
    operation.bound(tx, partnership, operation.total, until)?;
    ::jobs::take_step(tx, scope, &operation, verb)?;
    Operation::find(tx, partnership, id)?.ok_or(Problem::NotFound)
}

/// The next piece of the file; past the last, the step that ends it.
async fn forth(scope: &Scope, operation: Operation, vintages: &mut Vintages) -> Result<(), Problem> {
    let plan: Plan = serde_json::from_str(&operation.detail).map_err(Problem::fault)?;
    let number: i64 = operation.cursor.parse().unwrap_or(0);
    let (asking, id) = (scope.clone(), operation.id);
    let rows = scope.site.db.read(move |tx| file::piece(tx, &asking, id, number)).await?;
    let Some(rows) = rows else { return end(scope, operation).await };
    let read = chunk::read(scope, &plan, vintages, rows).await?;
    let (within, cursor) = (scope.clone(), (number + 1).to_string());
    if operation.state == OperationState::Checking {
        return scope.site.db.bulk(move |tx| chunk::weigh(tx, &within, &operation, &read, &cursor)).await;
    }
    let sealed = chunk::seal(scope, read).await?;
    scope.site.db.bulk(move |tx| chunk::store(tx, &within, &operation, &sealed, &cursor)).await
}

async fn end(scope: &Scope, operation: Operation) -> Result<(), Problem> {
    let verb = if operation.state == OperationState::Checking { "found" } else { "finish" };
    let within = scope.clone();
    scope.site.db.write(move |tx| finish(tx, &within, &operation, verb)).await
}

fn finish(tx: &mut Tx<'_>, scope: &Scope, operation: &Operation, verb: &'static str) -> Result<(), Problem> {
    operation.step(tx, scope.partnership(), verb, scope.now)?;
    let until = (verb == "finish").then(|| scope.now.plus(UNDO_FOR));
    operation.bound(tx, scope.partnership(), operation.total, until)?;
    scope.tell(tx, Done { kind: "operation", record: operation.id, verb, fields: &["state"], values: "" })?;
    Ok(())
}

/// Takes back the next chunk of what the import brought in.
async fn back(scope: &Scope, operation: Operation) -> Result<(), Problem> {
    let within = scope.clone();
    scope
        .site
        .db
        .bulk(move |tx| {
            let scope = &within;
            let after: Option<Id> = operation.cursor.strip_prefix("back ").and_then(|id| id.parse().ok());
            let permit = scope.may(Right::ImportConcerns, &places::ground(reach(scope), None))?;
            let taken = voice::take_back(tx, scope, &permit, operation.id, after)?;
            let Some(last) = taken.last else { return finish(tx, scope, &operation, "undone") };
            let progress = Progress { cursor: format!("back {last}"), done: -taken.gone, ..Progress::default() };
            operation.advance(tx, scope.partnership(), &progress, scope.now)?;
            let fields = &["done"];
            let values = progress.cursor.as_str();
            scope.tell(
                tx,
                Done { kind: "operation", record: operation.id, verb: "take back concerns", fields, values },
            )?;
            Ok(())
        })
        .await
}

/// Where whoever acts may act at all.
fn reach(scope: &Scope) -> Vec<Id> {
    match scope.hat().map(|hat| hat.reach) {
        Some(access::Reach::Place(id)) => vec![id],
        _ => Vec::new(),
    }
}

/// What came of a file that was read to its end.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// The import, whose page can undo it; nothing when it was only checked.
    pub operation: Option<Id>,
    /// Concerns taken in, or to be taken in.
    pub done: i64,
    /// Rows whose concerns were here already.
    pub unchanged: i64,
    /// Rows not taken in.
    pub rejected: i64,
}

/// Takes in a file as it is read, in flat memory: the way of the command line. Each chunk is sealed while the one before it
/// is stored. Stopped and run again, it passes over what is here already.
///
/// # Errors
/// An invalid field when it is no table or a column lacks; else whatever the store answers.
pub async fn from_reader<R: BufRead>(
    scope: &Scope,
    name: &str,
    reader: R,
    settle: impl FnOnce(&mut Plan) -> Result<(), String>,
    dry_run: bool,
    mut seen: impl FnMut(&Outcome, &[record::OperationFault]),
) -> Result<Outcome, Problem> {
    let refused = |sentence: String| Problem::field("file", sentence);
    let mut sheet = Sheet::open(reader).map_err(|error| refused(error.to_string()))?;
    let mut plan = Plan::guess(sheet.heading());
    settle(&mut plan).map_err(|sentence| Problem::field("map", sentence))?;
    if let Some(sentence) = plan.lacks() {
        return Err(Problem::field("map", sentence));
    }
    let mut outcome = Outcome { operation: None, done: 0, unchanged: 0, rejected: 0 };
    let id = scope.new_id();
    if !dry_run {
        let detail = serde_json::to_string(&plan).map_err(Problem::fault)?;
        let (within, title) = (scope.clone(), format!("Concerns from {name}"));
        scope.site.db.write(move |tx| open(tx, &within, id, &title, &detail)).await?;
        outcome.operation = Some(id);
    }
    let mut vintages = Vintages::default();
    let mut storing: Option<tokio::task::JoinHandle<Result<(), Problem>>> = None;
    loop {
        let rows = sheet.rows(A_CHUNK).map_err(|error| refused(error.to_string()))?;
        if rows.is_empty() {
            break;
        }
        let last = rows.last().map(|row| row.line).unwrap_or_default();
        let read = chunk::read(scope, &plan, &mut vintages, rows).await?;
        if dry_run {
            let (within, partnership) = (read.read.len(), scope.partnership());
            let numbers: Vec<String> = read.read.iter().filter_map(|one| one.told.external_id.clone()).collect();
            let known = scope.site.db.read(move |tx| voice::known_elsewhere(tx, partnership, &numbers)).await?.len();
            outcome.done += i64::try_from(within - known).unwrap_or(i64::MAX);
            outcome.unchanged += i64::try_from(known).unwrap_or(i64::MAX);
            outcome.rejected += lines(&read.faults);
            seen(&outcome, &read.faults);
            continue;
        }
        let sealed = chunk::seal(scope, read).await?;
        if let Some(before) = storing.take() {
            before.await.map_err(Problem::fault)??;
        }
        seen(&outcome, &sealed.1);
        outcome.done += i64::try_from(sealed.0.len()).unwrap_or(i64::MAX);
        let within = scope.clone();
        storing = Some(tokio::spawn(async move {
            let db = within.site.db.clone();
            db.bulk(move |tx| {
                let operation = Operation::find(tx, within.partnership(), id)?.ok_or(Problem::NotFound)?;
                chunk::store(tx, &within, &operation, &sealed, &last.to_string())
            })
            .await
        }));
    }
    if let Some(before) = storing.take() {
        before.await.map_err(Problem::fault)??;
    }
    if dry_run {
        return Ok(outcome);
    }
    let within = scope.clone();
    let operation = scope
        .site
        .db
        .write(move |tx| {
            let operation = Operation::find(tx, within.partnership(), id)?.ok_or(Problem::NotFound)?;
            let total = operation.done + operation.unchanged + operation.rejected;
            finish(tx, &within, &Operation { total: Some(total), ..operation.clone() }, "finish")?;
            Ok::<_, Problem>(operation)
        })
        .await?;
    let Operation { done, unchanged, rejected, .. } = operation;
    Ok(Outcome { operation: Some(id), done, unchanged, rejected })
}

fn open(tx: &mut Tx<'_>, scope: &Scope, id: Id, title: &str, detail: &str) -> Result<(), Problem> {
    let work = ::jobs::LongWork { id, kind: KIND, title, detail, state: OperationState::Running, total: None };
    ::jobs::begin(tx, scope, &work)?;
    file::tell(tx, scope, id, "begin an import", title)
}

fn lines(faults: &[record::OperationFault]) -> i64 {
    let mut lines: Vec<i64> = faults.iter().map(|fault| fault.line).collect();
    lines.dedup();
    i64::try_from(lines.len()).unwrap_or(i64::MAX)
}

//! The run: nightly, or when the officer asks; as long work.

use std::sync::Arc;

use access::{Done, Scope, Site};
use base::{Id, Instant, Problem};
use db::Tx;
use jobs::{Desk, Handler, Job, NewJob};
use record::{Operation, OperationState, Progress};

use super::rules::Rule;
use super::store::{self, CHUNK, Chunk};
use crate::holds;

/// The job that does a run.
pub const RUN: Handler =
    Handler { kind: "governance.retention", run: |desk, scope, job| Box::pin(run(desk, scope, job)) };
/// The job that begins one each night.
pub const DUE: Handler =
    Handler { kind: "governance.retention-due", run: |desk, scope, job| Box::pin(due(desk, scope, job)) };

/// At what hour of the night.
const HOUR: i8 = 2;

/// Begins a run; a dry one counts and changes nothing.
///
/// # Errors
/// Not allowed.
pub fn begin(tx: &mut Tx<'_>, scope: &Scope, dry: bool) -> Result<Id, Problem> {
    holds::allowed(scope)?;
    let id = scope.new_id();
    let work = jobs::LongWork {
        id,
        kind: RUN.kind,
        title: if dry { "Retention: what would go" } else { "Retention" },
        detail: if dry { "dry" } else { "run" },
        state: if dry { OperationState::Checking } else { OperationState::Running },
        total: None,
    };
    jobs::begin(tx, scope, &work)?;
    jobs::set_going(tx, scope, RUN.kind, id)?;
    let verb = if dry { "count" } else { "begin" };
    scope.tell(tx, Done { kind: "retention", record: id, verb, fields: &[], values: "" })?;
    Ok(id)
}

async fn run(desk: &Desk, scope: Scope, job: Job) -> Result<(), Problem> {
    let db = desk.site.db.clone();
    jobs::carry_on(desk, scope, job, move |scope, operation| {
        let db = db.clone();
        async move {
            let (rule, after) = place(&operation.cursor);
            let reading = scope.clone();
            let chunk = db.read(move |tx| store::chunk(tx, &reading, &holds::allowed(&reading)?, rule, after)).await?;
            db.bulk(move |tx| keep(tx, &scope, &operation, rule, &chunk)).await
        }
    })
    .await
}

/// Where it is: a kind of record, and the last one looked at.
fn place(cursor: &str) -> (Rule, Id) {
    let read = cursor.split_once(' ').and_then(|(rule, after)| Some((rule.parse().ok()?, after.parse().ok()?)));
    read.unwrap_or((Rule::Contact, Id::nil()))
}

fn keep(tx: &mut Tx<'_>, scope: &Scope, operation: &Operation, rule: Rule, chunk: &Chunk) -> Result<(), Problem> {
    let (permit, partnership) = (holds::allowed(scope)?, scope.partnership());
    let dry = operation.detail == "dry";
    if !dry {
        store::blank(tx, scope, &permit, rule, &chunk.due)?;
    }
    store::count(tx, &permit, operation.id, rule, chunk)?;
    let verb = if dry { "count" } else { "blank" };
    scope.tell(tx, Done { kind: "retention", record: operation.id, verb, fields: &[rule.as_str()], values: "" })?;
    let next = match chunk.last {
        Some(last) if chunk.looked >= CHUNK => Some((rule, last)),
        _ => rule.next().map(|rule| (rule, Id::nil())),
    };
    let done = i64::try_from(chunk.due.len()).unwrap_or(i64::MAX);
    let cursor = next.map_or_else(|| "end".to_owned(), |(rule, last)| format!("{rule} {last}"));
    let progress = Progress { cursor, done, unchanged: chunk.looked - done, ..Progress::default() };
    operation.advance(tx, partnership, &progress, scope.now)?;
    if next.is_none() {
        let ended = Operation::find(tx, partnership, operation.id)?.ok_or(Problem::NotFound)?;
        ended.step(tx, partnership, if dry { "found" } else { "finish" }, scope.now)?;
    }
    Ok(())
}

/// Begins tonight's run and asks for tomorrow's.
async fn due(desk: &Desk, scope: Scope, job: Job) -> Result<(), Problem> {
    desk.site
        .db
        .write(move |tx| {
            begin(tx, &scope, false)?;
            enqueue(tx, &scope, scope.now.next_time(HOUR, 0))?;
            Ok(jobs::done(tx, &job)?)
        })
        .await
}

fn enqueue(tx: &mut Tx<'_>, scope: &Scope, at: Instant) -> Result<(), Problem> {
    let job = NewJob {
        id: scope.new_id(),
        kind: DUE.kind,
        about: scope.partnership(),
        detail: "",
        run_at: at,
        operation: scope.operation,
    };
    Ok(jobs::enqueue(tx, scope.partnership(), &job)?)
}

/// Sees to it that every partnership has its nightly run: when a worker starts.
///
/// # Errors
/// Whatever the store answers.
pub async fn schedule(desk: &Desk) -> Result<(), Problem> {
    let site: &Arc<Site> = &desk.site;
    for (partnership, _) in site.db.read(access::all_partnerships).await? {
        let scope = desk.scope(partnership, DUE.kind, site.dice.id(site.clock.now())).await?;
        let ask = move |tx: &mut Tx<'_>| match jobs::is_waiting(tx, partnership, DUE.kind)? {
            true => Ok(()),
            false => enqueue(tx, &scope, scope.now.next_time(HOUR, 0)),
        };
        site.db.housekeep("the nightly retention run", ask).await?;
    }
    Ok(())
}

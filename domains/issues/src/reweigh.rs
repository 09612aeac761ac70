//! Open issues weighed again after the partnership changed its matrix (WAL-32): what is ranked is ranked by one rule, the
//! published one. Long work, because a borough has thousands; an issue that ended is weighed again when it is reopened.

use ::jobs::{Desk, Job};
use access::{Done, Ground, Right, Scope};
use base::{Id, Problem};
use db::{Error, Tx, sql};
use record::{Operation, OperationState, Progress};

use crate::commands::{matrix, weigh, with_ground};
use crate::model::Matrix;
use crate::store;

/// The kind of long work, and of the job that does it.
pub const KIND: &str = "issues.reweigh";

/// Issues looked at in one chunk.
const CHUNK: i64 = 500;

/// What another matrix would do to the open issues.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Shift {
    /// Issues that get a higher priority.
    pub up: i64,
    /// Issues that get a lower one.
    pub down: i64,
    /// Issues that keep theirs.
    pub same: i64,
}

/// What `matrix` would do to the issues that are open now.
///
/// # Errors
/// Whatever the store answers.
pub fn shift(tx: &mut Tx<'_>, partnership: Id, matrix: &Matrix) -> Result<Shift, Error> {
    let alike: Vec<(i64, i64, i64, i64)> = tx.all(sql!(
        "select seriousness, reach, priority, count(*) from issue where partnership = $1 \
         and status in ('new', 'considering', 'taking_forward') and {unfiltered: how many there are is all that is told} \
         group by seriousness, reach, priority order by seriousness, reach, priority",
        partnership
    ))?;
    let mut shift = Shift::default();
    for (seriousness, reach, priority, count) in alike {
        let then = matrix.priority(seriousness, reach);
        let place = match then.cmp(&priority) {
            std::cmp::Ordering::Greater => &mut shift.up,
            std::cmp::Ordering::Less => &mut shift.down,
            std::cmp::Ordering::Equal => &mut shift.same,
        };
        *place += count;
    }
    Ok(shift)
}

/// Has every open issue weighed again by `matrix`, in the transaction that makes it the partnership's; nothing is begun
/// where no priority moves.
///
/// # Errors
/// Whatever the store answers; no leave to configure the partnership.
pub fn begin(tx: &mut Tx<'_>, scope: &Scope, matrix: &Matrix) -> Result<(), Problem> {
    scope.may(Right::Configure, &Ground::default())?;
    let moved = shift(tx, scope.partnership(), matrix)?;
    if moved.up + moved.down == 0 {
        return Ok(());
    }
    let id = scope.new_id();
    let work = ::jobs::LongWork {
        id,
        kind: KIND,
        title: "Open issues weighed by the new matrix",
        detail: "",
        state: OperationState::Running,
        total: Some(moved.up + moved.down + moved.same),
    };
    ::jobs::begin(tx, scope, &work)?;
    scope.tell(tx, Done { kind: "operation", record: id, verb: "begin", fields: &["kind"], values: KIND })?;
    ::jobs::set_going(tx, scope, KIND, id)
}

/// Weighs the next issues until there are no more.
///
/// # Errors
/// Those of [`jobs::carry_on`](::jobs::carry_on).
pub async fn work(desk: &Desk, scope: Scope, job: Job) -> Result<(), Problem> {
    ::jobs::carry_on(desk, scope, job, |scope, operation| async move {
        let within = scope.clone();
        scope.site.db.bulk(move |tx| chunk(tx, &within, &operation)).await
    })
    .await
}

fn chunk(tx: &mut Tx<'_>, scope: &Scope, operation: &Operation) -> Result<(), Problem> {
    let (partnership, matrix) = (scope.partnership(), matrix(scope));
    let permit = scope.may(Right::Configure, &Ground::default())?;
    let after: Id = operation.cursor.parse().unwrap_or_default();
    let open: Vec<(Id, i64, i64, i64)> = tx.all(sql!(
        "select id, seriousness, reach, priority from issue where partnership = $1 and id > $2 \
         and status in ('new', 'considering', 'taking_forward') \
         and {unfiltered: every open issue is weighed alike, and nothing of one is shown} order by id limit $3",
        partnership,
        after,
        CHUNK
    ))?;
    let Some((last, ..)) = open.last() else {
        operation.step(tx, partnership, "finish", scope.now)?;
        let fields = &["state"];
        scope.tell(tx, Done { kind: "operation", record: operation.id, verb: "finish", fields, values: "" })?;
        return Ok(());
    };
    let mut progress = Progress { cursor: last.to_string(), ..Progress::default() };
    for (id, seriousness, reach, priority) in &open {
        let moves = matrix.priority(*seriousness, *reach) != *priority;
        let issue = if moves { store::by_id(tx, partnership, *id)? } else { None };
        let Some(issue) = issue else {
            progress.unchanged += 1;
            continue;
        };
        let why = "the partnership changed its matrix";
        with_ground(tx, scope, issue)?.change(tx, scope, &permit, "weigh again", why, |issue| weigh(scope, issue))?;
        progress.done += 1;
    }
    operation.advance(tx, partnership, &progress, scope.now)
}

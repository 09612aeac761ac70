//! A disclosure of more than [`MOST`](super::gather::MOST) issues, made as long work: each chunk's rows are sealed in the
//! transaction that moves the cursor, so memory stays flat and a stopped program goes on where it was. The file is kept
//! for a week; what was left out of it, and why, stays with the request.

use access::{Done, Scope};
use base::{Conflict, Id, Instant, Problem, Reference, days};
use db::Tx;
use jobs::{Desk, Handler, Job, NewJob};
use record::{Operation, OperationState, Progress, SubjectKey};

use super::gather;
use super::{Request, commands, store};
use crate::holds;

/// The job that makes a file.
pub const MAKE: Handler =
    Handler { kind: "governance.disclosure", run: |desk, scope, job| Box::pin(make(desk, scope, job)) };
/// The job that lets it go.
pub const FORGET: Handler =
    Handler { kind: "governance.disclosure-forget", run: |desk, scope, job| Box::pin(forget(desk, scope, job)) };

/// How long the file is kept, from the moment it was asked for.
const KEPT_FOR: i64 = days(7);
/// The place of what is left out among the tables; its pieces are numbered below [`A_TABLE`] and outlive the others.
const LEFT_OUT: usize = 0;
/// Pieces that one table can have.
const A_TABLE: i64 = 1_000_000;
/// What a piece is sealed for.
const PIECE: &str = "operation_file.disclosure";

/// How far it came: pieces written of each table, the last issue read, items left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cursor {
    pub pieces: i64,
    pub after: (Instant, Id),
    pub left_out: usize,
}

impl Cursor {
    pub(super) fn read(text: &str) -> Self {
        let mut parts = text.split(' ');
        let pieces = parts.next().and_then(|part| part.parse().ok()).unwrap_or(0);
        let at = parts
            .next()
            .and_then(|part| part.parse().ok())
            .map_or(Instant::from_micros(i64::MIN), Instant::from_micros);
        let id = parts.next().and_then(|part| part.parse().ok()).unwrap_or_default();
        Self { pieces, after: (at, id), left_out: parts.next().and_then(|part| part.parse().ok()).unwrap_or(0) }
    }

    fn written(self) -> String {
        format!("{} {} {} {}", self.pieces, self.after.0.micros(), self.after.1, self.left_out)
    }
}

/// A file to be made, with the key of its own that it is sealed under.
pub(super) struct Begin {
    id: Id,
    key: SubjectKey,
}

impl Begin {
    pub(super) fn of(scope: &Scope) -> Self {
        let id = scope.new_id();
        Self { id, key: scope.site.vault.new_key(id, scope.dice()) }
    }
}

/// Sets the work going. What was made before for this request goes; what is being made is not made twice.
///
/// # Errors
/// Not allowed; not found; [`Conflict::State`] while it is being made.
pub(super) fn begin(tx: &mut Tx<'_>, scope: &Scope, reference: &Reference, begin: &Begin) -> Result<Id, Problem> {
    let (request, permit) = commands::at_hand(tx, scope, reference)?;
    let partnership = scope.partnership();
    if let Some(before) = request.operation {
        let known = Operation::find(tx, partnership, before)?;
        if known.is_some_and(|operation| operation.state.is_at_work()) {
            return Err(Problem::Conflict(Conflict::State { now: "running", allowed: vec!["cancel"] }));
        }
        record::operation::forget_files(tx, partnership, &[before])?;
    }
    begin.key.store(tx, partnership, scope.now)?;
    let work = jobs::LongWork {
        id: begin.id,
        kind: MAKE.kind,
        title: &format!("Request for information {reference}"),
        detail: reference.as_str(),
        state: OperationState::Running,
        total: None,
    };
    jobs::begin(tx, scope, &work)?;
    let until = scope.now.plus(KEPT_FOR);
    store::made_by(tx, &permit, request.id, begin.id, until)?;
    jobs::set_going(tx, scope, MAKE.kind, begin.id)?;
    let gone = NewJob {
        id: scope.new_id(),
        kind: FORGET.kind,
        about: begin.id,
        detail: "",
        run_at: until,
        operation: scope.operation,
    };
    jobs::enqueue(tx, partnership, &gone)?;
    let fields = &["operation", "file_until"];
    scope.tell(tx, Done { kind: "disclosure_request", record: request.id, verb: "make file", fields, values: "" })?;
    Ok(begin.id)
}

async fn make(desk: &Desk, scope: Scope, job: Job) -> Result<(), Problem> {
    jobs::carry_on(desk, scope, job, |scope, operation| async move { next(&scope, operation).await }).await
}

/// The next 200 issues: read, written as rows and sealed outside the transaction that keeps them.
async fn next(scope: &Scope, operation: Operation) -> Result<(), Problem> {
    let reference: Reference = operation.detail.parse().map_err(Problem::fault)?;
    let reading = scope.clone();
    let (id, is_first) = (operation.id, operation.total.is_none());
    let find = move |tx: &mut Tx<'_>| {
        let (request, permit) = commands::at_hand(tx, &reading, &reference)?;
        let key = reading.site.vault.key_of(tx, reading.partnership(), id)?.ok_or(Problem::NotFound)?;
        let total = if is_first { Some(store::count_issues(tx, &permit, &request)?) } else { None };
        Ok::<_, Problem>((request, key, total))
    };
    let (request, key, total) = scope.site.db.read(find).await?;
    let cursor = Cursor::read(&operation.cursor);
    let (part, after) = gather::part(scope, &request, cursor.after).await?;
    let tables = gather::rows(scope, &part)?;
    let sealed: Vec<Vec<u8>> = tables.iter().map(|rows| key.seal(PIECE, rows, scope.dice())).collect();
    let moved = Cursor {
        pieces: cursor.pieces + 1,
        after: after.unwrap_or(cursor.after),
        left_out: cursor.left_out + part.left_out.len(),
    };
    let done = i64::try_from(part.issues.len()).unwrap_or(i64::MAX);
    let writing = scope.clone();
    let keep = move |tx: &mut Tx<'_>| {
        let (scope, partnership) = (&writing, writing.partnership());
        holds::allowed(scope)?;
        if total.is_some() {
            operation.bound(tx, partnership, total, None)?;
        }
        for (table, piece) in (0..).zip(&sealed) {
            record::operation::keep_piece(tx, partnership, operation.id, table * A_TABLE + cursor.pieces, piece)?;
        }
        let progress = Progress { cursor: moved.written(), done, ..Progress::default() };
        operation.advance(tx, partnership, &progress, scope.now)?;
        let fields = &["cursor", "done"];
        let told = Done { kind: "operation", record: operation.id, verb: "gather", fields, values: &progress.cursor };
        scope.tell(tx, told)?;
        if after.is_none() {
            let ended = Operation::find(tx, partnership, operation.id)?.ok_or(Problem::NotFound)?;
            ended.step(tx, partnership, "finish", scope.now)?;
        }
        Ok::<_, Problem>(())
    };
    scope.site.db.bulk(keep).await
}

/// Lets the file go, whatever became of the work; the list of what is left out stays.
async fn forget(desk: &Desk, scope: Scope, job: Job) -> Result<(), Problem> {
    desk.site
        .db
        .write(move |tx| {
            let (partnership, operation) = (scope.partnership(), job.about);
            record::operation::forget_pieces_from(tx, partnership, operation, A_TABLE)?;
            let told =
                Done { kind: "operation", record: operation, verb: "forget file", fields: &["file"], values: "" };
            scope.tell(tx, told)?;
            jobs::done(tx, &job).map_err(Problem::from)
        })
        .await
}

/// How the file of a large request stands.
pub(super) enum Making {
    /// Nobody asked for it yet, or it was stopped, or it is gone.
    NotYet,
    /// It is being made.
    AtWork(Operation),
    /// It is there until then.
    There(Operation, Instant),
}

impl Making {
    pub(super) fn of(request: &Request, operation: Option<Operation>, now: Instant) -> Self {
        match (operation, request.file_until) {
            (Some(operation), _) if operation.state.is_at_work() => Self::AtWork(operation),
            (Some(operation), Some(until)) if operation.state == OperationState::Done && now < until => {
                Self::There(operation, until)
            }
            _ => Self::NotYet,
        }
    }
}

/// Pieces of one table, opened one after another: a file of any length in the memory of one piece.
pub(super) struct Pieces {
    scope: Scope,
    operation: Operation,
    table: usize,
    next: i64,
}

impl Pieces {
    /// Those of what is left out.
    pub(super) const fn left_out(scope: Scope, operation: Operation) -> Self {
        Self::of(scope, operation, LEFT_OUT)
    }

    pub(super) const fn of(scope: Scope, operation: Operation, table: usize) -> Self {
        Self { scope, operation, table, next: 0 }
    }

    /// The next, the heading first; nothing past the last.
    pub(super) async fn next(&mut self) -> Result<Option<String>, Problem> {
        let number = self.next;
        self.next += 1;
        if number == 0 {
            return gather::heading(self.table).map(Some);
        }
        if number > Cursor::read(&self.operation.cursor).pieces {
            return Ok(None);
        }
        let table = i64::try_from(self.table).unwrap_or(0);
        let (partnership, id, piece) = (self.scope.partnership(), self.operation.id, table * A_TABLE + number - 1);
        let reading = self.scope.clone();
        let read = move |tx: &mut Tx<'_>| {
            let key = reading.site.vault.key_of(tx, partnership, id)?;
            let sealed = record::operation::piece_of(tx, partnership, id, piece)?;
            Ok::<_, Problem>(key.zip(sealed))
        };
        let (key, sealed) = self.scope.site.db.read(read).await?.ok_or(Problem::NotFound)?;
        key.open(PIECE, &sealed).map(Some).map_err(Problem::fault)
    }
}

//! A file of people or organisations put in through a page: every row is tried at once, and it is taken in, as long work,
//! when somebody agrees to what would come of it. Put in again it changes nothing.

use ::jobs::{Desk, Job, NewJob};
use access::{Done, Right, Scope};
use base::{Id, Problem, days};
use db::Tx;
use record::operation::{forget_files, keep_piece, piece_of};
use record::{Operation, OperationFault, OperationState, Progress, Vault, VaultError};
use serde::{Deserialize, Serialize};

use crate::import::{Imported, Kind, take_in};
use crate::tabular::{Columns, Row, rows};

/// The kind of long work, and of the job that does it.
pub const KIND: &str = "directory.import";
/// The job that lets go of a file nobody took in.
pub(crate) const FORGET: &str = "directory.forget-import-file";

/// The most rows a page takes: they are tried in one transaction, which others wait for. The command takes any number.
const MOST_ROWS: usize = 2_000;
/// How long a file waits to be agreed on, in microseconds.
const WAITS: i64 = days(3);
/// What the rows are sealed for.
const SEALED: &str = "operation_file";

/// A file as it waits.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Kept {
    /// Its rows.
    pub rows: Vec<Row>,
    /// Rows that could not be read: line and sentence.
    broken: Vec<(i64, String)>,
}

impl Kept {
    fn faults(&self) -> Vec<OperationFault> {
        let fault = |(line, sentence): &(i64, String)| OperationFault {
            line: *line,
            field: String::new(),
            sentence: sentence.clone(),
        };
        self.broken.iter().map(fault).collect()
    }
}

/// Whether somebody may take in files of this kind.
///
/// # Errors
/// [`Problem::NotAllowed`] when they may not.
pub fn allowed(scope: &Scope) -> Result<(), Problem> {
    if scope.has(Right::ManagePeople) && scope.has(Right::Configure) {
        return Ok(());
    }
    Err(match scope.hat() {
        Some(_) => Problem::NotAllowed("People and organisations are taken in by administrators.".into()),
        None => Problem::SignIn,
    })
}

/// Puts a file in and tries every row of it; nothing is changed.
///
/// # Errors
/// An invalid field (`file`) when it is no such table or has too many rows.
pub async fn put_in(scope: &Scope, kind: Kind, name: &str, bytes: &[u8]) -> Result<Operation, Problem> {
    allowed(scope)?;
    let (rows, broken) = rows(bytes, &Columns::default(), kind.fields(), kind.needed())?;
    if rows.is_empty() {
        return Err(Problem::field("file", "The file has a heading and no rows under it"));
    }
    if rows.len() > MOST_ROWS {
        let sentence =
            format!("A page takes up to {MOST_ROWS} rows. Send it in parts, or use `wardmote import {kind}`");
        return Err(Problem::field("file", sentence));
    }
    let broken = broken.into_iter().map(|fault| (fault.line, fault.sentence)).collect();
    let kept = Kept { rows, broken };
    let tried = take_in(scope, kind, kept.rows.clone(), kept.faults(), true).await?;
    let id = scope.new_id();
    let (within, title) = (scope.clone(), format!("{} from {name}", kind.title()));
    scope.site.db.write(move |tx| begin(tx, &within, (id, kind), &title, &kept, &tried)).await
}

fn begin(
    tx: &mut Tx<'_>,
    scope: &Scope,
    (id, kind): (Id, Kind),
    title: &str,
    kept: &Kept,
    tried: &Imported,
) -> Result<Operation, Problem> {
    let partnership = scope.partnership();
    let total = i64::try_from(kept.rows.len() + kept.broken.len()).unwrap_or(i64::MAX);
    let work = jobs::LongWork {
        id,
        kind: KIND,
        title,
        detail: kind.as_str(),
        state: OperationState::Checked,
        total: Some(total),
    };
    jobs::begin(tx, scope, &work)?;
    let key = scope.site.vault.new_key(id, scope.dice());
    key.store(tx, partnership, scope.now)?;
    let json = serde_json::to_string(kept).map_err(Problem::fault)?;
    keep_piece(tx, partnership, id, 0, &key.seal(SEALED, &json, scope.dice()))?;
    let operation = found(tx, scope, id)?;
    operation.advance(tx, partnership, &progress(tried, ""), scope.now)?;
    let job = NewJob {
        id: scope.new_id(),
        kind: FORGET,
        about: id,
        detail: "",
        run_at: scope.now.plus(WAITS),
        operation: scope.operation,
    };
    ::jobs::enqueue(tx, partnership, &job)?;
    tell(tx, scope, id, "put in a file", title)?;
    found(tx, scope, id)
}

fn progress(done: &Imported, cursor: &str) -> Progress {
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    Progress {
        cursor: cursor.to_owned(),
        done: count(done.added + done.changed),
        unchanged: count(done.unchanged),
        faults: done.faults.clone(),
        rejected: 0,
    }
}

/// Agrees to what was tried: it is taken in as long work.
///
/// # Errors
/// [`base::Conflict::State`] when it was taken in already.
pub fn run(tx: &mut Tx<'_>, scope: &Scope, id: Id) -> Result<Operation, Problem> {
    allowed(scope)?;
    let operation = found(tx, scope, id)?;
    operation.state.after("run")?;
    operation.rewind(tx, scope.partnership(), &operation.detail, scope.now)?;
    ::jobs::take_step(tx, scope, &operation, "run")?;
    found(tx, scope, id)
}

/// Takes a file in.
pub(crate) async fn work(desk: &Desk, scope: Scope, job: Job) -> Result<(), Problem> {
    ::jobs::carry_on(desk, scope, job, |scope, operation| async move {
        allowed(&scope)?;
        let (within, id) = (scope.clone(), operation.id);
        let kept = scope.site.db.read(move |tx| kept(tx, &within, id)).await?.ok_or(Problem::NotFound)?;
        let kind: Kind = operation.detail.parse().map_err(Problem::fault)?;
        let faults = kept.faults();
        let done = take_in(&scope, kind, kept.rows, faults, false).await?;
        let within = scope.clone();
        scope.site.db.write(move |tx| finish(tx, &within, &operation, &done)).await
    })
    .await
}

fn finish(tx: &mut Tx<'_>, scope: &Scope, operation: &Operation, done: &Imported) -> Result<(), Problem> {
    operation.advance(tx, scope.partnership(), &progress(done, "all"), scope.now)?;
    found(tx, scope, operation.id)?.step(tx, scope.partnership(), "finish", scope.now)?;
    let_go(tx, scope, operation.id)?;
    tell(tx, scope, operation.id, "finish", "")
}

/// The rows of a file that waits, for whoever put it in.
///
/// # Errors
/// A fault when another installation sealed it.
pub fn kept(tx: &mut Tx<'_>, scope: &Scope, id: Id) -> Result<Option<Kept>, Problem> {
    let partnership = scope.partnership();
    let Some(sealed) = piece_of(tx, partnership, id, 0)? else { return Ok(None) };
    let Some(key) = scope.site.vault.key_of(tx, partnership, id)? else { return Ok(None) };
    let json = key.open(SEALED, &sealed).map_err(|error: VaultError| Problem::fault(error))?;
    serde_json::from_str(&json).map(Some).map_err(Problem::fault)
}

/// Lets go of a file that nobody took in.
pub(crate) async fn forget(desk: &Desk, scope: Scope, job: Job) -> Result<(), Problem> {
    desk.site
        .db
        .write(move |tx| {
            let operation = Operation::find(tx, scope.partnership(), job.about)?;
            if let Some(waiting) = operation.filter(|one| one.state == OperationState::Checked) {
                waiting.step(tx, scope.partnership(), "cancel", scope.now)?;
                waiting.say(tx, scope.partnership(), "Nobody took it in for three days, so the file was let go of.")?;
                let_go(tx, &scope, job.about)?;
                tell(tx, &scope, job.about, "let go of the file", "")?;
            }
            ::jobs::done(tx, &job).map_err(Problem::from)
        })
        .await
}

fn let_go(tx: &mut Tx<'_>, scope: &Scope, id: Id) -> Result<(), Problem> {
    forget_files(tx, scope.partnership(), &[id])?;
    Vault::erase(tx, scope.partnership(), id, scope.now, "an import's file is no longer needed")?;
    Ok(())
}

fn found(tx: &mut Tx<'_>, scope: &Scope, id: Id) -> Result<Operation, Problem> {
    let found = Operation::find(tx, scope.partnership(), id)?;
    found.filter(|operation| operation.kind == KIND).ok_or(Problem::NotFound)
}

fn tell(tx: &mut Tx<'_>, scope: &Scope, id: Id, verb: &'static str, values: &str) -> Result<(), Problem> {
    scope.tell(tx, Done { kind: "operation", record: id, verb, fields: &["file"], values })?;
    Ok(())
}

//! The file of an import: cut into pieces of rows, sealed under a key of its own, and let go of when its day is over.

use ::jobs::NewJob;
use access::{Done, Right, Scope};
use base::{Dice, Id, Problem, days};
use db::Tx;
use files::{Broken, Row, Sheet};
use record::operation::{forget_files, keep_piece, piece_of};
use record::{Operation, OperationState, SubjectKey, Vault, VaultError};
use serde::{Deserialize, Serialize};
use voice::A_CHUNK;

use super::columns::{Field, Plan};
use super::row::Reader;
use super::{FORGET, KIND};

/// What the sealed pieces are sealed for.
const SEALED: &str = "operation_file";
/// Words for categories that are none of ours: more than these, and the column is no category.
const MOST_STRANGE: usize = 40;
/// How long a file waits to be agreed on and taken in, in microseconds.
const WAITS: i64 = days(3);

/// An import that was begun.
#[derive(Debug, Clone)]
pub struct Begun {
    /// Its key.
    pub id: Id,
    /// What lacks in the plan, if anything does.
    pub lacks: Option<&'static str>,
}

/// A row as a piece keeps it.
#[derive(Serialize, Deserialize)]
struct Kept {
    line: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    cells: Option<Vec<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    broken: Option<u8>,
}

/// Puts a file in: reads its heading, guesses its columns, and keeps its rows sealed until somebody agrees.
///
/// # Errors
/// An invalid field (`file`) when it is no table; [`Problem::NotAllowed`] without the right to import.
pub async fn begin(scope: &Scope, name: &str, bytes: Vec<u8>) -> Result<Begun, Problem> {
    if !scope.has(Right::ImportConcerns) {
        return Err(Problem::NotAllowed("Your role does not let you take in concerns from a file.".into()));
    }
    let id = scope.new_id();
    let sealing = scope.clone();
    let cut = tokio::task::spawn_blocking(move || cut(&sealing, id, &bytes));
    let Cut { plan, total, pieces, key } = cut.await.map_err(Problem::fault)??;
    let lacks = plan.lacks();
    let title = format!("Concerns from {name}");
    let detail = serde_json::to_string(&plan).map_err(Problem::fault)?;
    let began = scope.clone();
    scope.site.db.write(move |tx| open(tx, &began, id, &title, &detail, &key)).await?;
    for (number, group) in pieces.chunks(4).enumerate() {
        let (group, keeping) = (group.to_vec(), scope.clone());
        let first = i64::try_from(number * 4).unwrap_or(i64::MAX);
        scope.site.db.bulk(move |tx| keep(tx, &keeping, id, first, &group)).await?;
    }
    let whole = scope.clone();
    scope.site.db.write(move |tx| complete(tx, &whole, id, total)).await?;
    Ok(Begun { id, lacks })
}

/// A file cut into sealed pieces.
struct Cut {
    plan: Plan,
    total: i64,
    pieces: Vec<Vec<u8>>,
    key: SubjectKey,
}

fn cut(scope: &Scope, id: Id, bytes: &[u8]) -> Result<Cut, Problem> {
    let refused = |sentence: String| Problem::field("file", sentence);
    let mut sheet = Sheet::open(bytes).map_err(|error| refused(error.to_string()))?;
    let mut plan = Plan::guess(sheet.heading());
    let reader_plan = plan.clone();
    let reader = Reader::new(scope, &reader_plan)?;
    let key = scope.site.vault.new_key(id, scope.dice());
    let (mut total, mut pieces) = (0, Vec::new());
    loop {
        let rows = sheet.rows(A_CHUNK).map_err(|error| refused(error.to_string()))?;
        if rows.is_empty() {
            break;
        }
        note_strangers(&mut plan, &reader, &rows);
        total += i64::try_from(rows.len()).unwrap_or(i64::MAX);
        pieces.push(sealed(&key, &rows, scope.dice())?);
    }
    if total == 0 {
        return Err(refused("This file has a heading and no rows under it".into()));
    }
    Ok(Cut { plan, total, pieces, key })
}

/// Words for a category that are none of ours: somebody says what each means.
fn note_strangers(plan: &mut Plan, reader: &Reader<'_>, rows: &[Row]) {
    for row in rows.iter().filter_map(|row| row.cells.as_ref().ok()) {
        let Some(word) = plan.cell(row, Field::Category).map(str::to_owned) else { continue };
        if plan.strange.len() < MOST_STRANGE && !plan.strange.contains(&word) && !reader.knows_category(&word) {
            plan.strange.push(word.chars().take(100).collect());
        }
    }
}

/// Words for categories that are none of ours, of the whole file: asked again when another column holds the category.
///
/// # Errors
/// Whatever the store answers.
pub(super) async fn strangers(scope: &Scope, id: Id, plan: &mut Plan) -> Result<(), Problem> {
    plan.strange.clear();
    let settled = plan.clone();
    let reader = Reader::new(scope, &settled)?;
    for number in 0.. {
        let asking = scope.clone();
        let Some(rows) = scope.site.db.read(move |tx| piece(tx, &asking, id, number)).await? else { break };
        note_strangers(plan, &reader, &rows);
    }
    Ok(())
}

fn sealed(key: &SubjectKey, rows: &[Row], dice: &Dice) -> Result<Vec<u8>, Problem> {
    let kept: Vec<Kept> = rows.iter().map(Kept::of).collect();
    let json = serde_json::to_string(&kept).map_err(Problem::fault)?;
    Ok(key.seal(SEALED, &json, dice))
}

fn open(tx: &mut Tx<'_>, scope: &Scope, id: Id, title: &str, detail: &str, key: &SubjectKey) -> Result<(), Problem> {
    let work = ::jobs::LongWork { id, kind: KIND, title, detail, state: OperationState::Draft, total: None };
    ::jobs::begin(tx, scope, &work)?;
    key.store(tx, scope.partnership(), scope.now)?;
    forget_later(tx, scope, id)?;
    tell(tx, scope, id, "put in a file", title)
}

fn keep(tx: &mut Tx<'_>, scope: &Scope, id: Id, first: i64, pieces: &[Vec<u8>]) -> Result<(), Problem> {
    for (number, piece) in (first..).zip(pieces) {
        keep_piece(tx, scope.partnership(), id, number, piece)?;
    }
    tell(tx, scope, id, "keep a piece", "")
}

fn complete(tx: &mut Tx<'_>, scope: &Scope, id: Id, total: i64) -> Result<(), Problem> {
    let operation = Operation::find(tx, scope.partnership(), id)?.ok_or(Problem::NotFound)?;
    operation.bound(tx, scope.partnership(), Some(total), None)?;
    tell(tx, scope, id, "hold the file", "")
}

/// Tells the record what was done to an import.
pub(super) fn tell(tx: &mut Tx<'_>, scope: &Scope, id: Id, verb: &'static str, values: &str) -> Result<(), Problem> {
    scope.tell(tx, Done { kind: "operation", record: id, verb, fields: &["file"], values })?;
    Ok(())
}

/// The rows of one piece; nothing past the last, or once the file was let go of.
///
/// # Errors
/// A fault when it was sealed by another installation.
pub(super) fn piece(tx: &mut Tx<'_>, scope: &Scope, id: Id, number: i64) -> Result<Option<Vec<Row>>, Problem> {
    let partnership = scope.partnership();
    let Some(sealed) = piece_of(tx, partnership, id, number)? else { return Ok(None) };
    let Some(key) = scope.site.vault.key_of(tx, partnership, id)? else { return Ok(None) };
    let json = key.open(SEALED, &sealed).map_err(|error: VaultError| Problem::fault(error))?;
    let kept: Vec<Kept> = serde_json::from_str(&json).map_err(Problem::fault)?;
    Ok(Some(kept.into_iter().map(Kept::row).collect()))
}

pub(crate) fn forget_later(tx: &mut Tx<'_>, scope: &Scope, id: Id) -> Result<(), Problem> {
    let job = NewJob {
        id: scope.new_id(),
        kind: FORGET,
        about: id,
        detail: "",
        run_at: scope.now.plus(WAITS),
        operation: scope.operation,
    };
    Ok(::jobs::enqueue(tx, scope.partnership(), &job)?)
}

/// Lets go of the file of an import, once it is neither waited for, nor worked on, nor to be undone. One that nobody agreed
/// on in three days is stopped.
///
/// # Errors
/// Whatever the store answers.
pub(super) fn forget(tx: &mut Tx<'_>, scope: &Scope, id: Id) -> Result<(), Problem> {
    let partnership = scope.partnership();
    let Some(operation) = Operation::find(tx, partnership, id)? else { return Ok(()) };
    let needed = operation.state.is_at_work() || operation.undo_until.is_some_and(|until| until > scope.now);
    if needed {
        return forget_later(tx, scope, id);
    }
    if matches!(operation.state, OperationState::Draft | OperationState::Checked) {
        operation.step(tx, partnership, "cancel", scope.now)?;
        operation.say(tx, partnership, "Nobody took it in for three days, so the file was let go of.")?;
    }
    forget_files(tx, partnership, &[id])?;
    Vault::erase(tx, partnership, id, scope.now, "an import's file is no longer needed")?;
    tell(tx, scope, id, "let go of the file", "")
}

impl Kept {
    fn of(row: &Row) -> Self {
        match &row.cells {
            Ok(cells) => Self { line: row.line, cells: Some(cells.clone()), broken: None },
            Err(broken) => Self { line: row.line, cells: None, broken: Some(*broken as u8) },
        }
    }

    fn row(self) -> Row {
        let broken = match self.broken {
            Some(1) => Broken::TooMany,
            Some(2) => Broken::TooLong,
            _ => Broken::Unclosed,
        };
        Row { line: self.line, cells: self.cells.ok_or(broken) }
    }
}

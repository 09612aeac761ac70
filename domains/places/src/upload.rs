//! A partner's lines or a cartogram put in through a page: tried at once, and taken in when somebody agrees to what would come
//! of it. Put in again it changes nothing.

use access::{Done, Ground, Right, Scope};
use base::{Id, Problem, days};
use db::Tx;
use jobs::{Desk, Handler, Job, NewJob};
use record::operation::forget_files;
use record::{KeptText, Operation, OperationState, Vault};
use serde::{Deserialize, Serialize};

use crate::boundary_file::Columns;
use crate::cartogram::{CartogramTaken, import_cartogram};
use crate::partners::{PartnerLinesTaken, SentDivisions, SentSet, Service, import_partner_lines};

/// The kind of operation that waits.
pub const KIND: &str = "places.upload";
/// Lets go of a file nobody took in.
pub(crate) const FORGET: Handler =
    Handler { kind: "places.forget-upload", run: |desk, scope, job| Box::pin(forget(desk, scope, job)) };

/// How long a file waits to be agreed on, in microseconds.
const WAITS: i64 = days(3);

/// What was put in, but for the text of its file.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) enum Upload {
    /// Hexagons.
    Cartogram,
    /// A partner's divisions.
    Lines(Lines),
}

/// A partner's divisions as they were asked for on a page.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Lines {
    pub organisation: String,
    pub service: String,
    pub name: String,
    pub code: Option<String>,
    pub source: String,
    pub from: base::Date,
    /// Whether the text lists places rather than being a file of lines.
    pub by_hand: bool,
    pub code_column: Option<String>,
    pub name_column: Option<String>,
}

/// What would come of it, or came.
pub(crate) enum Taken {
    Cartogram(CartogramTaken),
    Lines(PartnerLinesTaken),
}

impl Taken {
    /// Whether all of it is here already.
    pub fn is_unchanged(&self) -> bool {
        match self {
            Self::Cartogram(taken) => taken.changed == 0,
            Self::Lines(taken) => taken.unchanged,
        }
    }

    /// What to look at.
    pub fn told(&self) -> Vec<String> {
        match self {
            Self::Cartogram(taken) => taken.warnings.clone(),
            Self::Lines(taken) => {
                let refused = taken.refused.iter().map(|one| one.sentence.clone());
                taken.warnings.iter().cloned().chain(refused).collect()
            }
        }
    }
}

impl Upload {
    fn title(&self, file: &str) -> String {
        match self {
            Self::Cartogram => format!("Cartogram from {file}"),
            Self::Lines(lines) => format!("Partner’s lines: {}", lines.name),
        }
    }

    /// Takes it in, or only says what would come of it.
    pub async fn take_in(&self, scope: &Scope, text: &str, dry_run: bool) -> Result<Taken, Problem> {
        let lines = match self {
            Self::Cartogram => return Ok(Taken::Cartogram(import_cartogram(scope, text.as_bytes(), dry_run).await?)),
            Self::Lines(lines) => lines,
        };
        let columns = Columns { code: lines.code_column.clone(), name: lines.name_column.clone() };
        let sent = SentSet {
            organisation: &lines.organisation,
            service: lines.service.parse::<Service>().map_err(Problem::fault)?,
            name: &lines.name,
            code: lines.code.as_deref(),
            source: &lines.source,
            from: lines.from,
            divisions: if lines.by_hand {
                SentDivisions::ByHand(text)
            } else {
                SentDivisions::Lines(text.as_bytes(), columns)
            },
            dry_run,
        };
        Ok(Taken::Lines(import_partner_lines(scope, &sent).await?))
    }
}

/// Tries what was put in, and keeps it until somebody agrees; nothing when all of it is here already.
///
/// # Errors
/// Sentences against the fields at fault; [`Problem::NotAllowed`] without the right to configure.
pub(crate) async fn put_in(scope: &Scope, upload: Upload, file: &str, bytes: Vec<u8>) -> Result<Option<Id>, Problem> {
    scope.may(Right::Configure, &Ground::default())?;
    let text = String::from_utf8(bytes).map_err(|_| Problem::field("file", "This file is not text in UTF-8"))?;
    if upload.take_in(scope, &text, true).await?.is_unchanged() {
        return Ok(None);
    }
    let id = scope.new_id();
    let kept = KeptText::of(&scope.site.vault, scope.dice(), id, &text);
    let detail = serde_json::to_string(&upload).map_err(Problem::fault)?;
    let (within, title) = (scope.clone(), upload.title(file));
    scope.site.db.write(move |tx| open(tx, &within, id, (&title, &detail), &kept)).await?;
    Ok(Some(id))
}

fn open(tx: &mut Tx<'_>, scope: &Scope, id: Id, (title, detail): (&str, &str), kept: &KeptText) -> Result<(), Problem> {
    let partnership = scope.partnership();
    let work = jobs::LongWork { id, kind: KIND, title, detail, state: OperationState::Checked, total: None };
    jobs::begin(tx, scope, &work)?;
    kept.store(tx, partnership, id, scope.now)?;
    let job = NewJob {
        id: scope.new_id(),
        kind: FORGET.kind,
        about: id,
        detail: "",
        run_at: scope.now.plus(WAITS),
        operation: scope.operation,
    };
    jobs::enqueue(tx, partnership, &job)?;
    tell(tx, scope, id, "put in a file", title)
}

/// One that waits, with its text.
///
/// # Errors
/// [`Problem::NotFound`] when there is none, or it waits no longer; [`Problem::NotAllowed`].
pub(crate) async fn waiting(scope: &Scope, id: Id) -> Result<(Operation, Upload, String), Problem> {
    scope.may(Right::Configure, &Ground::default())?;
    let reading = scope.clone();
    let read = move |tx: &mut Tx<'_>| {
        let found = Operation::find(tx, reading.partnership(), id)?;
        let text = KeptText::read(tx, &reading.site.vault, reading.partnership(), id)?;
        Ok::<_, Problem>(found.zip(text))
    };
    let found = scope.site.db.read(read).await?;
    let waits = |one: &Operation| one.kind == KIND && one.state == OperationState::Checked;
    let (operation, text) = found.filter(|(one, _)| waits(one)).ok_or(Problem::NotFound)?;
    let upload = serde_json::from_str(&operation.detail).map_err(Problem::fault)?;
    Ok((operation, upload, text))
}

/// Agrees: it is taken in, and its file let go of. Stopped in between, it waits still, and agreed to again changes nothing.
///
/// # Errors
/// As [`waiting`] and [`put_in`].
pub(crate) async fn run(scope: &Scope, id: Id) -> Result<Upload, Problem> {
    let (operation, upload, text) = waiting(scope, id).await?;
    upload.take_in(scope, &text, false).await?;
    let within = scope.clone();
    let finish = move |tx: &mut Tx<'_>| {
        operation.step(tx, within.partnership(), "run", within.now)?;
        let running = Operation::find(tx, within.partnership(), id)?.ok_or(Problem::NotFound)?;
        running.step(tx, within.partnership(), "finish", within.now)?;
        let_go(tx, &within, id, "finish")
    };
    scope.site.db.write(finish).await?;
    Ok(upload)
}

async fn forget(desk: &Desk, scope: Scope, job: Job) -> Result<(), Problem> {
    desk.site
        .db
        .write(move |tx| {
            let found = Operation::find(tx, scope.partnership(), job.about)?;
            if let Some(waiting) = found.filter(|one| one.state == OperationState::Checked) {
                waiting.step(tx, scope.partnership(), "cancel", scope.now)?;
                waiting.say(tx, scope.partnership(), "Nobody took it in for three days, so the file was let go of.")?;
            }
            let_go(tx, &scope, job.about, "let go of the file")?;
            jobs::done(tx, &job).map_err(Problem::from)
        })
        .await
}

fn let_go(tx: &mut Tx<'_>, scope: &Scope, id: Id, verb: &'static str) -> Result<(), Problem> {
    forget_files(tx, scope.partnership(), &[id])?;
    Vault::erase(tx, scope.partnership(), id, scope.now, "an import's file is no longer needed")?;
    tell(tx, scope, id, verb, "")
}

fn tell(tx: &mut Tx<'_>, scope: &Scope, id: Id, verb: &'static str, values: &str) -> Result<(), Problem> {
    scope.tell(tx, Done { kind: "operation", record: id, verb, fields: &["file"], values })?;
    Ok(())
}

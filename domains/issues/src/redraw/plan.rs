//! What a redraw is to do, and its file: kept sealed until somebody agrees, let go of when it was done.

use std::collections::BTreeMap;

use access::{Done, Scope};
use base::{Date, Id, Instant, Problem, hours};
use db::Tx;
use places::boundary_file::Columns;
use places::commands::{Recomposed, propose_areas, recompose};
use places::{Import, Kind, Places, Proposal, import_boundaries, propose};
use record::{KeptText, NewOperation, Operation, OperationState};
use serde::{Deserialize, Serialize};

use super::{KIND, allowed};
use crate::import::forget_later;

/// New lines as somebody asks for them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// What kind of places they are: `ward`, `area`.
    pub kind: String,
    /// The first day they hold.
    pub from: Date,
    /// Whether these are all places of the kind from then on.
    pub whole: bool,
    /// Whether places are taken in too that lie outside the partnership's ground.
    #[serde(default)]
    pub everywhere: bool,
    /// Why places end that end with it.
    pub reason: String,
    /// Which column of the file holds the code, where somebody said so.
    pub code: Option<String>,
    /// Which holds the name.
    pub name: Option<String>,
    /// Wards by their codes, each with its area's, where areas are composed anew; then there is no file.
    #[serde(default)]
    pub wards: BTreeMap<String, String>,
}

/// What a redraw is to do.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Plan {
    /// The new lines; nothing when records are only to be placed again by lines that are drawn already.
    pub drawing: Option<Drawing>,
    /// The first day of lines drawn from a day in the past: what came in since then is placed by them alone.
    pub since: Option<Date>,
    /// Somebody looked at what they would do, and agreed.
    #[serde(default)]
    pub agreed: bool,
}

/// New lines, and what they would do.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Drawing {
    /// As they were asked for.
    pub asked: Asked,
    /// What the file is called.
    pub file: String,
    /// What they would do.
    pub proposal: Proposal,
}

impl Asked {
    /// The kind of place; `None` is no kind.
    #[must_use]
    pub fn kind(&self) -> Option<Kind> {
        Kind::from_key(&self.kind)
    }

    /// The same for the slice that knows places.
    ///
    /// # Errors
    /// An invalid `kind`.
    pub fn import<'a>(&'a self, bytes: &'a [u8], dry_run: bool) -> Result<Import<'a>, Problem> {
        let kind = self.kind().ok_or_else(|| Problem::field("kind", "Choose what kind of places the file holds"))?;
        let columns = Columns { code: self.code.clone(), name: self.name.clone() };
        let reason = Some(self.reason.as_str());
        Ok(Import {
            bytes,
            kind,
            columns,
            valid_from: self.from,
            whole: self.whole,
            everywhere: self.everywhere,
            reason,
            dry_run,
        })
    }

    /// What it would do, and the places as they would be.
    ///
    /// # Errors
    /// Those of [`propose`] and [`propose_areas`].
    pub async fn propose(&self, scope: &Scope, bytes: &[u8]) -> Result<(Proposal, Places), Problem> {
        match self.recomposed() {
            Some(wanted) => propose_areas(scope, &wanted).await,
            None => propose(scope, &self.import(bytes, true)?).await,
        }
    }

    /// Draws the lines.
    ///
    /// # Errors
    /// Those of [`import_boundaries`] and [`recompose`].
    pub async fn draw(&self, scope: &Scope, bytes: &[u8]) -> Result<(), Problem> {
        let Some(wanted) = self.recomposed() else {
            return import_boundaries(scope, &self.import(bytes, false)?).await.map(drop);
        };
        let within = scope.clone();
        scope.site.db.bulk(move |tx| recompose(tx, &within, &wanted)).await
    }

    fn recomposed(&self) -> Option<Recomposed> {
        (!self.wards.is_empty()).then(|| Recomposed { from: self.from, wards: self.wards.clone() })
    }
}

/// Takes a file of new lines, says what they would do, and has it counted what would stand where. Nothing changes.
///
/// # Errors
/// A sentence against `file`, `kind` or `reason`; [`Problem::NotAllowed`] without the right to configure.
pub async fn begin(scope: &Scope, asked: Asked, file: &str, bytes: Vec<u8>) -> Result<Id, Problem> {
    allowed(scope)?;
    if asked.reason.trim().is_empty() || asked.reason.chars().count() > 2000 {
        return Err(Problem::field("reason", "Say why the lines change, for whoever asks later"));
    }
    let (proposal, _) = asked.propose(scope, &bytes).await?;
    if !proposal.changes_lines() && !asked.wards.is_empty() {
        return Err(Problem::field("wards", "Every ward is in that area from that day on anyway"));
    }
    if !proposal.changes_lines() {
        let why = proposal.notes.iter().chain(&proposal.refused).next().cloned();
        let same = || "Nothing in this file is another line than from that day on anyway".to_owned();
        return Err(Problem::field("file", why.unwrap_or_else(same)));
    }
    let text = String::from_utf8(bytes).map_err(|_| Problem::field("file", "This file is not text in UTF-8"))?;
    let id = scope.new_id();
    let kept = KeptText::of(&scope.site.vault, scope.dice(), id, &text);
    let title = format!("{} from {}", file, day_words(asked.from));
    let since = (asked.from <= scope.now.date()).then_some(asked.from);
    let plan = Plan { drawing: Some(Drawing { asked, file: file.to_owned(), proposal }), since, agreed: false };
    let detail = serde_json::to_string(&plan).map_err(Problem::fault)?;
    let began = scope.clone();
    scope.site.db.write(move |tx| open(tx, &began, id, &title, &detail, &kept)).await?;
    Ok(id)
}

fn open(tx: &mut Tx<'_>, scope: &Scope, id: Id, title: &str, detail: &str, kept: &KeptText) -> Result<(), Problem> {
    let partnership = scope.partnership();
    let work = ::jobs::LongWork { id, kind: KIND, title, detail, state: OperationState::Checking, total: None };
    ::jobs::begin(tx, scope, &work)?;
    kept.store(tx, partnership, id, scope.now)?;
    forget_later(tx, scope, id)?;
    ::jobs::set_going(tx, scope, KIND, id)?;
    scope.tell(tx, Done { kind: "operation", record: id, verb: "propose lines", fields: &["file"], values: title })?;
    Ok(())
}

/// Has records placed again by the lines that hold, without a file: a line was changed by hand.
///
/// # Errors
/// Whatever the store answers.
pub(super) fn place_again(tx: &mut Tx<'_>, scope: &Scope, since: Option<Date>) -> Result<(), Problem> {
    let id = scope.new_id();
    let detail = serde_json::to_string(&Plan { since, ..Plan::default() }).map_err(Problem::fault)?;
    let new = NewOperation {
        id,
        kind: KIND,
        title: "Records placed by the lines of today",
        detail: &detail,
        state: OperationState::Running,
        total: None,
        begun_by: None,
        hat: None,
    };
    Operation::begin(tx, scope.partnership(), &new, scope.now)?;
    ::jobs::set_going(tx, scope, KIND, id)?;
    scope.tell(tx, Done { kind: "operation", record: id, verb: "place records", fields: &["state"], values: "" })?;
    Ok(())
}

/// The file of a redraw, whole again.
///
/// # Errors
/// A sentence when it was let go of.
pub(super) fn file_of(tx: &mut Tx<'_>, scope: &Scope, id: Id) -> Result<Vec<u8>, Problem> {
    let text = KeptText::read(tx, &scope.site.vault, scope.partnership(), id)?;
    let gone = || Problem::field("file", "The file was let go of. Put it in again.");
    text.map(String::into_bytes).ok_or_else(gone)
}

pub(super) fn day_words(day: Date) -> String {
    Instant::on(day, hours(12)).day_words()
}

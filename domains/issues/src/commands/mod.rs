//! The verbs of an issue. Each reads as: find it, ask leave, check the state, change it, tell the record, owe the news.

mod approve;
mod assess;
mod decide;
mod hand_on;
mod hide;
mod kept;
mod note;
mod open;
mod pass_on;
mod protect;
mod report;
mod return_to;
mod speak;

pub use approve::{Approve, approve, words_deadline};
pub use assess::{Assess, assess};
pub use decide::{Decide, Resolve, decide, resolve};
pub use hand_on::{hand_back, hand_over};
pub use hide::{hide, show_again};
pub use kept::{KeepList, end_kept_list, keep_list};
pub use note::{NOTE_WAYS, Note, may_note, note};
pub use open::{Attach, Open, attach, open, public_point};
pub use pass_on::{Assign, Move, assign, escalate, hand_down};
pub use protect::{concern_at_hand, concern_with_id, raise};
pub use report::{Report, Reported, report};
pub use return_to::{ask_again, contest, reopen};
pub use speak::{WORDS_DEADLINE, refuse_personal};

use access::{Done, Ground, Permit, Right, Scope};
use base::{Conflict, Id, Problem, Reference};
use db::Tx;
use places::Places;
use record::Change;
use voice::{Categories, Category, ConcernStatus};

use crate::model::Status;
use crate::store::{self, Issue, IssuePlace};

/// An issue at hand: as stored, and where it stands for leave.
pub(crate) struct AtHand {
    pub issue: Issue,
    pub ground: Ground,
}

/// Finds the issue that a verb is about, in the version the asker saw if they said which.
///
/// # Errors
/// Not found when this person may not see it; [`Conflict::Version`] when it changed since.
pub(crate) fn at_hand(
    tx: &mut Tx<'_>,
    scope: &Scope,
    reference: &Reference,
    version: Option<i64>,
) -> Result<AtHand, Problem> {
    let (issue, places) = store::by_reference(tx, scope, reference)?.ok_or(Problem::NotFound)?;
    if version.is_some_and(|version| version != issue.version) {
        return Err(Problem::Conflict(Conflict::Version));
    }
    Ok(on_ground(issue, &places))
}

/// An issue that was found by another way than its reference.
pub(crate) fn with_ground(tx: &mut Tx<'_>, scope: &Scope, issue: Issue) -> Result<AtHand, Problem> {
    let places = store::places_of(tx, scope.partnership(), issue.id)?;
    Ok(on_ground(issue, &places))
}

/// An issue with the places it lies in.
pub(crate) fn on_ground(issue: Issue, places: &[IssuePlace]) -> AtHand {
    let places = places.iter().map(|here| here.place).collect();
    let ground = places::ground(places, issue.holder_organisation);
    AtHand { issue, ground }
}

impl AtHand {
    /// Leave to do `right`, and that the state allows `verb`.
    pub fn permit(&self, scope: &Scope, right: Right, verb: &str) -> Result<Permit, Problem> {
        let permit = scope.may(right, &self.ground)?;
        self.issue.status.check(verb).map_err(Problem::Conflict)?;
        Ok(permit)
    }

    /// Changes it: stored unless somebody was first, and told to the record with what it said before and after. The one
    /// way an issue changes.
    pub fn change(
        self,
        tx: &mut Tx<'_>,
        scope: &Scope,
        permit: &Permit,
        verb: &'static str,
        why: &str,
        how: impl FnOnce(&mut Issue),
    ) -> Result<Issue, Problem> {
        let mut issue = self.issue.clone();
        how(&mut issue);
        let change = Change::between(&self.issue, &issue)?.because(why);
        store::save(tx, permit, &mut issue, scope.now)?;
        scope.tell_change(tx, "issue", issue.id, verb, &change)?;
        Ok(issue)
    }

    /// The right it takes to decide at the issue's level: the borough's matters are the director's.
    pub fn deciding(&self) -> Right {
        if self.issue.level >= crate::model::HIGHEST_LEVEL { Right::DecideBoroughIssue } else { Right::DecideIssue }
    }
}

/// Tells the record what was done to an issue.
pub(crate) fn tell(
    tx: &mut Tx<'_>,
    scope: &Scope,
    issue: Id,
    verb: &'static str,
    fields: &'static [&'static str],
    values: &str,
) -> Result<(), Problem> {
    scope.tell(tx, Done { kind: "issue", record: issue, verb, fields, values })?;
    Ok(())
}

/// The category of an issue or a report.
pub(crate) fn category_of(scope: &Scope, id: Id) -> Result<&Category, Problem> {
    scope.snapshot.part::<Categories>()?.get(id)
}

/// The partnership's places.
pub(crate) fn places_in(scope: &Scope) -> Result<&Places, Problem> {
    scope.snapshot.part::<Places>()
}

/// What its concerns' status is while an issue stands so.
pub(crate) fn concern_status(issue: &Issue) -> ConcernStatus {
    match issue.status {
        Status::New | Status::Considering if issue.came_back => ConcernStatus::CameBack,
        Status::New | Status::Considering => ConcernStatus::Considering,
        Status::TakingForward => ConcernStatus::TakingForward,
        Status::NotTakingForward => ConcernStatus::NotTakingForward,
        Status::Resolved => ConcernStatus::Resolved,
    }
}

/// Weighs the issue again by the partnership's matrix, after its seriousness, people or voices changed.
pub(crate) fn weigh(scope: &Scope, issue: &mut Issue) {
    let matrix = matrix(scope);
    let weighed = issue.weighed();
    issue.reach = weighed.reach();
    issue.priority = matrix.priority(issue.seriousness, issue.reach);
    issue.look_again = crate::model::look_again(issue.voices, issue.voices_then, issue.assessed_at.is_some());
}

/// The partnership's matrix: its own setting, or the default.
pub fn matrix(scope: &Scope) -> crate::model::Matrix {
    let own = scope.snapshot.setting("priority_matrix").and_then(|json| serde_json::from_str(json).ok());
    own.unwrap_or_default()
}

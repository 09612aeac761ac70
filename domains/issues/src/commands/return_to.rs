//! What is settled can return: staff reopen it, a contributor says it is still there, or asks again once.

use access::{Ground, Permit, Right, Scope};
use base::{Conflict, Problem, Reference, WorkingDays};
use db::Tx;
use voice::{Concern, News};

use super::{AtHand, at_hand, category_of, concern_status, decide, weigh, with_ground};
use crate::model::{Act, Status, WordsState};
use crate::store::{self, Issue, NewStep};

/// Opens a settled issue again.
///
/// # Errors
/// A state that does not allow it; no leave.
pub fn reopen(
    tx: &mut Tx<'_>,
    scope: &Scope,
    reference: &Reference,
    reason: &str,
    version: Option<i64>,
) -> Result<Issue, Problem> {
    let hand = at_hand(tx, scope, reference, version)?;
    let permit = hand.permit(scope, Right::ResolveIssue, "reopen")?;
    let came_back = hand.issue.status == Status::Resolved;
    let step =
        NewStep { words: Some(reason), words_state: WordsState::Staff, ..NewStep::of(scope.new_id(), Act::Reopened) };
    consider_again(tx, scope, &permit, hand, came_back, step, "reopen")
}

/// A contributor says it is still there: the issue comes back, with the flag, to be decided again (WAL-35).
///
/// # Errors
/// A conflict when its issue is not resolved.
pub fn contest(tx: &mut Tx<'_>, scope: &Scope, concern: &Concern, words: Option<&str>) -> Result<Issue, Problem> {
    let (permit, hand) = own_issue(tx, scope, concern, "contest")?;
    keep_words(tx, scope, &permit, concern, words)?;
    consider_again(tx, scope, &permit, hand, true, NewStep::of(scope.new_id(), Act::Contested), "contest")
}

/// A contributor asks for another decision, which they can do once; the ward's councillors see that they did.
///
/// # Errors
/// A conflict when its issue was not decided against, or they asked before.
pub fn ask_again(tx: &mut Tx<'_>, scope: &Scope, concern: &Concern, words: Option<&str>) -> Result<Issue, Problem> {
    let (permit, hand) = own_issue(tx, scope, concern, "ask-again")?;
    if !voice::mark_asked_again(tx, &permit, concern.id, scope.now)? {
        return Err(Problem::Conflict(Conflict::State { now: "asked again before", allowed: Vec::new() }));
    }
    keep_words(tx, scope, &permit, concern, words)?;
    consider_again(tx, scope, &permit, hand, false, NewStep::of(scope.new_id(), Act::AskedAgain), "ask again")
}

fn own_issue(tx: &mut Tx<'_>, scope: &Scope, concern: &Concern, verb: &str) -> Result<(Permit, AtHand), Problem> {
    let permit = scope.may(Right::AnswerOwnConcern, &Ground::default())?;
    let nothing = || Problem::Conflict(Conflict::State { now: concern.public_status().as_str(), allowed: Vec::new() });
    if concern.is_protected() {
        return Err(nothing());
    }
    let issue = store::of_concern(tx, scope.partnership(), concern.id)?.ok_or_else(nothing)?;
    issue.status.check(verb).map_err(|_| nothing())?;
    Ok((permit, with_ground(tx, scope, issue)?))
}

fn keep_words(
    tx: &mut Tx<'_>,
    scope: &Scope,
    permit: &Permit,
    concern: &Concern,
    words: Option<&str>,
) -> Result<(), Problem> {
    match words.map(str::trim).filter(|words| !words.is_empty()) {
        Some(words) => voice::keep_contact_log(tx, scope, permit, concern, "web", words),
        None => Ok(()),
    }
}

/// Back to considering, with a fresh day to answer by.
fn consider_again(
    tx: &mut Tx<'_>,
    scope: &Scope,
    permit: &Permit,
    hand: AtHand,
    came_back: bool,
    step: NewStep<'_>,
    verb: &'static str,
) -> Result<Issue, Problem> {
    let days = u16::try_from(category_of(scope, hand.issue.category)?.answer_within).unwrap_or(10);
    let contested = hand.issue.contested || step.act == Act::AskedAgain;
    let issue = hand.change(tx, scope, permit, verb, step.words.unwrap_or_default(), |issue| {
        issue.status = Status::Considering;
        issue.came_back = came_back;
        issue.contested = contested;
        issue.outcome = None;
        issue.decided_at = None;
        issue.resolved_at = None;
        issue.answer_by = WorkingDays::england_and_wales().deadline(scope.now, days);
        weigh(scope, issue);
    })?;
    let concerns = store::concerns_of(tx, scope.partnership(), issue.id)?;
    voice::follow(tx, permit, &concerns, concern_status(&issue), scope.now)?;
    store::add(tx, scope, permit, issue.id, &step)?;
    if came_back {
        decide::owe(tx, scope, permit, &concerns, step.id, News::CameBack)?;
    }
    Ok(issue)
}

use access::{Permit, Right, Scope};
use base::{Date, Id, Problem, Reference};
use db::Tx;
use voice::News;

use super::{AtHand, at_hand, concern_status, speak};
use crate::model::{Act, Capacity, Decision, Outcome, Status};
use crate::store::{self, Issue, NewStep};

/// A decision on an issue.
#[derive(Debug, Clone)]
pub struct Decide {
    /// Taking forward, or not.
    pub decision: Decision,
    /// Why: the public reads it.
    pub reason: String,
    /// In what capacity.
    pub capacity: Capacity,
    /// With what authority: which body, which delegation, which rule.
    pub authority: Option<String>,
    /// Whom it waits for.
    pub waiting_for: Option<String>,
    /// Until when.
    pub waiting_until: Option<Date>,
    /// Until when it is watched.
    pub watching_until: Option<Date>,
    /// The version the asker saw.
    pub version: Option<i64>,
}

/// How an issue ended.
#[derive(Debug, Clone)]
pub struct Resolve {
    /// Which of the five ways.
    pub outcome: Outcome,
    /// What was done: the public reads it.
    pub what_we_did: String,
    /// The version the asker saw.
    pub version: Option<i64>,
}

/// Decides an issue (WAL-33, ASK-01, ASK-10): forward or not, with a published reason, the decider's capacity and
/// authority. Whoever told us is told, once.
///
/// # Errors
/// Invalid fields; a state that does not allow it; no leave at this level.
pub fn decide(tx: &mut Tx<'_>, scope: &Scope, reference: &Reference, form: &Decide) -> Result<Issue, Problem> {
    let hand = at_hand(tx, scope, reference, form.version)?;
    let permit = hand.permit(scope, hand.deciding(), "decide")?;
    for (field, words) in [("waiting_for", &form.waiting_for), ("authority", &form.authority)] {
        speak::refuse_personal(field, words.as_deref().unwrap_or_default())?;
    }
    let forward = form.decision == Decision::TakingForward;

    let change = |issue: &mut Issue| {
        issue.status = if forward { Status::TakingForward } else { Status::NotTakingForward };
        issue.decided_at = Some(scope.now);
        issue.waiting_for = form.waiting_for.clone().filter(|_| forward);
        issue.waiting_until = form.waiting_until.filter(|_| forward);
        issue.watching_until = form.watching_until.filter(|_| forward);
        issue.came_back = false;
        issue.contested = false;
    };
    let (act, news) =
        if forward { (Act::TakenForward, News::TakingForward) } else { (Act::NotTakenForward, News::NotTakingForward) };
    let step = NewStep {
        capacity: Some(form.capacity),
        authority: form.authority.as_deref(),
        ..NewStep::of(scope.new_id(), act)
    };
    pronounce(tx, scope, &permit, hand, change, step, &form.reason, news, "decide")
}

/// Ends an issue with one of five outcomes and what we did (WAL-35): the third part of "We asked, you said, we did".
///
/// # Errors
/// As [`decide`].
pub fn resolve(tx: &mut Tx<'_>, scope: &Scope, reference: &Reference, form: &Resolve) -> Result<Issue, Problem> {
    let hand = at_hand(tx, scope, reference, form.version)?;
    let permit = hand.permit(scope, Right::ResolveIssue, "resolve")?;
    if hand.issue.level >= crate::model::HIGHEST_LEVEL {
        scope.may(Right::DecideBoroughIssue, &hand.ground)?;
    }
    let change = |issue: &mut Issue| {
        issue.status = Status::Resolved;
        issue.outcome = Some(form.outcome);
        issue.resolved_at = Some(scope.now);
        issue.waiting_for = None;
        issue.waiting_until = None;
    };
    let step = NewStep { outcome: Some(form.outcome), ..NewStep::of(scope.new_id(), Act::Resolved) };
    pronounce(tx, scope, &permit, hand, change, step, &form.what_we_did, News::Resolved, "resolve")
}

/// The shared end of a decision and a resolution: change it, say why, and owe the news to whoever told us, at once or
/// when the words are fit to be read.
#[expect(clippy::too_many_arguments, reason = "one sentence for two verbs; a struct would only rename them")]
fn pronounce<'a>(
    tx: &mut Tx<'_>,
    scope: &Scope,
    permit: &Permit,
    hand: AtHand,
    change: impl FnOnce(&mut Issue),
    mut step: NewStep<'a>,
    words: &'a str,
    news: News,
    verb: &'static str,
) -> Result<Issue, Problem> {
    let concerns = store::concerns_of(tx, scope.partnership(), hand.issue.id)?;
    let names = speak::contributor_names(tx, scope, &concerns)?;
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let fitness = speak::fitness(scope, words, &names);

    let issue = hand.change(tx, scope, permit, verb, words, change)?;
    voice::follow(tx, permit, &concerns, concern_status(&issue), scope.now)?;

    step.words = Some(words);
    step.words_state = fitness.state;
    step.approve_by = fitness.approve_by;
    store::add(tx, scope, permit, issue.id, &step)?;
    match fitness.approve_by {
        Some(by) => speak::await_second_person(tx, scope, step.id, by)?,
        None => owe(tx, scope, permit, &concerns, step.id, news)?,
    }
    Ok(issue)
}

pub(super) fn owe(
    tx: &mut Tx<'_>,
    scope: &Scope,
    permit: &Permit,
    concerns: &[Id],
    about: Id,
    news: News,
) -> Result<(), Problem> {
    if !concerns.is_empty() {
        voice::owe(tx, scope, permit, concerns, about, news)?;
    }
    Ok(())
}

/// What there is to tell of a step, once its words are fit to be read.
pub(super) fn news_of(act: Act) -> Option<News> {
    match act {
        Act::TakenForward => Some(News::TakingForward),
        Act::NotTakenForward => Some(News::NotTakingForward),
        Act::Resolved => Some(News::Resolved),
        _ => None,
    }
}

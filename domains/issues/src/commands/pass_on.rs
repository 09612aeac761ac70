use access::{Right, Scope};
use base::{Conflict, Id, Problem, Reference};
use db::Tx;

use super::{at_hand, speak};
use crate::model::{Act, HIGHEST_LEVEL, WordsState, level_words};
use crate::store::{self, Issue, NewStep};

/// One level up or down.
#[derive(Debug, Clone)]
pub struct Move {
    /// Why: the public reads it.
    pub reason: String,
    /// The version the asker saw.
    pub version: Option<i64>,
}

/// Who is to hold an issue.
#[derive(Debug, Clone)]
pub struct Assign {
    /// The agency.
    pub organisation: Id,
    /// And who there.
    pub person: Option<Id>,
    /// Why, for staff.
    pub reason: Option<String>,
    /// The version the asker saw.
    pub version: Option<i64>,
}

/// Sends an issue one level up, with a reason (EVO-01, ASK-04).
///
/// # Errors
/// A conflict when it is at the top.
pub fn escalate(tx: &mut Tx<'_>, scope: &Scope, reference: &Reference, form: &Move) -> Result<Issue, Problem> {
    change_level(tx, scope, reference, form, 1, "escalate")
}

/// Hands an issue one level down, with a reason.
///
/// # Errors
/// A conflict when it is at the bottom.
pub fn hand_down(tx: &mut Tx<'_>, scope: &Scope, reference: &Reference, form: &Move) -> Result<Issue, Problem> {
    change_level(tx, scope, reference, form, -1, "hand-down")
}

fn change_level(
    tx: &mut Tx<'_>,
    scope: &Scope,
    reference: &Reference,
    form: &Move,
    by: i64,
    verb: &'static str,
) -> Result<Issue, Problem> {
    let hand = at_hand(tx, scope, reference, form.version)?;
    let permit = hand.permit(scope, Right::MoveIssue, verb)?;
    let (from, to) = (hand.issue.level, hand.issue.level + by);
    if !(0..=HIGHEST_LEVEL).contains(&to) {
        let allowed = hand.issue.status.allows().into_iter().filter(|other| *other != verb).collect();
        return Err(Problem::Conflict(Conflict::State { now: level_words(from), allowed }));
    }
    if by < 0 && from == HIGHEST_LEVEL {
        scope.may(Right::DecideBoroughIssue, &hand.ground)?;
    }
    let issue = hand.change(tx, scope, &permit, verb, &form.reason, |issue| issue.level = to)?;

    let concerns = store::concerns_of(tx, scope.partnership(), issue.id)?;
    let names = speak::contributor_names(tx, scope, &concerns)?;
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let fitness = speak::fitness(scope, &form.reason, &names);
    let step = NewStep {
        levels: Some((from, to)),
        words: Some(&form.reason),
        words_state: fitness.state,
        approve_by: fitness.approve_by,
        ..NewStep::of(scope.new_id(), if by > 0 { Act::Escalated } else { Act::HandedDown })
    };
    store::add(tx, scope, &permit, issue.id, &step)?;
    if let Some(by) = fitness.approve_by {
        speak::await_second_person(tx, scope, step.id, by)?;
    }
    Ok(issue)
}

/// Says which agency holds an issue, and who there.
///
/// # Errors
/// Invalid fields when there is no such organisation.
pub fn assign(tx: &mut Tx<'_>, scope: &Scope, reference: &Reference, form: &Assign) -> Result<Issue, Problem> {
    let hand = at_hand(tx, scope, reference, form.version)?;
    let permit = hand.permit(scope, Right::AssignIssue, "assign")?;
    let organisation = scope
        .snapshot
        .organisation(form.organisation)
        .ok_or_else(|| Problem::field("organisation", "Choose an organisation of this partnership"))?;

    let reason = form.reason.as_deref().unwrap_or_default();
    let issue = hand.change(tx, scope, &permit, "assign", reason, |issue| {
        issue.holder_organisation = Some(organisation.id);
        issue.holder_person = form.person;
    })?;
    let step = NewStep {
        holder: Some(organisation.name.clone()),
        words: form.reason.as_deref(),
        words_state: if form.reason.is_some() { WordsState::Staff } else { WordsState::Nothing },
        ..NewStep::of(scope.new_id(), Act::Assigned)
    };
    store::add(tx, scope, &permit, issue.id, &step)?;
    Ok(issue)
}

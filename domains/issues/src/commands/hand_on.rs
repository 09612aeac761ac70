use access::{Right, Scope};
use base::{Id, Problem};
use db::Tx;

use super::with_ground;
use crate::model::{Act, WordsState};
use crate::store::{self, Issue, NewStep};

/// Issues in one transaction.
const CHUNK: i64 = 100;

/// Gives back some of the open issues that somebody held who has left: their agency keeps them, and they are in the queue of
/// whoever answers for the place. Answers whether there may be more.
///
/// # Errors
/// Whatever the store answers.
pub fn hand_back(tx: &mut Tx<'_>, scope: &Scope, person: Id) -> Result<bool, Problem> {
    let held = store::held_by_person(tx, scope.partnership(), person, CHUNK)?;
    let name = scope.snapshot.name_of(person).unwrap_or("Whoever held it");
    let why = format!("{name} held it and has left");
    for id in &held {
        hand_on(tx, scope, *id, "hand_back", &why, |issue| issue.holder_person = None)?;
    }
    Ok(is_whole(&held))
}

/// Moves some of the open issues of an organisation that ended to its successor, with their history (WAL-38). Answers whether
/// there may be more.
///
/// # Errors
/// Whatever the store answers.
pub fn hand_over(tx: &mut Tx<'_>, scope: &Scope, from: Id, to: Id) -> Result<bool, Problem> {
    let held = store::held_by_organisation(tx, scope.partnership(), from, CHUNK)?;
    let name = |id: Id| scope.snapshot.organisation(id).map_or("an organisation", |one| one.name.as_str());
    let why = format!("{} takes over from {}", name(to), name(from));
    for id in &held {
        hand_on(tx, scope, *id, "hand_over", &why, |issue| issue.holder_organisation = Some(to))?;
    }
    Ok(is_whole(&held))
}

fn is_whole(held: &[Id]) -> bool {
    i64::try_from(held.len()).is_ok_and(|len| len == CHUNK)
}

/// Says anew who holds an issue, told as a step that staff read.
fn hand_on(
    tx: &mut Tx<'_>,
    scope: &Scope,
    id: Id,
    verb: &'static str,
    why: &str,
    how: impl FnOnce(&mut Issue),
) -> Result<(), Problem> {
    let Some(issue) = store::by_id(tx, scope.partnership(), id)? else { return Ok(()) };
    let hand = with_ground(tx, scope, issue)?;
    let permit = scope.may(Right::AssignIssue, &hand.ground)?;
    let issue = hand.change(tx, scope, &permit, verb, why, how)?;
    let holder = issue.holder_organisation.and_then(|id| scope.snapshot.organisation(id)).map(|one| one.name.clone());
    let step = NewStep {
        holder,
        words: Some(why),
        words_state: WordsState::Staff,
        ..NewStep::of(scope.new_id(), Act::Assigned)
    };
    store::add(tx, scope, &permit, issue.id, &step)?;
    Ok(())
}

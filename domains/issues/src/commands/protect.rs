use access::{Ground, Right, Scope};
use base::{Id, Problem, Reference};
use db::Tx;
use voice::{Concern, ConcernStatus};

use super::{weigh, with_ground};
use crate::store::{self, Issue};

/// A concern this person may read, and where it stands for leave: with the organisation that looks after it or, while
/// nobody's, the asker's own.
///
/// # Errors
/// Not found when its words are not theirs to read.
pub fn concern_at_hand(tx: &mut Tx<'_>, scope: &Scope, reference: &Reference) -> Result<(Concern, Ground), Problem> {
    grounded(scope, voice::by_reference(tx, scope.partnership(), reference)?)
}

/// [`concern_at_hand`], by its key.
///
/// # Errors
/// Not found when its words are not theirs to read.
pub fn concern_with_id(tx: &mut Tx<'_>, scope: &Scope, id: Id) -> Result<(Concern, Ground), Problem> {
    grounded(scope, voice::by_id(tx, scope.partnership(), id)?)
}

fn grounded(scope: &Scope, found: Option<(Concern, Vec<Id>)>) -> Result<(Concern, Ground), Problem> {
    let (concern, places) = voice::readable(scope, found)?;
    let owner = concern.owner_organisation.or(scope.hat().and_then(|hat| hat.organisation));
    let ground = places::ground(places, owner);
    Ok((concern, ground))
}

/// Raises a concern's protection in one act (XC-04). From 3 on it leaves the issue it was part of, which counts one voice
/// less and says nothing of it.
///
/// # Errors
/// An invalid field when it is no raise; not found, not allowed.
pub fn raise(tx: &mut Tx<'_>, scope: &Scope, reference: &Reference, to: i64, reason: &str) -> Result<(), Problem> {
    let (concern, ground) = concern_at_hand(tx, scope, reference)?;
    let permit = scope.may(Right::RaiseProtection, &ground)?;
    voice::raise(tx, scope, &permit, &concern, to, reason)?;
    if to < voice::PROTECTED {
        return Ok(());
    }
    let Some(issue) = store::of_concern(tx, scope.partnership(), concern.id)? else { return Ok(()) };
    leave(tx, scope, &permit, issue, concern.id)
}

fn leave(tx: &mut Tx<'_>, scope: &Scope, permit: &access::Permit, issue: Issue, concern: Id) -> Result<(), Problem> {
    let hand = with_ground(tx, scope, issue)?;
    store::detach(tx, permit, concern)?;
    voice::follow(tx, permit, &[concern], ConcernStatus::Heard, scope.now)?;
    let voices = store::count_voices(tx, scope.partnership(), hand.issue.id)?;
    hand.change(tx, scope, permit, "detach", "", |issue| {
        issue.voices = voices;
        weigh(scope, issue);
    })?;
    Ok(())
}

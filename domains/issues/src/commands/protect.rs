use access::{Ground, Permit, Right, Scope};
use base::{Id, Problem, Reference};
use db::Tx;
use places::Point;
use voice::{Concern, ConcernStatus, Whereabouts};

use super::open::stand;
use super::{category_of, weigh, with_ground};
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

fn grounded(scope: &Scope, found: Option<(Concern, Whereabouts)>) -> Result<(Concern, Ground), Problem> {
    let (concern, lies) = voice::readable(scope, found)?;
    let owner = concern.owner_organisation.or(scope.hat().and_then(|hat| hat.organisation));
    let ground = places::ground(lies.all, owner);
    Ok((concern, ground))
}

/// Raises a concern's protection in one act (XC-04). From 3 on it leaves the issue it was part of, which counts one voice
/// less, stands no longer where that concern alone was, and says nothing of it.
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
    leave(tx, scope, &permit, issue, &concern)
}

fn leave(tx: &mut Tx<'_>, scope: &Scope, permit: &Permit, issue: Issue, concern: &Concern) -> Result<(), Problem> {
    let hand = with_ground(tx, scope, issue)?;
    store::detach(tx, permit, concern.id)?;
    voice::follow(tx, permit, &[concern.id], ConcernStatus::Heard, scope.now)?;
    let voices = store::count_voices(tx, scope.partnership(), hand.issue.id)?;
    let category = category_of(scope, hand.issue.category)?;
    let moves = concern.lat.is_some() && (hand.issue.lat, hand.issue.lon) == (concern.lat, concern.lon);
    let spot = if moves { spot_of_others(tx, scope, &hand.issue)? } else { None };
    hand.change(tx, scope, permit, "detach", "", |issue| {
        issue.voices = voices;
        if moves {
            stand(issue, category, spot);
        }
        weigh(scope, issue);
    })?;
    Ok(())
}

/// Where the concerns that stay say it is.
fn spot_of_others(tx: &mut Tx<'_>, scope: &Scope, issue: &Issue) -> Result<Option<Point>, Problem> {
    let others = store::concerns_of(tx, scope.partnership(), issue.id)?;
    let spot = if others.is_empty() { None } else { voice::first_spot(tx, scope.partnership(), &others)? };
    Ok(spot.and_then(|(lat, lon)| Point::new(lat, lon)))
}

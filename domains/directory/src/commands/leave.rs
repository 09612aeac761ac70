use access::Scope;
use base::{Date, Id, Instant, Problem};
use db::Tx;
use record::Change;

use super::{keeping_an_administrator, managing, person};
use crate::jobs::LEFT;
use crate::{GIVE_UP_SEATS, HAND_BACK};

/// Somebody leaves: now, or from a day on. From then on they see and do nothing here, their keys for programs are dead and
/// what they held open is back with whoever answers for the place. What they did stays, with their name.
///
/// # Errors
/// Invalid when the day is past, they left already, or nobody would be left to administer.
pub fn leave(tx: &mut Tx<'_>, scope: &Scope, id: Id, version: Option<i64>, from: Option<Date>) -> Result<(), Problem> {
    let permit = managing(scope)?;
    let known = person(tx, scope, id)?;
    let today = scope.now.date();
    if known.left_at.is_some_and(|left| left <= scope.now) {
        return Err(Problem::field("from", format!("{} has left already", known.name)));
    }
    if from.is_some_and(|day| day < today) {
        return Err(Problem::field("from", "Enter today or a later day"));
    }
    let day = from.unwrap_or(today);
    let at = if day > today { Instant::on(day, 0) } else { scope.now };
    access::claim_person(tx, &permit, id, version, scope.now)?;
    keeping_an_administrator(tx, scope, &known.name, |tx| {
        access::set_left(tx, &permit, id, Some(at))?;
        access::end_roles_of(tx, &permit, id, day)?;
        Ok(access::end_cover_with(tx, &permit, id, day)?)
    })?;
    if at <= scope.now {
        access::end_keys_of(tx, &permit, id, scope.now)?;
        if let Some(account) = known.account {
            access::end_sessions_of(tx, account)?;
        }
    }
    let was = known.left_at.map(Instant::rfc3339);
    scope.tell_change(tx, "person", id, "leave", &Change::of("left_at", was, at.rfc3339()))?;
    follow(tx, scope, id, at)
}

/// What follows once somebody has left: their keys end, what they held goes back, their seats are free.
fn follow(tx: &mut Tx<'_>, scope: &Scope, id: Id, at: Instant) -> Result<(), Problem> {
    for kind in [LEFT, HAND_BACK, GIVE_UP_SEATS] {
        let job =
            jobs::NewJob { id: scope.new_id(), kind, about: id, detail: "", run_at: at, operation: scope.operation };
        jobs::enqueue(tx, scope.partnership(), &job)?;
    }
    Ok(())
}

/// Somebody who was to leave stays. Their roles ended with the day that was set and have no end again.
///
/// # Errors
/// Invalid when they were not to leave, or have left.
pub fn stay(tx: &mut Tx<'_>, scope: &Scope, id: Id, version: Option<i64>) -> Result<(), Problem> {
    let permit = managing(scope)?;
    let known = person(tx, scope, id)?;
    let Some(at) = known.left_at.filter(|at| *at > scope.now) else {
        return Err(Problem::field("from", format!("{} is not about to leave", known.name)));
    };
    access::claim_person(tx, &permit, id, version, scope.now)?;
    access::set_left(tx, &permit, id, None)?;
    for role in crate::store::roles_of(tx, scope.partnership(), &[id])? {
        if role.valid_to == Some(at.date()) && role.valid_from < at.date() {
            access::change_membership(tx, &permit, role.id, role.title.as_deref(), (role.valid_from, None))?;
        }
    }
    scope.tell_change(tx, "person", id, "stay", &Change::of("left_at", at.rfc3339(), None::<&str>))?;
    Ok(())
}

/// Notes the day on which somebody left or leaves, as a file says it; their roles keep the days the file gives them.
///
/// # Errors
/// Invalid when nobody would be left to administer.
pub fn put_leaving(tx: &mut Tx<'_>, scope: &Scope, id: Id, on: Option<Date>) -> Result<(), Problem> {
    let permit = managing(scope)?;
    let known = person(tx, scope, id)?;
    let at = on.map(|day| Instant::on(day, 0));
    access::claim_person(tx, &permit, id, None, scope.now)?;
    keeping_an_administrator(tx, scope, &known.name, |tx| Ok(access::set_left(tx, &permit, id, at)?))?;
    let change = Change::of("left_at", known.left_at.map(Instant::rfc3339), at.map(Instant::rfc3339));
    scope.tell_change(tx, "person", id, "leave", &change)?;
    at.map_or(Ok(()), |at| follow(tx, scope, id, at))
}

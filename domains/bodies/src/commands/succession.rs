use access::{Permit, Scope};
use base::{Date, Id, Problem};
use db::Tx;
use record::Change;

use super::seats::sit;
use super::{BODY, NewSeat, at_hand, keeping, same};
use crate::known::Bodies;
use crate::model::{Body, Office, Seat, overlap, seat_fits};
use crate::store;

/// How a body ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ending {
    /// The first day on which it is no more.
    pub day: Date,
    /// What it goes on as.
    pub successor: Option<Id>,
    /// Whether its places go with it, and so what is open before it.
    pub places: bool,
    /// Whether its members do.
    pub members: bool,
}

/// Ends a body on a day. What it goes on as has its initiatives from that day on and, where that is said, its places with
/// what is open before it, and its members. Its page, its members and what it did stay.
///
/// # Errors
/// Not allowed; not found; a conflict when it ended already or somebody changed it since `version`; invalid when the day is
/// past, or it would go on as itself or as something that is not there.
pub fn end(tx: &mut Tx<'_>, scope: &Scope, code: &str, version: Option<i64>, ending: Ending) -> Result<(), Problem> {
    let permit = keeping(scope)?;
    let (bodies, was) = at_hand(tx, scope, code, "end")?;
    same(version, was.version)?;
    ends_in_time(scope, &bodies, &was, ending.day)?;
    let next = match ending.successor {
        None => None,
        Some(id) => Some(successor(&bodies, &was, id, ending.day)?),
    };
    store::end(tx, scope, &permit, &was, (ending.day, next.map(|next| next.id)))?;
    let change = Change::of("valid_to", None::<&str>, ending.day.to_string()).and(
        "successor",
        None::<&str>,
        next.map(|next| next.code.clone()),
    );
    scope.tell_change(tx, BODY, was.id, "end", &change)?;
    match next {
        Some(next) => take_over(tx, scope, &permit, (&bodies, &was, next), ending),
        None => Ok(()),
    }
}

fn ends_in_time(scope: &Scope, bodies: &Bodies, was: &Body, day: Date) -> Result<(), Problem> {
    if day < scope.now.date() || day <= was.valid_from {
        return Err(Problem::field("valid_to", "Enter today or a later day, after the day it began"));
    }
    match bodies.before(was.id).filter_map(|before| before.valid_to).max() {
        Some(takes_over) if takes_over >= day => {
            Err(Problem::field("valid_to", "It is to take over from another body then. Enter a later day"))
        }
        _ => Ok(()),
    }
}

fn successor<'a>(bodies: &'a Bodies, was: &Body, id: Id, day: Date) -> Result<&'a Body, Problem> {
    if id == was.id {
        return Err(Problem::field("successor", "Choose another body: nothing goes on as itself"));
    }
    let next = bodies.get(id).filter(|next| next.is_in_force(day));
    next.ok_or_else(|| Problem::field("successor", "Choose a body that is there on that day"))
}

/// What goes over on the day: places the other does not serve yet, members who do not sit in it yet.
fn take_over(
    tx: &mut Tx<'_>,
    scope: &Scope,
    permit: &Permit,
    (bodies, was, next): (&Bodies, &Body, &Body),
    ending: Ending,
) -> Result<(), Problem> {
    let last = ending.day.yesterday().map_err(Problem::fault)?;
    if ending.places {
        let places = bodies.places_of(was, last);
        store::serve(
            tx,
            permit,
            (next.id, Some(was.id)),
            &unserved(bodies, was, next, &places, ending.day),
            ending.day,
        )?;
    }
    if ending.members {
        let mut there = bodies.seats(next.id).to_vec();
        for seat in bodies.sitting(was, last).into_iter().filter(|seat| seat.valid_to != Some(ending.day)) {
            let new = as_in(next, &there, seat, ending.day);
            let days = (new.valid_from, new.valid_to);
            if there
                .iter()
                .any(|other| other.sitter() == new.sitter && overlap((other.valid_from, other.valid_to), days))
            {
                continue;
            }
            let id = sit(tx, scope, permit, next, &new, Some(was.id))?;
            there.push(Seat { id, body: next.id, office: new.office, valid_from: ending.day, ..*seat });
        }
    }
    let change = Change::of("took_over_from", None::<&str>, was.code.as_str())
        .and("places", None::<&str>, ending.places)
        .and("members", None::<&str>, ending.members);
    Ok(scope.tell_change(tx, BODY, next.id, "take over", &change)?)
}

/// The places of `was` that `next` does not serve at the same level already. One that it serves at another level is served
/// once more, so that what is open at the old level has somebody to stand before.
fn unserved(bodies: &Bodies, was: &Body, next: &Body, places: &[Id], day: Date) -> Vec<Id> {
    let decides = bodies.decides(next, day);
    let serves = bodies.places_of(next, day);
    let covered = |place: &Id| match was.level {
        Some(level) => decides.contains(&(level, *place)),
        None => serves.contains(place),
    };
    places.iter().copied().filter(|place| !covered(place)).collect()
}

/// A seat as it is in the next body: in the same office where it has that and nobody holds it, else as a member.
fn as_in(next: &Body, there: &[Seat], seat: &Seat, day: Date) -> NewSeat {
    let new = |office| NewSeat { office, sitter: seat.sitter(), valid_from: day, valid_to: seat.valid_to };
    let same = new(seat.office);
    let fits = seat_fits(next, there, same.office, same.sitter, (same.valid_from, same.valid_to)).is_ok();
    if fits { same } else { new(Office::Member) }
}

//! What is done to bodies. Each reads as: ask leave, find, check the rule, store, tell.

mod bodies;
mod initiatives;
mod practice;
mod seats;
mod succession;

pub use bodies::{NewBody, change, establish};
pub use initiatives::{NewInitiative, NewTarget, attach, change_initiative};
pub use practice::{NewPractice, share, take_back};
pub use seats::{NewSeat, end_seat, give_seat, give_up};
pub use succession::{Ending, end};

use access::{Ground, Permit, Right, Scope};
use base::{Conflict, Id, Problem};
use db::Tx;
use places::Places;

use crate::known::{self, Bodies};
use crate::model::Body;

/// What a body is in the audit.
pub(crate) const BODY: &str = "body";
/// What a seat is there.
pub(crate) const SEAT: &str = "seat";
/// What an initiative is there.
pub(crate) const INITIATIVE: &str = "initiative";
/// What a note of good practice is there.
pub(crate) const PRACTICE: &str = "practice";

/// Leave to keep bodies and their seats, which whoever configures a partnership and its clerk have.
///
/// # Errors
/// Not allowed.
pub fn keeping(scope: &Scope) -> Result<Permit, Problem> {
    scope.may(Right::KeepBodies, &Ground::default())
}

/// Leave to attach an initiative to a body, for whoever answers for one of its places.
///
/// # Errors
/// Not allowed.
pub fn attaching(scope: &Scope, bodies: &Bodies, body: &Body) -> Result<Permit, Problem> {
    let places = scope.snapshot.part::<Places>()?;
    let served = bodies.places_around(body, scope.now.date());
    let around = served.iter().flat_map(|place| places.with_ancestors(*place)).collect();
    scope.may(Right::AttachInitiative, &Ground { body: Some(body.id), ..places::ground(around, None) })
}

/// Whether somebody's role gives a right at all: asked before where, and before what they sent.
///
/// # Errors
/// Not allowed.
pub fn somewhere(scope: &Scope, right: Right) -> Result<(), Problem> {
    if scope.has(right) { Ok(()) } else { scope.may(right, &Ground::default()).map(drop) }
}

/// The body a verb is about, as it stands in this transaction, if that can be done to it today.
pub(crate) fn at_hand(tx: &mut Tx<'_>, scope: &Scope, code: &str, verb: &str) -> Result<(Bodies, Body), Problem> {
    let bodies = known::read(tx, scope.partnership())?;
    let body = bodies.by_code(code).ok_or(Problem::NotFound)?.clone();
    body.state(scope.now.date()).may(verb)?;
    Ok((bodies, body))
}

/// Whether the record is still the one that was shown.
pub(crate) fn same(shown: Option<i64>, stored: i64) -> Result<(), Problem> {
    if shown.is_some_and(|shown| shown != stored) { Err(Problem::Conflict(Conflict::Version)) } else { Ok(()) }
}

/// Places that are this partnership's and hold today.
pub(crate) fn known_places(scope: &Scope, field: &str, places: &[Id], missing: &str) -> Result<(), Problem> {
    let known = scope.snapshot.part::<Places>()?;
    if places.is_empty() {
        return Err(Problem::field(field, missing));
    }
    let strange = places.iter().any(|place| known.get(*place).is_none());
    if strange { Err(Problem::field(field, "Choose from the places listed")) } else { Ok(()) }
}

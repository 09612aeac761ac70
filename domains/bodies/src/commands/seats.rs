use access::{Permit, Scope};
use base::{Date, Id, Instant, Problem};
use db::Tx;
use directory::Partners;
use record::Change;

use super::{SEAT, at_hand, keeping};
use crate::known::{self, Bodies};
use crate::model::{Body, Office, Seat, Sitter, seat_fits};
use crate::store;

/// A seat to be given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSeat {
    /// In what office.
    pub office: Office,
    /// To whom.
    pub sitter: Sitter,
    /// From which day.
    pub valid_from: Date,
    /// Until which day, without it.
    pub valid_to: Option<Date>,
}

/// Gives somebody who works here, or an organisation, a seat in a body (SAL-01).
///
/// # Errors
/// Not allowed; not found; a conflict when the body ended; invalid when they are not of this partnership, the day lies
/// outside the body's, or the seat is taken.
pub fn give_seat(tx: &mut Tx<'_>, scope: &Scope, code: &str, new: &NewSeat) -> Result<Id, Problem> {
    let permit = keeping(scope)?;
    let (bodies, body) = at_hand(tx, scope, code, "seat")?;
    is_ours(scope, new)?;
    let days = (new.valid_from, new.valid_to);
    seat_fits(&body, bodies.seats(body.id), new.office, new.sitter, days)
        .map_err(|(field, sentence)| Problem::field(field, sentence))?;
    sit(tx, scope, &permit, &body, new, None)
}

/// Whether whoever is to sit works in this partnership for as long as they sit, as far as that is known today.
fn is_ours(scope: &Scope, new: &NewSeat) -> Result<(), Problem> {
    let today = scope.now.date();
    let last = new.valid_to.and_then(|end| end.yesterday().ok()).map_or(today, |last| last.min(today));
    let last = last.max(new.valid_from);
    let ours = match new.sitter {
        Sitter::Person(id) => {
            let mut held = scope.snapshot.all_holders().iter().filter(|holder| holder.person == id);
            held.any(|holder| holder.is_here(last))
        }
        Sitter::Organisation(id) => {
            let known = scope.snapshot.part::<Partners>()?.get(id);
            known.is_some_and(|one| one.valid_to.is_none_or(|end| last < end))
        }
    };
    if ours {
        return Ok(());
    }
    Err(Problem::field("sitter", "Choose somebody who works here then, or one of the organisations"))
}

/// Stores a seat and tells the record of it.
pub(super) fn sit(
    tx: &mut Tx<'_>,
    scope: &Scope,
    permit: &Permit,
    body: &Body,
    new: &NewSeat,
    came_from: Option<Id>,
) -> Result<Id, Problem> {
    let (person, organisation) = new.sitter.parts();
    let id = scope.new_id();
    let seat = Seat {
        id,
        body: body.id,
        office: new.office,
        person,
        organisation,
        came_from,
        valid_from: new.valid_from,
        valid_to: new.valid_to,
    };
    store::seat(tx, scope, permit, &seat)?;
    let change = Change::of("body", None::<&str>, body.code.as_str())
        .and("office", None::<&str>, new.office.as_str())
        .and("valid_from", None::<&str>, new.valid_from.to_string());
    scope.tell_change(tx, SEAT, id, "give", &change)?;
    Ok(id)
}

/// Ends a seat on a day: the first on which it is free.
///
/// # Errors
/// Not allowed; not found; invalid when it ended already or the day lies before it began.
pub fn end_seat(tx: &mut Tx<'_>, scope: &Scope, code: &str, seat: Id, day: Date) -> Result<(), Problem> {
    let permit = keeping(scope)?;
    let (bodies, body) = at_hand(tx, scope, code, "seat")?;
    let seat = *bodies.seats(body.id).iter().find(|known| known.id == seat).ok_or(Problem::NotFound)?;
    if let Some(end) = seat.valid_to.filter(|end| *end <= scope.now.date()) {
        let day = Instant::on(end, 0).day_words();
        return Err(Problem::field("valid_to", format!("This seat has been free since {day}")));
    }
    if day < seat.valid_from {
        return Err(Problem::field("valid_to", "Enter a day on or after the one on which they took their seat"));
    }
    free(tx, scope, &permit, &seat, day)
}

fn free(tx: &mut Tx<'_>, scope: &Scope, permit: &Permit, seat: &Seat, day: Date) -> Result<(), Problem> {
    store::end_seat(tx, permit, seat.id, day)?;
    let change = Change::of("valid_to", seat.valid_to.map(|day| day.to_string()), day.to_string());
    Ok(scope.tell_change(tx, SEAT, seat.id, "end", &change)?)
}

/// Somebody left, or an organisation ended: from `day` on their seats are free, an organisation's its successor's. Safe to
/// do twice.
///
/// # Errors
/// Whatever the store answers.
pub fn give_up(
    tx: &mut Tx<'_>,
    scope: &Scope,
    sitter: Sitter,
    day: Date,
    successor: Option<Id>,
) -> Result<(), Problem> {
    let permit = keeping(scope)?;
    let bodies = known::read(tx, scope.partnership())?;
    for (body, seat) in held_by(&bodies, sitter, day) {
        let free_from = day.max(seat.valid_from);
        free(tx, scope, &permit, &seat, free_from)?;
        let Some(next) = successor.map(Sitter::Organisation) else { continue };
        let new = NewSeat { office: seat.office, sitter: next, valid_from: free_from, valid_to: seat.valid_to };
        let mut others: Vec<Seat> = bodies.seats(body.id).to_vec();
        others.retain(|other| other.id != seat.id);
        if seat_fits(body, &others, new.office, next, (new.valid_from, new.valid_to)).is_ok() {
            sit(tx, scope, &permit, body, &new, None)?;
        }
    }
    Ok(())
}

/// The seats that somebody still has on `day` or is to have later.
fn held_by(bodies: &Bodies, sitter: Sitter, day: Date) -> Vec<(&Body, Seat)> {
    let still =
        |seat: &&Seat| seat.sitter() == sitter && seat.valid_to.is_none_or(|end| end > day.max(seat.valid_from));
    let of = |body| bodies.seats(body).iter().filter(still).copied();
    bodies.all().iter().flat_map(|body| of(body.id).map(move |seat| (body, seat))).collect()
}

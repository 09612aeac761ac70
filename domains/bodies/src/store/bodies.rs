use access::{Permit, Scope};
use base::{Conflict, Date, Id, Problem};
use db::{Error, Tx, sql};

use crate::commands::NewBody;
use crate::model::{Body, Seat, Served, offices_stored};

/// Every body of every day, by name.
pub(crate) fn bodies(tx: &mut Tx<'_>, partnership: Id) -> Result<Vec<Body>, Error> {
    tx.all(sql!(
        "select id, code, name, class, kind, level, purpose, offices, is_open, valid_from, valid_to, successor, version \
         from body where partnership = $1 order by name, id",
        partnership
    ))
}

/// Where every body serves, served or will serve.
pub(crate) fn places(tx: &mut Tx<'_>, partnership: Id) -> Result<Vec<Served>, Error> {
    tx.all(sql!(
        "select body, place, came_from, valid_from, valid_to from body_place where partnership = $1 \
         order by valid_from, place, body",
        partnership
    ))
}

/// Who sits in every body, sat or will sit.
pub(crate) fn seats(tx: &mut Tx<'_>, partnership: Id) -> Result<Vec<Seat>, Error> {
    tx.all(sql!(
        "select id, body, office, person, organisation, came_from, valid_from, valid_to from seat where partnership = $1 \
         order by valid_from, id",
        partnership
    ))
}

pub(crate) fn insert(tx: &mut Tx<'_>, scope: &Scope, permit: &Permit, id: Id, new: &NewBody) -> Result<(), Error> {
    tx.run(sql!(
        "insert into body (partnership, id, code, name, class, kind, level, purpose, offices, is_open, valid_from, version, \
         created_at, changed_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1, $12, $12)",
        permit.partnership(),
        id,
        &new.code,
        &new.name,
        new.class,
        new.kind.as_deref(),
        new.level,
        &new.purpose,
        offices_stored(&new.offices),
        new.is_open,
        new.valid_from,
        scope.now
    ))?;
    access::bump_epoch(tx, permit)
}

/// Says anew what a body is, unless somebody did meanwhile.
pub(crate) fn save(tx: &mut Tx<'_>, scope: &Scope, permit: &Permit, was: &Body, to: &NewBody) -> Result<(), Problem> {
    let changed = tx.run(sql!(
        "update body set name = $4, class = $5, kind = $6, level = $7, purpose = $8, offices = $9, is_open = $10, \
         valid_from = $11, changed_at = $12, version = version + 1 where partnership = $1 and id = $2 and version = $3",
        permit.partnership(),
        was.id,
        was.version,
        &to.name,
        to.class,
        to.kind.as_deref(),
        to.level,
        &to.purpose,
        offices_stored(&to.offices),
        to.is_open,
        to.valid_from,
        scope.now
    ))?;
    only(tx, permit, changed)
}

/// Sets the day on which a body ends and what it goes on as.
pub(crate) fn end(
    tx: &mut Tx<'_>,
    scope: &Scope,
    permit: &Permit,
    was: &Body,
    (day, successor): (Date, Option<Id>),
) -> Result<(), Problem> {
    let changed = tx.run(sql!(
        "update body set valid_to = $4, successor = $5, changed_at = $6, version = version + 1 \
         where partnership = $1 and id = $2 and version = $3",
        permit.partnership(),
        was.id,
        was.version,
        day,
        successor,
        scope.now
    ))?;
    only(tx, permit, changed)
}

/// The one that was read, changed by nobody since.
pub(super) fn only(tx: &mut Tx<'_>, permit: &Permit, changed: u64) -> Result<(), Problem> {
    if changed != 1 {
        return Err(Problem::Conflict(Conflict::Version));
    }
    Ok(access::bump_epoch(tx, permit)?)
}

/// From `day` on a body serves these places; they came from another body when it took over from one.
pub(crate) fn serve(
    tx: &mut Tx<'_>,
    permit: &Permit,
    (body, came_from): (Id, Option<Id>),
    places: &[Id],
    day: Date,
) -> Result<(), Error> {
    for place in places {
        tx.run(sql!(
            "insert into body_place (partnership, body, place, came_from, valid_from) values ($1, $2, $3, $4, $5) \
             on conflict (partnership, body, place, valid_from) do update set valid_to = null, \
             came_from = coalesce(body_place.came_from, excluded.came_from)",
            permit.partnership(),
            body,
            place,
            came_from,
            day
        ))?;
    }
    access::bump_epoch(tx, permit)
}

/// From `day` on a body serves these places no more. What was to begin later never does.
pub(crate) fn serve_no_more(tx: &mut Tx<'_>, permit: &Permit, body: Id, places: &[Id], day: Date) -> Result<(), Error> {
    if places.is_empty() {
        return Ok(());
    }
    tx.run(sql!(
        "update body_place set valid_to = case when valid_from > $3 then valid_from else $3 end \
         where partnership = $1 and body = $2 and valid_to is null and place in {list}",
        permit.partnership(),
        body,
        day,
        places.to_vec()
    ))?;
    access::bump_epoch(tx, permit)
}

/// What began with a body begins with it again, on another day.
pub(crate) fn begin_later(tx: &mut Tx<'_>, permit: &Permit, was: &Body, day: Date) -> Result<(), Error> {
    tx.run(sql!(
        "update body_place set valid_from = $4 where partnership = $1 and body = $2 and valid_from = $3",
        permit.partnership(),
        was.id,
        was.valid_from,
        day
    ))?;
    Ok(())
}

pub(crate) fn seat(tx: &mut Tx<'_>, scope: &Scope, permit: &Permit, new: &Seat) -> Result<(), Error> {
    tx.run(sql!(
        "insert into seat (partnership, id, body, office, person, organisation, came_from, valid_from, valid_to, \
         created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        permit.partnership(),
        new.id,
        new.body,
        new.office,
        new.person,
        new.organisation,
        new.came_from,
        new.valid_from,
        new.valid_to,
        scope.now
    ))?;
    access::bump_epoch(tx, permit)
}

pub(crate) fn end_seat(tx: &mut Tx<'_>, permit: &Permit, seat: Id, day: Date) -> Result<(), Error> {
    tx.run(sql!("update seat set valid_to = $3 where partnership = $1 and id = $2", permit.partnership(), seat, day))?;
    access::bump_epoch(tx, permit)
}

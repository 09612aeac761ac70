//! Places as they are taken in.

use access::Permit;
use base::{Date, Id, Instant, fold};
use db::{Error, Rows, ToValue, Tx, Value, sql};

use crate::commands::Reasons;
use crate::composition::Exception;
use crate::place::{Focus, Place};
use crate::point::Point;
use crate::postcode::Postcode;
use crate::shape::Shape;
use crate::store::KnownPostcode;

/// A place to be added, and the key it gets. Its parents are added by [`add_parts`].
#[derive(Debug, Clone, Copy)]
pub struct NewPlace<'a> {
    /// Its key.
    pub id: Id,
    /// What it is.
    pub place: &'a Place,
}

/// Ground drawn for a place from a day on.
#[derive(Debug, Clone, Copy)]
pub struct NewBoundary<'a> {
    /// Whose.
    pub place: Id,
    /// The first day it holds.
    pub valid_from: Date,
    /// The ground.
    pub shape: &'a Shape,
}

/// Adds places.
///
/// # Errors
/// A unique error when one has a code that is taken from its first day.
pub fn add_places(tx: &mut Tx<'_>, permit: &Permit, new: &[NewPlace<'_>], now: Instant) -> Result<(), Error> {
    let partnership = permit.partnership();
    let rows: Rows<'_> = new
        .iter()
        .map(|NewPlace { id, place }| {
            vec![
                Value::Id(partnership),
                Value::Id(*id),
                place.code.to_value(),
                place.name.to_value(),
                Value::Text(fold(&place.name).into()),
                place.kind.to_value(),
                Value::Date(place.valid_from),
                place.valid_to.to_value(),
                Value::Real(place.centre.lat()),
                Value::Real(place.centre.lon()),
                place.hex.map_or(Value::Null, |hex| Value::Int(hex.q.into())),
                place.hex.map_or(Value::Null, |hex| Value::Int(hex.r.into())),
                Value::Int(1),
                now.to_value(),
                now.to_value(),
            ]
        })
        .collect();
    tx.insert_many(sql!(
        "insert into place (partnership, id, code, name, folded, kind, valid_from, valid_to, lat, lon, hex_q, hex_r, \
         version, created_at, changed_at) values {rows}",
        rows
    ))?;
    access::bump_epoch(tx, permit)
}

/// Makes places parts of others from a day on: child, parent, day. What is that part from that day already goes on.
///
/// # Errors
/// Whatever the store answers.
pub fn add_parts(tx: &mut Tx<'_>, permit: &Permit, parts: &[(Id, Id, Date)]) -> Result<(), Error> {
    let partnership = permit.partnership();
    let rows: Rows<'_> = parts
        .iter()
        .map(|(child, parent, from)| {
            vec![Value::Id(partnership), Value::Id(*child), Value::Id(*parent), Value::Date(*from)]
        })
        .collect();
    tx.insert_many(sql!(
        "insert into place_part (partnership, child, parent, valid_from) values {rows} \
         on conflict (partnership, child, parent, valid_from) do update set valid_to = null",
        rows
    ))?;
    access::bump_epoch(tx, permit)
}

/// Draws a place's ground from a day on, until the next line that is known already; the line before ends there.
///
/// # Errors
/// Whatever the store answers.
pub fn set_boundary(tx: &mut Tx<'_>, permit: &Permit, new: &NewBoundary<'_>) -> Result<(), Error> {
    draw(tx, permit, new.place, new.valid_from, &new.shape.to_geojson().to_string())
}

/// [`set_boundary`] for ground that is text already.
pub(crate) fn draw(tx: &mut Tx<'_>, permit: &Permit, place: Id, from: Date, shape: &str) -> Result<(), Error> {
    let partnership = permit.partnership();
    end_boundary(tx, permit, place, from)?;
    tx.run(sql!(
        "insert into place_boundary (partnership, place, valid_from, valid_to, shape) values ($1, $2, $3, \
         (select min(valid_from) from place_boundary where partnership = $1 and place = $2 and valid_from > $3), $4) \
         on conflict (partnership, place, valid_from) do update set shape = excluded.shape, valid_to = excluded.valid_to",
        partnership,
        place,
        from,
        shape
    ))?;
    access::bump_epoch(tx, permit)
}

fn end_boundary(tx: &mut Tx<'_>, permit: &Permit, place: Id, from: Date) -> Result<(), Error> {
    tx.run(sql!(
        "update place_boundary set valid_to = $3 where partnership = $1 and place = $2 and valid_from < $3 \
         and (valid_to is null or valid_to > $3)",
        permit.partnership(),
        place,
        from
    ))?;
    Ok(())
}

/// Ends a place before a day; its line ends with it.
pub(crate) fn end_place(tx: &mut Tx<'_>, permit: &Permit, place: Id, from: Date, now: Instant) -> Result<(), Error> {
    tx.run(sql!(
        "update place set valid_to = $3, version = version + 1, changed_at = $4 where partnership = $1 and id = $2",
        permit.partnership(),
        place,
        from,
        now
    ))?;
    end_boundary(tx, permit, place, from)?;
    access::bump_epoch(tx, permit)
}

/// Says why a place ended.
pub(crate) fn keep_ending(tx: &mut Tx<'_>, permit: &Permit, place: Id, reason: &str) -> Result<(), Error> {
    tx.run(sql!(
        "insert into place_ending (partnership, place, reason) values ($1, $2, $3) \
         on conflict (partnership, place) do update set reason = excluded.reason",
        permit.partnership(),
        place,
        reason
    ))?;
    Ok(())
}

/// Takes wards out of the areas they are in, from a day on.
pub(crate) fn end_area_parts(tx: &mut Tx<'_>, permit: &Permit, wards: &[Id], from: Date) -> Result<(), Error> {
    tx.run(sql!(
        "update place_part set valid_to = $2 where partnership = $1 and valid_from <= $2 \
         and (valid_to is null or valid_to > $2) and parent in (select id from place where partnership = $1 \
         and kind = 'area') and child in {list}",
        permit.partnership(),
        from,
        wards
    ))?;
    Ok(())
}

/// Keeps what a review of a place of focus found, and when it is next looked at.
pub(crate) fn keep_review(
    tx: &mut Tx<'_>,
    permit: &Permit,
    place: Id,
    reasons: &Reasons,
    now: Instant,
) -> Result<(), Error> {
    tx.run(sql!(
        "insert into place_focus (partnership, place, consultation, evidence, ends_when, review_on, version, changed_at) \
         values ($1, $2, $3, $4, $5, $6, 1, $7) on conflict (partnership, place) do update set \
         consultation = excluded.consultation, evidence = excluded.evidence, ends_when = excluded.ends_when, \
         review_on = excluded.review_on, version = place_focus.version + 1, changed_at = excluded.changed_at",
        permit.partnership(),
        place,
        &reasons.consultation,
        &reasons.evidence,
        &reasons.ends_when,
        reasons.review_on,
        now
    ))?;
    access::bump_epoch(tx, permit)
}

/// Lets a place go on that was to end.
pub(crate) fn reopen_place(tx: &mut Tx<'_>, permit: &Permit, place: Id, now: Instant) -> Result<(), Error> {
    tx.run(sql!(
        "update place set valid_to = null, version = version + 1, changed_at = $3 where partnership = $1 and id = $2",
        permit.partnership(),
        place,
        now
    ))?;
    access::bump_epoch(tx, permit)
}

/// Gives a place another name.
pub(crate) fn rename_place(tx: &mut Tx<'_>, permit: &Permit, place: Id, name: &str, now: Instant) -> Result<(), Error> {
    tx.run(sql!(
        "update place set name = $3, folded = $4, version = version + 1, changed_at = $5 \
         where partnership = $1 and id = $2",
        permit.partnership(),
        place,
        name,
        fold(name),
        now
    ))?;
    access::bump_epoch(tx, permit)
}

/// Draws the ground of places that had none.
///
/// # Errors
/// A unique error when one has a line from its day already.
pub fn add_boundaries(tx: &mut Tx<'_>, permit: &Permit, new: &[NewBoundary<'_>]) -> Result<(), Error> {
    let partnership = permit.partnership();
    let rows: Rows<'_> = new
        .iter()
        .map(|new| {
            vec![Value::Id(partnership), Value::Id(new.place), Value::Date(new.valid_from), new.shape.to_value()]
        })
        .collect();
    tx.insert_many(sql!("insert into place_boundary (partnership, place, valid_from, shape) values {rows}", rows))?;
    access::bump_epoch(tx, permit)
}

/// Adds agreed exceptions, each with its key and its area's.
///
/// # Errors
/// Whatever the store answers.
pub fn add_exceptions(tx: &mut Tx<'_>, permit: &Permit, new: &[(Id, Id, &Exception)]) -> Result<(), Error> {
    let partnership = permit.partnership();
    let rows: Rows<'_> = new
        .iter()
        .map(|(id, area, exception)| {
            vec![
                Value::Id(partnership),
                Value::Id(*id),
                Value::Id(*area),
                exception.change.to_value(),
                exception.piece.to_value(),
                exception.reason.to_value(),
                Value::Date(exception.valid_from),
                exception.valid_to.to_value(),
            ]
        })
        .collect();
    tx.insert_many(sql!(
        "insert into place_exception (partnership, id, area, change, shape, reason, valid_from, valid_to) values {rows}",
        rows
    ))?;
    access::bump_epoch(tx, permit)
}

/// Says what makes places ones of focus, each with its place's key.
///
/// # Errors
/// A unique error when it has been said of one.
pub fn add_focuses(tx: &mut Tx<'_>, permit: &Permit, new: &[(Id, &Focus)], now: Instant) -> Result<(), Error> {
    let partnership = permit.partnership();
    let rows: Rows<'_> = new
        .iter()
        .map(|(place, focus)| {
            vec![
                Value::Id(partnership),
                Value::Id(*place),
                focus.consultation.to_value(),
                focus.evidence.to_value(),
                focus.ends_when.to_value(),
                Value::Date(focus.review_on),
                Value::Int(1),
                now.to_value(),
            ]
        })
        .collect();
    tx.insert_many(sql!(
        "insert into place_focus (partnership, place, consultation, evidence, ends_when, review_on, version, changed_at) \
         values {rows}",
        rows
    ))?;
    access::bump_epoch(tx, permit)
}

/// Says where postcodes are from a day on; one said again is moved.
///
/// # Errors
/// Whatever the store answers.
pub fn add_postcodes(
    tx: &mut Tx<'_>,
    permit: &Permit,
    postcodes: &[(Postcode, Point)],
    from: Date,
) -> Result<u64, Error> {
    let partnership = permit.partnership();
    let rows: Rows<'_> = postcodes
        .iter()
        .map(|(postcode, spot)| {
            vec![
                Value::Id(partnership),
                Value::Text(postcode.to_string().into()),
                Value::Date(from),
                Value::Real(spot.lat()),
                Value::Real(spot.lon()),
            ]
        })
        .collect();
    tx.insert_many(sql!(
        "insert into postcode (partnership, code, valid_from, lat, lon) values {rows} \
         on conflict (partnership, code, valid_from) do update set lat = excluded.lat, lon = excluded.lon",
        rows
    ))
}

/// Keeps postcodes with their days; one kept before is moved, or ended. How many nobody knew, and how many are other than they
/// were.
pub(crate) fn keep_postcodes(
    tx: &mut Tx<'_>,
    permit: &Permit,
    postcodes: &[KnownPostcode],
) -> Result<(u64, u64), Error> {
    let partnership = permit.partnership();
    let rows = || -> Rows<'_> {
        let row = |one: &'_ KnownPostcode| {
            vec![
                Value::Id(partnership),
                Value::Text(one.code.clone().into()),
                Value::Date(one.valid_from),
                one.valid_to.map_or(Value::Null, Value::Date),
                Value::Real(one.lat),
                Value::Real(one.lon),
            ]
        };
        postcodes.iter().map(row).collect()
    };
    let added = tx.insert_many(sql!(
        "insert into postcode (partnership, code, valid_from, valid_to, lat, lon) values {rows} \
         on conflict (partnership, code, valid_from) do nothing",
        rows()
    ))?;
    if added == postcodes.len() as u64 {
        return Ok((added, 0));
    }
    let changed = tx.insert_many(sql!(
        "insert into postcode (partnership, code, valid_from, valid_to, lat, lon) values {rows} \
         on conflict (partnership, code, valid_from) \
         do update set valid_to = excluded.valid_to, lat = excluded.lat, lon = excluded.lon \
         where postcode.valid_to is distinct from excluded.valid_to or postcode.lat <> excluded.lat \
         or postcode.lon <> excluded.lon",
        rows()
    ))?;
    Ok((added, changed))
}

//! Places as they are read: whole, for a day.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use access::Part;
use base::{Date, Id};
use db::{Error, Tx, sql};

use crate::composition::{Atlas, Change, Exception};
use crate::hexes::Hex;
use crate::known::Places;
use crate::place::{Code, Focus, Kind, Place, holds};
use crate::point::Point;
use crate::postcode::Postcode;
use crate::shape::Shape;
use crate::store::cartogram::layout;

db::row! {
    struct PlaceRow {
        id: Id,
        code: Code,
        name: String,
        kind: Kind,
        valid_from: Date,
        valid_to: Option<Date>,
        lat: f64,
        lon: f64,
        hex_q: Option<i32>,
        hex_r: Option<i32>,
    }

    struct PartRow {
        child: Id,
        parent: Id,
        valid_from: Date,
        valid_to: Option<Date>,
    }

    struct ExceptionRow {
        area: Id,
        change: Change,
        shape: Shape,
        reason: String,
        valid_from: Date,
        valid_to: Option<Date>,
    }

    struct FocusRow {
        place: Id,
        consultation: String,
        evidence: String,
        ends_when: String,
        review_on: Date,
    }
}

db::row! {
    /// A place as an import meets it: with the ground drawn for it on the day, as stored.
    pub(crate) struct Known {
        pub(crate) id: Id,
        pub(crate) code: Code,
        pub(crate) name: String,
        pub(crate) kind: Kind,
        pub(crate) valid_from: Date,
        pub(crate) valid_to: Option<Date>,
        pub(crate) shape: Option<String>,
    }
}

db::row! {
    /// A postcode as it is kept: where the middle of its addresses is, from one day until before another.
    pub(crate) struct KnownPostcode {
        pub(crate) code: String,
        pub(crate) valid_from: Date,
        pub(crate) valid_to: Option<Date>,
        pub(crate) lat: f64,
        pub(crate) lon: f64,
    }
}

impl Known {
    pub(crate) fn holds_on(&self, day: Date) -> bool {
        holds(self.valid_from, self.valid_to, day)
    }
}

impl PlaceRow {
    fn place(self) -> Result<Place, Error> {
        let centre = Point::new(self.lat, self.lon).ok_or_else(|| Error::Mapping("a place off the globe".into()))?;
        let hex = self.hex_q.zip(self.hex_r).map(|(q, r)| Hex { q, r });
        let Self { code, name, kind, valid_from, valid_to, .. } = self;
        Ok(Place { code, name, kind, parents: Vec::new(), valid_from, valid_to, centre, hex })
    }
}

/// The slice's share of the snapshot.
///
/// # Errors
/// Whatever the store answers.
pub fn load_places(tx: &mut Tx<'_>, partnership: Id, today: Date) -> Result<Part, Error> {
    let postcode = some_postcode(tx, partnership)?;
    let layout = layout(tx, partnership)?;
    Ok(Arc::new(places_on(tx, partnership, today)?.with_postcode(postcode).with_layout(layout)))
}

/// The places of a partnership as they stood, or will stand, on a day.
///
/// # Errors
/// Whatever the store answers.
pub fn places_on(tx: &mut Tx<'_>, partnership: Id, day: Date) -> Result<Places, Error> {
    let rows: Vec<PlaceRow> = tx.all(sql!(
        "select id, code, name, kind, valid_from, valid_to, lat, lon, hex_q, hex_r from place where partnership = $1 \
         order by code, valid_from, id",
        partnership
    ))?;
    let codes: HashMap<Id, Code> = rows.iter().map(|row| (row.id, row.code.clone())).collect();
    let mut parts: HashMap<Id, Vec<PartRow>> = HashMap::new();
    for part in tx.all::<PartRow>(sql!(
        "select child, parent, valid_from, valid_to from place_part where partnership = $1 \
         order by child, valid_from, parent",
        partnership
    ))? {
        parts.entry(part.child).or_default().push(part);
    }
    let mut boundaries: HashMap<Id, Shape> = tx
        .all::<(Id, Shape)>(sql!(
            "select place, shape from place_boundary where partnership = $1 and valid_from <= $2 \
             and (valid_to is null or valid_to > $2) order by place, valid_from",
            partnership,
            day
        ))?
        .into_iter()
        .collect();

    let earlier: Option<Id> = tx.opt(sql!(
        "select place from place_boundary where partnership = $1 and valid_to <= $2 order by place, valid_from limit 1",
        partnership,
        day
    ))?;
    let ended = |end: Option<Date>| end.is_some_and(|end| end <= day);
    let redrawn = earlier.is_some()
        || rows.iter().any(|row| ended(row.valid_to))
        || parts.values().flatten().any(|part| ended(part.valid_to));
    let (mut holding, mut others, mut keys) = (Vec::new(), Vec::new(), BTreeMap::new());
    for row in rows {
        let id = row.id;
        let mut place = row.place()?;
        // What has ended is told by the places it was last part of, what has not begun by those it will be part of.
        let told_on = place.nearest_day(day);
        let own = parts.remove(&id).unwrap_or_default();
        place.parents = own
            .iter()
            .filter(|part| holds(part.valid_from, part.valid_to, told_on))
            .filter_map(|part| codes.get(&part.parent).cloned())
            .collect();
        if place.holds_on(day) {
            keys.insert(place.code.clone(), id);
            holding.push((place, boundaries.remove(&id)));
        } else {
            others.push((id, place));
        }
    }
    let endings: Vec<(Code, Date, String)> = tx.all(sql!(
        "select place.code, place.valid_from, place_ending.reason from place_ending \
         join place on place.partnership = place_ending.partnership and place.id = place_ending.place \
         where place_ending.partnership = $1 order by place.id",
        partnership
    ))?;
    let endings = endings.into_iter().map(|(code, from, reason)| ((code, from), reason)).collect();
    let exceptions = exceptions(tx, partnership, &codes)?;
    let focuses = focuses(tx, partnership, &codes)?;
    Ok(Places::new(Atlas::on(day, holding, exceptions), keys)
        .with_others(others)
        .with_focuses(focuses)
        .with_earlier_lines(redrawn)
        .with_endings(endings))
}

fn exceptions(tx: &mut Tx<'_>, partnership: Id, codes: &HashMap<Id, Code>) -> Result<Vec<Exception>, Error> {
    let rows: Vec<ExceptionRow> = tx.all(sql!(
        "select area, change, shape, reason, valid_from, valid_to from place_exception where partnership = $1 \
         order by area, valid_from, id",
        partnership
    ))?;
    let exceptions = rows.into_iter().filter_map(|row| {
        let ExceptionRow { area, change, shape: piece, reason, valid_from, valid_to } = row;
        Some(Exception { area: codes.get(&area)?.clone(), change, piece, reason, valid_from, valid_to })
    });
    Ok(exceptions.collect())
}

fn focuses(tx: &mut Tx<'_>, partnership: Id, codes: &HashMap<Id, Code>) -> Result<Vec<Focus>, Error> {
    let rows: Vec<FocusRow> = tx.all(sql!(
        "select place, consultation, evidence, ends_when, review_on from place_focus where partnership = $1 \
         order by place",
        partnership
    ))?;
    let focuses = rows.into_iter().filter_map(|row| {
        let FocusRow { place, consultation, evidence, ends_when, review_on } = row;
        Some(Focus { code: codes.get(&place)?.clone(), consultation, evidence, ends_when, review_on })
    });
    Ok(focuses.collect())
}

/// The days on which something about a partnership's lines changed, the first first.
pub(crate) fn days_of_change(tx: &mut Tx<'_>, partnership: Id) -> Result<Vec<Date>, Error> {
    tx.all(sql!(
        "select valid_from as day from place where partnership = $1 \
         union select valid_to from place where partnership = $1 and valid_to is not null \
         union select valid_from from place_part where partnership = $1 \
         union select valid_to from place_part where partnership = $1 and valid_to is not null \
         union select valid_from from place_boundary where partnership = $1 \
         union select valid_to from place_boundary where partnership = $1 and valid_to is not null \
         union select valid_from from place_exception where partnership = $1 \
         union select valid_to from place_exception where partnership = $1 and valid_to is not null order by day",
        partnership
    ))
}

/// Where a postcode is, if the partnership knows it.
///
/// # Errors
/// Whatever the store answers.
pub fn postcode_point(tx: &mut Tx<'_>, partnership: Id, code: Postcode) -> Result<Option<Point>, Error> {
    let spot: Option<(f64, f64)> = tx.opt(sql!(
        "select lat, lon from postcode where partnership = $1 and code = $2 and valid_to is null \
         order by valid_from desc limit 1",
        partnership,
        code.to_string()
    ))?;
    Ok(spot.and_then(|(lat, lon)| Point::new(lat, lon)))
}

/// Where these postcodes are, as far as the partnership knows them: one statement for a whole chunk of rows.
///
/// # Errors
/// Whatever the store answers.
pub fn postcode_points(tx: &mut Tx<'_>, partnership: Id, codes: &[Postcode]) -> Result<BTreeMap<String, Point>, Error> {
    let codes: Vec<String> = codes.iter().map(Postcode::to_string).collect();
    let found: Vec<(String, f64, f64)> = tx.all(sql!(
        "select code, lat, lon from postcode where partnership = $1 and valid_to is null and code in {list} \
         order by code, valid_from",
        partnership,
        codes
    ))?;
    Ok(found.into_iter().filter_map(|(code, lat, lon)| Some((code, Point::new(lat, lon)?))).collect())
}

/// A postcode that the partnership knows, always the same while it knows that one.
fn some_postcode(tx: &mut Tx<'_>, partnership: Id) -> Result<Option<Postcode>, Error> {
    let code: Option<String> = tx.opt(sql!(
        "select code from postcode where partnership = $1 and valid_to is null order by code, valid_from limit 1",
        partnership
    ))?;
    Ok(code.as_deref().and_then(Postcode::parse))
}

/// Every place that has had one of these codes, the newest first.
pub(crate) fn known(tx: &mut Tx<'_>, partnership: Id, day: Date, codes: &[&Code]) -> Result<Vec<Known>, Error> {
    tx.all(sql!(
        "select place.id, place.code, place.name, place.kind, place.valid_from, place.valid_to, place_boundary.shape \
         from place left join place_boundary on place_boundary.partnership = place.partnership \
         and place_boundary.place = place.id and place_boundary.valid_from <= $2 \
         and (place_boundary.valid_to is null or place_boundary.valid_to > $2) \
         where place.partnership = $1 and place.code in {list} order by place.valid_from desc, place.id",
        partnership,
        day,
        codes
    ))
}

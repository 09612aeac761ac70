//! Partners' own boundaries: sets, divisions, and what was measured of them.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use access::{Part, Permit};
use base::{Date, Id, Instant};
use db::{Error, Rows, ToValue, Tx, Value, sql};

use crate::partners::{Days, Division, Ground, Held, NewDivision, Overlap, PartnerLines, PartnerSet, Theirs};
use crate::shape::Shape;
use crate::store::places_on;

/// The partners' share of the snapshot.
///
/// # Errors
/// Whatever the store answers.
pub fn load_partner_lines(tx: &mut Tx<'_>, partnership: Id, today: Date) -> Result<Part, Error> {
    Ok(Arc::new(partner_lines_on(tx, partnership, today)?))
}

/// The partners' lines as they stand on a day, without their ground.
///
/// # Errors
/// Whatever the store answers.
pub fn partner_lines_on(tx: &mut Tx<'_>, partnership: Id, day: Date) -> Result<PartnerLines, Error> {
    let sets: Vec<PartnerSet> = tx.all(sql!(
        "select id, code, name, organisation, service, source, valid_from, valid_to from partner_set \
         where partnership = $1 order by code, valid_from, id",
        partnership
    ))?;
    if sets.is_empty() {
        return Ok(PartnerLines::new(day, sets, Vec::new(), Vec::new()));
    }
    let holding: Vec<Id> = sets.iter().filter(|set| set.holds_on(day)).map(|set| set.id).collect();
    let divisions: Vec<Division> = tx.all(sql!(
        "select id, partner_set, code, name, shape is not null as is_drawn from partner_division \
         where partnership = $1 and partner_set in {list} order by partner_set, name, id",
        partnership,
        holding
    ))?;
    let overlaps: Vec<Overlap> = tx.all(sql!(
        "select division, place, square_metres, of_place, of_division from partner_overlap where partnership = $1 \
         and valid_from <= $2 and (valid_to is null or valid_to > $2) order by place, division, valid_from",
        partnership,
        day
    ))?;
    Ok(PartnerLines::new(day, sets, divisions, overlaps))
}

/// Whether a partnership keeps any partner's lines.
pub(crate) fn has_partner_sets(tx: &mut Tx<'_>, partnership: Id) -> Result<bool, Error> {
    let one: Option<Id> =
        tx.opt(sql!("select id from partner_set where partnership = $1 order by id limit 1", partnership))?;
    Ok(one.is_some())
}

/// Every set that has had this code, by first day.
pub(crate) fn partner_sets_called(tx: &mut Tx<'_>, partnership: Id, code: &str) -> Result<Vec<PartnerSet>, Error> {
    tx.all(sql!(
        "select id, code, name, organisation, service, source, valid_from, valid_to from partner_set \
         where partnership = $1 and code = $2 order by valid_from, id",
        partnership,
        code
    ))
}

/// The ground of a set's divisions, each with its key: drawn, or the places it covers.
pub(crate) fn grounds(tx: &mut Tx<'_>, partnership: Id, sets: &[Id]) -> Result<BTreeMap<Id, Ground>, Error> {
    let drawn: Vec<(Id, Option<Shape>)> = tx.all(sql!(
        "select id, shape from partner_division where partnership = $1 and partner_set in {list} order by id",
        partnership,
        sets
    ))?;
    let covers: Vec<(Id, Id)> = tx.all(sql!(
        "select division, place from partner_cover where partnership = $1 and division in (select id \
         from partner_division where partnership = $1 and partner_set in {list}) order by division, place",
        partnership,
        sets
    ))?;
    let mut covered: HashMap<Id, Vec<Id>> = HashMap::new();
    for (division, place) in covers {
        covered.entry(division).or_default().push(place);
    }
    let ground = |(id, shape): (Id, Option<Shape>)| {
        let covers = || Ground::Covers(covered.remove(&id).unwrap_or_default());
        (id, shape.map_or_else(covers, Ground::Drawn))
    };
    Ok(drawn.into_iter().map(ground).collect())
}

/// A set's divisions as they were taken in, by code.
pub(crate) fn divisions_kept(tx: &mut Tx<'_>, partnership: Id, set: Id) -> Result<Vec<NewDivision>, Error> {
    let mut grounds = grounds(tx, partnership, &[set])?;
    let named: Vec<(Id, String, String)> = tx.all(sql!(
        "select id, code, name from partner_division where partnership = $1 and partner_set = $2 order by code, id",
        partnership,
        set
    ))?;
    let kept = named.into_iter().filter_map(|(id, code, name)| {
        let ground = grounds.remove(&id)?;
        Some(NewDivision { code, name, ground })
    });
    let mut kept: Vec<NewDivision> = kept.collect();
    // By bytes, as in memory: a database may sort letters by a language.
    kept.sort_by(|a, b| a.code.cmp(&b.code));
    Ok(kept)
}

/// Keeps a set; one kept before under its key is changed.
pub(crate) fn keep_partner_set(tx: &mut Tx<'_>, permit: &Permit, set: &PartnerSet, now: Instant) -> Result<(), Error> {
    tx.run(sql!(
        "insert into partner_set (partnership, id, code, name, organisation, service, source, valid_from, valid_to, \
         created_at, changed_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10) \
         on conflict (partnership, id) do update set name = excluded.name, organisation = excluded.organisation, \
         service = excluded.service, source = excluded.source, changed_at = excluded.changed_at",
        permit.partnership(),
        set.id,
        &set.code,
        &set.name,
        set.organisation,
        set.service,
        &set.source,
        set.valid_from,
        set.valid_to,
        now
    ))?;
    access::bump_epoch(tx, permit)
}

/// Ends a set before a day.
pub(crate) fn end_partner_set(
    tx: &mut Tx<'_>,
    permit: &Permit,
    set: Id,
    from: Date,
    now: Instant,
) -> Result<(), Error> {
    tx.run(sql!(
        "update partner_set set valid_to = $3, changed_at = $4 where partnership = $1 and id = $2",
        permit.partnership(),
        set,
        from,
        now
    ))?;
    access::bump_epoch(tx, permit)
}

/// Puts these divisions in the place of those a set had. One with a code that was there keeps its key.
pub(crate) fn keep_divisions(
    tx: &mut Tx<'_>,
    permit: &Permit,
    set: Id,
    divisions: &[NewDivision],
    new_id: impl Fn() -> Id,
) -> Result<(), Error> {
    let partnership = permit.partnership();
    let known: Vec<(String, Id)> = tx.all(sql!(
        "select code, id from partner_division where partnership = $1 and partner_set = $2 order by code, id",
        partnership,
        set
    ))?;
    let known: HashMap<String, Id> = known.into_iter().collect();
    tx.run(sql!(
        "delete from partner_cover where partnership = $1 and division in (select id from partner_division \
         where partnership = $1 and partner_set = $2)",
        partnership,
        set
    ))?;
    tx.run(sql!("delete from partner_division where partnership = $1 and partner_set = $2", partnership, set))?;
    let (mut rows, mut covers): (Rows<'_>, Rows<'_>) = (Vec::new(), Vec::new());
    for division in divisions {
        let id = known.get(&division.code).copied().unwrap_or_else(&new_id);
        let shape = match &division.ground {
            Ground::Drawn(shape) => shape.to_value(),
            Ground::Covers(places) => {
                let cover = |place: &Id| vec![Value::Id(partnership), Value::Id(id), Value::Id(*place)];
                covers.extend(places.iter().map(cover));
                Value::Null
            }
        };
        rows.push(vec![
            Value::Id(partnership),
            Value::Id(id),
            Value::Id(set),
            division.code.to_value(),
            division.name.to_value(),
            shape,
        ]);
    }
    tx.insert_many(sql!(
        "insert into partner_division (partnership, id, partner_set, code, name, shape) values {rows}",
        rows
    ))?;
    tx.insert_many(sql!("insert into partner_cover (partnership, division, place) values {rows}", covers))?;
    Ok(())
}

/// The days from the first set on, on which a partner's lines or ours become others, in order.
pub(crate) fn turns_of_lines(tx: &mut Tx<'_>, partnership: Id) -> Result<Vec<Date>, Error> {
    let first: Option<Date> =
        tx.one(sql!("select min(valid_from) from partner_set where partnership = $1", partnership))?;
    let Some(first) = first else { return Ok(Vec::new()) };
    let turns: Vec<(Date, Option<Date>)> = tx.all(sql!(
        "select valid_from, valid_to from partner_set where partnership = $1 \
         union select valid_from, valid_to from place where partnership = $1 \
         union select valid_from, valid_to from place_part where partnership = $1 \
         union select valid_from, valid_to from place_boundary where partnership = $1 \
         union select valid_from, valid_to from place_exception where partnership = $1 order by 1, 2",
        partnership
    ))?;
    let days: BTreeSet<Date> = turns.into_iter().flat_map(|(from, to)| [Some(from), to]).flatten().collect();
    Ok(days.into_iter().filter(|day| *day >= first).collect())
}

/// Our places and their divisions as they stand from one turn until the next.
pub(crate) fn lines_from(tx: &mut Tx<'_>, partnership: Id, from: Date, until: Option<Date>) -> Result<Days, Error> {
    let places = places_on(tx, partnership, from)?;
    let sets: Vec<Id> = tx.all(sql!(
        "select id from partner_set where partnership = $1 and valid_from <= $2 \
         and (valid_to is null or valid_to > $2) order by id",
        partnership,
        from
    ))?;
    let atlas = places.lookup().atlas();
    let own = |place: &crate::Place| Some((places.id(place)?, atlas.shape(place.code.as_str())?.clone()));
    let ours: BTreeMap<Id, Shape> = atlas.places().filter_map(own).collect();
    let theirs = |ground: Ground| match ground {
        Ground::Drawn(shape) => Theirs::Drawn(shape),
        Ground::Covers(covered) => {
            let covered: Vec<Id> = covered.into_iter().filter(|id| places.holds(*id)).collect();
            let shapes: Vec<&Shape> = covered.iter().filter_map(|id| ours.get(id)).collect();
            Shape::together(&shapes).map_or(Theirs::Undrawn(covered), Theirs::Drawn)
        }
    };
    let theirs = grounds(tx, partnership, &sets)?.into_iter().map(|(id, ground)| (id, theirs(ground))).collect();
    Ok(Days { from, until, ours, theirs })
}

db::row! {
    struct HeldRow {
        division: Id,
        place: Id,
        square_metres: f64,
        of_place: f64,
        of_division: f64,
        valid_from: Date,
        valid_to: Option<Date>,
    }
}

impl HeldRow {
    fn held(self) -> Held {
        let Self { division, place, square_metres, of_place, of_division, valid_from: from, valid_to: until } = self;
        Held { overlap: Overlap { division, place, square_metres, of_place, of_division }, from, until }
    }
}

/// Puts what was measured in the place of what was measured before. Whether anything is another.
pub(crate) fn keep_overlaps(tx: &mut Tx<'_>, permit: &Permit, held: &[Held]) -> Result<bool, Error> {
    let partnership = permit.partnership();
    let known: Vec<HeldRow> = tx.all(sql!(
        "select division, place, square_metres, of_place, of_division, valid_from, valid_to from partner_overlap \
         where partnership = $1 order by division, place, valid_from",
        partnership
    ))?;
    let key = |one: &Held| (one.overlap.division, one.overlap.place, one.from);
    let mut known: Vec<Held> = known.into_iter().map(HeldRow::held).collect();
    let mut held = held.to_vec();
    known.sort_by_key(key);
    held.sort_by_key(key);
    if known == held {
        return Ok(false);
    }
    tx.run(sql!("delete from partner_overlap where partnership = $1", partnership))?;
    let rows: Rows<'_> = held
        .iter()
        .map(|Held { overlap, from, until }| {
            vec![
                Value::Id(partnership),
                Value::Id(overlap.division),
                Value::Id(overlap.place),
                Value::Date(*from),
                until.to_value(),
                Value::Real(overlap.square_metres),
                Value::Real(overlap.of_place),
                Value::Real(overlap.of_division),
            ]
        })
        .collect();
    tx.insert_many(sql!(
        "insert into partner_overlap (partnership, division, place, valid_from, valid_to, square_metres, of_place, \
         of_division) values {rows}",
        rows
    ))?;
    access::bump_epoch(tx, permit)?;
    Ok(true)
}

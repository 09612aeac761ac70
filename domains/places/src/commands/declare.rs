//! Places made by hand: an area of whole wards, a neighbourhood, a place of focus with both its reasons.

use access::{Done, Ground, Right, Scope};
use base::{Date, FieldErrors, Id, Problem};
use db::Tx;
use geo::unary_union;

use super::again::place_records_again;
use crate::boundary_file::ground_in;
use crate::known::Places;
use crate::listing::OnDay;
use crate::partners;
use crate::place::{Code, Focus, Kind, Place, slug};
use crate::shape::Shape;
use crate::store::{NewPlace, add_focuses, add_parts, add_places, draw, end_area_parts};

/// A place as somebody declares it.
#[derive(Debug, Clone)]
pub struct Declared {
    /// An area, a neighbourhood or a place of focus; wards and boroughs come from boundary files.
    pub kind: Kind,
    /// What it is called.
    pub name: String,
    /// Its code; else one is made of its name.
    pub code: Option<String>,
    /// The first day it holds.
    pub from: Date,
    /// Codes of the wards that it is made of.
    pub wards: Vec<String>,
    /// Its boundary as GeoJSON, where it is not whole wards.
    pub boundary: Option<Vec<u8>>,
    /// What makes it a place of focus.
    pub reasons: Option<Reasons>,
}

/// Why a place is one of focus, as people agreed it (WAL-05, WAL-06).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reasons {
    /// Who was asked where the line should run, and what they said.
    pub consultation: String,
    /// What shows that the need is here.
    pub evidence: String,
    /// What would have to be true for the extra work to end.
    pub ends_when: String,
    /// The day it is next looked at.
    pub review_on: Date,
}

/// A declared place made ready outside the transaction.
#[derive(Debug)]
pub struct Made {
    place: Place,
    shape: Option<Shape>,
    /// What it is part of.
    parents: Vec<Id>,
    /// Wards that become part of it.
    wards: Vec<Id>,
    focus: Option<Focus>,
}

impl Made {
    /// The code it gets.
    #[must_use]
    pub fn code(&self) -> &str {
        self.place.code.as_str()
    }
}

/// Reads what was declared against the places of its first day.
///
/// # Errors
/// Sentences against the fields at fault; [`Problem::NotAllowed`] without the right to configure.
pub async fn prepare(scope: &Scope, declared: &Declared) -> Result<Made, Problem> {
    scope.may(Right::Configure, &Ground::default())?;
    let on_day = OnDay::read(scope, Some(declared.from)).await?;
    let (places, today) = (on_day.places()?, scope.snapshot.part::<Places>()?);
    let mut errors = FieldErrors::default();
    let text = declared.code.as_deref().map_or_else(|| slug(&declared.name), str::to_owned);
    let code = Code::new(&text).filter(|code| is_own(code.as_str()));
    match &code {
        None => errors.add("code", "Enter a code of small letters, digits and hyphens, like old-town"),
        Some(code) if today.ever(code.as_str()).is_some() || places.by_code(code.as_str()).is_some() => {
            errors.add("code", format!("{code} is the code of another place. Choose another"));
        }
        Some(_) => {}
    }
    let name = declared.name.trim().to_owned();
    if name.is_empty() || name.chars().count() > 200 {
        errors.add("name", "Enter what it is called, up to 200 letters");
    }
    let mut wards = Vec::new();
    for ward in &declared.wards {
        match places.by_code(ward).filter(|(_, place)| place.kind == Kind::Ward) {
            Some((id, _)) => wards.push(id),
            None => errors.add("wards", format!("{ward} is no ward on that day. Choose from the list")),
        }
    }
    let shape = ground(declared, places, &mut errors);
    let reasons = declared.reasons.as_ref().filter(|_| declared.kind == Kind::PlaceOfFocus);
    if declared.kind == Kind::PlaceOfFocus && reasons.is_none() {
        errors.add("evidence", "Say what shows that the need is here, what would end it, and when that is looked at");
    }
    if reasons.is_some_and(|reasons| reasons.review_on <= declared.from) {
        errors.add("review", "Choose a day for the review after the day it begins");
    }
    let parents = parents(declared.kind, shape.as_ref(), places);
    let (Some(code), true) = (code, errors.is_empty()) else { return Err(Problem::Invalid(errors)) };
    let centre = shape.as_ref().map(Shape::centre).or_else(|| middle(declared, places));
    let centre = centre.ok_or_else(|| Problem::field("wards", "Choose wards that have a boundary"))?;
    let focus = reasons.cloned().map(|reasons| Focus {
        code: code.clone(),
        consultation: reasons.consultation,
        evidence: reasons.evidence,
        ends_when: reasons.ends_when,
        review_on: reasons.review_on,
    });
    let kind = declared.kind;
    let place =
        Place { code, name, kind, parents: Vec::new(), valid_from: declared.from, valid_to: None, centre, hex: None };
    let wards = if kind == Kind::Area { wards } else { Vec::new() };
    Ok(Made { place, shape, parents, wards, focus })
}

/// The ground it is drawn on: nothing for an area, which is composed of its wards for ever.
fn ground(declared: &Declared, places: &Places, errors: &mut FieldErrors) -> Option<Shape> {
    let wards = &declared.wards;
    match (declared.kind, &declared.boundary) {
        (Kind::Ward | Kind::Borough, _) => {
            errors.add("kind", "Wards and boroughs come from a boundary file. Take it in instead");
            None
        }
        (Kind::Area, _) => {
            if wards.is_empty() {
                errors.add("wards", "Choose the wards it is made of");
            }
            None
        }
        (_, Some(bytes)) => ground_in(bytes).map_err(|sentence| errors.add("file", sentence)).ok(),
        (_, None) => {
            let atlas = places.lookup().atlas();
            let shapes: Vec<&Shape> = wards.iter().filter_map(|ward| atlas.shape(ward)).collect();
            let shape = Shape::tidy(&unary_union(shapes.iter().map(|shape| shape.pieces())));
            if shape.is_none() {
                errors.add("wards", "Choose the wards it is made of, or a file with its boundary");
            }
            shape
        }
    }
}

fn middle(declared: &Declared, places: &Places) -> Option<crate::Point> {
    let atlas = places.lookup().atlas();
    let shapes: Vec<&Shape> = declared.wards.iter().filter_map(|ward| atlas.shape(ward)).collect();
    Shape::tidy(&unary_union(shapes.iter().map(|shape| shape.pieces()))).map(|shape| shape.centre())
}

/// The area around a small place; the borough, where there is one only, around an area.
fn parents(kind: Kind, shape: Option<&Shape>, places: &Places) -> Vec<Id> {
    let atlas = places.lookup().atlas();
    let around = shape.map(|shape| places.lookup().at(shape.centre())).unwrap_or_default();
    let wider = around.into_iter().find(|place| place.kind > kind && place.kind > Kind::Ward);
    let mut boroughs = atlas.of_kind(Kind::Borough);
    let only = boroughs.next().filter(|_| boroughs.next().is_none());
    wider.or(only).and_then(|place| places.id(place)).into_iter().collect()
}

/// Makes it. Wards that become part of an area leave the one they were in.
///
/// # Errors
/// [`Problem::NotAllowed`] without the right to configure; else whatever the store answers.
pub fn declare(tx: &mut Tx<'_>, scope: &Scope, made: &Made) -> Result<(), Problem> {
    let permit = scope.may(Right::Configure, &Ground::default())?;
    let (id, from) = (scope.new_id(), made.place.valid_from);
    add_places(tx, &permit, &[NewPlace { id, place: &made.place }], scope.now)?;
    end_area_parts(tx, &permit, &made.wards, from)?;
    let above = made.parents.iter().map(|parent| (id, *parent, from));
    let below = made.wards.iter().map(|ward| (*ward, id, from));
    add_parts(tx, &permit, &above.chain(below).collect::<Vec<_>>())?;
    if let Some(shape) = &made.shape {
        draw(tx, &permit, id, from, &shape.to_geojson().to_string())?;
    }
    if let Some(focus) = &made.focus {
        add_focuses(tx, &permit, &[(id, focus)], scope.now)?;
    }
    let fields: &[&str] =
        if made.focus.is_some() { &["code", "name", "boundary", "reasons"] } else { &["code", "name", "wards"] };
    scope.tell(tx, Done { kind: "place", record: id, verb: "declare", fields, values: &made.place.name })?;
    partners::follow(tx, scope, id)?;
    place_records_again(tx, scope, from)
}

/// Addresses below that of all places which are no place's.
const TAKEN: [&str; 5] = ["new", "partners", "partner-sets", "cartogram", "sets"];

fn is_own(code: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (2..=64).contains(&code.len()) && code.bytes().all(plain) && !TAKEN.contains(&code)
}

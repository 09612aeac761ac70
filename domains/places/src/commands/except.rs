//! Where an area by agreement departs from whole wards: a piece it takes in or leaves out, and why (WAL-01).

use access::{Done, Ground, Right, Scope};
use base::{Date, FieldErrors, Id, Problem};
use db::Tx;
use geo::{Area as _, BooleanOps as _};

use super::again::place_records_again;
use super::change::day_words;
use crate::boundary_file::ground_in;
use crate::composition::{Change, Exception};
use crate::listing::OnDay;
use crate::partners;
use crate::place::{Kind, Place};
use crate::point::Plane;
use crate::shape::Shape;
use crate::store::{add_exceptions, end_exceptions, exceptions_of, sides_of};

/// What is smaller is the rounding of lines, in square metres.
const LEAST: f64 = 25.0;

/// A departure as somebody records it.
#[derive(Debug, Clone)]
pub struct Departure {
    /// Whether the area takes the piece in or leaves it out.
    pub change: Change,
    /// The piece, as GeoJSON.
    pub piece: Vec<u8>,
    /// The code of the area that loses or gains it, if one does.
    pub other: Option<String>,
    /// The first day it holds.
    pub from: Date,
    /// Why the wards' line does not do here, as partners agreed it.
    pub reason: String,
}

/// A departure made ready outside the transaction: for its area, and for the other.
#[derive(Debug)]
pub struct Departing {
    exceptions: Vec<(Id, Exception)>,
    from: Date,
}

/// Reads a departure of the area with that code against the places of its first day.
///
/// # Errors
/// Sentences against the fields at fault; [`Problem::NotFound`]; [`Problem::NotAllowed`] without the right to configure.
pub async fn prepare_departure(scope: &Scope, code: &str, departure: &Departure) -> Result<Departing, Problem> {
    super::of_ours(scope, code)?;
    let on_day = OnDay::read(scope, Some(departure.from)).await?;
    let places = on_day.places()?;
    let mut errors = FieldErrors::default();
    let area_of = |code: &str| places.by_code(code).filter(|(_, place)| place.kind == Kind::Area);
    let area = area_of(code);
    if area.is_none() {
        errors.add("from", "Choose a day on which this area holds");
    }
    let other = departure.other.as_deref().filter(|other| *other != code).and_then(area_of);
    if departure.other.is_some() && other.is_none() {
        errors.add("other", "Choose another area that holds on that day");
    }
    let reason = departure.reason.trim();
    if reason.is_empty() || reason.chars().count() > 2000 {
        errors.add("reason", "Say why the wards' line does not do here, as partners agreed it");
    }
    let piece = ground_in(&departure.piece).map_err(|sentence| errors.add("file", sentence)).ok();
    if let (Some(piece), Some((_, area))) = (&piece, area)
        && let Some(sentence) =
            changes_nothing(piece, places.lookup().atlas().shape(area.code.as_str()), departure.change)
    {
        errors.add("file", sentence);
    }
    let (Some(piece), Some(area), true) = (piece, area, errors.is_empty()) else {
        return Err(Problem::Invalid(errors));
    };
    let opposite = match departure.change {
        Change::Added => Change::LeftOut,
        Change::LeftOut => Change::Added,
    };
    let of = |(id, area): (Id, &Place), change: Change| {
        let (piece, reason) = (piece.clone(), reason.to_owned());
        (id, Exception { area: area.code.clone(), change, piece, reason, valid_from: departure.from, valid_to: None })
    };
    let own = std::iter::once(of(area, departure.change));
    let exceptions = own.chain(other.map(|other| of(other, opposite))).collect();
    Ok(Departing { exceptions, from: departure.from })
}

/// Why a piece would change nothing; nothing when it does.
fn changes_nothing(piece: &Shape, area: Option<&Shape>, change: Change) -> Option<String> {
    let metres = |degrees: f64| degrees * Plane::around(piece.centre()).m2_a_square_degree();
    let shared = area.map_or(0.0, |area| metres(piece.pieces().intersection(area.pieces()).unsigned_area()));
    let whole = metres(piece.pieces().unsigned_area());
    match change {
        Change::LeftOut if shared < LEAST => {
            Some("This piece is not in the area, so leaving it out changes nothing".into())
        }
        Change::Added if whole - shared < LEAST => Some("This piece is in the area already".into()),
        _ => None,
    }
}

/// Records it. Records are placed again from its first day.
///
/// # Errors
/// [`Problem::NotAllowed`] without the right to configure; else whatever the store answers.
pub fn depart(tx: &mut Tx<'_>, scope: &Scope, departing: &Departing) -> Result<(), Problem> {
    let permit = scope.may(Right::Configure, &Ground::default())?;
    let new: Vec<(Id, Id, &Exception)> =
        departing.exceptions.iter().map(|(area, exception)| (scope.new_id(), *area, exception)).collect();
    add_exceptions(tx, &permit, &new)?;
    for (_, area, exception) in &new {
        let fields = &["exception", "reason"];
        let values = format!("{} {} {}", exception.change.key(), exception.valid_from, exception.reason);
        scope.tell(tx, Done { kind: "place", record: *area, verb: "depart from wards", fields, values: &values })?;
    }
    partners::follow(tx, scope, scope.partnership())?;
    place_records_again(tx, scope, departing.from)
}

/// Ends what was agreed before a day, for both areas. What it was, and why it ended, stays; records are placed again.
///
/// # Errors
/// Sentences against `from` and `reason`; [`Problem::NotFound`] when it is none of that area's; as [`depart`].
pub fn end_departure(
    tx: &mut Tx<'_>,
    scope: &Scope,
    code: &str,
    id: Id,
    (from, reason): (Date, &str),
) -> Result<(), Problem> {
    let permit = scope.may(Right::Configure, &Ground::default())?;
    let (area, _) = super::of_ours(scope, code)?;
    let all = exceptions_of(tx, scope.partnership(), area)?;
    let agreed = all.into_iter().find(|one| one.id == id).ok_or(Problem::NotFound)?;
    let mut errors = FieldErrors::default();
    if let Some(ended) = agreed.valid_to {
        errors.add("from", format!("It ends on {} already", day_words(ended)));
    } else if from <= agreed.valid_from {
        errors.add("from", format!("It holds from {}. Choose a later day", day_words(agreed.valid_from)));
    }
    let reason = reason.trim();
    if reason.is_empty() || reason.chars().count() > 2000 {
        errors.add("reason", "Say why it ends, for whoever asks later");
    }
    errors.or(Some(()))?;
    let sides = sides_of(tx, scope.partnership(), id)?;
    end_exceptions(tx, &permit, &sides.iter().map(|side| side.id).collect::<Vec<_>>(), from, reason)?;
    for side in &sides {
        let fields = &["valid_to", "ended_reason"];
        let values = format!("{} {from} {reason}", side.id);
        scope.tell(tx, Done { kind: "place", record: side.area, verb: "end departure", fields, values: &values })?;
    }
    partners::follow(tx, scope, scope.partnership())?;
    place_records_again(tx, scope, from)
}

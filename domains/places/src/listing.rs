//! The list of places: what was asked for, and which places those are. One reader for the page, the API and every
//! download, so that the same filters always give the same rows.

use std::sync::Arc;

use access::{Scope, Snapshot};
use base::{Date, FieldErrors, Problem};
use serde::Serialize;
use utoipa::ToSchema;
use web::Typed;

use crate::gazetteer::{NamedSpot, find_address};
use crate::known::Places;
use crate::place::{Kind, Place};
use crate::point::Point;
use crate::postcode::Postcode;
use crate::store;

/// What a list was asked for.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Asked {
    pub kind: Option<Kind>,
    pub at: Option<Point>,
    pub postcode: Option<Postcode>,
    /// A street and its settlement, in words.
    pub address: Option<String>,
    pub on: Option<Date>,
}

impl Asked {
    /// Reads `kind, at, postcode, address` and `on`.
    pub fn read(typed: &Typed) -> Result<Self, Problem> {
        let mut errors = FieldErrors::default();
        let mut asked = Self::default();
        let said = |name: &str| typed.get(name).map(str::trim).filter(|text| !text.is_empty());
        if let Some(text) = said("kind") {
            asked.kind = Kind::from_key(text);
            let kinds = Kind::ALL.map(Kind::key).join(", ");
            note(&mut errors, asked.kind.is_none(), "kind", &format!("Choose one of {kinds}"));
        }
        if let Some(text) = said("at") {
            asked.at = Point::parse(text);
            note(&mut errors, asked.at.is_none(), "at", "Enter latitude and longitude in degrees, like 52.6,-1.98");
        }
        if let Some(text) = said("postcode") {
            asked.postcode = Postcode::parse(text);
            note(&mut errors, asked.postcode.is_none(), "postcode", "Enter a whole postcode, like SW1A 2AA");
        }
        asked.address = said("address").map(str::to_owned);
        asked.on = day(typed, &mut errors);
        errors.or(asked)
    }

    /// Whether only some places are asked for.
    pub fn is_filtered(&self) -> bool {
        self.kind.is_some() || self.at.is_some() || self.postcode.is_some() || self.address.is_some()
    }

    /// The spots that were asked for; nothing for a postcode or an address that nobody has told us of.
    ///
    /// # Errors
    /// A sentence against `address` when its words may mean several spots: none of them is guessed.
    pub async fn spots(&self, scope: &Scope) -> Result<Vec<Option<Point>>, Problem> {
        let mut spots: Vec<Option<Point>> = self.at.map(Some).into_iter().collect();
        if self.postcode.is_some() {
            spots.push(spot_of(scope, self.postcode).await?);
        }
        if let Some(address) = &self.address {
            match find_address(scope, address).await?.as_slice() {
                [] => spots.push(None),
                [only] => spots.push(Some(only.spot)),
                several => {
                    let labels: Vec<String> = several.iter().map(NamedSpot::label).collect();
                    let sentence = format!("That may be {}. Say which, or ask with at", labels.join(" or "));
                    return Err(Problem::field("address", sentence));
                }
            }
        }
        Ok(spots)
    }

    /// The places of `known` that were asked for, small before wide: all that hold every one of `spots`. What is nowhere is in
    /// no place.
    pub fn among<'a>(&self, known: &'a Places, spots: &[Option<Point>]) -> Vec<&'a Place> {
        let held: Vec<Vec<&Place>> =
            spots.iter().map(|spot| spot.map_or_else(Vec::new, |spot| known.of(&known.at(spot)))).collect();
        let asked = |place: &&Place| {
            self.kind.is_none_or(|kind| place.kind == kind)
                && held.iter().all(|held| held.iter().any(|holding| holding.code == place.code))
        };
        known.lookup().atlas().places().filter(asked).collect()
    }
}

/// Reads `on`, the day whose places are meant.
pub(crate) fn day(typed: &Typed, errors: &mut FieldErrors) -> Option<Date> {
    let text = typed.get("on").map(str::trim).filter(|text| !text.is_empty())?;
    let day = text.parse::<Date>().ok().filter(|day| (1800..=2200).contains(&day.year()));
    note(errors, day.is_none(), "on", "Enter a day as year, month and day, like 2027-03-03");
    day
}

fn note(errors: &mut FieldErrors, wrong: bool, field: &str, sentence: &str) {
    if wrong {
        errors.add(field, sentence);
    }
}

/// The places of one day: today's are in memory, another day's are read.
pub(crate) enum OnDay {
    Today(Arc<Snapshot>),
    Other(Box<Places>),
}

impl OnDay {
    pub async fn read(scope: &Scope, day: Option<Date>) -> Result<Self, Problem> {
        let Some(day) = day.filter(|day| *day != scope.now.date()) else {
            return Ok(Self::Today(Arc::clone(&scope.snapshot)));
        };
        let partnership = scope.partnership();
        let places = scope.site.db.read(move |tx| store::places_on(tx, partnership, day)).await?;
        Ok(Self::Other(Box::new(places)))
    }

    pub fn places(&self) -> Result<&Places, Problem> {
        match self {
            Self::Today(snapshot) => snapshot.part(),
            Self::Other(places) => Ok(places),
        }
    }
}

/// Where the postcode that was asked for is.
pub(crate) async fn spot_of(scope: &Scope, postcode: Option<Postcode>) -> Result<Option<Point>, Problem> {
    let Some(postcode) = postcode else { return Ok(None) };
    let partnership = scope.partnership();
    Ok(scope.site.db.read(move |tx| store::postcode_point(tx, partnership, postcode)).await?)
}

/// A place as the API and the downloads tell it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PlaceOut<'a> {
    /// Its official code (ONS), or the partnership's own.
    pub code: &'a str,
    pub name: &'a str,
    /// `place_of_focus`, `neighbourhood`, `ward`, `area` or `borough`.
    pub kind: &'static str,
    /// Codes of the places it is a part of.
    pub parents: Vec<&'a str>,
    /// The first day it holds.
    #[schema(value_type = String, format = Date)]
    pub valid_from: Date,
    /// The first day it no longer holds; null while it is open.
    #[schema(value_type = Option<String>, format = Date)]
    pub valid_to: Option<Date>,
}

impl<'a> PlaceOut<'a> {
    pub fn of(place: &'a Place) -> Self {
        Self {
            code: place.code.as_str(),
            name: &place.name,
            kind: place.kind.key(),
            parents: place.parents.iter().map(|parent| parent.as_str()).collect(),
            valid_from: place.valid_from,
            valid_to: place.valid_to,
        }
    }
}

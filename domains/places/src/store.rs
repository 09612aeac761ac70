//! Every line of this slice's SQL, and how its words and shapes are stored.

mod cartogram;
mod exceptions;
mod gazetteer;
mod partners;
mod read;
mod sets;
mod write;

use db::{Cell, Error, FromCell, ToValue, Value};

use crate::composition::Change;
use crate::place::{Code, Kind};
use crate::shape::Shape;

pub(crate) use cartogram::{keep_hex, keep_layout};
pub(crate) use exceptions::{Agreed, end_exceptions, exceptions_of, sides_of};
pub(crate) use gazetteer::{GazetteerRow, keep_names, named_spots};
pub(crate) use partners::{
    divisions_kept, end_partner_set, grounds, has_partner_sets, keep_divisions, keep_overlaps, keep_partner_set,
    lines_from, partner_sets_called, turns_of_lines,
};
pub use partners::{load_partner_lines, partner_lines_on};
pub(crate) use read::{Known, KnownPostcode};
pub(crate) use read::{days_of_change, known};
pub use read::{load_places, places_on, postcode_point, postcode_points};
pub(crate) use sets::{boundary_sets, sets_of};
pub use write::{
    NewBoundary, NewPlace, add_boundaries, add_exceptions, add_focuses, add_parts, add_places, add_postcodes,
    set_boundary,
};
pub(crate) use write::{draw, end_place, keep_postcodes, rename_place, reopen_place};
pub(crate) use write::{end_area_parts, keep_ending, keep_review};

impl ToValue for Kind {
    fn to_value(&self) -> Value<'_> {
        Value::Text(self.key().into())
    }
}

impl FromCell for Kind {
    fn from_cell(cell: Cell<'_>) -> Result<Self, Error> {
        let read = if let Cell::Text(key) = &cell { Self::from_key(key) } else { None };
        read.ok_or_else(|| cell.not_a("a kind of place"))
    }
}

impl ToValue for Code {
    fn to_value(&self) -> Value<'_> {
        Value::Text(self.as_str().into())
    }
}

impl FromCell for Code {
    fn from_cell(cell: Cell<'_>) -> Result<Self, Error> {
        let read = if let Cell::Text(text) = &cell { Self::new(text) } else { None };
        read.ok_or_else(|| cell.not_a("a place's code"))
    }
}

impl ToValue for Shape {
    fn to_value(&self) -> Value<'_> {
        Value::Text(self.to_geojson().to_string().into())
    }
}

impl FromCell for Shape {
    fn from_cell(cell: Cell<'_>) -> Result<Self, Error> {
        let read = if let Cell::Text(text) = &cell { text.parse::<geojson::Geometry>().ok() } else { None };
        read.and_then(|geometry| Self::from_geojson(&geometry).ok()).ok_or_else(|| cell.not_a("a shape"))
    }
}

impl ToValue for Change {
    fn to_value(&self) -> Value<'_> {
        Value::Text(self.key().into())
    }
}

impl FromCell for Change {
    fn from_cell(cell: Cell<'_>) -> Result<Self, Error> {
        let read = if let Cell::Text(key) = &cell { Self::from_key(key) } else { None };
        read.ok_or_else(|| cell.not_a("a way to change an area"))
    }
}

//! Every line of this slice's SQL, and how its words and shapes are stored.

mod read;
mod write;

use db::{Cell, Error, FromCell, ToValue, Value};

use crate::composition::Change;
use crate::place::{Code, Kind};
use crate::shape::Shape;

pub(crate) use read::Known;
pub(crate) use read::known;
pub use read::{load_places, places_on, postcode_point};
pub use write::{
    NewBoundary, NewPlace, add_boundaries, add_exceptions, add_focuses, add_parts, add_places, add_postcodes,
    set_boundary,
};
pub(crate) use write::{draw, end_place, rename_place, reopen_place};

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

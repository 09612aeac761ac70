//! Places: wards, the areas composed of them, places of focus; which of them hold a point; how they are drawn.
//! README.md says what the field calls these.

pub mod boundary_file;
pub mod cells;
pub mod composition;
pub mod demo;
pub mod find;
pub mod hexes;
pub mod known;
pub mod lookup;
pub mod map;
pub mod nearest_cells;
pub mod place;
pub mod point;
pub mod postcode;
mod postcodes;
pub mod shape;
pub mod simplify;
#[cfg(test)]
mod test_town;

pub use boundary_file::BoundaryFile;
pub use composition::{Atlas, Change, Exception};
pub use hexes::Hex;
pub use known::{Places, ground};
pub use lookup::{Lookup, Near};
pub use place::{Code, Focus, Kind, Place};
pub use point::{Bounds, Plane, Point};
pub use postcode::{Outward, Postcode};
pub use postcodes::postcode_point;
pub use shape::{Shape, ShapeError};

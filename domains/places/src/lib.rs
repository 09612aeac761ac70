//! Places: wards, the areas composed of them, places of focus; which of them hold a point; how they are drawn.
//! README.md says what the field calls these.

pub mod boundary_file;
pub mod cells;
mod commands;
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
pub mod shape;
pub mod simplify;
mod store;
#[cfg(test)]
mod test_town;

pub use boundary_file::BoundaryFile;
pub use commands::seed;
pub use composition::{Atlas, Change, Exception};
pub use hexes::Hex;
pub use known::{Places, ground};
pub use lookup::{Lookup, Near};
pub use place::{Code, Focus, Kind, Place};
pub use point::{Bounds, Plane, Point};
pub use postcode::{Outward, Postcode};
pub use shape::{Shape, ShapeError};
pub use store::{load_places, places_on, set_boundary, spot_of};

/// All that the house must know of this slice.
pub const MANIFEST: web::Manifest = web::Manifest {
    name: "places",
    tables: db::slice!("places": "0001-place"),
    routes: axum::Router::new,
    parts: &[load_places],
    jobs: &[],
};

//! Places: wards, the areas composed of them, places of focus; which of them hold a point; how they are drawn.
//! README.md says what the field calls these.

mod api;
pub mod boundary_file;
pub mod cells;
mod commands;
pub mod composition;
pub mod demo;
mod drawing;
mod files;
pub mod find;
pub mod hexes;
mod import;
pub mod known;
mod listing;
pub mod lookup;
pub mod map;
pub mod nearest_cells;
mod pages;
pub mod place;
pub mod point;
pub mod postcode;
pub mod shape;
pub mod simplify;
mod store;
#[cfg(test)]
mod test_town;

use std::sync::Arc;

use access::Site;
use axum::Router;

pub use boundary_file::BoundaryFile;
pub use commands::seed;
pub use composition::{Atlas, Change, Exception};
pub use drawing::{map_of, map_of_place, map_of_spot, map_with};
pub use hexes::Hex;
pub use import::{Import, Imported, import_boundaries};
pub use known::{Places, ground};
pub use lookup::{Lookup, Near};
pub use pages::{choose_on_map, click, kind_words, spot_chosen, ward_select};
pub use place::{Code, Focus, Kind, Place};
pub use point::{Bounds, Plane, Point};
pub use postcode::{Outward, Postcode};
pub use shape::{Shape, ShapeError};
pub use store::{
    NewBoundary, NewPlace, add_boundaries, add_exceptions, add_focuses, add_parts, add_places, add_postcodes,
    load_places, places_on, postcode_point, set_boundary,
};

/// All that the house must know of this slice.
pub const MANIFEST: web::Manifest = web::Manifest {
    name: "places",
    tables: db::slice!("places": "0001-place"),
    routes,
    parts: &[load_places],
    jobs: &[],
};

/// This slice's share of the API's description.
#[must_use]
pub fn openapi() -> utoipa::openapi::OpenApi {
    <api::Described as utoipa::OpenApi>::openapi()
}

fn routes() -> Router<Arc<Site>> {
    pages::routes().merge(api::routes())
}

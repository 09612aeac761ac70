//! Places: wards, the areas composed of them, places of focus; which of them hold a point; how they are drawn.
//! README.md says what the field calls these.

mod api;
mod borders;
pub mod boundary_file;
mod boundary_sets;
mod cartogram;
pub mod cells;
mod chunk;
pub mod commands;
pub mod composition;
mod crossing;
pub mod demo;
mod drawing;
mod files;
pub mod find;
pub mod gazetteer;
pub mod gazetteer_file;
pub mod hexes;
mod import;
pub mod known;
mod lines;
mod listing;
pub mod lookup;
pub mod map;
mod national_grid;
pub mod nearest_cells;
mod pages;
pub mod partners;
pub mod place;
pub mod point;
pub mod postcode;
pub mod postcode_file;
mod proposal;
pub mod shape;
pub mod simplify;
mod store;
#[cfg(test)]
mod test_town;
pub mod upload;

use std::sync::Arc;

use access::Site;
use axum::Router;

pub use boundary_file::BoundaryFile;
pub use boundary_sets::boundary_set_of;
pub use cartogram::{CartogramTaken, import_cartogram};
pub use commands::{PLACE_RECORDS, place_records_again, seed};
pub use composition::{Atlas, Change, Exception};
pub use drawing::{map_of, map_of_place, map_of_places, map_of_spot, map_with, movable};
pub use gazetteer::{NamedSpot, find_address};
pub use gazetteer_file::{GazetteerColumns, NamesTaken, RefusedName, import_gazetteer};
pub use hexes::{Hex, Layout};
pub use import::{Import, Imported, import_boundaries};
pub use known::{Places, ground};
pub use lines::{Lies, Lines, Vintages, placed, placed_again};
pub use lookup::{Lookup, Near};
pub use pages::{Tiers, choose_on_map, click, kind_words, spot_chosen, ward_select, who_works_here};
pub use partners::{
    PartnerLines, PartnerLinesTaken, SentDivisions, SentSet, Service, end_partner_lines, import_partner_lines,
    measure_partner_lines,
};
pub use place::{Code, Focus, Kind, Place};
pub use point::{Bounds, Plane, Point};
pub use postcode::{Outward, Postcode};
pub use postcode_file::{PostcodeColumns, PostcodeImport, PostcodesTaken, RefusedPostcode, import_postcodes};
pub use proposal::{Named, Proposal, propose};
pub use shape::{Shape, ShapeError};
pub use store::{
    NewBoundary, NewPlace, add_boundaries, add_exceptions, add_focuses, add_parts, add_places, add_postcodes,
    load_partner_lines, load_places, partner_lines_on, places_on, postcode_point, postcode_points, set_boundary,
};

/// All that the house must know of this slice.
pub const MANIFEST: web::Manifest = web::Manifest {
    name: "places",
    tables: db::slice!("places": "0001-place", "0002-ending", "0003-partner-lines", "0004-cartogram", "0005-gazetteer", "0006-exception-ended"),
    routes,
    parts: &[load_places, load_partner_lines],
    jobs: &[partners::MEASURES, upload::FORGET],
};

/// This slice's share of the API's description.
#[must_use]
pub fn openapi() -> utoipa::openapi::OpenApi {
    <api::Described as utoipa::OpenApi>::openapi()
}

fn routes() -> Router<Arc<Site>> {
    pages::routes().merge(api::routes())
}

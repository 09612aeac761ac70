//! The slice's pages: the list and map of all places, and the picture to point at a spot.

mod choose;
mod places;

use std::sync::Arc;

use access::Site;
use axum::Router;
use axum::routing::get;

use crate::files;

pub use choose::{choose_on_map, click, spot_chosen, ward_select};
pub use places::kind_words;

pub(crate) fn routes() -> Router<Arc<Site>> {
    Router::new()
        .route("/{p}/places", get(places::places))
        .route("/{p}/places.csv", get(files::csv))
        .route("/{p}/places.json", get(files::json_file))
        .route("/{p}/places.geojson", get(files::geojson_file))
        .route("/{p}/places/map.svg", get(choose::picture))
}

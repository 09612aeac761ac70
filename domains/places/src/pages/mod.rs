//! The slice's pages: the list and map of all places, the picture to point at a spot, and what sets places up.

mod admin;
mod cartogram;
mod choose;
mod partners;
mod places;
mod sets;

use std::sync::Arc;

use access::Site;
use axum::Router;
use axum::routing::get;

use crate::files;

pub use choose::{choose_on_map, click, spot_chosen, ward_select};
pub(crate) use partners::service_words;
pub use partners::who_works_here;
pub use places::{Tiers, kind_words};

pub(crate) fn routes() -> Router<Arc<Site>> {
    Router::new()
        .route("/{p}/places", get(places::places))
        .route("/{p}/places.csv", get(files::csv))
        .route("/{p}/places.json", get(files::json_file))
        .route("/{p}/places.geojson", get(files::geojson_file))
        .route("/{p}/places.hexjson", get(files::hexjson))
        .route("/{p}/places/sets", get(sets::show))
        .route("/{p}/places/cartogram", get(cartogram::show))
        .route("/{p}/places/map.svg", get(choose::picture))
        .route("/{p}/places/map.geojson", get(files::drawn_ground))
        .merge(partners::routes())
        .merge(admin::routes())
}

//! The pages of bodies: for everybody, for whoever keeps them, and for those who coordinate.

mod body;
mod coordinators;
mod initiatives;
mod keep;
mod list;
mod seats;

use std::sync::Arc;

use access::Site;
use axum::Router;
use axum::routing::{get, post};

pub(crate) use coordinators::{NOTES, WHAT};
pub(crate) use initiatives::{ABOUT, MOST_TARGETS};
pub(crate) use keep::PURPOSE;
pub(crate) use seats::sitter;

pub(crate) fn routes() -> Router<Arc<Site>> {
    Router::new()
        .route("/{p}/bodies", get(list::list))
        .route("/{p}/bodies.csv", get(list::csv))
        .route("/{p}/bodies.json", get(list::json_file))
        .route("/{p}/bodies/members.csv", get(list::members_csv))
        .route("/{p}/bodies/{code}", get(body::body))
        .route("/{p}/admin/bodies/new", get(keep::new).post(keep::add))
        .route("/{p}/admin/bodies/{code}/change", get(keep::to_change).post(keep::change))
        .route("/{p}/admin/bodies/{code}/end", get(keep::to_end).post(keep::end))
        .route("/{p}/admin/bodies/{code}/seat", get(seats::to_give).post(seats::give))
        .route("/{p}/admin/bodies/{code}/seats/{id}/end", get(seats::to_end).post(seats::end))
        .route("/{p}/admin/bodies/{code}/initiative", get(initiatives::to_attach).post(initiatives::attach))
        .route(
            "/{p}/admin/bodies/{code}/initiatives/{id}/change",
            get(initiatives::to_change).post(initiatives::change),
        )
        .route("/{p}/directory/coordinators", get(coordinators::coordinators).post(coordinators::share))
        .route("/{p}/directory/coordinators.csv", get(coordinators::csv))
        .route("/{p}/directory/coordinators.json", get(coordinators::json_file))
        .route("/{p}/directory/coordinators/{id}/take-back", post(coordinators::take_back))
}

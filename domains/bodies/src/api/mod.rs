//! JSON twins of the pages: the same commands.

mod bodies;
mod coordinators;
mod initiatives;
mod shapes;

use std::sync::Arc;

use access::Site;
use axum::Router;
use axum::routing::{get, post};
use utoipa::OpenApi;

pub(crate) use coordinators::coordinators_out;
pub(crate) use shapes::BodyOut;

/// This slice's share of the API's description.
#[derive(OpenApi)]
#[openapi(
    paths(
        bodies::list,
        bodies::establish,
        bodies::body,
        bodies::change,
        bodies::end,
        bodies::give_seat,
        bodies::end_seat,
        initiatives::attach,
        initiatives::change,
        coordinators::list,
        coordinators::practice,
        coordinators::share,
        coordinators::take_back
    ),
    tags((name = "bodies", description = "Who meets and decides: bodies, seats, initiatives; coordinators and what worked"))
)]
pub struct Described;

pub(crate) fn routes() -> Router<Arc<Site>> {
    Router::new()
        .route("/{p}/api/v1/bodies", get(bodies::list).post(bodies::establish))
        .route("/{p}/api/v1/bodies/{code}", get(bodies::body))
        .route("/{p}/api/v1/bodies/{code}/change", post(bodies::change))
        .route("/{p}/api/v1/bodies/{code}/end", post(bodies::end))
        .route("/{p}/api/v1/bodies/{code}/seats", post(bodies::give_seat))
        .route("/{p}/api/v1/bodies/{code}/seats/{id}/end", post(bodies::end_seat))
        .route("/{p}/api/v1/bodies/{code}/initiatives", post(initiatives::attach))
        .route("/{p}/api/v1/bodies/{code}/initiatives/{id}/change", post(initiatives::change))
        .route("/{p}/api/v1/coordinators", get(coordinators::list))
        .route("/{p}/api/v1/practice", get(coordinators::practice).post(coordinators::share))
        .route("/{p}/api/v1/practice/{id}/take-back", post(coordinators::take_back))
}

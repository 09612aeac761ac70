//! JSON twins of the pages: the same commands.

mod deployment;
mod imports;
mod organisations;
mod people;
mod shapes;

use std::sync::Arc;

use access::Site;
use axum::Router;
use axum::routing::{get, post};
use utoipa::OpenApi;

pub(crate) use deployment::DeploymentOut;
pub(crate) use people::{VacancyOut, vacancies_out};
pub use shapes::{Listed, needed};
pub(crate) use shapes::{OrganisationOut, PersonOut};

/// This slice's share of the API's description.
#[derive(OpenApi)]
#[openapi(
    paths(
        deployment::deployment,
        imports::put_in,
        imports::run,
        organisations::list,
        organisations::organisation,
        organisations::add,
        organisations::change,
        organisations::end,
        people::list,
        people::vacancies,
        people::invite,
        people::person,
        people::change,
        people::invite_again,
        people::leave,
        people::stay,
        people::give,
        people::change_role,
        people::end_role,
        people::cover,
        people::end_cover,
        people::post_of,
        people::declare,
        people::train,
        people::review
    ),
    tags((name = "directory", description = "Organisations, people, roles, cover, vacancies"))
)]
pub struct Described;

pub(crate) fn routes() -> Router<Arc<Site>> {
    Router::new()
        .route("/{p}/api/v1/directory/deployment", get(deployment::deployment))
        .route("/{p}/api/v1/directory/organisations", get(organisations::list).post(organisations::add))
        .route("/{p}/api/v1/directory/organisations/{code}", get(organisations::organisation))
        .route("/{p}/api/v1/directory/organisations/{code}/change", post(organisations::change))
        .route("/{p}/api/v1/directory/organisations/{code}/end", post(organisations::end))
        .route("/{p}/api/v1/people", get(people::list).post(people::invite))
        .route("/{p}/api/v1/people/imports", post(imports::put_in))
        .route("/{p}/api/v1/people/imports/{id}/run", post(imports::run))
        .route("/{p}/api/v1/people/vacancies", get(people::vacancies))
        .route("/{p}/api/v1/people/{id}", get(people::person))
        .route("/{p}/api/v1/people/{id}/change", post(people::change))
        .route("/{p}/api/v1/people/{id}/invite-again", post(people::invite_again))
        .route("/{p}/api/v1/people/{id}/leave", post(people::leave))
        .route("/{p}/api/v1/people/{id}/stay", post(people::stay))
        .route("/{p}/api/v1/people/{id}/roles", post(people::give))
        .route("/{p}/api/v1/people/{id}/roles/{membership}/change", post(people::change_role))
        .route("/{p}/api/v1/people/{id}/roles/{membership}/end", post(people::end_role))
        .route("/{p}/api/v1/people/{id}/roles/{membership}/cover", post(people::cover))
        .route("/{p}/api/v1/people/{id}/roles/{membership}/post", post(people::post_of))
        .route("/{p}/api/v1/people/{id}/end-cover", post(people::end_cover))
        .route("/{p}/api/v1/people/{id}/interests", post(people::declare))
        .route("/{p}/api/v1/people/{id}/training", post(people::train))
        .route("/{p}/api/v1/people/{id}/reviews", post(people::review))
}

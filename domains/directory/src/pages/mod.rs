//! The directory for everybody; people and organisations for administrators.

pub mod act;
mod deployment;
mod directory;
pub mod fields;
mod organisations;
mod people;
mod people_files;
mod person;
mod person_acts;
mod record_acts;
mod role_acts;
mod upload;

use std::sync::Arc;

use access::Site;
use axum::Router;
use axum::routing::{get, post};

pub(crate) use act::Key;
pub(crate) use deployment::asked as asked_deployment;
pub use deployment::sections as deployment_sections;
pub(crate) use directory::Asked as AskedOrganisations;
pub use directory::{file, linked};
pub(crate) use people::{after, asked as asked_people};
pub(crate) use person::known as person_known;

pub(crate) fn routes() -> Router<Arc<Site>> {
    Router::new()
        .route("/{p}/directory", get(directory::directory))
        .route("/{p}/directory/organisations.csv", get(directory::csv))
        .route("/{p}/directory/organisations.json", get(directory::json_file))
        .route("/{p}/directory/deployment", get(deployment::page_of))
        .route("/{p}/directory/deployment.csv", get(deployment::csv))
        .route("/{p}/directory/deployment.json", get(deployment::json_file))
        .route("/{p}/directory/organisations/{code}", get(directory::organisation))
        .route("/{p}/admin/organisations/new", get(organisations::new).post(organisations::add))
        .route("/{p}/admin/organisations/{code}/change", get(organisations::to_change).post(organisations::change))
        .route("/{p}/admin/organisations/{code}/end", get(organisations::to_end).post(organisations::end))
        .route("/{p}/admin/people", get(people::people))
        .route("/{p}/admin/people.csv", get(people_files::csv))
        .route("/{p}/admin/people.json", get(people_files::json_file))
        .route("/{p}/admin/people/invite", get(people::to_invite).post(people::invite))
        .route("/{p}/admin/people/import", get(upload::to_put_in).post(upload::put_in))
        .route("/{p}/admin/people/import/{id}", get(upload::show))
        .route("/{p}/admin/people/import/{id}/run", post(upload::run))
        .route("/{p}/admin/people/{id}", get(person::person))
        .route("/{p}/admin/people/{id}/invite-again", post(person_acts::invite_again))
        .route("/{p}/admin/people/{id}/change", get(person_acts::to_change).post(person_acts::change))
        .route("/{p}/admin/people/{id}/role", get(role_acts::to_give).post(role_acts::give))
        .route("/{p}/admin/people/{id}/leave", get(person_acts::to_leave).post(person_acts::leave))
        .route("/{p}/admin/people/{id}/stay", post(person_acts::stay))
        .route("/{p}/admin/people/{id}/end-cover", post(role_acts::end_cover))
        .route("/{p}/admin/people/{id}/interest", get(record_acts::to_declare).post(record_acts::declare))
        .route("/{p}/admin/people/{id}/end-interest", post(record_acts::end_interest))
        .route("/{p}/admin/people/{id}/training", get(record_acts::to_train).post(record_acts::train))
        .route("/{p}/admin/people/{id}/attend", post(record_acts::attend))
        .route("/{p}/admin/people/{id}/review", get(record_acts::to_review).post(record_acts::review))
        .route("/{p}/admin/people/{id}/roles/{membership}/change", get(role_acts::to_change).post(role_acts::change))
        .route("/{p}/admin/people/{id}/roles/{membership}/end", get(role_acts::to_end).post(role_acts::end))
        .route("/{p}/admin/people/{id}/roles/{membership}/cover", get(role_acts::to_cover).post(role_acts::cover))
        .route("/{p}/admin/people/{id}/roles/{membership}/post", get(record_acts::to_post).post(record_acts::post))
}

use axum::extract::Path;
use base::Date;
use serde::Serialize;
use utoipa::ToSchema;
use web::asking::{Api, json};
use web::{Answer, Query};

use crate::deployment::{AreaDeployed, Deployment, Serving, deployment as found};
use crate::pages::asked_deployment;

/// Who serves each area.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DeploymentOut {
    /// The last day of each month of a year, and the day that was asked for.
    #[schema(value_type = Vec<String>)]
    days: Vec<Date>,
    areas: Vec<AreaOut>,
}

#[derive(Debug, Serialize, ToSchema)]
struct AreaOut {
    place: String,
    name: String,
    /// How many people served it on each of the days.
    people: Vec<usize>,
    serving: Vec<ServingOut>,
    vacancies: Vec<VacantOut>,
}

#[derive(Debug, Serialize, ToSchema)]
struct ServingOut {
    name: String,
    title: String,
    organisation: String,
    #[schema(value_type = String, format = Date)]
    since: Date,
}

#[derive(Debug, Serialize, ToSchema)]
struct VacantOut {
    title: String,
    place: String,
    #[schema(value_type = Option<String>, format = Date)]
    since: Option<Date>,
}

/// Who serves each area on a day, and how many did at the end of each month of the year before (ASK-08).
#[utoipa::path(get, path = "/{p}/api/v1/directory/deployment", tag = "directory", operation_id = "deployment",
    params(("p" = String, Path), ("on" = Option<String>, Query, description = "A day; else today")),
    responses((status = 200, body = DeploymentOut), (status = 401), (status = 403), (status = 422)))]
pub(super) async fn deployment(api: Api, Path(_p): Path<String>, Query(typed): Query) -> Answer {
    let found = found(&api.scope, asked_deployment(&api.scope, &typed)?)?;
    json(&DeploymentOut::of(found))
}

impl DeploymentOut {
    /// As programs are told it.
    pub(crate) fn of(found: Deployment) -> Self {
        Self { days: found.days, areas: found.areas.into_iter().map(AreaOut::of).collect() }
    }
}

impl AreaOut {
    fn of(area: AreaDeployed) -> Self {
        let serving = |one: Serving| ServingOut {
            name: one.name,
            title: one.title,
            organisation: one.organisation,
            since: one.since,
        };
        let vacant = area.vacancies.into_iter().map(|one| VacantOut {
            title: one.title,
            place: one.place,
            since: one.since.map(|(day, _)| day),
        });
        Self {
            place: area.code,
            name: area.name,
            people: area.people,
            serving: area.serving.into_iter().map(serving).collect(),
            vacancies: vacant.collect(),
        }
    }
}

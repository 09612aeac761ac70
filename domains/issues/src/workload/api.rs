use axum::extract::Path;
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};
use web::Answer;
use web::asking::{Api, json};

use super::{AreaLoad, PersonLoad, Workload};

/// This share of the API's description.
#[derive(OpenApi)]
#[openapi(paths(workload))]
pub struct Described;

/// How much there is to do.
#[derive(Serialize, ToSchema)]
pub(super) struct WorkloadOut {
    areas: Vec<AreaOut>,
    people: Vec<PersonOut>,
}

#[derive(Serialize, ToSchema)]
struct AreaOut {
    place: String,
    name: String,
    open_issues: i64,
    overdue: i64,
    concerns_waiting: i64,
    people: usize,
    vacancies: usize,
}

#[derive(Serialize, ToSchema)]
struct PersonOut {
    #[schema(value_type = String)]
    person: base::Id,
    name: String,
    titles: Vec<String>,
    places: Vec<String>,
    open_issues: i64,
    overdue: i64,
    concerns_waiting: i64,
    issues_held: i64,
    held_overdue: i64,
}

/// How much there is to do in each area and for each person (ASK-07), as far as the asker's role reaches.
#[utoipa::path(get, path = "/{p}/api/v1/directory/workload", tag = "directory", operation_id = "workload",
    params(("p" = String, Path)), responses((status = 200, body = WorkloadOut), (status = 401), (status = 403)))]
pub(super) async fn workload(api: Api, Path(_p): Path<String>) -> Answer {
    json(&WorkloadOut::of(super::workload(&api.scope).await?))
}

impl WorkloadOut {
    /// As programs are told it.
    pub(super) fn of(found: Workload) -> Self {
        Self {
            areas: found.areas.into_iter().map(AreaOut::of).collect(),
            people: found.people.into_iter().map(PersonOut::of).collect(),
        }
    }
}

impl AreaOut {
    fn of(area: AreaLoad) -> Self {
        Self {
            place: area.code,
            name: area.name,
            open_issues: area.to_do.open,
            overdue: area.to_do.overdue,
            concerns_waiting: area.to_do.waiting,
            people: area.people,
            vacancies: area.vacancies,
        }
    }
}

impl PersonOut {
    fn of(person: PersonLoad) -> Self {
        Self {
            person: person.id,
            name: person.name,
            titles: person.titles,
            places: person.places,
            open_issues: person.to_do.open,
            overdue: person.to_do.overdue,
            concerns_waiting: person.to_do.waiting,
            issues_held: person.held,
            held_overdue: person.held_overdue,
        }
    }
}

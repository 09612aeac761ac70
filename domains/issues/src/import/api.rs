use access::Right;
use axum::body::Body;
use axum::extract::Path;
use axum::http::StatusCode;
use base::{FieldErrors, Id, Problem, fold};
use record::Operation;
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};
use web::asking::{Api, file_body, json_status};
use web::{Answer, Query};

use super::columns::Plan;
use super::{file, pages, work};

/// This share of the API's description.
#[derive(OpenApi)]
#[openapi(paths(put_in, run))]
pub struct Described;

/// An import that was begun; `GET operations/{id}` says how far it came.
#[derive(Serialize, ToSchema)]
struct ImportOut {
    #[schema(value_type = String)]
    id: Id,
    state: &'static str,
    /// What each column of the file is taken for; null is passed over.
    columns: Vec<ColumnOut>,
    /// Words for categories that are none of the partnership's.
    unknown_categories: Vec<String>,
    total: Option<i64>,
}

#[derive(Serialize, ToSchema)]
struct ColumnOut {
    name: String,
    field: Option<&'static str>,
}

/// Takes in concerns from a CSV file. `map=COL=FIELD` says what a column is, `category=THEIRS=CODE` what their category
/// means; both may be repeated. With `check=true` every row is checked and nothing stored, until `run`.
#[utoipa::path(post, path = "/{p}/api/v1/imports/concerns", tag = "imports", operation_id = "import_concerns",
    params(("p" = String, Path), ("name" = Option<String>, Query, description = "What the file is called"),
        ("check" = Option<bool>, Query), ("map" = Option<Vec<String>>, Query), ("category" = Option<Vec<String>>, Query)),
    request_body(content = String, content_type = "text/csv"),
    responses((status = 202, body = ImportOut), (status = 401), (status = 403), (status = 413), (status = 422)))]
pub(super) async fn put_in(api: Api, Query(asked): Query, body: Body) -> Answer {
    let scope = api.scope;
    scope.hat().ok_or(Problem::SignIn)?;
    if !scope.has(Right::ImportConcerns) {
        return Err(Problem::NotAllowed("Your role does not let you take in concerns from a file.".into()).into());
    }
    let bytes = file_body(body).await?;
    let begun = file::begin(&scope, asked.get("name").unwrap_or("a program"), bytes).await?;
    let operation = pages::own(&scope, &begun.id.to_string()).await?;
    let mut plan: Plan = serde_json::from_str(&operation.detail).map_err(Problem::fault)?;
    let mut faults = FieldErrors::default();
    for pair in asked.all("map") {
        let set = pair.split_once('=').ok_or_else(|| "Write COL=FIELD".to_owned());
        if let Err(sentence) = set.and_then(|(column, field)| plan.set(column, field)) {
            faults.add("map", sentence);
        }
    }
    for (theirs, code) in asked.all("category").filter_map(|pair| pair.split_once('=')) {
        plan.categories.insert(fold(theirs), code.to_owned());
    }
    file::strangers(&scope, begun.id, &mut plan).await?;
    if let Some(sentence) = plan.lacks() {
        faults.add("map", sentence);
    }
    if !faults.is_empty() {
        return Err(Problem::Invalid(faults).into());
    }
    let check = asked.get("check") == Some("true");
    let (within, agreed) = (scope.clone(), plan.clone());
    let operation = scope
        .site
        .db
        .write(move |tx| {
            if check {
                work::check(tx, &within, begun.id, &agreed)
            } else {
                work::run_as(tx, &within, begun.id, &agreed)
            }
        })
        .await?;
    out(&operation, &plan)
}

/// Takes in what was checked.
#[utoipa::path(post, path = "/{p}/api/v1/imports/{id}/run", tag = "imports", operation_id = "run_import",
    params(("p" = String, Path), ("id" = String, Path)),
    responses((status = 202, body = ImportOut), (status = 404), (status = 409)))]
pub(super) async fn run(api: Api, Path((_p, id)): Path<(String, String)>) -> Answer {
    let scope = api.scope;
    scope.hat().ok_or(Problem::SignIn)?;
    let operation = pages::own(&scope, &id).await?;
    let plan: Plan = serde_json::from_str(&operation.detail).map_err(Problem::fault)?;
    let (within, id) = (scope.clone(), operation.id);
    let operation = scope.site.db.write(move |tx| work::run(tx, &within, id)).await?;
    out(&operation, &plan)
}

fn out(operation: &Operation, plan: &Plan) -> Answer {
    let columns = plan.heading.iter().zip(&plan.columns);
    let out = ImportOut {
        id: operation.id,
        state: operation.state.as_str(),
        columns: columns
            .map(|(name, field)| ColumnOut { name: name.clone(), field: field.map(|field| field.as_str()) })
            .collect(),
        unknown_categories: plan.strange.clone(),
        total: operation.total,
    };
    json_status(StatusCode::ACCEPTED, &out)
}

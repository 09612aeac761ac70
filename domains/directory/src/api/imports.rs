use axum::body::Body;
use axum::extract::Path;
use axum::http::StatusCode;
use base::{Id, Problem};
use record::Operation;
use serde::Serialize;
use utoipa::ToSchema;
use web::asking::{Api, file_body, json_status};
use web::{Answer, Query};

use crate::import::Kind;
use crate::upload;

/// A file that was tried, or is being taken in; `GET operations/{id}` says how far it came and what was left out.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct UploadOut {
    #[schema(value_type = String)]
    id: Id,
    state: &'static str,
    /// Rows that are or would be added or changed.
    done: i64,
    unchanged: i64,
    rejected: i64,
}

/// Takes in people and roles, or organisations, from a CSV file whose columns are called as in ours. With `check=true`
/// every row is tried and nothing stored, until `run`.
#[utoipa::path(post, path = "/{p}/api/v1/people/imports", tag = "directory", operation_id = "import_people",
    params(("p" = String, Path), ("what" = Option<String>, Query, description = "people (else) or organisations"),
        ("name" = Option<String>, Query, description = "What the file is called"), ("check" = Option<bool>, Query)),
    request_body(content = String, content_type = "text/csv"),
    responses((status = 202, body = UploadOut), (status = 401), (status = 403), (status = 413), (status = 422)))]
pub(super) async fn put_in(api: Api, Path(_p): Path<String>, Query(asked): Query, body: Body) -> Answer {
    let scope = api.scope;
    upload::allowed(&scope)?;
    let kind: Kind = asked
        .get("what")
        .unwrap_or("people")
        .parse()
        .map_err(|_| Problem::field("what", "Use people or organisations"))?;
    let bytes = file_body(body).await?;
    let mut operation = upload::put_in(&scope, kind, asked.get("name").unwrap_or("a program"), &bytes).await?;
    if asked.get("check") != Some("true") {
        let (within, id) = (scope.clone(), operation.id);
        operation = scope.site.db.write(move |tx| upload::run(tx, &within, id)).await?;
    }
    out(&operation)
}

/// Takes in what was tried.
#[utoipa::path(post, path = "/{p}/api/v1/people/imports/{id}/run", tag = "directory", operation_id = "run_import_of_people",
    params(("p" = String, Path), ("id" = String, Path)),
    responses((status = 202, body = UploadOut), (status = 401), (status = 403), (status = 404), (status = 409)))]
pub(super) async fn run(api: Api, Path((_p, id)): Path<(String, String)>) -> Answer {
    let scope = api.scope;
    upload::allowed(&scope)?;
    let id: Id = id.parse().map_err(|_| Problem::NotFound)?;
    let within = scope.clone();
    out(&scope.site.db.write(move |tx| upload::run(tx, &within, id)).await?)
}

fn out(operation: &Operation) -> Answer {
    let out = UploadOut {
        id: operation.id,
        state: operation.state.as_str(),
        done: operation.done,
        unchanged: operation.unchanged,
        rejected: operation.rejected,
    };
    json_status(StatusCode::ACCEPTED, &out)
}

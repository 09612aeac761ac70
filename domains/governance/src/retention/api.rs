use axum::extract::Path;
use axum::http::StatusCode;
use db::Tx;
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};
use web::asking::{Api, Body, json, json_status};
use web::{Answer, Words};

use super::pages::{Run, read};
use super::rules::Rule;
use super::run::begin as begin_run;
use crate::holds::allowed;

/// This part's share of the API's description.
#[derive(OpenApi)]
#[openapi(paths(show, begin))]
pub struct Described;

#[derive(Debug, Serialize, ToSchema)]
struct RetentionOut {
    schedule: Vec<RuleOut>,
    runs: Vec<RunOut>,
}

/// One kind of record.
#[derive(Debug, Serialize, ToSchema)]
struct RuleOut {
    what: String,
    class: String,
    period: String,
    basis: String,
    left: String,
}

#[derive(Debug, Serialize, ToSchema)]
struct RunOut {
    id: String,
    dry_run: bool,
    /// Empty once it ended.
    state: String,
    found: Vec<FoundOut>,
}

#[derive(Debug, Serialize, ToSchema)]
struct FoundOut {
    what: String,
    /// Over its period: blanked, or to be blanked by a run.
    due: i64,
    /// Kept by a legal hold.
    held: i64,
}

/// Whether to change anything.
#[derive(Debug, Deserialize, ToSchema)]
pub struct RunIn {
    /// Counts and changes nothing; true without it.
    dry_run: Option<bool>,
}

#[derive(Debug, Serialize, ToSchema)]
struct BegunOut {
    /// The operation: see `operations/{id}`.
    operation: String,
}

/// How long what is kept, and what the newest runs found.
#[utoipa::path(get, path = "/{p}/api/v1/retention", tag = "information", operation_id = "get_retention",
    params(("p" = String, Path)), responses((status = 200, body = RetentionOut), (status = 401), (status = 403)))]
pub async fn show(api: Api, Path(_p): Path<String>) -> Answer {
    allowed(&api.scope)?;
    let reading = api.scope.clone();
    let runs = api.scope.site.db.read(move |tx: &mut Tx<'_>| read(tx, &reading)).await?;
    let words = Words::english();
    let schedule = Rule::ALL.iter().map(|rule| RuleOut {
        what: rule.what(words).to_owned(),
        class: rule.class().to_owned(),
        period: rule.period(&api.scope.snapshot, words),
        basis: rule.basis(words).to_owned(),
        left: rule.left(words).to_owned(),
    });
    json(&RetentionOut { schedule: schedule.collect(), runs: runs.into_iter().map(RunOut::of).collect() })
}

/// Begins a run, dry unless asked otherwise.
#[utoipa::path(post, path = "/{p}/api/v1/retention", tag = "information", operation_id = "run_retention",
    params(("p" = String, Path)), request_body = RunIn,
    responses((status = 202, body = BegunOut), (status = 401), (status = 403)))]
pub async fn begin(api: Api, Path(_p): Path<String>, body: Body<RunIn>) -> Answer {
    allowed(&api.scope)?;
    let (scope, dry) = (api.scope.clone(), body.sent()?.dry_run.unwrap_or(true));
    let begun = api.scope.site.db.write(move |tx| begin_run(tx, &scope, dry)).await?;
    json_status(StatusCode::ACCEPTED, &BegunOut { operation: begun.to_string() })
}

impl RunOut {
    fn of(run: Run) -> Self {
        let found = run.found.into_iter().map(|(what, due, held)| FoundOut { what: what.to_owned(), due, held });
        Self { id: run.id.to_string(), dry_run: run.dry, state: run.state.to_owned(), found: found.collect() }
    }
}

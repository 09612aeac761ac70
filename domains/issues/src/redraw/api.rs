use std::collections::BTreeMap;

use axum::body::Body as Sent;
use axum::extract::Path;
use axum::http::StatusCode;
use base::{Date, FieldErrors, Id, Problem};
use places::{Kind, Named, Proposal};
use record::Operation;
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};
use web::asking::{Api, Body, file_body, json, json_status};
use web::{Answer, Query};

use super::plan::{Drawing, Plan, begin};
use super::tally::{Moved, Tally};
use super::{Asked, find, pages};

/// This share of the API's description.
#[derive(OpenApi)]
#[openapi(paths(put_in, compose, show, run))]
pub struct Described;

/// New lines that were proposed; `GET operations/{id}` says how far drawing them came.
#[derive(Serialize, ToSchema)]
struct RedrawOut {
    #[schema(value_type = String)]
    id: Id,
    /// checking while it is counted, then checked; running once it was agreed to, done at its end.
    state: &'static str,
    begins: Vec<NamedOut>,
    ends: Vec<NamedOut>,
    /// Places that get another line or name.
    changed: Vec<NamedOut>,
    unchanged: usize,
    /// Whether the file was on the National Grid and was brought to longitude and latitude.
    on_grid: bool,
    /// What to look at.
    notes: Vec<String>,
    /// What cannot be taken in, and why.
    refused: Vec<String>,
    /// What would stand in another place; counted when it is checked.
    moved: Vec<Moved>,
    stay: CountOut,
    /// Told without a spot.
    no_spot: CountOut,
    /// With a spot that no new line would hold.
    outside: CountOut,
}

#[derive(Serialize, ToSchema)]
struct NamedOut {
    code: String,
    name: String,
}

#[derive(Serialize, ToSchema)]
struct CountOut {
    concerns: i64,
    issues: i64,
}

/// Proposes new lines from a day on (MAN-02). Nothing changes until `run`.
#[utoipa::path(post, path = "/{p}/api/v1/redraws", tag = "places", operation_id = "propose_lines",
    params(("p" = String, Path), ("kind" = String, Query, description = "ward, area, neighbourhood or borough"),
        ("from" = String, Query, description = "the first day they hold"), ("reason" = String, Query),
        ("whole" = Option<bool>, Query, description = "true: every other place of the kind ends"),
        ("everywhere" = Option<bool>, Query, description = "true: places outside the partnership's ground too"),
        ("file" = Option<String>, Query, description = "what the file is called"),
        ("code" = Option<String>, Query, description = "the column with the code"),
        ("name" = Option<String>, Query, description = "the column with the name")),
    request_body(content = String, content_type = "application/geo+json"),
    responses((status = 202, body = RedrawOut), (status = 401), (status = 403), (status = 413), (status = 422)))]
pub(super) async fn put_in(api: Api, Query(asked): Query, body: Sent) -> Answer {
    super::allowed(&api.scope)?;
    let said = |name: &str| asked.get(name).map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
    let mut errors = FieldErrors::default();
    let from = said("from").and_then(|day| day.parse().ok());
    if from.is_none() {
        errors.add("from", "Enter the first day on which the lines hold, like 2027-05-06");
    }
    let (kind, reason) = (said("kind").unwrap_or_default(), said("reason").unwrap_or_default());
    let Some(from) = from else { return Err(Problem::Invalid(errors).into()) };
    let [whole, everywhere] = ["whole", "everywhere"].map(|name| asked.get(name) == Some("true"));
    let (code, name, wards) = (said("code"), said("name"), BTreeMap::new());
    let wanted = Asked { kind, from, whole, everywhere, reason, code, name, wards };
    let file = said("file").unwrap_or_else(|| "a program".to_owned());
    let id = begin(&api.scope, wanted, &file, file_body(body).await?).await?;
    let (operation, plan) = find(&api.scope, &id.to_string()).await?;
    json_status(StatusCode::ACCEPTED, &out(&operation, plan)?)
}

/// Areas to be composed anew of whole wards.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AreasIn {
    /// The first day they hold.
    #[schema(value_type = String, format = Date)]
    from: Date,
    reason: String,
    /// Codes of wards, each with its area's; empty for none. A ward that is not named stays where it is.
    wards: BTreeMap<String, String>,
}

/// Proposes areas composed anew from a day on (WAL-01, MAN-02). Nothing changes until `run`.
#[utoipa::path(post, path = "/{p}/api/v1/redraws/areas", tag = "places", operation_id = "propose_areas",
    params(("p" = String, Path)), request_body = AreasIn,
    responses((status = 202, body = RedrawOut), (status = 401), (status = 403), (status = 422)))]
pub(super) async fn compose(api: Api, body: Body<AreasIn>) -> Answer {
    super::allowed(&api.scope)?;
    let AreasIn { from, reason, wards } = body.sent()?;
    if wards.is_empty() {
        return Err(Problem::field("wards", "Name at least one ward and the area it is to be in").into());
    }
    let kind = Kind::Area.key().to_owned();
    let wanted = Asked { kind, from, whole: false, everywhere: false, reason, code: None, name: None, wards };
    let id = begin(&api.scope, wanted, "Areas composed anew", Vec::new()).await?;
    let (operation, plan) = find(&api.scope, &id.to_string()).await?;
    json_status(StatusCode::ACCEPTED, &out(&operation, plan)?)
}

/// What proposed lines would do, and what would stand where.
#[utoipa::path(get, path = "/{p}/api/v1/redraws/{id}", tag = "places", operation_id = "get_redraw",
    params(("p" = String, Path), ("id" = String, Path)),
    responses((status = 200, body = RedrawOut), (status = 401), (status = 403), (status = 404)))]
pub(super) async fn show(api: Api, Path((_p, id)): Path<(String, String)>) -> Answer {
    let (operation, plan) = find(&api.scope, &id).await?;
    json(&out(&operation, plan)?)
}

/// Agrees to proposed lines: draws them, and places every record.
#[utoipa::path(post, path = "/{p}/api/v1/redraws/{id}/run", tag = "places", operation_id = "run_redraw",
    params(("p" = String, Path), ("id" = String, Path)),
    responses((status = 202, body = RedrawOut), (status = 401), (status = 403), (status = 404), (status = 409)))]
pub(super) async fn run(api: Api, Path((_p, id)): Path<(String, String)>) -> Answer {
    let (operation, plan) = find(&api.scope, &id).await?;
    let operation = pages::agreed(&api.scope, operation.id).await?;
    json_status(StatusCode::ACCEPTED, &out(&operation, plan)?)
}

fn out(operation: &Operation, plan: Plan) -> Result<RedrawOut, Problem> {
    let Drawing { proposal, .. } = plan.drawing.ok_or(Problem::NotFound)?;
    let Proposal { begins, ends, changed, unchanged, on_grid, notes, refused } = proposal;
    let tally = Tally::read(&operation.cursor)?;
    let named = |all: Vec<Named>| all.into_iter().map(|Named { code, name }| NamedOut { code, name }).collect();
    let count = |(concerns, issues)| CountOut { concerns, issues };
    Ok(RedrawOut {
        id: operation.id,
        state: operation.state.as_str(),
        begins: named(begins),
        ends: named(ends),
        changed: named(changed),
        unchanged,
        on_grid,
        notes,
        refused,
        moved: tally.moved,
        stay: count(tally.stay),
        no_spot: count(tally.no_spot),
        outside: count(tally.outside),
    })
}

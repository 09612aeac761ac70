//! Where an area departs from whole wards, for programs (WAL-01).

use axum::extract::Path;
use axum::http::StatusCode;
use base::{Date, Id, Problem};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json as object};
use utoipa::ToSchema;
use web::Answer;
use web::asking::{Api, Body, json, json_status};

use super::changes::EndIn;
use crate::commands::{self, Departure};
use crate::composition::Change;
use crate::store::exceptions_of;

/// What was agreed.
#[derive(Serialize, ToSchema)]
struct ExceptionOut {
    #[schema(value_type = String)]
    id: Id,
    /// `added` or `left_out`.
    change: &'static str,
    reason: String,
    #[schema(value_type = String, format = Date)]
    valid_from: Date,
    #[schema(value_type = Option<String>, format = Date)]
    valid_to: Option<Date>,
    /// Why it ended.
    ended_reason: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub(super) struct ExceptionsOut {
    /// The newest first.
    items: Vec<ExceptionOut>,
    /// Always null: there are few.
    next: Option<String>,
}

/// A piece to be taken in or left out.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ExceptionIn {
    /// `added` or `left_out`.
    change: String,
    /// The piece in GeoJSON.
    #[schema(value_type = Object)]
    piece: Value,
    /// The code of the area that loses or gains it.
    #[serde(default)]
    other: Option<String>,
    #[schema(value_type = String, format = Date)]
    from: Date,
    reason: String,
}

/// All that was ever agreed of an area, ended ones too.
#[utoipa::path(get, path = "/{p}/api/v1/places/{code}/exceptions", tag = "places", operation_id = "list_exceptions",
    params(("p" = String, Path), ("code" = String, Path)),
    responses((status = 200, body = ExceptionsOut), (status = 401), (status = 403), (status = 404)))]
pub(super) async fn list(api: Api, Path((_p, code)): Path<(String, String)>) -> Answer {
    let (area, _) = commands::of_ours(&api.scope, &code)?;
    let partnership = api.scope.partnership();
    let all = api.scope.site.db.read(move |tx| exceptions_of(tx, partnership, area)).await?;
    let items = all.into_iter().map(|one| ExceptionOut {
        id: one.id,
        change: one.change.key(),
        reason: one.reason,
        valid_from: one.valid_from,
        valid_to: one.valid_to,
        ended_reason: one.ended_reason,
    });
    json(&ExceptionsOut { items: items.collect(), next: None })
}

/// Records that an area takes in or leaves out a piece by agreement.
#[utoipa::path(post, path = "/{p}/api/v1/places/{code}/exceptions", tag = "places", operation_id = "add_exception",
    params(("p" = String, Path), ("code" = String, Path)), request_body = ExceptionIn,
    responses((status = 201), (status = 401), (status = 403), (status = 404), (status = 422)))]
pub(super) async fn add(api: Api, Path((_p, code)): Path<(String, String)>, body: Body<ExceptionIn>) -> Answer {
    commands::of_ours(&api.scope, &code)?;
    let ExceptionIn { change, piece, other, from, reason } = body.sent()?;
    let change = Change::from_key(&change).ok_or_else(|| Problem::field("change", "Write added or left_out"))?;
    let departure = Departure { change, piece: piece.to_string().into_bytes(), other, from, reason };
    let departing = commands::prepare_departure(&api.scope, &code, &departure).await?;
    let scope = api.scope.clone();
    api.scope.site.db.write(move |tx| commands::depart(tx, &scope, &departing)).await?;
    json_status(StatusCode::CREATED, &object!({}))
}

/// Ends one before a day, for both areas.
#[utoipa::path(post, path = "/{p}/api/v1/places/{code}/exceptions/{id}/end", tag = "places", operation_id = "end_exception",
    params(("p" = String, Path), ("code" = String, Path), ("id" = String, Path)), request_body = EndIn,
    responses((status = 200), (status = 401), (status = 403), (status = 404), (status = 422)))]
pub(super) async fn end(api: Api, Path((_p, code, id)): Path<(String, String, String)>, body: Body<EndIn>) -> Answer {
    commands::of_ours(&api.scope, &code)?;
    let EndIn { from, reason } = body.sent()?;
    let (scope, id) = (api.scope.clone(), id.parse().map_err(|_| Problem::NotFound)?);
    let ended = api.scope.site.db.write(move |tx| commands::end_departure(tx, &scope, &code, id, (from, &reason)));
    ended.await?;
    json(&object!({}))
}

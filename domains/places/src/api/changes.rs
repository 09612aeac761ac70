//! What programs may do to places: the pages' own commands.

use axum::extract::Path;
use axum::http::StatusCode;
use base::{Date, Problem};
use serde::Deserialize;
use serde_json::{Value, json as object};
use utoipa::ToSchema;
use web::Answer;
use web::asking::{Api, Body, json, json_status};

use super::PlaceOut;
use crate::cartogram::import_cartogram;
use crate::commands::{self, Declared, Reasons};
use crate::place::Kind;
use crate::store::places_on;

/// A place to be declared.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewPlaceIn {
    /// `area`, `neighbourhood` or `place_of_focus`.
    kind: String,
    name: String,
    /// Else one is made of the name.
    #[serde(default)]
    code: Option<String>,
    /// The first day it holds.
    #[schema(value_type = String, format = Date)]
    from: Date,
    /// Codes of the wards it is made of.
    #[serde(default)]
    wards: Vec<String>,
    /// Its boundary in GeoJSON, where it is not whole wards.
    #[serde(default)]
    #[schema(value_type = Option<Object>)]
    boundary: Option<Value>,
    /// What makes it a place of focus.
    #[serde(default)]
    reasons: Option<ReasonsIn>,
}

/// What makes a place one of focus.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReasonsIn {
    /// Who was asked where the line should run, and what they said.
    consultation: String,
    /// What shows that the need is here.
    evidence: String,
    /// What would have to be true for the extra work to end.
    ends_when: String,
    /// The day it is next looked at.
    #[schema(value_type = String, format = Date)]
    review_on: Date,
}

/// Another name.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RenameIn {
    name: String,
}

/// An end.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct EndIn {
    /// The first day it no longer holds.
    #[schema(value_type = String, format = Date)]
    pub from: Date,
    pub reason: String,
}

impl From<ReasonsIn> for Reasons {
    fn from(sent: ReasonsIn) -> Self {
        let ReasonsIn { consultation, evidence, ends_when, review_on } = sent;
        Self { consultation, evidence, ends_when, review_on }
    }
}

/// Declares an area of wards, a neighbourhood or a place of focus (WAL-01, WAL-05).
#[utoipa::path(post, path = "/{p}/api/v1/places", tag = "places", operation_id = "declare_place",
    params(("p" = String, Path)), request_body = NewPlaceIn,
    responses((status = 201, body = PlaceOut<'_>), (status = 401), (status = 403), (status = 422)))]
pub(super) async fn declare(api: Api, Path(_p): Path<String>, body: Body<NewPlaceIn>) -> Answer {
    let sent = body.sent()?;
    let kinds = Kind::ALL.map(Kind::key).join(", ");
    let kind = Kind::from_key(&sent.kind);
    let declared = Declared {
        kind: kind.ok_or_else(|| Problem::field("kind", format!("Choose one of {kinds}")))?,
        name: sent.name,
        code: sent.code,
        from: sent.from,
        wards: sent.wards,
        boundary: sent.boundary.map(|boundary| boundary.to_string().into_bytes()),
        reasons: sent.reasons.map(Reasons::from),
    };
    let made = commands::prepare(&api.scope, &declared).await?;
    let (scope, code) = (api.scope.clone(), made.code().to_owned());
    api.scope.site.db.write(move |tx| commands::declare(tx, &scope, &made)).await?;
    let (partnership, day) = (api.scope.partnership(), declared.from);
    let places = api.scope.site.db.read(move |tx| places_on(tx, partnership, day)).await?;
    let (_, place) = places.by_code(&code).ok_or(Problem::NotFound)?;
    json_status(StatusCode::CREATED, &PlaceOut::of(place))
}

/// Calls a place something else.
#[utoipa::path(post, path = "/{p}/api/v1/places/{code}/rename", tag = "places", operation_id = "rename_place",
    params(("p" = String, Path), ("code" = String, Path)), request_body = RenameIn,
    responses((status = 200), (status = 401), (status = 403), (status = 404), (status = 422)))]
pub(super) async fn rename(api: Api, Path((_p, code)): Path<(String, String)>, body: Body<RenameIn>) -> Answer {
    let sent = body.sent()?;
    let scope = api.scope.clone();
    api.scope.site.db.write(move |tx| commands::rename(tx, &scope, &code, &sent.name)).await?;
    json(&object!({}))
}

/// Ends a place before a day (MAN-02).
#[utoipa::path(post, path = "/{p}/api/v1/places/{code}/end", tag = "places", operation_id = "end_place",
    params(("p" = String, Path), ("code" = String, Path)), request_body = EndIn,
    responses((status = 200), (status = 401), (status = 403), (status = 404), (status = 422)))]
pub(super) async fn end(api: Api, Path((_p, code)): Path<(String, String)>, body: Body<EndIn>) -> Answer {
    let sent = body.sent()?;
    let scope = api.scope.clone();
    api.scope.site.db.write(move |tx| commands::end(tx, &scope, &code, sent.from, &sent.reason)).await?;
    json(&object!({}))
}

/// Records a review of a place of focus (WAL-06).
#[utoipa::path(post, path = "/{p}/api/v1/places/{code}/review", tag = "places", operation_id = "review_place",
    params(("p" = String, Path), ("code" = String, Path)), request_body = ReasonsIn,
    responses((status = 200), (status = 401), (status = 403), (status = 404), (status = 422)))]
pub(super) async fn review(api: Api, Path((_p, code)): Path<(String, String)>, body: Body<ReasonsIn>) -> Answer {
    let (scope, reasons) = (api.scope.clone(), Reasons::from(body.sent()?));
    api.scope.site.db.write(move |tx| commands::review(tx, &scope, &code, &reasons)).await?;
    json(&object!({}))
}

/// Takes in a HexJSON file as the cartogram; the same file again changes nothing.
#[utoipa::path(post, path = "/{p}/api/v1/places/cartogram", tag = "places", operation_id = "import_cartogram",
    params(("p" = String, Path)), request_body = Object,
    responses((status = 200), (status = 401), (status = 403), (status = 422)))]
pub(super) async fn take_in_cartogram(api: Api, Path(_p): Path<String>, body: Body<Value>) -> Answer {
    let taken = import_cartogram(&api.scope, body.sent()?.to_string().as_bytes(), false).await?;
    json(&object!({ "placed": taken.placed, "changed": taken.changed, "warnings": taken.warnings }))
}

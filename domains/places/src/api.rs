//! Places for programs, described by OpenAPI 3.1.

mod changes;
mod exceptions;
mod partners;

use std::sync::Arc;

use access::{Scope, Site};
use axum::Router;
use axum::extract::Path;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use axum::routing::{get, post};
use base::{FieldErrors, Problem};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};
use web::asking::{Api, json};
use web::{Answer, Query, Typed};

use crate::boundary_sets::{self, BoundarySetOut};
use crate::files;
use crate::hexes::to_hexjson;
use crate::known::Places;
use crate::listing::{Asked, OnDay, PlaceOut, day};
use crate::place::Place;

/// How many places a page has when nobody says, and at most.
const USUAL: usize = 50;
const MOST: usize = 200;

pub(crate) fn routes() -> Router<Arc<Site>> {
    Router::new()
        .route("/{p}/api/v1/places", get(list).post(changes::declare))
        .route("/{p}/api/v1/places/{code}/rename", post(changes::rename))
        .route("/{p}/api/v1/places/{code}/end", post(changes::end))
        .route("/{p}/api/v1/places/{code}/exceptions", get(exceptions::list).post(exceptions::add))
        .route("/{p}/api/v1/places/{code}/exceptions/{id}/end", post(exceptions::end))
        .route("/{p}/api/v1/places/{code}/review", post(changes::review))
        .route("/{p}/api/v1/places/cartogram", get(cartogram).post(changes::take_in_cartogram))
        .route("/{p}/api/v1/places/sets", get(sets))
        .route("/{p}/api/v1/places/partners", get(partners::overlaps))
        .route("/{p}/api/v1/places/partner-sets", get(partners::sets).post(partners::take_in))
        .route("/{p}/api/v1/places/partner-sets/{code}/end", post(partners::end))
        .route("/{p}/api/v1/places/{code}", get(place))
        .route("/{p}/api/v1/places/{code}/boundary.geojson", get(boundary))
}

/// This slice's share of the API's description.
#[derive(OpenApi)]
#[openapi(paths(
    list,
    place,
    boundary,
    changes::declare,
    changes::rename,
    changes::end,
    changes::review,
    exceptions::list,
    exceptions::add,
    exceptions::end,
    cartogram,
    sets,
    changes::take_in_cartogram,
    partners::overlaps,
    partners::sets,
    partners::take_in,
    partners::end
))]
pub struct Described;

pub(crate) use partners::OverlapList;

/// A page of places.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PlaceList<'a> {
    /// Small before wide, then by code.
    pub items: Vec<PlaceOut<'a>>,
    /// What to send as `after` for the next page; null on the last.
    pub next: Option<String>,
}

/// The places of a day; with `at` or `postcode` only those that hold the spot, none when it lies outside.
#[utoipa::path(get, path = "/{p}/api/v1/places", tag = "places", operation_id = "list_places",
    params(("p" = String, Path, description = "The partnership"),
        ("kind" = Option<String>, Query, description = "place_of_focus, neighbourhood, ward, area or borough"),
        ("at" = Option<String>, Query, description = "LAT,LON in degrees"),
        ("postcode" = Option<String>, Query),
        ("address" = Option<String>, Query, description = "Street and settlement, as a gazetteer knows them"),
        ("on" = Option<String>, Query, description = "The places as they stood, or will stand, that day (YYYY-MM-DD)"),
        ("limit" = Option<i64>, Query), ("after" = Option<String>, Query)),
    responses((status = 200, body = PlaceList<'_>), (status = 422)))]
async fn list(api: Api, Path(_p): Path<String>, Query(typed): Query) -> Answer {
    let asked = Asked::read(&typed)?;
    let (limit, after) = (limit(&typed)?, after(&typed)?);
    let on_day = OnDay::read(&api.scope, asked.on).await?;
    let spots = asked.spots(&api.scope).await?;
    let found = asked.among(on_day.places()?, &spots);
    let rest = found.into_iter().skip_while(|place| after.as_ref().is_some_and(|after| cursor(place) <= *after));
    let page: Vec<&Place> = rest.take(limit + 1).collect();
    let next = page.get(limit).and(page.get(limit - 1)).map(|last| URL_SAFE_NO_PAD.encode(cursor(last)));
    json(&PlaceList { items: page.into_iter().take(limit).map(PlaceOut::of).collect(), next })
}

/// One place. A place that has ended is told as it last stood.
#[utoipa::path(get, path = "/{p}/api/v1/places/{code}", tag = "places", operation_id = "get_place",
    params(("p" = String, Path), ("code" = String, Path), ("on" = Option<String>, Query)),
    responses((status = 200, body = PlaceOut<'_>), (status = 404), (status = 422)))]
async fn place(api: Api, Path((_p, code)): Path<(String, String)>, Query(typed): Query) -> Answer {
    let on_day = day_of(&api.scope, &code, &typed).await?;
    let (_, place) = on_day.places()?.by_code(&code).ok_or(Problem::NotFound)?;
    json(&PlaceOut::of(place))
}

/// A place's ground as one GeoJSON Feature (WGS84); its geometry is null while nobody has drawn it.
#[utoipa::path(get, path = "/{p}/api/v1/places/{code}/boundary.geojson", tag = "places", operation_id = "get_boundary",
    params(("p" = String, Path), ("code" = String, Path), ("on" = Option<String>, Query)),
    responses((status = 200, content_type = "application/geo+json"), (status = 404), (status = 422)))]
async fn boundary(api: Api, Path((_p, code)): Path<(String, String)>, Query(typed): Query) -> Answer {
    let on_day = day_of(&api.scope, &code, &typed).await?;
    let places = on_day.places()?;
    let (_, place) = places.by_code(&code).ok_or(Problem::NotFound)?;
    files::geojson(&files::feature(places, place), None)
}

/// Every set of boundaries.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BoundarySetList {
    /// The newest first.
    items: Vec<BoundarySetOut>,
    /// Always null: there are few.
    next: Option<String>,
}

/// The sets of boundaries there are, by vintage (PROF-18).
#[utoipa::path(get, path = "/{p}/api/v1/places/sets", tag = "places", operation_id = "list_boundary_sets",
    params(("p" = String, Path)), responses((status = 200, body = BoundarySetList)))]
async fn sets(api: Api, Path(_p): Path<String>) -> Answer {
    let items = boundary_sets::every(&api.scope).await?.iter().map(BoundarySetOut::from).collect();
    json(&BoundarySetList { items, next: None })
}

/// The cartogram: every place that has a hexagon, as HexJSON.
#[utoipa::path(get, path = "/{p}/api/v1/places/cartogram", tag = "places", operation_id = "get_cartogram",
    params(("p" = String, Path)), responses((status = 200, content_type = "application/json")))]
async fn cartogram(api: Api, Path(_p): Path<String>) -> Answer {
    let places = api.scope.snapshot.part::<Places>()?;
    let hexes = to_hexjson(places.layout(), places.lookup().atlas().places()).map_err(Problem::fault)?;
    Ok(([(CONTENT_TYPE, "application/json")], hexes).into_response())
}

/// The day on which a place is told: the one asked for, else today or the nearest on which it held.
async fn day_of(scope: &Scope, code: &str, typed: &Typed) -> Result<OnDay, Problem> {
    let mut errors = FieldErrors::default();
    let asked = day(typed, &mut errors);
    let asked = errors.or(asked)?;
    let nearest = || {
        let place = scope.snapshot.part::<Places>()?.ever(code).ok_or(Problem::NotFound)?;
        Ok::<_, Problem>(place.nearest_day(scope.now.date()))
    };
    let on = asked.map_or_else(nearest, Ok)?;
    OnDay::read(scope, Some(on)).await
}

fn limit(typed: &Typed) -> Result<usize, Problem> {
    match typed.get("limit").filter(|text| !text.is_empty()) {
        None => Ok(USUAL),
        Some(text) => text
            .parse()
            .ok()
            .filter(|limit| (1..=MOST).contains(limit))
            .ok_or_else(|| Problem::field("limit", format!("Enter a limit from 1 to {MOST}"))),
    }
}

/// Where a place stands in the list: kinds have one digit, and codes sort as bytes.
fn cursor(place: &Place) -> String {
    format!("{}{}", place.kind as u8, place.code)
}

fn after(typed: &Typed) -> Result<Option<String>, Problem> {
    let Some(text) = typed.get("after").filter(|text| !text.is_empty()) else { return Ok(None) };
    let read = URL_SAFE_NO_PAD.decode(text).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    read.map(Some).ok_or_else(|| Problem::field("after", "This page does not exist: begin at the first"))
}

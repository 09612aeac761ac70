//! The list of places as files: CSV, JSON and GeoJSON, with the page's filters and its count.

use axum::extract::Path;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderName, HeaderValue};
use axum::response::IntoResponse;
use base::Problem;
use files::written;
use serde_json::{Value, json};
use web::asking::Visit;
use web::{Answer, Query, Typed};

use crate::api::{OverlapList, PlaceList};
use crate::hexes::to_hexjson;
use crate::known::Places;
use crate::listing::{Asked, OnDay, PlaceOut};
use crate::partners::{self, Beside};
use crate::place::Place;

pub(crate) async fn csv(visit: Visit, Path(_p): Path<String>, Query(typed): Query) -> Answer {
    let table = told(&visit, &typed, |_, found| {
        let rows = found.iter().map(|place| PlaceOut::of(place)).map(|place| {
            vec![
                place.code.to_owned(),
                place.name.to_owned(),
                place.kind.to_owned(),
                place.parents.join(" "),
                place.valid_from.to_string(),
                place.valid_to.map_or_else(String::new, |day| day.to_string()),
            ]
        });
        written(&["code", "name", "kind", "parents", "valid_from", "valid_to"], rows).map_err(Problem::fault)
    });
    file(table.await?, "text/csv; charset=utf-8", Some("places.csv"))
}

pub(crate) async fn json_file(visit: Visit, Path(_p): Path<String>, Query(typed): Query) -> Answer {
    let list = told(&visit, &typed, |_, found| {
        let items = found.iter().map(|place| PlaceOut::of(place)).collect();
        serde_json::to_vec(&PlaceList { items, next: None }).map_err(Problem::fault)
    });
    file(list.await?, "application/json", Some("places.json"))
}

pub(crate) async fn geojson_file(visit: Visit, Path(_p): Path<String>, Query(typed): Query) -> Answer {
    let collection = told(&visit, &typed, |places, found| {
        let features: Vec<Value> = found.iter().map(|place| feature(places, place)).collect();
        Ok(json!({ "type": "FeatureCollection", "features": features }))
    });
    geojson(&collection.await?, Some("places.geojson"))
}

/// The shapes that [`crate::map_of`] draws, for the map that moves: simplified, so no boundary to reckon with.
pub(crate) async fn drawn_ground(visit: Visit, Path(_p): Path<String>) -> Answer {
    let scope = &visit.scope;
    let map = scope.snapshot.part::<Places>()?.map(scope).ok_or(Problem::NotFound)?;
    geojson(&map.geojson(), None)
}

/// The places that have a hexagon, as HexJSON.
pub(crate) async fn hexjson(visit: Visit, Path(_p): Path<String>, Query(typed): Query) -> Answer {
    let layout = visit.scope.snapshot.part::<Places>()?.layout();
    let hexes = told(&visit, &typed, |_, found| to_hexjson(layout, found.iter().copied()).map_err(Problem::fault));
    file(hexes.await?, "application/json", Some("places.hexjson"))
}

/// Every overlap of a partner's division and a place of ours.
pub(crate) async fn overlaps_csv(visit: Visit, Path(_p): Path<String>, Query(typed): Query) -> Answer {
    let asked = partners::Asked::read(&typed)?;
    let beside = Beside::read(&visit.scope, asked.on).await?;
    let heading = [
        "place",
        "place_name",
        "place_kind",
        "set",
        "service",
        "organisation",
        "division",
        "division_name",
        "square_metres",
        "share_of_place",
        "share_of_division",
    ];
    let rows = beside.overlaps(&asked)?.into_iter().map(|row| {
        let words = [
            row.place,
            row.place_name,
            row.place_kind,
            row.set,
            row.service,
            row.organisation,
            row.division,
            row.division_name,
        ];
        let figures =
            [row.square_metres.to_string(), row.share_of_place.to_string(), row.share_of_division.to_string()];
        words.into_iter().map(str::to_owned).chain(figures).collect()
    });
    let bytes = written(&heading, rows).map_err(Problem::fault)?;
    file(bytes, "text/csv; charset=utf-8", Some("partners.csv"))
}

pub(crate) async fn overlaps_json(visit: Visit, Path(_p): Path<String>, Query(typed): Query) -> Answer {
    let asked = partners::Asked::read(&typed)?;
    let beside = Beside::read(&visit.scope, asked.on).await?;
    let list = OverlapList { items: beside.overlaps(&asked)?, next: None };
    file(serde_json::to_vec(&list).map_err(Problem::fault)?, "application/json", Some("partners.json"))
}

/// What `tell` makes of the places that were asked for.
async fn told<T>(
    visit: &Visit,
    typed: &Typed,
    tell: impl FnOnce(&Places, &[&Place]) -> Result<T, Problem>,
) -> Result<T, Problem> {
    let asked = Asked::read(typed)?;
    let on_day = OnDay::read(&visit.scope, asked.on).await?;
    let spots = asked.spots(&visit.scope).await?;
    let places = on_day.places()?;
    tell(places, &asked.among(places, &spots))
}

/// A place with its ground, as RFC 7946 has it.
pub(crate) fn feature(places: &Places, place: &Place) -> Value {
    let shape = places.lookup().atlas().shape(place.code.as_str());
    json!({
        "type": "Feature",
        "id": place.code.as_str(),
        "properties": PlaceOut::of(place),
        "geometry": shape.map(crate::Shape::to_geojson),
    })
}

/// An answer in GeoJSON.
pub(crate) fn geojson(value: &Value, name: Option<&'static str>) -> Answer {
    let bytes = serde_json::to_vec(value).map_err(Problem::fault)?;
    file(bytes, "application/geo+json", name)
}

fn file(bytes: Vec<u8>, kind: &'static str, name: Option<&'static str>) -> Answer {
    let mut response = ([(CONTENT_TYPE, kind)], bytes).into_response();
    let headers = response.headers_mut();
    headers.insert(HeaderName::from_static("cache-control"), HeaderValue::from_static("no-cache"));
    if let Some(name) = name {
        let saved = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")).map_err(Problem::fault)?;
        headers.insert(CONTENT_DISPOSITION, saved);
    }
    Ok(response)
}

//! The list of places as files: CSV, JSON and GeoJSON, with the page's filters and its count.

use axum::extract::Path;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderName, HeaderValue};
use axum::response::IntoResponse;
use base::Problem;
use serde_json::{Value, json};
use web::asking::Visit;
use web::{Answer, Query, Typed};

use crate::api::PlaceList;
use crate::known::Places;
use crate::listing::{Asked, OnDay, PlaceOut, spot_of};
use crate::place::Place;

pub(crate) async fn csv(visit: Visit, Path(_p): Path<String>, Query(typed): Query) -> Answer {
    let table = told(&visit, &typed, |_, found| {
        let mut table = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
        table.write_record(["code", "name", "kind", "parents", "valid_from", "valid_to"]).map_err(Problem::fault)?;
        for place in found.iter().map(|place| PlaceOut::of(place)) {
            let valid_to = place.valid_to.map_or_else(String::new, |day| day.to_string());
            let cells = [
                harmless(place.code),
                harmless(place.name),
                place.kind.to_owned(),
                harmless(&place.parents.join(" ")),
                place.valid_from.to_string(),
                valid_to,
            ];
            table.write_record(&cells).map_err(Problem::fault)?;
        }
        table.into_inner().map_err(|error| Problem::fault(error.to_string()))
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

/// What `tell` makes of the places that were asked for.
async fn told<T>(
    visit: &Visit,
    typed: &Typed,
    tell: impl FnOnce(&Places, &[&Place]) -> Result<T, Problem>,
) -> Result<T, Problem> {
    let asked = Asked::read(typed)?;
    let on_day = OnDay::read(&visit.scope, asked.on).await?;
    let spot = spot_of(&visit.scope, asked.postcode).await?;
    let places = on_day.places()?;
    tell(places, &asked.among(places, spot))
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

/// A cell that no spreadsheet takes for a formula.
fn harmless(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

//! Pointing at a spot without scripts: a picture of the map that is a button of the form. Each press marks the spot and
//! comes closer; what was chosen travels in hidden fields.
//!
//! Put [`choose_on_map`] after the form's own button: a browser takes the first button of a form for the Enter key.

use access::Scope;
use askama::Template;
use axum::extract::Path;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse;
use base::Problem;
use web::asking::Visit;
use web::components::{Button, Select};
use web::{Answer, Form, Markup, Query, Typed, Words};

use crate::known::Places;
use crate::map::{Map, View};
use crate::pages::Tiers;
use crate::place::{Kind, Place};
use crate::point::{Bounds, Point};

/// The picture's sides, in pixels: as wide as the narrowest phone has room for. It is never scaled, or a press would mean
/// another spot.
const WIDTH: u32 = 288;
const HEIGHT: u32 = 288;

#[derive(Template)]
#[template(path = "choose.html")]
struct Choose<'a> {
    words: &'a Words,
    picture: String,
    alt: String,
    /// What the numbers on the picture stand for.
    numbered: Vec<&'a str>,
    chosen: Option<String>,
    carried: Markup,
    closer: bool,
}

/// The picture as part of a form, with what was chosen so far: fields `lat`, `lon` and `view`, buttons named `map` and `show`.
/// Nothing while nobody has drawn the partnership's places.
///
/// # Errors
/// A fault when places are not part of this program.
pub fn choose_on_map(scope: &Scope, words: &Words, typed: &Typed) -> Result<Markup, Problem> {
    let places = scope.snapshot.part::<Places>()?;
    let Some(map) = places.map(scope) else { return Ok(Markup::default()) };
    let chosen = spot_chosen(typed);
    let mut asked = Typed::of([("v", scope.snapshot.partnership.epoch.to_string())]);
    if let Some(view) = typed.get("view").filter(|view| Bounds::parse(view).is_some()) {
        asked.set("view", view);
    }
    if let Some(spot) = chosen {
        asked.set("at", format!("{:.6},{:.6}", spot.lat(), spot.lon()));
    }
    let ward = chosen.and_then(|spot| places.lookup().ward(spot).or(places.lookup().at(spot).first().copied()));
    let closer = asked.get("view").is_some();
    let choose = Choose {
        words,
        picture: format!("{}/map.svg?{}", scope.url(access::Page::Places), asked.query()),
        alt: words.places_choose_picture(&scope.snapshot.partnership.name),
        numbered: map.numbered(&view_of(map, typed.get("view")), chosen),
        chosen: ward.map(|ward| words.places_choose_chosen(&ward.name)),
        carried: typed.carry(["lat", "lon", "view"]),
        closer,
    };
    choose.render().map(Markup::trusted).map_err(Problem::fault)
}

/// Takes a press on the picture into what was typed. Whether there was one: then the form is shown again.
///
/// # Errors
/// A fault when places are not part of this program.
pub fn click(scope: &Scope, typed: &mut Typed) -> Result<bool, Problem> {
    if typed.get("show") == Some("whole") {
        typed.set("view", "");
        return Ok(true);
    }
    let Some(sent) = typed.get("map.x").zip(typed.get("map.y")) else { return Ok(false) };
    let pixel = |text: &str| text.trim().parse::<u32>().ok();
    let Some((x, y)) = pixel(sent.0).zip(pixel(sent.1)) else { return Ok(true) };
    let Some(map) = scope.snapshot.part::<Places>()?.map(scope) else { return Ok(true) };
    let view = view_of(map, typed.get("view"));
    // By keyboard the button is pressed nowhere, which browsers send as its corner.
    let Some(spot) = map.clicked(&view, x, y).filter(|_| (x, y) != (0, 0)) else { return Ok(true) };
    typed.set("lat", format!("{:.6}", spot.lat()));
    typed.set("lon", format!("{:.6}", spot.lon()));
    if let Some(bounds) = map.closer(&view, x, y).and_then(|closer| map.bounds(&closer)) {
        let (low, high) = (bounds.south_west(), bounds.north_east());
        typed.set("view", format!("{:.6},{:.6},{:.6},{:.6}", low.lon(), low.lat(), high.lon(), high.lat()));
    }
    Ok(true)
}

/// The spot that a form carries as `lat` and `lon`.
#[must_use]
pub fn spot_chosen(typed: &Typed) -> Option<Point> {
    let degrees = |name: &str| typed.get(name).and_then(|text| text.trim().parse().ok());
    Point::new(degrees("lat")?, degrees("lon")?)
}

/// A list of wards to drop down, by name, with their codes: a field `place`.
///
/// # Errors
/// A fault when places are not part of this program.
pub fn ward_select(scope: &Scope, words: &Words, form: &Form, question: &str) -> Result<Select, Problem> {
    let atlas = scope.snapshot.part::<Places>()?.lookup().atlas();
    let mut wards: Vec<&Place> = atlas.of_kind(Kind::Ward).collect();
    wards.sort_by(|a, b| a.name.cmp(&b.name));
    let wards = wards.iter().map(|ward| (ward.code.as_str(), ward.name.as_str()));
    Ok(form.select("place", question).option("", words.places_choose_ward(Tiers::of(scope, words).ward)).options(wards))
}

/// The picture itself. Its address changes with whatever it shows, so that a browser may keep it.
pub(super) async fn picture(visit: Visit, Path(_p): Path<String>, Query(typed): Query) -> Answer {
    let scope = &visit.scope;
    let map = scope.snapshot.part::<Places>()?.map(scope).ok_or(Problem::NotFound)?;
    let title = visit.words.places_map_title(&scope.snapshot.partnership.name);
    let image = map.image(&view_of(map, typed.get("view")), &title, typed.get("at").and_then(Point::parse));
    let headers = [(CONTENT_TYPE, "image/svg+xml"), (CACHE_CONTROL, "private, max-age=3600")];
    Ok((headers, image).into_response())
}

fn view_of(map: &Map, view: Option<&str>) -> View {
    match view.and_then(Bounds::parse) {
        Some(bounds) => map.view_of(&bounds, WIDTH, HEIGHT),
        None => map.whole(WIDTH, HEIGHT),
    }
}

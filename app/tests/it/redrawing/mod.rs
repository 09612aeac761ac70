//! Lines drawn anew from a day on (MAN-02, XC-03): proposed, looked at, agreed, done as long work; every record found by the
//! lines of then and of now.

mod hard_cases;
mod many;
mod walsall;

use access::Role;
use base::{Date, days};
use serde_json::{Value, json};
use web::testing::assert_page;

use crate::harness::{Caller, TestApp};

const REDRAWS: &str = "/walsall/admin/redraws";

pub fn feature(code: &str, name: &str, [west, south, east, north]: [f64; 4]) -> Value {
    let ring = json!([[west, south], [east, south], [east, north], [west, north], [west, south]]);
    json!({"type": "Feature", "properties": {"WD27CD": code, "WD27NM": name},
        "geometry": {"type": "Polygon", "coordinates": [ring]}})
}

pub fn collection(features: &[Value]) -> Vec<u8> {
    json!({"type": "FeatureCollection", "features": features}).to_string().into_bytes()
}

/// The town in two halves, so that its four wards end.
pub fn halves() -> Vec<u8> {
    collection(&[
        feature("E05090001", "West Side", [-2.01, 52.57, -1.97, 52.63]),
        feature("E05090002", "East Side", [-1.97, 52.57, -1.93, 52.63]),
    ])
}

pub fn administrator(app: &TestApp) -> Caller<'_> {
    app.api(&app.walsall.worker(Role::Administrator).token)
}

pub fn director(app: &TestApp) -> Caller<'_> {
    app.api(&app.walsall.worker(Role::Director).token)
}

pub fn day(app: &TestApp, after: i64) -> Date {
    app.site.clock.now().plus(days(after)).date()
}

/// Has lines proposed, and answers what is known of the proposal once it was counted.
pub async fn proposed(app: &TestApp, kind: &str, from: Date, whole: bool, file: &[u8]) -> Value {
    looked_at(app, &format!("kind={kind}&from={from}&whole={whole}"), file).await
}

/// A file put in with what is `said` of it, and what it would do.
pub async fn looked_at(app: &TestApp, said: &str, file: &[u8]) -> Value {
    let path = format!("/walsall/api/v1/redraws?{said}&reason=The%20review%20of%202027");
    let caller = administrator(app);
    let sent = caller.send(axum::http::Method::POST, &path, Some("application/geo+json"), file.to_vec().into());
    let begun = sent.await.is(202).json();
    app.run_jobs().await;
    let id = begun["id"].as_str().expect("an id");
    administrator(app).get(&format!("/walsall/api/v1/redraws/{id}")).await.is(200).json()
}

pub async fn drawn(app: &TestApp, proposal: &Value) -> Value {
    let id = proposal["id"].as_str().expect("an id");
    let path = format!("/walsall/api/v1/redraws/{id}/run");
    administrator(app).send(axum::http::Method::POST, &path, None, axum::body::Body::empty()).await.is(202);
    app.run_jobs().await;
    administrator(app).get(&format!("/walsall/api/v1/operations/{id}")).await.is(200).json()
}

/// Tells something at a spot, and makes an issue there.
pub async fn told_at(app: &TestApp, category: &str, title: &str, lat: f64, lon: f64) -> String {
    let told = json!({"category": category, "description": "It is out", "lat": lat, "lon": lon});
    let concern = app.anyone().post_json("/walsall/api/v1/concerns", &told).await.is(201).json();
    let reference = concern["reference"].as_str().expect("a reference");
    let new = json!({"title": title, "category": category, "concerns": [reference]});
    let opened = director(app).post_json("/walsall/api/v1/issues", &new).await.is(201).json();
    opened["reference"].as_str().expect("a reference").to_owned()
}

/// The references of a list of the API, in order of the alphabet.
pub async fn listed(caller: &Caller<'_>, list: &str) -> Vec<String> {
    let list = caller.get(&format!("/walsall/api/v1/{list}")).await.is(200).json();
    let items = list["items"].as_array().expect("a list").iter();
    let mut all: Vec<String> = items.map(|one| one["reference"].as_str().expect("a reference").to_owned()).collect();
    all.sort();
    all
}

stories! {
    async fn lines_are_looked_at_agreed_and_drawn_and_records_are_found_by_both(app) {
        let north_east = told_at(&app, "street-light", "Lamps out in Mill Lane", 52.609, -1.955).await;
        let north_west = told_at(&app, "litter", "Cans on the green", 52.609, -1.985).await;
        let from = day(&app, 10);
        let proposal = proposed(&app, "ward", from, true, &halves()).await;
        assert_eq!((&proposal["state"], proposal["begins"].as_array().map(Vec::len), proposal["ends"].as_array().map(Vec::len)),
            (&json!("checked"), Some(2), Some(4)), "{proposal}");
        let moved = json!([
            {"from": "North East", "to": "East Side", "concerns": 1, "issues": 1},
            {"from": "North West", "to": "West Side", "concerns": 1, "issues": 1},
        ]);
        let mut found = proposal["moved"].as_array().expect("what moves").clone();
        found.sort_by_key(|one| one["from"].as_str().map(str::to_owned));
        assert_eq!(Value::Array(found), moved);
        assert_eq!(listed(&director(&app), "issues?place=north-east").await, std::slice::from_ref(&north_east), "nothing changes by looking");
        app.get("/walsall/places/E05090002").await.is(404);

        let done = drawn(&app, &proposal).await;
        assert_eq!(done["state"], "done");
        assert!(done["reason"].as_str().expect("a sentence").contains("Records are placed by them on that day"), "{done}");
        assert_eq!(listed(&director(&app), "issues?place=north-east&lines=now").await, std::slice::from_ref(&north_east), "until the day nothing moves");

        app.advance(days(10));
        app.run_jobs().await;
        for (list, public) in [("issues", true), ("concerns?status=considering", false)] {
            let and = if list.contains('?') { '&' } else { '?' };
            let by = director(&app);
            let of = async |place: &str, lines: &str| listed(&by, &format!("{list}{and}place={place}{lines}")).await.len();
            assert_eq!((of("north-east", "").await, of("north-east", "&lines=now").await), (1, 0), "{list}");
            assert_eq!((of("E05090002", "").await, of("E05090002", "&lines=now").await), (0, 1), "{list}");
            assert_eq!((of("area-1", "").await, of("area-1", "&lines=now").await), (2, 2), "{list}");
            if public {
                let seen = listed(&app.anyone(), "issues?place=E05090001&lines=now").await;
                assert_eq!(seen, std::slice::from_ref(&north_west));
            }
        }
        director(&app).get("/walsall/api/v1/issues?lines=soon").await.is(422);
        let table = app.get("/walsall/issues.csv?place=E05090002&lines=now").await.is(200);
        assert!(table.body.contains(&north_east) && table.body.contains("E05090002") && !table.body.contains("north-east"), "{}", table.body);
        let page = app.get("/walsall/issues?place=E05090002&lines=now").await.is(200);
        assert_page(&page.body);
        assert!(page.body.contains("Lamps out in Mill Lane") && page.body.contains("lines=then"), "{}", page.body);
        let page = app.get("/walsall/issues?place=north-east").await.is(200);
        assert!(page.body.contains("Lamps out in Mill Lane") && page.body.contains("North East (until"), "{}", page.body);
        let place = app.get("/walsall/places/E05090002?lines=now").await.is(200);
        assert_page(&place.body);
        assert!(place.body.contains("Lamps out in Mill Lane"), "{}", place.body);
        assert!(!app.get("/walsall/places/E05090002").await.is(200).body.contains("Lamps out in Mill Lane"));
        let gone = app.get("/walsall/places/north-east").await.is(200);
        assert_page(&gone.body);
        assert!(gone.body.contains("The review of 2027") && gone.body.contains("/walsall/issues?place=north-east"), "{}", gone.body);

        let new = told_at(&app, "litter", "Bins in Mill Lane", 52.609, -1.955).await;
        for lines in ["", "&lines=now"] {
            assert!(listed(&app.anyone(), &format!("issues?place=E05090002{lines}")).await.contains(&new), "what comes in now lies by the new lines");
        }
    }

    async fn lines_from_a_day_in_the_past_place_what_came_in_since_by_them_alone(app) {
        let old = told_at(&app, "litter", "Cans on the green", 52.609, -1.985).await;
        app.advance(days(20));
        let new = told_at(&app, "street-light", "Lamps out in Mill Lane", 52.609, -1.985).await;
        let proposal = proposed(&app, "ward", day(&app, -5), true, &halves()).await;
        let done = drawn(&app, &proposal).await;
        assert_eq!((&done["state"], &done["done"]), (&json!("done"), &json!(4)), "{done}");
        assert_eq!(listed(&app.anyone(), "issues?place=north-west").await, std::slice::from_ref(&old));
        assert_eq!(listed(&app.anyone(), "issues?place=E05090001").await, std::slice::from_ref(&new));
        let mut both = vec![old, new];
        both.sort();
        assert_eq!(listed(&app.anyone(), "issues?place=E05090001&lines=now").await, both);
        let again = proposed(&app, "ward", day(&app, -5), true, &collection(&[
            feature("E05090003", "All of it", [-2.01, 52.57, -1.93, 52.63]),
        ])).await;
        drawn(&app, &again).await;
        assert_eq!(listed(&app.anyone(), "issues?place=E05090003&lines=now").await, both, "and again, and nothing is lost");
        assert_eq!(listed(&app.anyone(), "issues?place=E05090003").await.len(), 1);
    }

    async fn two_sets_of_lines_say_no_more_of_a_matter_than_one(app) {
        let quiet = told_at(&app, "feeling-unsafe", "Dark corners by the shops", 52.609, -1.955).await;
        app.advance(days(1));
        let proposal = proposed(&app, "ward", day(&app, 0), true, &halves()).await;
        drawn(&app, &proposal).await;
        for lines in ["", "&lines=now"] {
            assert_eq!(listed(&app.anyone(), &format!("issues?place=north-east{lines}")).await, std::slice::from_ref(&quiet), "the public knows it by its ward of then");
            assert_eq!(listed(&app.anyone(), &format!("issues?place=E05090002{lines}")).await, [""; 0], "and by no second ward");
        }
        assert_eq!(listed(&director(&app), "issues?place=E05090002&lines=now").await, std::slice::from_ref(&quiet), "who works on it finds it by both");
        let told = app.get(&format!("/walsall/api/v1/issues/{quiet}")).await.is(200);
        assert!(!told.body.contains("E05090002"), "{}", told.body);
    }

    async fn the_pages_do_what_programs_do(app) {
        told_at(&app, "street-light", "Lamps out in Mill Lane", 52.609, -1.955).await;
        let ada = app.as_role(Role::Administrator).await;
        let empty = ada.get(REDRAWS).await.is(200);
        assert_page(&empty.body);
        let from = day(&app, 0);
        let (d, m, y) = (from.day().to_string(), from.month().to_string(), from.year().to_string());
        let mut typed = vec![("kind", "ward"), ("whole", "yes"), ("from-day", d.as_str()), ("from-month", m.as_str()), ("from-year", y.as_str())];
        let wrong = ada.post_upload(REDRAWS, &typed, Some(("wards.geojson", &halves()[..]))).await.is(422);
        assert_page(&wrong.body);
        assert!(wrong.body.contains("Say why the lines change"), "{}", wrong.body);
        typed.push(("reason", "The review of 2027"));
        let none = ada.post_upload(REDRAWS, &typed, Some(("wards.geojson", &b""[..]))).await.is(422);
        assert!(none.body.contains("The review of 2027") && none.body.contains("not empty"), "what was typed stays\n{}", none.body);
        let page = ada.post_upload(REDRAWS, &typed, Some(("wards.geojson", &halves()[..]))).await.is(303).leads_to().to_owned();
        let counting = ada.get(&page).await.is(200);
        assert_page(&counting.body);
        assert_eq!(counting.header("refresh"), "2");
        app.run_jobs().await;
        let counted = ada.get(&page).await.is(200);
        assert_page(&counted.body);
        assert!(counted.statements <= 8, "{} statements", counted.statements);
        for says in ["Nothing has changed yet", "Longitude and latitude", "North East", "East Side", "Draw these lines from"] {
            assert!(counted.body.contains(says), "{says}\n{}", counted.body);
        }
        let done = ada.post_form(&format!("{page}/run"), &[]).await.is(303).leads_to().to_owned();
        app.run_jobs().await;
        let done = ada.get(&done).await.is(200);
        assert!(done.body.contains("It was done to its end"), "{}", done.body);
        ada.post_form(&format!("{page}/run"), &[]).await.is(409);
        let one = ada.get("/walsall/admin/places/north-east").await.is(200);
        assert!(one.body.contains("Why it ended") && one.body.contains("The review of 2027"), "{}", one.body);
        let concerns = app.as_role(Role::Director).await.get("/walsall/concerns?status=any&place=E05090002&lines=now").await.is(200);
        assert_page(&concerns.body);
        assert!(concerns.body.contains("It is out") && concerns.body.contains("as they are drawn today"), "{}", concerns.body);
    }

    async fn areas_are_composed_anew_of_wards_from_a_day_on(app) {
        let lamps = told_at(&app, "street-light", "Lamps out in Mill Lane", 52.609, -1.955).await;
        let from = day(&app, 10);
        let compose = async |wards: Value| {
            let sent = json!({"from": from, "reason": "The north is too large", "wards": wards});
            administrator(&app).post_json("/walsall/api/v1/redraws/areas", &sent).await
        };
        compose(json!({})).await.is(422);
        assert!(compose(json!({"north-east": "north-west"})).await.is(422).body.contains("is no area on that day"));
        assert!(compose(json!({"north-east": "area-1"})).await.is(422).body.contains("from that day on anyway"));
        let begun = compose(json!({"north-east": "area-2", "north-west": "area-2"})).await.is(202).json();
        app.run_jobs().await;
        let id = begun["id"].as_str().expect("an id");
        let told = administrator(&app).get(&format!("/walsall/api/v1/redraws/{id}")).await.is(200).json();
        let notes = told["notes"].to_string();
        assert!(notes.contains("North East goes from North area to South area") && notes.contains("North area would be left without any ward"), "{told}");
        assert_eq!(told["moved"], json!([{"from": "North area", "to": "South area", "concerns": 1, "issues": 1}]));
        drawn(&app, &told).await;
        app.advance(days(11));
        app.run_jobs().await;
        assert_eq!(listed(&app.anyone(), "issues?place=area-1").await, std::slice::from_ref(&lamps));
        assert_eq!(listed(&app.anyone(), "issues?place=area-1&lines=now").await, [""; 0]);
        assert_eq!(listed(&app.anyone(), "issues?place=area-2&lines=now").await, [lamps]);

        let ada = app.as_role(Role::Administrator).await;
        let page = ada.get("/walsall/admin/redraws/areas").await.is(200);
        assert_page(&page.body);
        let wrong = ada.post_form("/walsall/admin/redraws/areas", &[("ward-north-east", "area-1"), ("reason", "Back again")]).await.is(422);
        assert_page(&wrong.body);
        assert!(wrong.body.contains("Back again"), "{}", wrong.body);
        let from = day(&app, 1);
        let (d, m, y) = (from.day().to_string(), from.month().to_string(), from.year().to_string());
        let typed = [("ward-north-east", "area-1"), ("reason", "Back again"), ("from-day", d.as_str()), ("from-month", m.as_str()), ("from-year", y.as_str())];
        let to = ada.post_form("/walsall/admin/redraws/areas", &typed).await.is(303).leads_to().to_owned();
        app.run_jobs().await;
        let counted = ada.get(&to).await.is(200);
        assert!(counted.body.contains("North East goes from South area to North area"), "{}", counted.body);
    }

    async fn a_place_shows_what_stands_open_there_before_it_ends(app) {
        told_at(&app, "street-light", "Lamps out in Mill Lane", 52.609, -1.955).await;
        let ada = app.as_role(Role::Administrator).await;
        let page = ada.get("/walsall/admin/places/north-east/end").await.is(200);
        assert_page(&page.body);
        assert!(page.body.contains("1 issue"), "{}", page.body);
        let from = day(&app, 1);
        let (d, m, y) = (from.day().to_string(), from.month().to_string(), from.year().to_string());
        let typed = [("from-day", d.as_str()), ("from-month", m.as_str()), ("from-year", y.as_str()), ("reason", "It is divided")];
        ada.post_form("/walsall/admin/places/north-east/end", &typed).await.is(303);
        app.advance(days(2));
        assert!(app.get("/walsall/places/north-east").await.is(200).body.contains("Why it ended: It is divided"));
    }

    async fn an_area_takes_in_a_piece_of_another_by_agreement(app) {
        let north = told_at(&app, "street-light", "Lamps out in Mill Lane", 52.602, -1.955).await;
        app.advance(days(1));
        let ada = app.as_role(Role::Administrator).await;
        let page = "/walsall/admin/places/area-2/exceptions";
        assert_page(&ada.get(page).await.is(200).body);
        ada.get("/walsall/admin/places/north-east/exceptions").await.is(404);
        let from = day(&app, 0);
        let (d, m, y) = (from.day().to_string(), from.month().to_string(), from.year().to_string());
        let typed = [("change", "added"), ("other", "area-1"), ("from-day", d.as_str()), ("from-month", m.as_str()), ("from-year", y.as_str()),
            ("reason", "The canal is where people say the area ends")];
        let far = collection(&[feature("x", "y", [-1.96, 52.585, -1.95, 52.59])]);
        let wrong = ada.post_upload(page, &typed, Some(("piece.geojson", &far[..]))).await.is(422);
        assert_page(&wrong.body);
        assert!(wrong.body.contains("in the area already") && wrong.body.contains("The canal is where"), "{}", wrong.body);
        let piece = collection(&[feature("x", "y", [-1.96, 52.6, -1.95, 52.605])]);
        ada.post_upload(page, &typed, Some(("piece.geojson", &piece[..]))).await.is(303);
        app.run_jobs().await;
        let one = ada.get("/walsall/admin/places/area-2").await.is(200);
        assert!(one.body.contains("Takes in a piece") && one.body.contains("The canal is where"), "{}", one.body);
        assert_eq!(listed(&app.anyone(), "issues?place=area-2&lines=now").await, std::slice::from_ref(&north));
        assert_eq!(listed(&app.anyone(), "issues?place=area-1&lines=now").await, [""; 0]);
        assert_eq!(listed(&app.anyone(), "issues?place=area-1").await, std::slice::from_ref(&north), "what was told before keeps its area");

        let api = "/walsall/api/v1/places/area-2/exceptions";
        let agreed = administrator(&app).get(api).await.is(200).json();
        let end = format!("{page}/{}/end", agreed["items"][0]["id"].as_str().expect("an id"));
        assert!(one.body.contains(&end), "{}", one.body);
        assert_page(&ada.get(&end).await.is(200).body);
        let early = [("from-day", d.as_str()), ("from-month", m.as_str()), ("from-year", y.as_str()), ("reason", "The bridge is open")];
        let wrong = ada.post_form(&end, &early).await.is(422);
        assert_page(&wrong.body);
        assert!(wrong.body.contains("Choose a later day") && wrong.body.contains("The bridge is open"), "{}", wrong.body);
        ada.get(&end.replace("area-2", "area-1")).await.is(404);
        app.as_role(Role::Director).await.get(&end).await.is(403);
        let from = day(&app, 3);
        let (d, m, y) = (from.day().to_string(), from.month().to_string(), from.year().to_string());
        let later = [("from-day", d.as_str()), ("from-month", m.as_str()), ("from-year", y.as_str()), ("reason", "The bridge is open")];
        ada.post_form(&end, &later).await.is(303);
        ada.post_form(&end, &later).await.is(422);
        assert_eq!(listed(&app.anyone(), "issues?place=area-2&lines=now").await, std::slice::from_ref(&north), "until the day it holds");
        app.advance(days(4));
        app.run_jobs().await;
        assert_eq!(listed(&app.anyone(), "issues?place=area-1&lines=now").await, std::slice::from_ref(&north), "both areas are as their wards are");
        assert_eq!(listed(&app.anyone(), "issues?place=area-2&lines=now").await, [""; 0]);
        let ada = app.as_role(Role::Administrator).await;
        for area in ["area-1", "area-2"] {
            let kept = ada.get(&format!("/walsall/admin/places/{area}")).await.is(200);
            assert!(kept.body.contains("The canal is where") && kept.body.contains("The bridge is open"), "{}", kept.body);
        }
        let kept = administrator(&app).get(api).await.is(200).json();
        assert_eq!(kept["items"][0]["ended_reason"], "The bridge is open");
    }
}

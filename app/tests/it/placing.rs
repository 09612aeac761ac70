//! Places set up by an administrator: declared, renamed, reviewed, ended; what the public then sees (MAN-02, WAL-01,
//! WAL-05, WAL-06).

use access::Role;
use serde_json::{Value, json};

use crate::harness::{Caller, TestApp, assert_page};

fn administrator(app: &TestApp) -> Caller<'_> {
    app.api(&app.walsall.worker(Role::Administrator).token)
}

fn today(app: &TestApp) -> base::Date {
    app.site.clock.now().date()
}

fn later(app: &TestApp, by: i64) -> base::Date {
    app.site.clock.now().plus(base::days(by)).date()
}

async fn place(app: &TestApp, code: &str, on: base::Date) -> Value {
    app.get(&format!("/walsall/api/v1/places/{code}?on={on}")).await.is(200).json()
}

/// A quarter of a ward, around the given middle.
fn square(lat: f64, lon: f64) -> Value {
    let (south, north, west, east) = (lat - 0.002, lat + 0.002, lon - 0.002, lon + 0.002);
    json!({"type": "Polygon", "coordinates": [[[west, south], [east, south], [east, north], [west, north], [west, south]]]})
}

fn focus(app: &TestApp) -> Value {
    json!({
        "kind": "place_of_focus", "name": "Mill Lane", "from": today(app), "boundary": square(52.609, -1.955),
        "reasons": {
            "consultation": "Tenants drew it at the summer fair", "evidence": "Nine reports a month",
            "ends_when": "Fewer than two a month for half a year", "review_on": later(app, 90),
        },
    })
}

stories! {
    async fn an_area_is_made_of_wards_from_a_day_on_and_what_was_before_stays(app) {
        let from = today(&app);
        let before = from.yesterday().expect("a day");
        let new = json!({"kind": "area", "name": "East side", "from": from, "wards": ["north-east", "south-east"]});
        let made = administrator(&app).post_json("/walsall/api/v1/places", &new).await.is(201).json();
        assert_eq!((made["code"].as_str(), made["kind"].as_str()), (Some("east-side"), Some("area")));
        assert_eq!(place(&app, "north-east", from).await["parents"], json!(["east-side"]));
        assert_eq!(place(&app, "north-east", before).await["parents"], json!(["area-1"]));
        assert_eq!(place(&app, "north-west", from).await["parents"], json!(["area-1"]));
        let page = app.get("/walsall/places/east-side").await.is(200);
        assert!(page.body.contains("North East") && page.body.contains("<svg"), "{}", page.body);
    }

    async fn what_cannot_be_a_place_is_told_field_by_field(app) {
        let ada = administrator(&app);
        let from = today(&app);
        for (sent, field, says) in [
            (json!({"kind": "ward", "name": "New", "from": from}), "kind", "boundary file"),
            (json!({"kind": "area", "name": "Nobody's", "from": from}), "wards", "Choose the wards"),
            (json!({"kind": "area", "name": "Odd", "from": from, "wards": ["area-1"]}), "wards", "no ward on that day"),
            (json!({"kind": "area", "name": "North area", "code": "area-1", "from": from, "wards": ["north-east"]}), "code", "another place"),
            (json!({"kind": "area", "name": "   ", "code": "blank", "from": from, "wards": ["north-east"]}), "name", "Enter what it is called"),
            (json!({"kind": "place_of_focus", "name": "No reasons", "from": from, "wards": ["north-east"]}), "evidence", "what shows"),
            (json!({"kind": "neighbourhood", "name": "Bow", "from": from, "boundary":
                {"type": "Polygon", "coordinates": [[[-1.96, 52.60], [-1.95, 52.61], [-1.95, 52.60], [-1.96, 52.61], [-1.96, 52.60]]]}}),
                "file", "crosses itself at longitude -1.955000, latitude 52.605000"),
        ] {
            let told = ada.post_json("/walsall/api/v1/places", &sent).await.is(422).json();
            let against = told["fields"].as_array().expect("errors").iter().find(|error| error["field"] == field);
            let against = against.unwrap_or_else(|| panic!("nothing against {field}: {told}"));
            assert!(against["message"].as_str().expect("a sentence").contains(says), "{told}");
        }
    }

    async fn a_place_of_focus_has_both_its_reasons_is_reviewed_and_ends(app) {
        let ada = administrator(&app);
        let made = ada.post_json("/walsall/api/v1/places", &focus(&app)).await.is(201).json();
        assert_eq!((made["code"].as_str(), &made["parents"]), (Some("mill-lane"), &json!(["area-1"])));
        let told = json!({"category": "street-light", "description": "A lamp is out", "lat": 52.609, "lon": -1.955});
        let heard = app.anyone().post_json("/walsall/api/v1/concerns", &told).await.is(201).json();
        assert!(heard["reference"].is_string());

        let signed_in = app.signed_in(app.walsall.worker(Role::Administrator)).await;
        let page = signed_in.get("/walsall/admin/places/mill-lane").await.is(200);
        assert_page(&page.body);
        assert!(page.body.contains("Tenants drew it") && page.body.contains("Next review"), "{}", page.body);
        app.advance(base::days(91));
        let due = app.signed_in(app.walsall.worker(Role::Administrator)).await.get("/walsall/admin/places").await.is(200);
        assert_page(&due.body);
        assert!(due.body.contains("Review due since"), "{}", due.body);

        let next = later(&app, 180);
        let review = json!({"consultation": "Tenants again", "evidence": "One a month", "ends_when": "The same", "review_on": next});
        ada.post_json("/walsall/api/v1/places/mill-lane/review", &review).await.is(200);
        ada.post_json("/walsall/api/v1/places/area-1/review", &review).await.is(422);
        let from = today(&app);
        ada.post_json("/walsall/api/v1/places/mill-lane/end", &json!({"from": from, "reason": ""})).await.is(422);
        ada.post_json("/walsall/api/v1/places/mill-lane/end", &json!({"from": from, "reason": "One a month since May"})).await.is(200);
        let again = ada.post_json("/walsall/api/v1/places/mill-lane/end", &json!({"from": from, "reason": "Twice"})).await.is(422);
        assert!(again.body.contains("already"), "{}", again.body);
        let gone = app.get("/walsall/places/mill-lane").await.is(200);
        assert_page(&gone.body);
        assert!(gone.body.contains("Mill Lane ended on") && gone.body.contains("/walsall/places/north-east"), "{}", gone.body);
        assert_eq!(app.get("/walsall/places/nowhere").await.status, 404);
    }

    async fn the_pages_keep_what_was_typed_and_do_what_the_api_does(app) {
        let ada = app.signed_in(app.walsall.worker(Role::Administrator)).await;
        let new = ada.get("/walsall/admin/places/new").await.is(200);
        assert_page(&new.body);
        assert!(new.body.contains("North East") && new.body.contains("enctype=\"multipart/form-data\""), "{}", new.body);
        let wrong = ada.post_form("/walsall/admin/places/north-east/end", &[("from-day", "31"), ("from-month", "2"), ("from-year", "2027"), ("reason", "It is divided")]).await.is(422);
        assert_page(&wrong.body);
        assert!(wrong.body.contains("It is divided"), "{}", wrong.body);
        ada.post_form("/walsall/admin/places/north-east", &[("act", "rename"), ("name", "")]).await.is(422);
        let renamed = ada.post_form("/walsall/admin/places/north-east", &[("act", "rename"), ("name", "Upper Town")]).await.is(303);
        let page = ada.get(renamed.leads_to()).await.is(200);
        assert!(page.body.contains("Upper Town") && page.body.contains("It is renamed"), "{}", page.body);
        assert!(app.get("/walsall/places/north-east").await.is(200).body.contains("Upper Town"));
        let all = ada.get("/walsall/admin/places").await.is(200);
        assert_page(&all.body);
        ada.get("/walsall/admin/places/nowhere").await.is(404);
    }
}

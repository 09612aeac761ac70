//! Partners' own boundaries against ours: whose lines match, whose cut across, who works where (MAN-25, SAL-35, WAL-40,
//! ASK-20).

use access::Role;
use base::Date;
use serde_json::{Value, json};

use crate::harness::{Caller, TestApp, assert_page};

fn administrator(app: &TestApp) -> Caller<'_> {
    app.api(&app.walsall.worker(Role::Administrator).token)
}

fn today(app: &TestApp) -> Date {
    app.site.clock.now().date()
}

fn sector(name: &str, west: f64, south: f64, east: f64, north: f64) -> Value {
    json!({"type": "Feature", "properties": {"NAME": name}, "geometry": {"type": "Polygon", "coordinates":
        [[[west, south], [east, south], [east, north], [west, north], [west, south]]]}})
}

/// Three sectors: the north whole, the south cut through the south-east ward; and one in another county.
fn sectors(app: &TestApp) -> Value {
    let lines = json!({"type": "FeatureCollection", "features": [
        sector("North sector", -2.1, 52.6, -1.8, 52.7), sector("South East sector", -1.955, 52.5, -1.8, 52.6),
        sector("South West sector", -2.1, 52.5, -1.955, 52.6), sector("Coast sector", -3.0, 51.0, -2.9, 51.1),
    ]});
    json!({
        "organisation": "highways", "service": "policing", "name": "Police sectors", "code": "police-sectors",
        "source": "The force, under the Open Government Licence", "from": today(app), "lines": lines,
    })
}

fn shares<'a>(rows: &'a Value, place: &str) -> Vec<(&'a str, f64)> {
    let rows = rows["items"].as_array().expect("rows").iter().filter(|row| row["place"] == place);
    rows.map(|row| (row["division_name"].as_str().expect("a name"), row["share_of_place"].as_f64().expect("a share")))
        .collect()
}

stories! {
    async fn a_partners_lines_are_measured_against_ours_once_and_told_everywhere(app) {
        let ada = administrator(&app);
        assert_page(&app.get("/walsall/places/partners").await.is(200).body);
        let taken = ada.post_json("/walsall/api/v1/places/partner-sets", &sectors(&app)).await.is(201).json();
        assert_eq!((&taken["divisions"], &taken["unchanged"]), (&json!(3), &json!(false)));
        assert!(taken["warnings"][0].as_str().expect("a warning").contains("Coast sector lies outside"), "{taken}");

        let rows = app.get("/walsall/api/v1/places/partners").await.is(200).json();
        assert_eq!(shares(&rows, "north-east"), [("North sector", 1.0)]);
        let [(east, more), (west, less)] = shares(&rows, "south-east")[..] else { panic!("{rows}") };
        assert_eq!((east, west), ("South East sector", "South West sector"));
        assert!((more + less - 1.0).abs() < 0.01 && less > 0.2, "{rows}");
        assert_eq!(shares(&rows, "area-1"), [("North sector", 1.0)]);
        let sets = app.get("/walsall/api/v1/places/partner-sets").await.is(200).json();
        assert_eq!(sets["items"][0]["fits"]["ward"], json!({"whole": 3, "cut": 1, "not_covered": 0}), "{sets}");
        assert_eq!(sets["items"][0]["fits"]["area"], json!({"whole": 1, "cut": 1, "not_covered": 0}));

        let list = app.get("/walsall/places/partners").await.is(200);
        assert_page(&list.body);
        assert!(list.body.contains("Police sectors") && list.body.contains("3 in one division, 1 cut"), "{}", list.body);
        let page = app.get("/walsall/places/partners/police-sectors").await.is(200);
        assert_page(&page.body);
        assert!(page.body.contains("Open Government Licence") && page.body.contains("Broken dark line"), "{}", page.body);
        let place = app.get("/walsall/places/south-east").await.is(200);
        assert_page(&place.body);
        assert!(place.body.contains("Who else works here") && place.body.contains("of this place"), "{}", place.body);
        let elsewhere = app.get("/salford/api/v1/places/partners").await.is(200).json();
        assert_eq!(elsewhere["items"], json!([]), "another partnership has none of it");

        let csv = app.get("/walsall/places/partners.csv?place=south-east").await.is(200);
        assert_eq!(csv.body.lines().count(), 3, "{}", csv.body);
        let all = app.get("/walsall/places/partners.json").await.is(200).json();
        assert_eq!(all["items"], rows["items"], "the same rows in every form");
        let first = app.get("/walsall/api/v1/places/partners?limit=2").await.is(200).json();
        let next = format!("/walsall/api/v1/places/partners?after={}", first["next"].as_str().expect("more"));
        let rest = app.get(&next).await.is(200).json();
        let both = [first["items"].as_array(), rest["items"].as_array()].into_iter().flatten().flatten();
        assert_eq!(both.cloned().collect::<Vec<_>>(), rows["items"].as_array().expect("rows").clone());
    }

    async fn the_same_again_changes_nothing_later_lines_follow_and_lines_end(app) {
        let (ada, sets) = (administrator(&app), "/walsall/api/v1/places/partner-sets");
        ada.post_json(sets, &sectors(&app)).await.is(201);
        assert_eq!(ada.post_json(sets, &sectors(&app)).await.is(201).json()["unchanged"], true);
        let before = today(&app);
        app.advance(base::days(40));
        let mut later = sectors(&app);
        later["lines"] = Value::Null;
        later["covers"] = json!({"One sector": ["North East", "north-west", "South East", "south-west"]});
        ada.post_json(sets, &later).await.is(201);
        let now = app.get("/walsall/api/v1/places/partners?place=south-east").await.is(200).json();
        assert_eq!(shares(&now, "south-east"), [("One sector", 1.0)]);
        let then = app.get(&format!("/walsall/api/v1/places/partners?place=south-east&on={before}")).await.is(200).json();
        assert_eq!(shares(&then, "south-east").len(), 2, "that day is told as it was");
        assert_page(&app.get(&format!("/walsall/places/partners?on={before}")).await.is(200).body);
        let page = app.get(&format!("/walsall/places/partners/police-sectors?on={before}")).await.is(200);
        assert!(page.body.contains("South West sector"), "{}", page.body);
        let early = ada.post_json(sets, &json!({"organisation": "highways", "service": "policing", "name": "Sectors",
            "code": "police-sectors", "from": before, "covers": {"One": ["north-east"]}})).await.is(422);
        assert!(early.body.contains("Choose that day or a later one"), "{}", early.body);

        let end = format!("{sets}/police-sectors/end");
        ada.post_json(&end, &json!({"from": today(&app)})).await.is(422);
        let gone = app.site.clock.now().plus(base::days(1)).date();
        ada.post_json(&end, &json!({"from": gone})).await.is(200);
        app.run_jobs().await;
        app.advance(base::days(1));
        let none = app.get("/walsall/api/v1/places/partners").await.is(200).json();
        assert_eq!(none["items"], json!([]));
        app.get("/walsall/places/partners/police-sectors").await.is(404);
    }

    async fn when_our_lines_change_they_are_measured_again(app) {
        let ada = administrator(&app);
        ada.post_json("/walsall/api/v1/places/partner-sets", &sectors(&app)).await.is(201);
        app.run_jobs().await;
        let from = today(&app);
        let new = json!({"kind": "area", "name": "East side", "from": from, "wards": ["north-east", "south-east"]});
        ada.post_json("/walsall/api/v1/places", &new).await.is(201);
        let soon = app.get("/walsall/api/v1/places/partners?place=east-side").await.is(200).json();
        assert_eq!(shares(&soon, "east-side"), [], "not yet");
        assert!(app.run_jobs().await > 0);
        let rows = app.get("/walsall/api/v1/places/partners").await.is(200).json();
        assert_eq!(shares(&rows, "east-side").len(), 3, "{rows}");
        assert_eq!(shares(&rows, "area-2"), [("South West sector", 1.0)], "what is left of it");
    }

    async fn what_cannot_be_read_is_told_field_by_field(app) {
        let (ada, from) = (administrator(&app), today(&app));
        let sent = |more: Value| {
            let mut all = json!({"organisation": "highways", "service": "health", "name": "Clusters", "from": from});
            all.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
            all
        };
        for (sent, field, says) in [
            (sent(json!({"organisation": "nobody", "covers": {"A": ["north-east"]}})), "organisation", "Choose whose"),
            (sent(json!({"service": "magic", "covers": {"A": ["north-east"]}})), "service", "Choose one of policing"),
            (sent(json!({"name": " ", "covers": {"A": ["north-east"]}})), "name", "Enter what the partner"),
            (sent(json!({"code": "Not So", "covers": {"A": ["north-east"]}})), "code", "small letters"),
            (sent(json!({"covers": {"A": ["Atlantis"]}})), "covers", "no place called Atlantis"),
            (sent(json!({"covers": {"A": []}})), "covers", "names no place"),
            (sent(json!({})), "covers", "no division"),
            (sent(json!({"lines": {"type": "Point"}})), "file", "FeatureCollection"),
            (sent(json!({"lines": {"type": "FeatureCollection", "features": [sector("Far", 0.0, 51.0, 0.1, 51.1)]}})), "file", "no division in it"),
        ] {
            let told = ada.post_json("/walsall/api/v1/places/partner-sets", &sent).await.is(422).json();
            let against = told["fields"].as_array().expect("errors").iter().find(|error| error["field"] == field);
            let against = against.unwrap_or_else(|| panic!("nothing against {field}: {told}"));
            assert!(against["message"].as_str().expect("a sentence").contains(says), "{told}");
        }
    }

    async fn the_page_takes_what_the_api_takes_and_keeps_what_was_typed(app) {
        let ada = app.signed_in(app.walsall.worker(Role::Administrator)).await;
        let (here, day) = ("/walsall/admin/places/partners", today(&app));
        assert_page(&ada.get(here).await.is(200).body);
        let (year, month, date) = (day.year().to_string(), day.month().to_string(), day.day().to_string());
        let typed = |covers: &'static str| [
            ("organisation", "highways"), ("service", "housing"), ("name", "Landlord’s patches"), ("covers", covers),
            ("from-day", date.as_str()), ("from-month", month.as_str()), ("from-year", year.as_str()),
        ];
        let wrong = ada.post_upload(here, &typed("East patch North East"), None).await.is(422);
        assert_page(&wrong.body);
        assert!(wrong.body.contains("Line 1 has no colon") && wrong.body.contains("East patch North East"), "{}", wrong.body);
        let right = typed("East patch: North East, South East\nWest patch: north-west; south-west");
        let waits = ada.post_upload(here, &right, None).await.is(303).leads_to().to_owned();
        let preview = ada.get(&waits).await.is(200);
        assert_page(&preview.body);
        assert!(preview.body.contains("Nothing has changed yet") && preview.body.contains("West patch"), "{}", preview.body);
        assert!(!ada.get(here).await.is(200).body.contains("highways-landlords-patches"), "nothing is stored by looking");
        app.as_role(Role::Director).await.get(&waits).await.is(403);
        let done = ada.post_form(&format!("{waits}/run"), &[]).await.is(303);
        ada.post_form(&format!("{waits}/run"), &[]).await.is(404);
        let kept = ada.get(done.leads_to()).await.is(200);
        assert_page(&kept.body);
        assert!(kept.body.contains("They are in") && kept.body.contains("highways-landlords-patches"), "{}", kept.body);
        assert!(ada.post_upload(here, &right, None).await.is(303).leads_to().ends_with("done=same"));
        let lines = sectors(&app)["lines"].to_string();
        let sectors = [("organisation", "highways"), ("service", "policing"), ("name", "Sectors"),
            ("from-day", date.as_str()), ("from-month", month.as_str()), ("from-year", year.as_str())];
        let looked = ada.post_upload(here, &sectors, Some(("sectors.geojson", lines.as_bytes()))).await.is(303).leads_to().to_owned();
        let run = format!("{looked}/run");
        let looked = ada.get(&looked).await.is(200);
        assert_page(&looked.body);
        assert!(looked.body.contains("Coast sector lies outside"), "{}", looked.body);
        ada.post_form(&run, &[]).await.is(303);
        let unended = ada.post_form(&format!("{here}/end"), &[("ending", "highways-sectors")]).await.is(422);
        assert_page(&unended.body);
        let soon = app.site.clock.now().plus(base::days(3)).date();
        let (year, month, date) = (soon.year().to_string(), soon.month().to_string(), soon.day().to_string());
        let end = [("ending", "highways-sectors"), ("end-day", &date), ("end-month", &month), ("end-year", &year)];
        let ended = ada.post_form(&format!("{here}/end"), &end).await.is(303);
        assert!(ada.get(ended.leads_to()).await.is(200).body.contains("They end on that day"));
    }

    async fn a_cartogram_is_looked_at_before_it_is_taken_in_and_let_go_of_when_nobody_agrees(app) {
        let ada = app.signed_in(app.walsall.worker(Role::Administrator)).await;
        let here = "/walsall/admin/places/cartogram";
        let hexes = json!({"layout": "odd-r", "hexes": {"north-east": {"q": 1, "r": 1}, "north-west": {"q": 0, "r": 1}, "Z9": {"q": 5, "r": 5}}}).to_string();
        ada.post_upload(here, &[], Some(("wards.hexjson", b"{}"))).await.is(422);
        let put_in = async || ada.post_upload(here, &[], Some(("wards.hexjson", hexes.as_bytes()))).await.is(303).leads_to().to_owned();
        let shown = async || app.get("/walsall/api/v1/places/cartogram").await.is(200).body;
        let before = shown().await;
        let first = put_in().await;
        let preview = ada.get(&first).await.is(200);
        assert_page(&preview.body);
        assert!(preview.body.contains("Places with a hexagon") && preview.body.contains("Z9 first") && preview.body.contains("South East"), "{}", preview.body);
        assert_eq!(shown().await, before, "nothing is stored by looking");
        app.advance(base::days(3) + base::hours(1));
        app.run_jobs().await;
        let ada = app.signed_in(app.walsall.worker(Role::Administrator)).await;
        ada.post_form(&format!("{first}/run"), &[]).await.is(404);
        let second = ada.post_upload(here, &[], Some(("wards.hexjson", hexes.as_bytes()))).await.is(303).leads_to().to_owned();
        let done = ada.post_form(&format!("{second}/run"), &[]).await.is(303);
        assert!(ada.get(done.leads_to()).await.is(200).body.contains("The places have their hexagons"));
        assert_ne!(shown().await, before);
        assert!(ada.post_upload(here, &[], Some(("wards.hexjson", hexes.as_bytes()))).await.is(303).leads_to().ends_with("done=same"));
    }
}

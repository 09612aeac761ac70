//! What lies in a box: the same whatever the box's size, for that decides how it is looked up.

use access::Role;
use base::Dice;
use serde_json::{Value, json};

use crate::harness::TestApp;

/// The middle of the ward North East.
const MIDDLE: (f64, f64) = (52.608512, -1.955523);

/// Issues here and there about the middle, every third of them decided against.
async fn scattered(app: &TestApp, dice: &Dice) {
    let director = app.api(&app.walsall.worker(Role::Director).token);
    for n in 0..24 {
        let off = |most: f64| (f64::from(dice.below(2_001)) / 1_000.0 - 1.0) * most;
        let category = if n % 2 == 0 { "street-light" } else { "missed-bin" };
        let reach = if n < 12 { 0.002 } else { 0.03 };
        let told = json!({ "category": category, "description": "It is like this every day.", "lat": MIDDLE.0 + off(reach), "lon": MIDDLE.1 + off(reach) });
        let told = app.anyone().post_json("/walsall/api/v1/concerns", &told).await;
        if told.status != 201 {
            continue;
        }
        let new =
            json!({ "title": format!("Matter {n}"), "category": category, "concerns": [told.json()["reference"]] });
        let issue = director.post_json("/walsall/api/v1/issues", &new).await.is(201).json();
        app.advance(base::seconds(1));
        if n % 3 == 0 {
            let decide = format!("/walsall/api/v1/issues/{}/decide", issue["reference"].as_str().expect("a reference"));
            let no = json!({ "decision": "not_taking_forward", "reason": "It is watched on the next round." });
            director.post_json(&decide, &no).await.is(200);
        }
    }
}

/// All of a list, five at a time.
async fn walked(app: &TestApp, query: &str) -> Vec<Value> {
    let (mut all, mut after) = (Vec::new(), String::new());
    loop {
        let page = app.get(&format!("/walsall/api/v1/issues?limit=5&{query}{after}")).await.is(200).json();
        all.extend(page["items"].as_array().expect("items").iter().cloned());
        match page["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => return all,
        }
    }
}

stories! {
    async fn a_box_of_any_size_holds_what_lies_in_it(app) {
        let dice = Dice::seeded(7);
        scattered(&app, &dice).await;
        let mut found = 0;
        for filter in ["sort=newest", "sort=oldest", "sort=priority", "status=settled&sort=newest", "status=new", "place=north-east"] {
            let everything = walked(&app, filter).await;
            assert!(everything.len() > 3, "{filter}");
            for side in [0.001, 0.004, 0.02, 0.1, 3.0] {
                let (south, west) = (MIDDLE.0 - side * 0.4, MIDDLE.1 - side * 0.6);
                let (north, east) = (south + side, west + side);
                let lies = |one: &&Value| {
                    let at = |name: &str| one[name].as_f64().expect("degrees");
                    (south..=north).contains(&at("lat")) && (west..=east).contains(&at("lon"))
                };
                let bbox = format!("bbox={west},{south},{east},{north}");
                let inside: Vec<&Value> = everything.iter().filter(lies).collect();
                let listed = walked(&app, &format!("{filter}&{bbox}")).await;
                assert_eq!(listed.iter().collect::<Vec<_>>(), inside, "{filter}, {side} degrees");
                let (query, pages) = (format!("{filter}&{bbox}"), inside.len());
                let map = app.get(&format!("/walsall/issues.geojson?{query}")).await.is(200).json();
                assert_eq!(map["features"].as_array().map(Vec::len), Some(pages), "{query}");
                let html = app.get(&format!("/walsall/issues?{query}")).await.is(200).body;
                let count = if pages == 1 { "1 issue".to_owned() } else { format!("{pages} issues") };
                assert!(html.contains(&count) || pages == 0, "{query}: {count}");
                found += pages;
            }
        }
        assert!(found > 60, "boxes that hold something: {found}");
    }

    async fn a_box_follows_an_issue_whose_spot_moves(app) {
        let director = app.api(&app.walsall.worker(Role::Director).token);
        let told = |lat: f64| json!({ "category": "street-light", "description": "It is out.", "lat": lat, "lon": MIDDLE.1 });
        let first = app.anyone().post_json("/walsall/api/v1/concerns", &told(MIDDLE.0)).await.is(201).json();
        let second = app.anyone().post_json("/walsall/api/v1/concerns", &told(MIDDLE.0 + 0.0012)).await.is(201).json();
        let new = json!({ "title": "Lamp out", "category": "street-light", "concerns": [first["reference"]] });
        let issue = director.post_json("/walsall/api/v1/issues", &new).await.is(201).json();
        let attach = format!("/walsall/api/v1/issues/{}/attach", issue["reference"].as_str().expect("a reference"));
        let after = director.post_json(&attach, &json!({ "concerns": [second["reference"]] })).await.is(200).json();
        let (lat, lon) = (after["lat"].as_f64().expect("degrees"), after["lon"].as_f64().expect("degrees"));
        let bbox = format!("bbox={},{},{},{}", lon - 1e-4, lat - 1e-4, lon + 1e-4, lat + 1e-4);
        assert_eq!(walked(&app, &bbox).await.len(), 1, "{after}");
    }
}

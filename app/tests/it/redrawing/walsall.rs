//! Both sets of Walsall's wards, each with its days: the lines of 2013 as they were published, the set of 2024 by its codes,
//! names and centres. The published files are not ours to keep; without them this says so.

use places::nearest_cells::nearest_cells;
use places::{Kind, Point};
use serde_json::{Value, json};

use super::{administrator, day, drawn, listed, looked_at, told_at};
use crate::harness::TestApp;

const BESIDE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data");

#[expect(clippy::print_stderr, reason = "a test that was skipped says so")]
fn published(name: &str) -> Option<Vec<u8>> {
    let folders = [BESIDE.to_owned(), format!("{BESIDE}/../../../shared/data")];
    let read = folders.iter().find_map(|folder| std::fs::read(format!("{folder}/{name}")).ok());
    if read.is_none() {
        eprintln!("{name} does not lie in ../shared/data, so both sets of Walsall's wards were not tried.");
    }
    read
}

/// The wards of 2024 on the ground nearest to their centres, under codes of their own as a review gives them.
fn wards_of_2024(hexes: &[u8]) -> Vec<u8> {
    let read: Value = serde_json::from_slice(hexes).expect("HexJSON");
    let hexes = read["hexes"].as_object().expect("hexes");
    let number = |hex: &Value, name: &str| hex[name].as_str().expect("a number").parse::<f64>().expect("a number");
    let centres: Vec<Point> =
        hexes.values().map(|hex| Point::new(number(hex, "lat"), number(hex, "lon")).expect("a spot")).collect();
    let cells = nearest_cells(&centres, 2_500.0).expect("cells").cells;
    let features: Vec<Value> = hexes
        .values()
        .zip(cells)
        .zip(1..)
        .map(|((hex, cell), number)| {
            let geometry: Value = serde_json::from_str(&cell.to_geojson().to_string()).expect("GeoJSON");
            json!({"type": "Feature", "geometry": geometry,
            "properties": {"WD24CD": format!("E0509{number:04}"), "WD24NM": hex["n"]}})
        })
        .collect();
    json!({"type": "FeatureCollection", "features": features}).to_string().into_bytes()
}

/// All wards from a day on. The ground they find is the middle of the town: the rest of it is asked for.
async fn whole_town(app: &TestApp, from: base::Date, file: &[u8]) -> Value {
    looked_at(app, &format!("kind=ward&from={from}&whole=true&everywhere=true"), file).await
}

stories! {
    async fn both_sets_hold_on_their_days(app) {
        let (Some(old), Some(new)) = (published("walsall-wards-2013.geojson"), published("walsall-wards-2024.hexjson")) else { return };
        let first = whole_town(&app, day(&app, -4000), &old).await;
        assert_eq!(first["begins"].as_array().map(Vec::len), Some(20), "{first}");
        assert_eq!(drawn(&app, &first).await["state"], "done");
        let centre = (52.5862, -1.9829);
        let issue = told_at(&app, "street-light", "Lamps out by the market", centre.0, centre.1).await;
        let ward = async |on: base::Date| {
            let at = format!("/walsall/api/v1/places?kind=ward&at={},{}&on={on}", centre.0, centre.1);
            let found = app.get(&at).await.is(200).json();
            assert_eq!(found["items"].as_array().map(Vec::len), Some(1), "{found}");
            found["items"][0]["code"].as_str().expect("a code").to_owned()
        };
        let from = day(&app, 30);
        let second = whole_town(&app, from, &wards_of_2024(&new)).await;
        assert_eq!((second["begins"].as_array().map(Vec::len), second["ends"].as_array().map(Vec::len)), (Some(20), Some(20)), "{second}");
        assert_eq!(drawn(&app, &second).await["state"], "done");
        let (then, later) = (ward(day(&app, 0)).await, ward(from).await);
        assert!(then.starts_with("E050013") && later.starts_with("E05090"), "{then} {later}");
        let eve = from.yesterday().expect("a day");
        for (on, code) in [(eve, &then), (from, &later)] {
            let set = app.get(&format!("/walsall/api/v1/places?kind=ward&on={on}&limit=50")).await.is(200).json();
            let codes: Vec<&str> = set["items"].as_array().expect("wards").iter().filter_map(|one| one["code"].as_str()).collect();
            assert!(codes.len() == 20 && codes.contains(&code.as_str()), "{on}: {codes:?}");
            let page = app.get(&format!("/walsall/places?on={on}")).await.is(200);
            assert!(page.body.contains("<svg"), "each set has its map");
        }
        let site = &app.site;
        let partnership = app.walsall.id;
        for on in [eve, from] {
            let places = site.db.read(move |tx| places::places_on(tx, partnership, on)).await.expect("places");
            assert_eq!(places.lookup().atlas().of_kind(Kind::Ward).count(), 20);
        }
        app.advance(base::days(31));
        app.run_jobs().await;
        assert_eq!(listed(&app.anyone(), &format!("issues?place={then}")).await, std::slice::from_ref(&issue));
        assert_eq!(listed(&app.anyone(), &format!("issues?place={later}&lines=now")).await, [issue]);
        let gone = administrator(&app).get(&format!("/walsall/api/v1/places/{then}")).await.is(200).json();
        assert_eq!(gone["valid_to"], json!(from));
    }
}

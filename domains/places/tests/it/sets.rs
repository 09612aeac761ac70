use db::both_engines;
use places::boundary_set_of;
use serde_json::json;

use super::import::redrawn;
use super::town::{Town, slices};

both_engines! { slices: &slices();
    async fn every_set_has_its_vintage_and_a_place_says_which_it_has(db: db::Db) {
        let town = Town::seeded(db).await.fresh().await;
        let first = town.get("/api/v1/places/sets").await.json();
        let wards = first["items"].as_array().unwrap().iter().find(|set| set["kind"] == "ward").unwrap();
        assert_eq!(*wards, json!({ "kind": "ward", "valid_from": "2009-01-01", "places": 20, "in_force": 20 }));
        redrawn(&town).await;
        let town = town.fresh().await;
        let both = town.get("/api/v1/places/sets").await.json();
        let wards: Vec<_> = both["items"].as_array().unwrap().iter().filter(|set| set["kind"] == "ward").collect();
        assert_eq!((wards[0]["valid_from"].as_str(), &wards[0]["in_force"]), (Some("2026-05-07"), &json!(20)));
        assert_eq!((wards[1]["valid_from"].as_str(), &wards[1]["in_force"]), (Some("2009-01-01"), &json!(0)));

        let known = town.on("2027-03-02").await;
        for code in ["E05001301", "area-2"] {
            let (id, _) = known.by_code(code).unwrap();
            let said = boundary_set_of(&town.scope, web::Words::english(), id).await.unwrap().unwrap().to_string();
            assert!(said.contains("Ward boundaries of 7 May 2026") && said.contains("/places/sets"), "{code}: {said}");
        }
        let page = town.get("/places/sets").await;
        assert!(page.status == 200 && page.text.contains("Ward boundaries of 1 January 2009"), "{page:?}");
    }
}

use db::both_engines;
use places::import_cartogram;
use serde_json::{Value, json};

use super::town::{Town, slices};

/// One hex a ward of Walsall, as published; not ours to keep here.
const BESIDE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/walsall-wards-2024.hexjson");

/// Three wards of the demonstration in columns, and one of another city.
fn hexes() -> Value {
    json!({ "layout": "odd-q", "hexes": {
        "E05001301": { "n": "Aldridge", "q": 3, "r": -1 }, "E05001302": { "q": 2, "r": -1 }, "E05001303": { "q": -4, "r": 0 },
        "E05000001": { "q": 0, "r": 0 },
    } })
}

both_engines! { slices: &slices();
    async fn a_cartogram_comes_back_as_it_went_in(db: db::Db) {
        let town = Town::seeded(db).await.fresh().await;
        let file = hexes().to_string();
        let would = import_cartogram(&town.scope, file.as_bytes(), true).await.unwrap();
        let done = import_cartogram(&town.scope, file.as_bytes(), false).await.unwrap();
        assert_eq!(would, done, "a dry run says what would be done");
        assert_eq!((done.placed, done.changed), (3, 20), "whoever is not in it has no hexagon any more");
        assert!(done.warnings[0].contains("of no place in Walsall") && done.warnings[1].contains("Pelsall"), "{done:?}");

        let told = town.get("/places.hexjson").await;
        assert_eq!((told.status, &told.json()["layout"]), (200, &json!("odd-q")));
        let hexes = told.json()["hexes"].as_object().unwrap().clone();
        assert_eq!(hexes.len(), 3);
        let first = json!({ "q": 3, "r": -1, "n": "Aldridge Central and South", "kind": "ward" });
        assert_eq!(hexes["E05001301"], first);
        assert_eq!(town.get("/api/v1/places/cartogram").await.json(), told.json());
        let page = town.get("/places/cartogram").await;
        assert!(page.text.contains("<svg") && page.text.contains("Aldridge North"), "{page:?}");

        let town = town.fresh().await;
        let again = import_cartogram(&town.scope, told.text.as_bytes(), false).await.unwrap();
        assert_eq!((again.placed, again.changed), (3, 0), "what is written out reads back unchanged");
    }

    async fn what_is_no_cartogram_of_ours_is_told_in_a_sentence(db: db::Db) {
        let town = Town::seeded(db).await.fresh().await;
        let before = town.epoch().await;
        for (file, says) in [
            ("{\"type\":\"FeatureCollection\"}", "no layout"),
            ("{\"layout\":\"odd-r\",\"hexes\":{\"E05000001\":{\"q\":0,\"r\":0}}}", "None of the 1 hexagons"),
            ("\u{fffd}", "not a HexJSON file"),
        ] {
            let told = import_cartogram(&town.scope, file.as_bytes(), false).await.unwrap_err();
            assert!(format!("{told:?}").contains(says), "{told:?}");
        }
        assert_eq!(town.epoch().await, before, "nothing was changed");
    }

    async fn the_published_file_gives_every_ward_its_hexagon(db: db::Db) {
        let named = std::env::var_os("WALSALL_HEXES").unwrap_or_else(|| BESIDE.into());
        let Ok(bytes) = std::fs::read(&named) else { return };
        let town = Town::seeded(db).await.fresh().await;
        let taken = import_cartogram(&town.scope, &bytes, false).await.unwrap();
        assert_eq!((taken.placed, taken.warnings.len()), (20, 0), "{taken:?}");
        let told = town.get("/places.hexjson").await.json();
        let published: Value = serde_json::from_slice(&bytes).unwrap();
        for (code, hex) in told["hexes"].as_object().unwrap() {
            assert_eq!((&hex["q"], &hex["r"]), (&published["hexes"][code]["q"], &published["hexes"][code]["r"]), "{code}");
        }
    }
}

use db::both_engines;
use web::testing::{assert_page, main_text};

use super::town::{Town, slices};

both_engines! { slices: &slices();
    async fn the_page_lists_every_place_by_area_beside_the_map(db: db::Db) {
        let town = Town::seeded(db).await;
        let page = town.get("/places").await;
        assert_eq!(page.status, 200);
        assert_page(&page.text);
        let snapshot = town.on("2027-03-02").await;
        let list = page.text.split("<svg").next().unwrap();
        for place in snapshot.lookup().atlas().places() {
            let link = format!("href=\"/walsall/places/{}\"", place.code);
            assert_eq!(list.matches(&link).count(), 1, "{}", place.name);
        }
        // Each ward on the map, and each as a hexagon beside it.
        assert_eq!(page.text.matches("class=\"map-ward\"").count(), 2 * 20);
        assert!(main_text(&page.text).contains("33 places."));
    }

    async fn one_match_leads_to_its_page(db: db::Db) {
        let town = Town::seeded(db).await;
        for (typed, code) in [
            ("pleck", "E05001314"),
            ("area+2", "area-2"),
            ("ws99+0aa", "E05001301"),
            ("52.5929,-1.9975", "E05001304"),
            ("e05001304", "E05001304"),
        ] {
            let reply = town.get(&format!("/places?find={typed}")).await;
            assert_eq!((reply.status, reply.to), (303, format!("/walsall/places/{code}")), "{typed}");
        }
    }

    async fn several_are_offered_and_none_is_explained(db: db::Db) {
        let town = Town::seeded(db).await;
        let bloxwich = town.get("/places?find=bloxwich").await;
        assert_page(&bloxwich.text);
        assert!(main_text(&bloxwich.text).contains("Which place do you mean? Bloxwich East Ward Bloxwich West Ward"));
        for (typed, said) in [
            ("", "Enter a postcode, or the name of a place like Pleck."),
            ("ws99", "WS99 is the first part of a postcode. Enter all of it"),
            ("SW1A+2AA", "We do not know where SW1A 2AA is."),
            ("51.5,-0.12", "That point is outside Walsall. The nearest place in it is"),
            ("%3Cb%3ETimbuktu", "We found no place called \u{201c}<b>Timbuktu\u{201d}."),
        ] {
            let page = town.get(&format!("/places?find={typed}")).await;
            assert_eq!(page.status, 200, "{typed}");
            assert_page(&page.text);
            assert!(main_text(&page.text).contains(said), "{typed}: {}", main_text(&page.text));
        }
    }

    async fn filters_narrow_the_page_and_its_downloads_alike(db: db::Db) {
        let town = Town::seeded(db).await;
        for (query, count) in [("", 33), ("?kind=area", 6), ("?at=52.5929,-1.9975", 3), ("?on=2009-01-01", 21), ("?kind=ward&on=2000-01-01", 0)] {
            let page = town.get(&format!("/places{query}")).await;
            assert_page(&page.text);
            let said = if count == 0 { "No place is like that.".to_owned() } else { format!("{count} places.") };
            assert!(main_text(&page.text).contains(&said), "{query}: {}", main_text(&page.text));
            let csv = town.get(&format!("/places.csv{query}")).await;
            assert_eq!(csv.text.lines().count(), count + 1, "{query}");
            let json = town.get(&format!("/places.json{query}")).await.json();
            assert_eq!(json["items"].as_array().unwrap().len(), count, "{query}");
            let geojson = town.get(&format!("/places.geojson{query}")).await.json();
            assert_eq!(geojson["features"].as_array().unwrap().len(), count, "{query}");
        }
        let wrong = town.get("/places?kind=parish").await;
        assert_eq!(wrong.status, 422);
        assert_page(&wrong.text);
    }

    async fn a_partnership_without_places_says_what_will_be_here(db: db::Db) {
        let town = Town::empty(db).await;
        let page = town.get("/places").await;
        assert_eq!(page.status, 200);
        assert_page(&page.text);
        assert!(main_text(&page.text).contains("No places have been set up yet."));
    }
}

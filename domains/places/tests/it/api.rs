use db::both_engines;
use serde_json::{Value, json};

use super::town::{Reply, Town, slices};

fn codes(reply: &Reply) -> Vec<String> {
    assert_eq!(reply.status, 200, "{reply:?}");
    let list = reply.json();
    list["items"].as_array().unwrap().iter().map(|place| place["code"].as_str().unwrap().to_owned()).collect()
}

fn field(reply: &Reply) -> String {
    assert_eq!(reply.status, 422, "{reply:?}");
    reply.json()["fields"][0]["field"].as_str().unwrap().to_owned()
}

both_engines! { slices: &slices();
    async fn places_are_told_as_agreed(db: db::Db) {
        let town = Town::seeded(db).await;
        let place = town.get("/api/v1/places/E05001301").await;
        let told = json!({
            "code": "E05001301", "name": "Aldridge Central and South", "kind": "ward", "parents": ["area-2"],
            "valid_from": "2009-01-01", "valid_to": null,
        });
        assert_eq!((place.status, place.kind.as_str(), place.json()), (200, "application/json", told));
        assert_eq!(town.get("/api/v1/places/E05009999").await.status, 404);

        let all = town.get("/api/v1/places").await;
        assert_eq!(codes(&all).len(), 33);
        assert_eq!(all.json()["next"], Value::Null);
        assert_eq!(codes(&town.get("/api/v1/places?kind=area").await).len(), 6);
    }

    async fn a_spot_has_its_places_and_none_outside(db: db::Db) {
        let town = Town::seeded(db).await;
        let here = ["E05001304", "area-4", "E08000030"];
        assert_eq!(codes(&town.get("/api/v1/places?at=52.5929,-1.9975").await), here);
        assert_eq!(codes(&town.get("/api/v1/places?at=52.5929,-1.9975&kind=area").await), ["area-4"]);
        let there = codes(&town.get("/api/v1/places?postcode=ws990aa").await);
        assert_eq!(there, ["E05001301", "area-2", "E08000030"]);
        for outside in ["at=51.5,-0.12", "postcode=SW1A+2AA", "postcode=WS990AA&at=51.5,-0.12"] {
            let reply = town.get(&format!("/api/v1/places?{outside}")).await;
            assert_eq!((reply.status, reply.json()), (200, json!({ "items": [], "next": null })), "{outside}");
        }
    }

    async fn what_cannot_be_used_is_named(db: db::Db) {
        let town = Town::seeded(db).await;
        for (query, name) in [
            ("at=52.6", "at"),
            ("at=north", "at"),
            ("at=152.6,-1.9", "at"),
            ("postcode=WS1", "postcode"),
            ("kind=parish", "kind"),
            ("on=yesterday", "on"),
            ("on=2027-02-30", "on"),
            ("on=-9000-01-01", "on"),
            ("limit=0", "limit"),
            ("limit=201", "limit"),
            ("after=%21", "after"),
        ] {
            assert_eq!(field(&town.get(&format!("/api/v1/places?{query}")).await), name, "{query}");
        }
        assert_eq!(field(&town.get("/api/v1/places/area-1?on=x").await), "on");
    }

    async fn pages_of_any_length_give_every_place_once(db: db::Db) {
        let town = Town::seeded(db).await;
        let all = codes(&town.get("/api/v1/places?limit=200").await);
        for limit in [1, 10, 32, 33] {
            let (mut seen, mut after) = (Vec::new(), String::new());
            loop {
                let page = town.get(&format!("/api/v1/places?limit={limit}&after={after}")).await;
                seen.extend(codes(&page));
                assert!(seen.len() <= all.len(), "{limit}: {seen:?}");
                match page.json()["next"].as_str() {
                    Some(next) => after = next.to_owned(),
                    None => break,
                }
            }
            assert_eq!(seen, all, "{limit}");
        }
    }

    async fn a_day_has_its_own_places(db: db::Db) {
        let town = Town::seeded(db).await;
        assert_eq!(codes(&town.get("/api/v1/places?on=2008-12-31").await), [""; 0]);
        assert_eq!(codes(&town.get("/api/v1/places?on=2009-01-01&kind=area").await), [""; 0]);
        assert_eq!(codes(&town.get("/api/v1/places?on=2027-03-02").await).len(), 33);
        assert_eq!(town.get("/api/v1/places/area-1?on=2009-07-08").await.status, 404);
        assert_eq!(town.get("/api/v1/places/area-1?on=2009-07-09").await.status, 200);
    }

    async fn a_boundary_is_a_feature(db: db::Db) {
        let town = Town::seeded(db).await;
        let reply = town.get("/api/v1/places/area-1/boundary.geojson").await;
        assert_eq!((reply.status, reply.kind.as_str()), (200, "application/geo+json"));
        let feature = reply.json();
        assert_eq!((&feature["type"], &feature["geometry"]["type"]), (&json!("Feature"), &json!("MultiPolygon")));
        assert_eq!(feature["properties"]["code"], "area-1");
        assert_eq!(town.get("/api/v1/places/nowhere/boundary.geojson").await.status, 404);
    }

    async fn the_description_names_every_address(db: db::Db) {
        drop(db);
        let described: Vec<String> = places::openapi().paths.paths.into_keys().collect();
        let addresses = [
            "",
            "/cartogram",
            "/partner-sets",
            "/partner-sets/{code}/end",
            "/partners",
            "/sets",
            "/{code}",
            "/{code}/boundary.geojson",
            "/{code}/end",
            "/{code}/exceptions",
            "/{code}/exceptions/{id}/end",
            "/{code}/rename",
            "/{code}/review",
        ];
        let addresses = addresses.map(|end| format!("/{{p}}/api/v1/places{end}"));
        assert_eq!(described, addresses);
    }
}

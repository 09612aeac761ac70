use db::both_engines;
use places::{choose_on_map, click, spot_chosen};
use web::{Typed, Words};

use super::town::{Town, slices};

/// What the form would send after a press at a pixel of the picture it shows now.
fn pressed(typed: &Typed, x: u32, y: u32) -> Typed {
    let mut sent = Typed::of(typed.iter().filter(|(name, _)| ["lat", "lon", "view"].contains(name)));
    sent.set("map.x", x.to_string());
    sent.set("map.y", y.to_string());
    sent
}

both_engines! { slices: &slices();
    async fn each_press_chooses_a_spot_and_comes_closer(db: db::Db) {
        let town = Town::seeded(db).await;
        let mut scope = town.scope.clone();
        scope.snapshot = town.site.snapshot(scope.partnership(), town.epoch().await).await.unwrap();

        let mut typed = pressed(&Typed::default(), 144, 144);
        assert!(click(&scope, &mut typed).unwrap());
        let first = spot_chosen(&typed).unwrap();
        let shown = choose_on_map(&scope, Words::english(), &typed).unwrap().to_string();
        assert!(shown.contains("You chose a spot in "), "{shown}");
        assert!(shown.contains("name=\"lat\"") && shown.contains("view="), "{shown}");

        // The middle of the closer picture is the spot that was pressed; beside it is a spot nearby.
        let mut again = pressed(&typed, 144, 144);
        assert!(click(&scope, &mut again).unwrap());
        let (once, twice) = (first, spot_chosen(&again).unwrap());
        assert!((once.lat() - twice.lat()).abs() < 0.000_5 && (once.lon() - twice.lon()).abs() < 0.000_5);
        let mut beside = pressed(&typed, 244, 144);
        assert!(click(&scope, &mut beside).unwrap());
        let away = spot_chosen(&beside).unwrap().lon() - once.lon();
        let mut whole = pressed(&Typed::default(), 244, 144);
        assert!(click(&scope, &mut whole).unwrap());
        let wide = spot_chosen(&whole).unwrap().lon() - once.lon();
        assert!(away > 0.0 && wide / away > 2.5, "{away} {wide}");

        let picture = shown.split("src=\"").nth(1).unwrap().split('"').next().unwrap().replace("&#38;", "&").replace("&amp;", "&");
        let image = town.get(picture.strip_prefix("/walsall").unwrap()).await;
        assert_eq!((image.status, image.kind.as_str()), (200, "image/svg+xml"));
        assert!(image.text.starts_with("<svg") && image.text.contains("width=\"288\""));
    }

    async fn what_is_no_press_changes_nothing(db: db::Db) {
        let town = Town::seeded(db).await;
        let mut scope = town.scope.clone();
        scope.snapshot = town.site.snapshot(scope.partnership(), town.epoch().await).await.unwrap();
        assert!(!click(&scope, &mut Typed::default()).unwrap());
        for (x, y) in [("0", "0"), ("x", "-4"), ("900", "3"), ("99999999999", "1")] {
            let mut typed = Typed::of([("lat", "52.6"), ("lon", "-1.97"), ("map.x", x), ("map.y", y)]);
            assert!(click(&scope, &mut typed).unwrap());
            assert_eq!(typed.get("lat"), Some("52.6"), "{x} {y}");
        }
        let mut typed = Typed::of([("view", "1,2,3"), ("map.x", "144"), ("map.y", "144")]);
        assert!(click(&scope, &mut typed).unwrap(), "a view that cannot be read is the whole map");
        let mut whole = Typed::of([("view", "-2,52.5,-1.9,52.6"), ("lat", "52.6"), ("show", "whole")]);
        assert!(click(&scope, &mut whole).unwrap());
        assert_eq!((whole.get("view"), whole.get("lat")), (Some(""), Some("52.6")));
    }

    async fn nothing_is_offered_where_nothing_is_drawn(db: db::Db) {
        let town = Town::empty(db).await;
        assert!(choose_on_map(&town.scope, Words::english(), &Typed::default()).unwrap().is_empty());
        assert_eq!(town.get("/places/map.svg").await.status, 404);
    }
}

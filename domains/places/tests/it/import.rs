use db::both_engines;
use places::demo::Demonstration;
use places::nearest_cells::nearest_cells;
use places::{Import, Imported, Kind, Point, import_boundaries};
use serde_json::{Value, json};

use super::town::{Town, point, slices};

/// The day the wards were drawn anew.
const REDRAWN: &str = "2026-05-07";
const BEFORE: &str = "2026-05-06";

/// A boundary file of Walsall's 20 wards as the ground nearest to their centres, all moved `east` degrees.
fn wards(east: f64) -> Value {
    let walsall = Demonstration::walsall().unwrap();
    let wards = || walsall.places.iter().map(|(place, _)| place).filter(|place| place.kind == Kind::Ward);
    let moved: Vec<Point> = wards().map(|ward| point(ward.centre.lat(), ward.centre.lon() + east)).collect();
    let cells = nearest_cells(&moved, 1700.0).unwrap().cells;
    let features = wards().zip(cells).map(|(ward, shape)| {
        let geometry: Value = serde_json::from_str(&shape.to_geojson().to_string()).unwrap();
        let properties = json!({ "WD26CD": ward.code.as_str(), "WD26NM": ward.name });
        json!({ "type": "Feature", "properties": properties, "geometry": geometry })
    });
    json!({ "type": "FeatureCollection", "features": features.collect::<Vec<_>>() })
}

async fn import_from(town: &Town, file: &Value, day: &str, dry_run: bool) -> Imported {
    let bytes = file.to_string();
    let valid_from = day.parse().unwrap();
    let columns = Default::default();
    let import = Import {
        bytes: bytes.as_bytes(),
        kind: Kind::Ward,
        columns,
        valid_from,
        whole: false,
        everywhere: false,
        reason: None,
        dry_run,
    };
    import_boundaries(&town.scope, &import).await.unwrap()
}

async fn import(town: &Town, file: &Value) -> Imported {
    import_from(town, file, REDRAWN, false).await
}

/// The wards drawn anew from a day on, a little to the east.
pub async fn redrawn(town: &Town) {
    import(town, &wards(0.02)).await;
}

async fn ward(town: &Town, day: &str, spot: Point) -> String {
    town.on(day).await.lookup().ward(spot).map_or_else(|| "none".to_owned(), |ward| ward.code.to_string())
}

both_engines! { slices: &slices();
    async fn an_empty_partnership_takes_in_its_wards(db: db::Db) {
        let town = Town::empty(db).await;
        let done = import(&town, &wards(0.0)).await;
        assert_eq!(done, Imported { added: 20, ..Imported::default() });
        assert_eq!(town.on(REDRAWN).await.lookup().atlas().of_kind(Kind::Ward).count(), 20);
        assert_eq!(town.on(BEFORE).await.lookup().atlas().places().count(), 0);
    }

    async fn wards_are_redrawn_from_the_day_and_the_past_keeps_its_lines(db: db::Db) {
        let town = Town::seeded(db).await;
        let spot = point(52.6, -1.9394);
        let (old, area) = (ward(&town, BEFORE, spot).await, town.on(BEFORE).await.lookup().atlas().shape("area-2").cloned());
        let key = town.on(BEFORE).await.by_code(&old).unwrap().0;

        let done = import(&town, &wards(0.02)).await;
        assert_eq!((done.added, done.changed, done.unchanged), (0, 20, 0));
        let new = ward(&town, REDRAWN, spot).await;
        assert_ne!(new, old);
        assert_eq!(ward(&town, BEFORE, spot).await, old, "a record dated before keeps its ward");
        assert_eq!(town.on(REDRAWN).await.by_code(&old).unwrap().0, key, "the place stays the place it was");
        assert_eq!(town.on(BEFORE).await.lookup().atlas().shape("area-2").cloned(), area);
        let composed = town.on(REDRAWN).await;
        assert_ne!(composed.lookup().atlas().shape("area-2").cloned(), area, "the area is composed of the new lines");
    }

    async fn importing_again_changes_nothing(db: db::Db) {
        let town = Town::seeded(db).await;
        import(&town, &wards(0.02)).await;
        let (epoch, lines) = (town.epoch().await, town.lines().await);
        let again = import(&town, &wards(0.02)).await;
        assert_eq!(again, Imported { unchanged: 20, ..Imported::default() });
        assert_eq!((town.epoch().await, town.lines().await), (epoch, lines));
    }

    async fn a_dry_run_says_what_would_be_done_and_does_nothing(db: db::Db) {
        let town = Town::seeded(db).await;
        let epoch = town.epoch().await;
        let said = import_from(&town, &wards(0.02), REDRAWN, true).await;
        assert_eq!(town.epoch().await, epoch);
        assert_eq!(said, import(&town, &wards(0.02)).await);
    }

    async fn a_later_line_stays_when_an_earlier_one_is_put_before_it(db: db::Db) {
        let town = Town::seeded(db).await;
        import_from(&town, &wards(0.02), "2027-01-01", false).await;
        import_from(&town, &wards(-0.02), "2026-01-01", false).await;
        let mut seen = Vec::new();
        for day in ["2025-12-31", "2026-01-01", "2026-12-31", "2027-01-01"] {
            seen.push(town.on(day).await.lookup().atlas().shape("E05001310").unwrap().bounds().south_west().lon());
        }
        assert!(seen[1] < seen[0] && seen[0] < seen[3], "{seen:?}");
        assert_eq!(seen[1], seen[2]);
    }

    async fn new_codes_are_new_places_in_the_areas_of_the_old(db: db::Db) {
        let town = Town::seeded(db).await;
        let mut file = wards(0.0);
        let pleck = file["features"].as_array_mut().unwrap().iter_mut().find(|one| one["properties"]["WD26NM"] == "Pleck").unwrap();
        let old = pleck["properties"]["WD26CD"].as_str().unwrap().to_owned();
        pleck["properties"] = json!({ "WD26CD": "E05099999", "WD26NM": "Pleck and Alumwell" });
        let done = import(&town, &file).await;
        assert_eq!((done.added, done.ended.as_slice()), (1, ["Pleck".to_owned()].as_slice()));
        let (then, now) = (town.on(BEFORE).await, town.on(REDRAWN).await);
        let place = now.by_code("E05099999").unwrap().1;
        assert_eq!(place.parents, then.by_code(&old).unwrap().1.parents);
        assert!(now.by_code(&old).is_none());
        assert_eq!(now.get(then.by_code(&old).unwrap().0).unwrap().name, "Pleck", "old records still name it");

        let page = town.get(&format!("/places?on={BEFORE}")).await;
        assert!(page.text.contains("/walsall/places?on=2026-05-06&#38;at="), "an ended place leads to its own days");
        let told = town.get(&format!("/api/v1/places/{old}")).await.json();
        assert_eq!(told["valid_to"], REDRAWN, "and programs are told when it ended");

        let back = import(&town, &wards(0.0)).await;
        assert_eq!(back.ended, ["Pleck and Alumwell"], "the wrong file is undone by the right one");
        assert_eq!(town.on(REDRAWN).await.by_code(&old).unwrap().0, then.by_code(&old).unwrap().0);
        assert_eq!(import(&town, &wards(0.0)).await, Imported { unchanged: 20, ..Imported::default() });
    }

    async fn another_citys_file_is_a_warning(db: db::Db) {
        let town = Town::seeded(db).await;
        let mut file = wards(0.7);
        for (one, number) in file["features"].as_array_mut().unwrap().iter_mut().zip(1..) {
            one["properties"]["WD26CD"] = json!(format!("E0508{number:04}"));
        }
        let epoch = town.epoch().await;
        let done = import(&town, &file).await;
        assert_eq!(done.warnings.len(), 1);
        assert!(done.warnings[0].contains("another city's file"), "{:?}", done.warnings);
        assert_eq!((done.added, done.changed, done.refused.len()), (0, 0, 0));
        assert_eq!(town.epoch().await, epoch);
    }

    async fn a_broken_row_does_not_stop_the_rest(db: db::Db) {
        let town = Town::seeded(db).await;
        let mut file = wards(0.02);
        file["features"][3]["geometry"] = json!({ "type": "Point", "coordinates": [-1.9, 52.6] });
        file["features"][5]["properties"]["WD26CD"] = json!("area-1");
        let done = import(&town, &file).await;
        assert_eq!((done.changed, done.refused.len()), (18, 2));
        assert!(done.refused[0].sentence.starts_with("Feature 4 "), "{:?}", done.refused);
        assert_eq!(done.refused[1].sentence, "Feature 6 (area-1) is known as an area, not as a ward.");
    }

    async fn who_configures_nothing_imports_nothing(db: db::Db) {
        let mut town = Town::seeded(db).await;
        town.scope.who = access::Who::Anyone;
        let valid_from = REDRAWN.parse().unwrap();
        let import = Import { bytes: b"{}", kind: Kind::Ward, columns: Default::default(), valid_from, whole: false, everywhere: false, reason: None, dry_run: false };
        assert!(matches!(import_boundaries(&town.scope, &import).await, Err(base::Problem::SignIn)));
    }
}

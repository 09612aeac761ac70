use access::{Ground, NewOrganisation, Right};
use db::both_engines;
use places::boundary_file::Columns;
use places::{PartnerLinesTaken, SentDivisions, SentSet, Service, import_partner_lines, measure_partner_lines};

use super::import::redrawn;
use super::town::{Town, slices};

/// The force's sectors, the west and the east of the borough.
const SECTORS: &str = r#"{"type": "FeatureCollection", "features": [
    {"type": "Feature", "properties": {"SECTOR": "West sector"}, "geometry": {"type": "Polygon", "coordinates":
        [[[-2.2, 52.4], [-1.98, 52.4], [-1.98, 52.8], [-2.2, 52.8], [-2.2, 52.4]]]}},
    {"type": "Feature", "properties": {"SECTOR": "East sector"}, "geometry": {"type": "Polygon", "coordinates":
        [[[-1.98, 52.4], [-1.8, 52.4], [-1.8, 52.8], [-1.98, 52.8], [-1.98, 52.4]]]}}]}"#;

async fn with_a_force(db: db::Db) -> Town {
    let town = Town::seeded(db).await;
    let scope = town.scope.clone();
    let add = move |tx: &mut db::Tx<'_>| {
        let permit = scope.may(Right::Configure, &Ground::default())?;
        let new = NewOrganisation {
            id: scope.new_id(),
            code: "force",
            name: "The force",
            kind: "police",
            phone: None,
            email: None,
            is_front_door: false,
            valid_from: scope.now.date(),
        };
        access::add_organisation(tx, &permit, &new, scope.now)?;
        let done = access::Done { kind: "organisation", record: new.id, verb: "add", fields: &[], values: "" };
        scope.tell(tx, done)?;
        access::bump_epoch(tx, &permit)?;
        Ok::<_, base::Problem>(())
    };
    town.site.db.write(add).await.unwrap();
    town.fresh().await
}

async fn sectors(town: &Town) -> PartnerLinesTaken {
    let columns = Columns { code: None, name: Some("SECTOR".to_owned()) };
    let divisions = SentDivisions::Lines(SECTORS.as_bytes(), columns);
    let (organisation, service, name) = ("force", Service::Policing, "Sectors");
    let from = "2026-01-01".parse().unwrap();
    let sent = SentSet { organisation, service, name, code: None, source: "", from, divisions, dry_run: false };
    import_partner_lines(&town.scope, &sent).await.unwrap()
}

/// Every row that was measured: division, place, first day.
async fn overlaps(town: &Town) -> i64 {
    let id = town.scope.partnership();
    let count =
        move |tx: &mut db::Tx<'_>| tx.one(db::sql!("select count(*) from partner_overlap where partnership = $1", id));
    town.site.db.read::<i64, db::Error>(count).await.unwrap()
}

both_engines! { slices: &slices();
    async fn a_boundary_file_of_ours_has_them_measured_again_and_measuring_twice_is_once(db: db::Db) {
        let town = with_a_force(db).await;
        assert_eq!(sectors(&town).await.divisions, 2);
        let measured = overlaps(&town).await;
        assert!(measured > 30, "wards, areas, the borough, places of focus: {measured}");
        redrawn(&town).await;
        let id = town.scope.partnership();
        let waits = move |tx: &mut db::Tx<'_>| jobs::is_waiting(tx, id, "places.measure");
        assert!(town.site.db.read(waits).await.unwrap(), "the change of our lines calls for it");
        measure_partner_lines(&town.scope).await.unwrap();
        let after = overlaps(&town).await;
        assert!(after > measured, "the days before keep what was measured for them: {measured}, {after}");
        let epoch = town.epoch().await;
        measure_partner_lines(&town.scope).await.unwrap();
        assert_eq!((overlaps(&town).await, town.epoch().await), (after, epoch), "the second time changes nothing");
        let then = town.get("/api/v1/places/partners?on=2026-05-06&place=E05001305").await.json();
        let now = town.get("/api/v1/places/partners?on=2026-05-07&place=E05001305").await.json();
        assert_ne!(then["items"], now["items"], "either day is told by its own lines");
    }
}

use db::both_engines;
use places::demo::Demonstration;
use places::{Kind, Places, Postcode, postcode_point};

use super::town::{Town, point, slices};

both_engines! { slices: &slices();
    async fn what_was_taken_in_reads_back_the_same(db: db::Db) {
        let town = Town::seeded(db).await;
        let stored = town.on("2027-03-02").await;
        let told = Demonstration::walsall().unwrap();
        let told = told.on("2027-03-02".parse().unwrap());
        assert!(stored.lookup().atlas().places().eq(told.places()));
        for place in told.places() {
            let code = place.code.as_str();
            assert_eq!(stored.lookup().atlas().shape(code), told.shape(code), "{code}");
            assert_eq!(stored.lookup().atlas().exceptions(code), told.exceptions(code), "{code}");
            assert_eq!(stored.focus(code).is_some(), place.kind == Kind::PlaceOfFocus, "{code}");
        }
        let agreed = stored.of(&stored.at(point(52.5929, -1.9975))).into_iter().map(|place| place.code.to_string());
        assert_eq!(agreed.collect::<Vec<_>>(), ["E05001304", "area-4", "E08000030"], "the exception moves it to area 4");
    }

    async fn the_snapshot_holds_the_places(db: db::Db) {
        let town = Town::seeded(db).await;
        let snapshot = town.site.snapshot(town.scope.partnership(), town.epoch().await).await.unwrap();
        let places = snapshot.part::<places::Places>().unwrap();
        let (id, ward) = places.by_code("E05001304").unwrap();
        assert_eq!(places.with_ancestors(id).len(), 3, "{}: its area, its borough", ward.name);
        assert_eq!(places.whole().len(), 1);
    }

    async fn places_begin_on_their_day(db: db::Db) {
        let town = Town::seeded(db).await;
        assert_eq!(town.on("2009-01-01").await.lookup().atlas().of_kind(Kind::Area).count(), 0);
        let before = town.on("2008-12-31").await;
        assert_eq!(before.lookup().atlas().places().count(), 0);
        let (id, _) = town.on("2027-03-02").await.by_code("E05001304").map(|(id, place)| (id, place.name.clone())).unwrap();
        assert_eq!(before.get(id).unwrap().code.as_str(), "E05001304", "still known by its key");
        assert_eq!(before.with_ancestors(id), [id]);
    }

    async fn a_postcode_is_looked_up_in_one_statement(db: db::Db) {
        let town = Town::seeded(db).await;
        let partnership = town.scope.partnership();
        let before = town.site.db.statements();
        let look_up = |text: &str| {
            let postcode = Postcode::parse(text).unwrap();
            town.site.db.read(move |tx| postcode_point(tx, partnership, postcode))
        };
        let spot = look_up("ws990aa").await.unwrap().unwrap();
        assert_eq!(town.site.db.statements() - before, 1);
        assert_eq!(spot, point(52.60009, -1.91954));
        assert_eq!(look_up("WS1 1AA").await.unwrap(), None);
    }

    async fn an_example_of_a_postcode_is_one_that_is_known(db: db::Db) {
        let town = Town::empty(db).await;
        let example = async |town: &Town| {
            let partnership = town.scope.partnership();
            let snapshot = town.site.snapshot(partnership, town.epoch().await).await.unwrap();
            snapshot.part::<Places>().unwrap().example_postcode()
        };
        assert_eq!(example(&town).await, None);
        town.seed().await;
        let postcode = example(&town).await.expect("the demonstration's");
        let partnership = town.scope.partnership();
        assert!(town.site.db.read(move |tx| postcode_point(tx, partnership, postcode)).await.unwrap().is_some());
    }
}

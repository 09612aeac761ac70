use db::both_engines;
use places::{PostcodeColumns, PostcodeImport, PostcodesTaken, RefusedPostcode, import_postcodes};

use super::town::{Town, slices};

/// As the directory writes them: one in town, one that ended, one without a position, one far away, one that is none.
const FILE: &str = "\u{feff}pcd7,pcds,dointr,doterm,lat,long\r\n\
    WS989ZZ,WS98 9ZZ,198001,,52.590000,-1.980000\r\n\
    WS989ZY,WS98 9ZY,198001,199612,52.600000,-1.990000\r\n\
    WS989ZX,WS98 9ZX,198001,,99.999999,0.000000\r\n\
    KW999AA,KW99 9AA,198001,,58.600000,-3.400000\r\n\
    WS98,WS98,198001,,52.590000,-1.980000\r\n";

async fn import(town: &Town, file: &str, dry_run: bool) -> (PostcodesTaken, Vec<RefusedPostcode>) {
    let import = PostcodeImport { columns: PostcodeColumns::default(), everywhere: false, dry_run };
    let mut refused = Vec::new();
    let taken = import_postcodes(&town.scope, file.as_bytes(), &import, |_, faults| refused.extend_from_slice(faults));
    let taken = taken.await.unwrap();
    (taken, refused)
}

both_engines! { slices: &slices();
    async fn postcodes_near_are_taken_in_and_the_rest_is_counted(db: db::Db) {
        let town = Town::seeded(db).await.fresh().await;
        let would = import(&town, FILE, true).await;
        let done = import(&town, FILE, false).await;
        assert_eq!(would, done, "a dry run says what would be done");
        let counts = PostcodesTaken { rows: 5, added: 2, far: 1, unplaced: 1, refused: 1, ..PostcodesTaken::default() };
        assert_eq!(done.0, counts);
        assert_eq!((done.1[0].line, done.1[0].field.as_str()), (6, "pcds"));
        let found = town.get("/api/v1/places?postcode=ws989zz&kind=ward").await.json();
        assert_eq!(found["items"].as_array().unwrap().len(), 1, "{found}");
        let ended = town.get("/api/v1/places?postcode=WS98%209ZY").await.json();
        assert_eq!(ended["items"].as_array().unwrap().len(), 0, "it ended in 1996");
    }

    async fn taken_in_again_nothing_changes_and_what_moved_or_ended_does(db: db::Db) {
        let town = Town::seeded(db).await.fresh().await;
        import(&town, FILE, false).await;
        let again = import(&town, FILE, false).await.0;
        assert_eq!((again.added, again.changed, again.unchanged), (0, 0, 2));
        let moved = FILE.replace("198001,,52.590000,-1.980000\r\nWS989ZY", "198001,202608,52.590000,-1.980000\r\nWS989ZY");
        let next = import(&town, &moved, false).await.0;
        assert_eq!((next.added, next.changed, next.unchanged), (0, 1, 1));
        let ended = town.get("/api/v1/places?postcode=ws989zz").await.json();
        assert_eq!(ended["items"].as_array().unwrap().len(), 0);
    }

    async fn what_is_no_table_of_postcodes_is_told_in_a_sentence(db: db::Db) {
        let town = Town::seeded(db).await.fresh().await;
        let empty = PostcodeImport::default();
        for (file, says) in [
            ("pcds,east,north\nWS1 1AA,1,2\n", "looks like the lat"),
            ("", "This file is empty"),
            ("PK\u{3}\u{4}", "packed file"),
        ] {
            let told = import_postcodes(&town.scope, file.as_bytes(), &empty, |_, _| {}).await.unwrap_err();
            assert!(format!("{told:?}").contains(says), "{told:?}");
        }
    }

    async fn without_ground_nobody_can_say_what_is_near(db: db::Db) {
        let town = Town::empty(db).await;
        let near = PostcodeImport::default();
        let told = import_postcodes(&town.scope, FILE.as_bytes(), &near, |_, _| {}).await.unwrap_err();
        assert!(format!("{told:?}").contains("no boundaries yet"), "{told:?}");
        let all = PostcodeImport { everywhere: true, ..near };
        let taken = import_postcodes(&town.scope, FILE.as_bytes(), &all, |_, _| {}).await.unwrap();
        assert_eq!((taken.added, taken.far), (3, 0));
    }
}

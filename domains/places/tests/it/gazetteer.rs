use db::both_engines;
use places::{GazetteerColumns, NamesTaken, find_address, import_gazetteer};

use super::town::{Town, slices};

/// Two streets of one name in two settlements, one in two pieces, one far away, one that is nowhere, one without a name. All
/// invented.
const FILE: &str = "\u{feff}NAME1,POPULATED_PLACE,GEOMETRY_X,GEOMETRY_Y\r\n\
    Example Road,Bloxwich,400500,302800\r\n\
    Example Road,Bloxwich,400520,302820\r\n\
    Example Road,Aldridge,405600,300500\r\n\
    Sample Street,Aldridge,405700,300600\r\n\
    Example Road,Elsewhere,530000,180000\r\n\
    Nowhere Lane,Bloxwich,52.6,-2.0\r\n\
    ,Bloxwich,400500,302800\r\n";

async fn import(town: &Town, dry_run: bool) -> (NamesTaken, Vec<(i64, String)>) {
    let mut refused = Vec::new();
    let columns = GazetteerColumns::default();
    let taken = import_gazetteer(&town.scope, FILE.as_bytes(), &columns, dry_run, |_, faults| {
        refused.extend(faults.iter().map(|fault| (fault.line, fault.field.clone())));
    });
    (taken.await.unwrap(), refused)
}

async fn meant(town: &Town, words: &str) -> Vec<String> {
    find_address(&town.scope, words).await.unwrap().iter().map(places::NamedSpot::label).collect()
}

both_engines! { slices: &slices();
    async fn a_gazetteer_is_taken_in_once_and_what_cannot_be_is_told(db: db::Db) {
        let town = Town::seeded(db).await.fresh().await;
        let would = import(&town, true).await;
        let done = import(&town, false).await;
        assert_eq!(would, done, "a dry run says what would be done");
        assert_eq!(done.0, NamesTaken { rows: 7, added: 4, unchanged: 0, far: 1, refused: 2 });
        assert_eq!(done.1, [(7, "GEOMETRY_X".to_owned()), (8, "NAME1".to_owned())]);
        let again = import(&town, false).await.0;
        assert_eq!((again.added, again.unchanged), (0, 4), "the same again changes nothing");
    }

    async fn words_are_read_as_a_street_and_where_it_is_and_never_guessed(db: db::Db) {
        let town = Town::seeded(db).await.fresh().await;
        assert_eq!(meant(&town, "Example Road").await, [""; 0], "nothing was taken in yet");
        import(&town, false).await;
        let both = meant(&town, "12 example road").await;
        assert_eq!(both.len(), 2, "{both:?}");
        for words in ["12 Example Road, Bloxwich", "example road bloxwich", "Flat 3, 12a Example Road, Bloxwich"] {
            let found = meant(&town, words).await;
            assert!(found.len() == 1 && found[0].starts_with("Example Road, Bloxwich ("), "{words}: {found:?}");
        }
        assert_eq!(meant(&town, "Example Road, Pelsall").await, [""; 0], "there is none in Pelsall");
        assert_eq!(meant(&town, "behind the shops").await, [""; 0]);
    }

    async fn the_look_up_by_words_gives_the_places_of_a_day(db: db::Db) {
        let town = Town::seeded(db).await.fresh().await;
        import(&town, false).await;
        let one = town.get("/api/v1/places?address=3+Sample+Street,+Aldridge&kind=ward").await.json();
        assert_eq!(one["items"].as_array().unwrap().len(), 1, "{one}");
        let then = town.get("/api/v1/places?address=Sample+Street&on=1990-01-01").await.json();
        assert_eq!(then["items"].as_array().unwrap().len(), 0, "no place held then");
        let several = town.get("/api/v1/places?address=Example+Road").await;
        assert_eq!((several.status, &several.json()["fields"][0]["field"]), (422, &serde_json::json!("address")));
        assert!(several.text.contains("Bloxwich") && several.text.contains("Aldridge"), "{several:?}");
        let none = town.get("/api/v1/places?address=Atlantis").await;
        assert_eq!((none.status, none.json()["items"].as_array().unwrap().len()), (200, 0));
        let page = town.get("/places?find=12+Example+Road").await;
        assert!(page.status == 200 && page.text.contains("Which place do you mean?"), "{page:?}");
        assert!(page.text.contains("Example Road, Bloxwich"), "{page:?}");
    }
}

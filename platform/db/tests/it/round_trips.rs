use base::{Date, Dice, Id, Instant, Reference};
use db::{Db, Error, both_engines, row, sql, words};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use proptest::{collection, option};
use serde_json::{Value as Json, json};

use super::tables::SLICE;

words! {
    /// Sizes.
    pub enum Size {
        /// Little.
        Small = "small",
        /// Much.
        Large = "large",
    }
}

row! {
    /// All a thing holds.
    pub struct Thing {
        /// Key.
        pub id: Id,
        /// Name.
        pub name: String,
        /// Whole.
        pub size: Option<i64>,
        /// Fraction.
        pub share: Option<f64>,
        /// Flag.
        pub open: bool,
        /// Bytes.
        pub body: Option<Vec<u8>>,
        /// Document.
        pub note: Json,
        /// Moment.
        pub at: Option<Instant>,
        /// Day.
        pub day: Option<Date>,
    }
}

row! {
    /// A thing in two words.
    pub struct Named {
        /// Key.
        pub id: Id,
        /// Name.
        pub name: String,
    }

    /// What belongs to it.
    pub struct Listed {
        /// Code.
        pub code: Option<String>,
        /// Place.
        pub place: Option<i64>,
    }
}

/// Any thing that can be stored.
fn any_thing(id: Id) -> impl Strategy<Value = Thing> {
    let text = "[^\\x00]{0,40}";
    let numbers = (option::of(..1000_i64), option::of(-1e300..1e300_f64), any::<bool>());
    let body = option::of(collection::vec(any::<u8>(), 0..40));
    let note = (text, any::<i32>()).prop_map(|(words, n)| json!({"b": [n, null, true], "a": words}));
    let moment = option::of(any::<i64>().prop_map(Instant::from_micros));
    let day = option::of((-4000_i16..9000, 1_i8..=12, 1_i8..=28).prop_map(|(y, m, d)| jiff::civil::date(y, m, d)));
    (text, numbers, body, note, moment, day).prop_map(move |(name, (size, share, open), body, note, at, day)| Thing {
        id,
        name,
        size,
        share,
        open,
        body,
        note,
        at,
        day,
    })
}

both_engines! { slices: &[SLICE];
    async fn every_type_comes_back_as_it_went(db: Db) {
        let mut runner = TestRunner::deterministic();
        let dice = Dice::seeded(1);
        for _ in 0..64 {
            let thing = any_thing(dice.id(Instant::default())).new_tree(&mut runner).expect("a thing").current();
            let sent = thing.clone();
            let back = db.write(move |tx| {
                tx.run(sql!(
                    "insert into thing (day, at, note, body, open, share, size, name, id)
                     values ($9, $8, $7, $6, $5, $4, $3, $2, $1)",
                    sent.id, sent.name, sent.size, sent.share, sent.open, sent.body, sent.note, sent.at, sent.day
                ))?;
                tx.run_audit(sql!("insert into audit (note) values ('a thing')"))?;
                tx.one::<Thing>(sql!(
                    "select id, name, size, share, open, body, note, at, day from thing where id = $1 and $1 = id",
                    sent.id
                ))
            });
            assert_eq!(back.await, Ok::<_, Error>(thing));
        }
    }

    async fn words_and_references_and_literal_dates(db: Db) {
        let kept = db.write(|tx| {
            let (id, reference) = (Id::nil(), Reference::draw('C', &Dice::seeded(7)));
            tx.run_audit(sql!("insert into audit (note) values ($1)", Size::Large))?;
            tx.run_audit(sql!("insert into audit (note) values ($1)", reference))?;
            tx.run(sql!("insert into thing (id, name, day) values ($1, 'x', '1899-12-31')", id))?;
            let old = tx.all::<Date>(sql!("select day from thing where day < '1900-01-01' order by day"))?;
            let listed = [Size::Small, Size::Large];
            let size = tx.one::<Size>(sql!("select note from audit where note in {list} order by note", listed))?;
            let back = tx.one::<Reference>(sql!("select note from audit where note = $1", reference))?;
            Ok::<_, Error>((size, old, back == reference))
        });
        assert_eq!(kept.await, Ok((Size::Large, vec![jiff::civil::date(1899, 12, 31)], true)));
        let unknown = db.read(|tx| tx.one::<Size>(sql!("select 'huge' as name"))).await;
        assert_eq!(unknown, Err(Error::Mapping("column name: text is not Size".into())));
    }

    async fn a_record_comes_with_what_belongs_to_it(db: Db) {
        let dice = Dice::seeded(3);
        let [full, bare] = [(); 2].map(|()| dice.id(Instant::default()));
        let made = db.write(move |tx| {
            tx.run_audit(sql!("insert into audit (note) values ('two things')"))?;
            tx.run(sql!("insert into thing (id, name) values ($1, 'full'), ($2, 'bare')", full, bare))?;
            tx.run(sql!("insert into part (id, thing, code, place) values (1, $1, 'b', 3), (2, $1, 'a', 4)", full))
        });
        assert_eq!(made.await, Ok::<_, Error>(2));
        let with_parts = |name: &'static str| {
            let db = db.clone();
            async move {
                db.read(move |tx| tx.opt_with::<Named, Listed>(sql!(
                    "select thing.id, thing.name, part.code, part.place from thing \
                     left join part on part.thing = thing.id where thing.name = $1 order by part.code",
                    name
                ))).await
            }
        };
        let listed = |code: &str, place| Listed { code: Some(code.into()), place: Some(place) };
        let (named, parts) = with_parts("full").await.expect("a record").expect("the full one");
        assert_eq!((named, parts), (Named { id: full, name: "full".into() }, vec![listed("a", 4), listed("b", 3)]));
        let (named, parts) = with_parts("bare").await.expect("a record").expect("the bare one");
        assert_eq!((named.id, parts), (bare, vec![Listed { code: None, place: None }]));
        assert_eq!(with_parts("none").await, Ok::<_, Error>(None));
        let askew = db.read(|tx| tx.opt_with::<Named, Listed>(sql!(
            "select thing.id, part.code, thing.name, part.place from thing join part on part.thing = thing.id \
             order by part.code"
        )));
        assert!(matches!(askew.await, Err(Error::Mapping(_))), "columns that are not the fields are refused");
    }
}

#[test]
fn words_are_the_same_in_text_and_json() {
    assert_eq!(Size::ALL.iter().map(ToString::to_string).collect::<Vec<_>>(), ["small", "large"]);
    assert_eq!("large".parse(), Ok(Size::Large));
    assert_eq!("huge".parse::<Size>(), Err(db::UnknownWord("Size")));
    assert_eq!(serde_json::to_value(Size::Small).expect("json"), json!("small"));
    assert_eq!(serde_json::from_value::<Size>(json!("large")).expect("a word"), Size::Large);
}

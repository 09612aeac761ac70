use base::{Date, Dice, Id, Instant};
use db::{Db, Error, both_engines, row, sql, words};
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

fn full(id: Id) -> Thing {
    Thing {
        id,
        name: "Gŵyl \u{1F33B} 'quoted' $1 {list}".into(),
        size: Some(-3),
        share: Some(0.25),
        open: true,
        body: Some(vec![0, 255]),
        note: json!({"b": [1, null], "a": "x"}),
        at: Some(Instant::from_micros(-1)),
        day: Some(jiff::civil::date(1899, 12, 31)),
    }
}

both_engines! { slices: &[SLICE];
    async fn every_type_comes_back_as_it_went(db: Db) {
        let dice = Dice::seeded(1);
        let things = [
            full(dice.id(Instant::default())),
            Thing { size: None, share: None, body: None, at: None, day: None, ..full(dice.id(Instant::default())) },
        ];
        for thing in things {
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
}

//! Lists, rows, visibility rules, and what the store says of values that do not fit.

use base::{Dice, Id, Instant};
use db::{Db, Error, Rows, ToValue, Tx, Value, Visible, both_engines, sql, visible};

use super::tables::{SLICE, audit, put};

visible! {
    /// Small things, and those of one's own.
    SMALL = "thing", "(thing.size < $v1 or thing.id in $v2)";
    /// Every thing.
    ANY = "thing", "thing.size = thing.size";
}

fn tallies(tx: &mut Tx<'_>, n: i64) -> Result<u64, Error> {
    audit(tx)?;
    let rows: Rows<'_> = (0..n).map(|id| vec![Value::Int(id), Value::Int(id * id)]).collect();
    tx.insert_many(sql!("insert into tally (id, n) values {rows}", rows))
}

fn listed(tx: &mut Tx<'_>, ids: &[i64]) -> Result<Vec<i64>, Error> {
    tx.all(sql!("select id from tally where n >= $1 and id in {list} order by id", 0, ids))
}

both_engines! { slices: &[SLICE];
    async fn lists_of_any_length_find_their_members(db: Db) {
        db.write(|tx| tallies(tx, 100)).await.expect("room for all");
        db.read(|tx| {
            for length in [0, 1, 2, 3, 5, 64, 65, 99] {
                let wanted: Vec<i64> = (0..length).collect();
                assert_eq!(listed(tx, &wanted)?, wanted);
                let others = tx.all::<i64>(sql!("select id from tally where id not in {list} order by id", wanted))?;
                assert_eq!(others, (length..100).collect::<Vec<_>>());
            }
            assert_eq!(listed(tx, &[7, 7, 500])?, [7]);
            let twice = sql!("select count(*) from tally where id in {list} or n in {list}", [9_i64, 2]);
            assert_eq!(tx.one::<i64>(twice)?, 3);
            Ok::<_, Error>(())
        }).await.expect("lists");
        let too_long: Vec<i64> = (0..20_000).collect();
        let refused = db.read(move |tx| listed(tx, &too_long)).await;
        assert!(matches!(refused, Err(Error::Mapping(_))));
    }

    async fn rows_go_in_a_few_inserts(db: Db) {
        let counted = db.write(|tx| Ok::<_, Error>((tallies(tx, 500)?, tx.statements()))).await;
        // One audit entry; seven inserts of 64 rows, then 32, 16 and 4.
        assert_eq!(counted, Ok((500, 1 + 7 + 3)));
        let sum = db.read(|tx| tx.one::<i64>(sql!("select cast(sum(n) as bigint) from tally"))).await;
        assert_eq!(sum, Ok::<_, Error>((0..500).map(|n| n * n).sum()));
    }

    async fn a_statement_is_not_run_without_its_rule(db: Db) {
        let dice = Dice::seeded(5);
        let ids: Vec<Id> = (0..4).map(|_| dice.id(Instant::default())).collect();
        let things = ids.clone();
        db.write(move |tx| {
            audit(tx)?;
            let rows: Rows<'_> = things.iter().zip(1_i64..).map(|(id, size)| vec![id.to_value(), Value::Int(size), "x".to_value()]).collect();
            tx.insert_many(sql!("insert into thing (id, size, name) values {rows}", rows))
        }).await.expect("four things");

        let bare = db.read(|tx| tx.all::<Id>(sql!("select id from thing where {visible:thing} order by id"))).await;
        assert_eq!(bare, Err(Error::Unfiltered("thing".into())));
        let unasked = db.read(|tx| tx.all::<Id>(sql!("select id from thing order by id").visible(Visible::new(&ANY, [])))).await;
        assert!(matches!(unasked, Err(Error::Mapping(_))));

        db.read(move |tx| {
            for (own, expected) in [(vec![], 1), (vec![ids[3]], 2), (vec![ids[2], ids[3], ids[1]], 4)] {
                let rule = Visible::new(&SMALL, [2_i64.to_value(), own.to_value()]);
                let count = |tx: &mut Tx<'_>, rule| tx.one::<i64>(
                    sql!("select count(*) from thing where {visible:thing} and size > $1 and id in {list}", 0, &ids).visible(rule)
                );
                assert_eq!(count(tx, Visible::from(&rule))?, expected);
                assert_eq!(count(tx, Visible::new(&ANY, []))?, 4);
            }
            let open = tx.one::<i64>(sql!("select count(*) from thing where {unfiltered: the test counts them all}"))?;
            assert_eq!(open, 4);
            Ok::<_, Error>(())
        }).await.expect("rules");
    }

    async fn values_that_do_not_fit_are_named_by_type_alone(db: Db) {
        let nul = db.read(|tx| tx.one::<i64>(sql!("select count(*) from audit where note = $1", "secret\0"))).await;
        assert_eq!(nul, Err(Error::Mapping("U+0000 in text".into())));
        let json = db.read(|tx| {
            let note = serde_json::json!({"a": ["secret\0"]});
            tx.one::<i64>(sql!("select count(*) from thing where note = $1", note))
        });
        assert_eq!(json.await, Err(Error::Mapping("U+0000 in json".into())));
        let bound = db.write(|tx| { audit(tx)?; tx.run(sql!("insert into tally (id, n) values (1, $1)", "secret")) }).await;
        let Err(Error::Mapping(said)) = bound else { panic!("{bound:?}") };
        assert!(said.to_lowercase().contains("text") && !said.contains("secret"), "{said}");
        let read = db.read(|tx| tx.one::<i64>(sql!("select 'secret' as name"))).await;
        assert_eq!(read, Err(Error::Mapping("column name: text is not a whole number".into())));
        assert!(!format!("{:?}", sql!("select $1", "secret")).contains("secret"));
    }

    async fn a_select_list_and_its_type_say_the_same(db: Db) {
        db::row! {
            /// Two numbers.
            struct Pair { id: i64, n: i64 }
        }
        db.write(|tx| put(tx, 1)).await.expect("a row");
        let right = db.read(|tx| tx.one::<Pair>(sql!("select id, n from tally order by id"))).await;
        assert_eq!(right, Ok::<_, Error>(Pair { id: 1, n: 0 }));
        let crossed = db.read(|tx| tx.one::<Pair>(sql!("select n, id from tally order by id"))).await;
        assert_eq!(crossed, Err(Error::Mapping("column n read as field id".into())));
        let short = db.read(|tx| tx.one::<(i64, i64)>(sql!("select n from tally order by id"))).await;
        assert_eq!(short, Err(Error::Mapping("1 columns read as 2".into())));
    }

    async fn an_optional_filter_is_cast(db: Db) {
        db.write(|tx| tallies(tx, 3)).await.expect("rows");
        let count = |only: Option<i64>| {
            let filtered = move |tx: &mut Tx<'_>| {
                tx.one::<i64>(sql!("select count(*) from tally where (cast($1 as bigint) is null or id = $1)", only))
            };
            db.read(filtered)
        };
        assert_eq!(count(None).await, Ok(3));
        assert_eq!(count(Some(1)).await, Ok(1));
    }
}

//! Both engines give a broken constraint the same name.

use base::{Dice, Id, Instant};
use db::{Db, Error, Tx, both_engines, sql};

use super::tables::{SLICE, audit};

fn thing(tx: &mut Tx<'_>, id: Id, size: i64) -> Result<u64, Error> {
    audit(tx)?;
    tx.run(sql!("insert into thing (id, name, size) values ($1, 'x', $2)", id, size))
}

fn part(tx: &mut Tx<'_>, id: i64, thing: Id, code: &str, place: i64) -> Result<u64, Error> {
    audit(tx)?;
    tx.run(sql!("insert into part (id, thing, code, place) values ($1, $2, $3, $4)", id, thing, code, place))
}

both_engines! { slices: &[SLICE];
    async fn a_broken_constraint_has_one_name(db: Db) {
        let dice = Dice::seeded(3);
        let (one, two) = (dice.id(Instant::default()), dice.id(Instant::default()));
        db.write(move |tx| { thing(tx, one, 1)?; thing(tx, two, 1)?; part(tx, 1, one, "a", 0)?;
            part(tx, 3, two, "q", 2) }).await.expect("room for all");
        let refused = db.write(move |tx| {
            let mut refused = |f: &dyn Fn(&mut Tx<'_>) -> Result<u64, Error>| tx.attempt(f).expect_err("refused");
            Ok::<_, Error>([
                refused(&|tx| thing(tx, one, 1)),
                refused(&|tx| part(tx, 1, one, "b", 1)),
                refused(&|tx| part(tx, 2, one, "a", 1)),
                refused(&|tx| part(tx, 2, one, "b", 0)),
                refused(&|tx| part(tx, 2, one, "Q", 2)),
                refused(&|tx| thing(tx, two, 1000)),
                refused(&|tx| tx.run(sql!("insert into thing (id, name) values ($1, $2)", one, None::<String>))),
                refused(&|tx| part(tx, 2, Id::nil(), "c", 1)),
                refused(&|tx| tx.run(sql!("delete from thing where id = $1", one))),
            ])
        });
        assert_eq!(refused.await, Ok([
            Error::Unique("thing_pkey".into()),
            Error::Unique("part_pkey".into()),
            Error::Unique("part_thing_code_key".into()),
            Error::Unique("part_first".into()),
            Error::Unique("part_code_folded".into()),
            Error::Check("thing_size".into()),
            Error::NotNull("thing.name".into()),
            Error::ForeignKey,
            Error::ForeignKey,
        ]));
    }
}

//! The register of statements, on this crate's own.

use db::{Db, both_engines, register, sql};

use super::tables::SLICE;

both_engines! { slices: &[SLICE];
    async fn every_statement_is_prepared(db: Db) {
        let refused = register::prepare_all(&db).await.expect("a connection");
        // Those that are wrong on purpose, or for one engine alone.
        let odd = ["cpu.rs", "groups.rs", "postgres.rs", "statements.rs", "register.rs"];
        let refused: Vec<_> = refused.iter().filter(|(place, _)| !odd.iter().any(|file| place.contains(file))).collect();
        assert!(refused.is_empty(), "{refused:?}");
    }

    async fn a_statement_the_engine_refuses_is_found(db: Db) {
        let _ = || sql!("select no_such_column from tally");
        let refused = register::prepare_all(&db).await.expect("a connection");
        let (_, error) = refused.iter().find(|(place, _)| place.contains("register.rs")).expect("found");
        assert!(error.to_string().contains("no_such_column"), "{error}");
    }
}

#[test]
fn statements_that_forget_the_partnership_or_the_rule_are_found() {
    let _ = || sql!("select id from claim order by id");
    let partnership = base::Id::nil();
    let _ = || sql!("select id from claim where partnership = $1 order by id", partnership);
    let forgetful = register::without_partnership();
    assert_eq!(forgetful.iter().map(|(_, table)| *table).collect::<Vec<_>>(), ["claim"]);
    let careless = register::without_visibility();
    assert!(careless.iter().all(|(_, table)| *table == "thing"));
    assert!(careless.iter().any(|(place, _)| place.contains("round_trips.rs")), "{careless:?}");
}

#[test]
fn the_tables_of_a_statement_are_read_from_its_text() {
    let named = |text| register::tables_named(text).into_iter().collect::<Vec<_>>();
    let written = |text| register::tables_written(text).into_iter().collect::<Vec<_>>();
    let text = "with recent as (select a from event where note = 'from nowhere') insert into issue (a)
        select recent.a from recent join place on true on conflict (a) do update set a = 1";
    assert_eq!(named(text), ["event", "issue", "place"]);
    assert_eq!(written(text), ["issue"]);
    assert_eq!(
        named("select 1 from a, b as x, c y where a.z is distinct from b.z and a.q in (select q from d)"),
        ["a", "b", "c", "d"]
    );
    assert_eq!(written("update t set a = (select b from u)"), ["t"]);
    assert_eq!(written("delete from t where a = 1"), ["t"]);
    assert_eq!(
        named("select count(*) filter (where a > 1) from (select a from t union all select a from u) v"),
        ["t", "u"]
    );
}

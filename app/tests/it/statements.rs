//! Every statement of every slice, walked.

use std::collections::BTreeSet;

use db::register;

use crate::harness::repository;

stories! {
    async fn every_statement_prepares(app) {
        let refused = register::prepare_all(&app.site.db).await.expect("a connection");
        assert!(refused.is_empty(), "{refused:#?}");
        assert!(register::statements().count() > 150, "the register holds the slices' statements");
    }

    async fn every_table_a_statement_names_exists_and_every_table_is_named_right(app) {
        let free: Vec<&str> = all_tables().into_iter().filter(|table| register::is_partnership_free(table)).collect();
        assert_eq!(free, ["account", "partnership", "session", "sign_in", "sign_in_link"], "tables that are nobody's");
        drop(app);
    }
}

/// Tables that the migrations make.
fn all_tables() -> Vec<&'static str> {
    let mut tables: Vec<&str> = app::wiring::tables()
        .into_iter()
        .flat_map(|slice| slice.migrations.iter())
        .flat_map(|(_, text)| text.split("create table ").skip(1))
        .filter_map(|rest| rest.split([' ', '(', '\n']).next())
        .collect();
    tables.sort_unstable();
    tables
}

#[test]
fn every_statement_names_its_partnership() {
    let careless = register::without_partnership();
    assert!(careless.is_empty(), "{careless:#?}");
}

#[test]
fn every_statement_asks_who_may_see_or_says_why_not() {
    let careless = register::without_visibility();
    assert!(careless.is_empty(), "{careless:#?}");
}

#[test]
fn every_table_named_is_one_that_a_migration_makes() {
    let tables: BTreeSet<&str> = all_tables().into_iter().collect();
    let mut strange = Vec::new();
    for sql in ours() {
        for table in register::tables_named(sql.text()) {
            if !tables.contains(table) {
                strange.push((sql.place(), table));
            }
        }
    }
    assert!(strange.is_empty(), "{strange:#?}");
}

/// Statements outside the crates that may speak one engine's dialect.
fn ours() -> impl Iterator<Item = &'static db::Sql> {
    register::statements()
        .filter(|sql| !sql.place().starts_with("platform/db") && !sql.place().starts_with("app/tests"))
}

#[test]
fn slices_speak_the_sql_that_both_engines_speak() {
    const NOT_HERE: &[&str] = &[
        "now()",
        "current_timestamp",
        "current_date",
        "interval ",
        "strftime",
        "datetime(",
        " ilike ",
        "= any",
        "for update",
        "json_",
        "jsonb",
        "->>",
        "group_concat",
        "string_agg",
        "::",
        "select *",
        "glob ",
        "rowid",
        "offset ",
    ];
    let mut dialect = Vec::new();
    for sql in ours() {
        let text = sql.text().to_lowercase();
        dialect.extend(NOT_HERE.iter().filter(|word| text.contains(**word)).map(|word| (sql.place(), *word)));
    }
    assert!(dialect.is_empty(), "{dialect:#?}");
}

#[test]
fn what_is_listed_is_listed_in_one_order() {
    // More than one row without an order is another list each time; a `limit` without one is a lottery.
    let unordered: Vec<String> = ours()
        .filter(|sql| sql.text().contains(" limit ") && !sql.text().contains("order by"))
        .filter(|sql| !sql.text().starts_with("select count("))
        .map(|sql| sql.place())
        .collect();
    assert!(unordered.is_empty(), "{unordered:#?}");
}

#[test]
fn every_column_says_what_class_of_data_it_holds() {
    const CLASSES: &[&str] = &["key", "public", "work", "contact", "words", "secret", "system"];
    let mut unsaid = Vec::new();
    let mut said = 0;
    for slice in app::wiring::tables() {
        for (name, text) in slice.migrations {
            assert!(!text.to_lowercase().contains("deferr"), "{}/{name}: no deferred constraints", slice.name);
            for line in text.lines().filter(|line| is_column(line)) {
                match line.rsplit_once("-- ") {
                    Some((_, class)) if CLASSES.contains(&class.trim()) => said += 1,
                    _ => unsaid.push(format!("{}/{name}: {}", slice.name, line.trim())),
                }
            }
        }
    }
    assert!(unsaid.is_empty(), "say one of {CLASSES:?} after each column:\n{}", unsaid.join("\n"));
    assert!(said > 100, "columns are found");
    let page = std::fs::read_to_string(repository().join("docs/security.md")).expect("docs/security.md");
    for class in CLASSES {
        assert!(page.contains(&format!("| `{class}` |")), "docs/security.md says what {class} means");
    }
}

/// A line that makes a column: two blanks, a name, a type word.
fn is_column(line: &str) -> bool {
    let types = ["{id}", "{instant}", "{int}", "{date}", "{bool}", "{json}", "{real}", "{blob}", "{text}"];
    let code = line.split("--").next().unwrap_or_default();
    types.iter().any(|word| code.contains(word))
}

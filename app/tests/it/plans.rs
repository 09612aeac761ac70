//! How each statement walks its tables: what a page reads must not grow with the years.

use db::register;
use db::testing::TestDb;

/// Tables that grow with every concern.
const GROWING: &[&str] = &[
    "concern",
    "concern_contact",
    "concern_place",
    "contact_log",
    "event",
    "idempotency",
    "issue",
    "issue_concern",
    "issue_place",
    "revision",
    "step",
    "subject_key",
    "telling",
];

#[tokio::test]
async fn dump() {
    let db = TestDb::sqlite(&app::wiring::tables()).await;
    for (sql, steps) in register::plans(&db).await.expect("plans") {
        println!("{}\n   {}\n     {}", sql.place(), sql.text(), steps.join("\n     "));
    }
}

#[tokio::test]
async fn nothing_that_grows_is_read_from_end_to_end() {
    let db = TestDb::sqlite(&app::wiring::tables()).await;
    let mut long = Vec::new();
    for (sql, steps) in register::plans(&db).await.expect("plans") {
        for step in steps {
            let scanned = step.strip_prefix("SCAN ").and_then(|rest| rest.split(' ').next());
            let whole = scanned.is_some_and(|table| GROWING.contains(&table));
            // Found by nothing but whose it is, which in a partnership's own database is everything.
            let by_owner = step.ends_with("(partnership=?)") && GROWING.iter().any(|table| step.contains(&format!("SEARCH {table} ")));
            let sorted = step == "USE TEMP B-TREE FOR ORDER BY";
            if whole || by_owner || (sorted && sql.text().contains(" limit ")) {
                long.push(format!("{}: {step}", sql.place()));
            }
        }
    }
    assert!(long.is_empty(), "{long:#?}");
}

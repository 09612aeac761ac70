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

/// Indexes of what waits for somebody: they hold no more than is to be done.
const WAITING: &[&str] = &["event_unplaced", "telling_to_do", "step_waiting"];

#[tokio::test]
async fn nothing_that_grows_is_read_from_end_to_end() {
    let db = TestDb::sqlite(&app::wiring::tables()).await;
    let plans = register::plans(&db).await.expect("plans");
    let ours = plans.iter().filter(|(sql, _)| !sql.place().starts_with("app/tests"));
    let long: Vec<String> = ours
        .filter(|(_, steps)| is_long(steps))
        .map(|(sql, steps)| format!("{}\n{}\n{}", sql.place(), sql.text(), steps.join("\n")))
        .collect();
    assert!(long.is_empty(), "{}", long.join("\n\n"));
}

/// Where an index was left with as many rows as a place or a state has.
const WIDE: &[&str] = &[
    "(partnership=? AND place=?)",
    "(partnership=? AND place=? AND is_open=?)",
    "(partnership=? AND place=? AND status=?)",
    "(partnership=? AND status=?)",
];

/// Whether the plan reads all that a partnership has of what grows, or sorts all that a place or a state has of it.
fn is_long(steps: &[String]) -> bool {
    let grows = |step: &&String| {
        let mut words = step.split(' ');
        matches!(words.next(), Some("SCAN" | "SEARCH")) && words.next().is_some_and(|table| GROWING.contains(&table))
    };
    let sorted = steps.iter().any(|step| step == "USE TEMP B-TREE FOR ORDER BY");
    steps.iter().filter(grows).any(|step| {
        let whole = step.starts_with("SCAN") || step.ends_with("(partnership=?)");
        let waits = WAITING.iter().any(|index| step.contains(index));
        (whole && !waits) || (sorted && WIDE.iter().any(|wide| step.ends_with(wide)))
    })
}

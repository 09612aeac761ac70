//! How each statement walks its tables: what a page reads must not grow with the years.

use std::collections::{BTreeMap, BTreeSet};

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

/// The plan of each list is agreed to, so that a change of one is seen: what a list is filtered by beyond its index costs
/// a look at each line that is passed over.
#[tokio::test]
async fn every_list_walks_as_agreed() {
    let db = TestDb::sqlite(&app::wiring::tables()).await;
    let plans = register::plans(&db).await.expect("plans");
    let mut written: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (sql, steps) in plans {
        let (file, text) = (sql.place(), sql.text());
        let file = file.split(':').next().unwrap_or_default().to_owned();
        let is_list =
            text.contains(" limit ") && text.contains("order by") && GROWING.iter().any(|table| text.contains(table));
        if file.starts_with("app/tests") || !is_list {
            continue;
        }
        let (_, end) = text.rsplit_once("order by ").expect("an order");
        let walked = steps
            .iter()
            .filter(|step| step.starts_with("SEARCH") || step.starts_with("SCAN") || step.contains("B-TREE"));
        let walked = walked.map(|step| format!("      {step}\n")).collect::<String>();
        written.entry(file).or_default().insert(format!("  by {end}\n{walked}"));
    }
    let text: String =
        written.iter().map(|(file, lists)| format!("{file}\n{}", lists.iter().cloned().collect::<String>())).collect();
    crate::harness::golden("plans.txt", &text);
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

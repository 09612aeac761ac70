//! Every statement, visibility rule and special table of the program, for the tests that walk them all.

use std::collections::BTreeSet;

use crate::{Db, Error, Fragment, Query, Sql, Value};

/// For [`sql!`](crate::sql).
#[doc(hidden)]
pub struct Registered(pub &'static Sql);
inventory::collect!(Registered);

/// For [`visible!`](crate::visible).
#[doc(hidden)]
pub struct RegisteredFragment(pub &'static Fragment);
inventory::collect!(RegisteredFragment);

/// For [`housekeeping_tables!`](crate::housekeeping_tables).
#[doc(hidden)]
pub struct HousekeepingTables(pub &'static [&'static str]);
inventory::collect!(HousekeepingTables);

/// For [`partnership_free_tables!`](crate::partnership_free_tables).
#[doc(hidden)]
pub struct PartnershipFreeTables(pub &'static [&'static str]);
inventory::collect!(PartnershipFreeTables);

/// Names tables that hold no records - sessions, jobs, counters, locks: written without an audit entry, and the only
/// ones that [`Db::housekeep`] may write.
#[macro_export]
macro_rules! housekeeping_tables {
    ($($table:literal),+ $(,)?) => {
        $crate::reexport::inventory::submit! { $crate::register::HousekeepingTables(&[$($table),+]) }
    };
}

/// Names tables that belong to no one partnership; a statement on any other names its partnership.
#[macro_export]
macro_rules! partnership_free_tables {
    ($($table:literal),+ $(,)?) => {
        $crate::reexport::inventory::submit! { $crate::register::PartnershipFreeTables(&[$($table),+]) }
    };
}

/// Every `sql!` of every crate that the program names.
pub fn statements() -> impl Iterator<Item = &'static Sql> {
    inventory::iter::<Registered>().map(|registered| registered.0)
}

/// Every `visible!`.
pub fn fragments() -> impl Iterator<Item = &'static Fragment> {
    inventory::iter::<RegisteredFragment>().map(|registered| registered.0)
}

/// Whether `table` is named by a `housekeeping_tables!`.
#[must_use]
pub fn is_housekeeping(table: &str) -> bool {
    inventory::iter::<HousekeepingTables>().any(|tables| tables.0.contains(&table))
}

/// Whether `table` is named by a `partnership_free_tables!`.
#[must_use]
pub fn is_partnership_free(table: &str) -> bool {
    inventory::iter::<PartnershipFreeTables>().any(|tables| tables.0.contains(&table))
}

/// The tables a statement inserts into, updates or deletes from.
#[must_use]
pub fn tables_written(text: &str) -> BTreeSet<&str> {
    mentions(text).into_iter().filter(|mention| mention.written).map(|mention| mention.table).collect()
}

/// Every table a statement names; names it gives to its own `with` queries are not tables.
#[must_use]
pub fn tables_named(text: &str) -> BTreeSet<&str> {
    mentions(text).into_iter().map(|mention| mention.table).collect()
}

/// Statements on a table that belongs to a partnership whose text never says `partnership`: (place, table).
#[must_use]
pub fn without_partnership() -> Vec<(String, &'static str)> {
    let unsaid = statements()
        .filter(|sql| !words(sql.text()).any(|word| word == "partnership" || word.ends_with(".partnership")));
    let owned = |sql: &'static Sql| {
        let tables =
            tables_named(sql.text()).into_iter().filter(|table| !is_partnership_free(table) && *table != "partnership");
        tables.map(|table| (sql.place(), table))
    };
    unsaid.flat_map(owned).collect()
}

/// Statements that read a table with a visibility rule and neither ask for the rule nor say why not: (place, table).
#[must_use]
pub fn without_visibility() -> Vec<(String, &'static str)> {
    let careless = |sql: &'static Sql| {
        let text = sql.text();
        let read = mentions(text).into_iter().filter(|mention| !mention.written).map(|mention| mention.table);
        let hideable = read.filter(|table| fragments().any(|fragment| fragment.kind() == *table));
        let unsaid =
            hideable.filter(|table| !text.contains("{unfiltered: ") && !text.contains(&format!("{{visible:{table}}}")));
        unsaid.map(|table| (sql.place(), table)).collect::<Vec<_>>()
    };
    statements().flat_map(careless).collect()
}

/// Prepares every statement, with every rule it can be given; answers those that the engine refuses and why.
/// Preparing does not check the types of bound values: only running does.
///
/// # Errors
/// Those of [`Db::read`].
pub async fn prepare_all(db: &Db) -> Result<Vec<(String, Error)>, Error> {
    db.read(|tx| {
        let mut refused = Vec::new();
        for sql in statements() {
            for query in samples(sql) {
                if let Err(error) = tx.attempt(|tx| tx.prepare(query.clone())) {
                    refused.push((sql.place(), error));
                }
            }
        }
        Ok(refused)
    })
    .await
}

/// How SQLite would run every statement, with every rule it can be given: its place, its text, one line a step. The steps
/// follow from the tables and indexes alone, not from what is stored; PostgreSQL's do not, and none are answered.
///
/// # Errors
/// Those of [`Db::read`], and of statements that do not prepare.
pub async fn plans(db: &Db) -> Result<Vec<(&'static Sql, Vec<String>)>, Error> {
    db.read(|tx| {
        let all = statements().flat_map(|sql| samples(sql).into_iter().map(move |query| (sql, query)));
        all.map(|(sql, query)| Ok((sql, tx.plan(query)?))).collect()
    })
    .await
}

/// A statement with null arguments, once for each choice of rule.
fn samples(sql: &'static Sql) -> Vec<Query<'static>> {
    let text = sql.text();
    let mut values = vec![Value::Null; sql.highest()];
    if let Some((before, _)) = text.split_once("{rows}") {
        values.push(Value::List(vec![Value::List(vec![Value::Null; columns_before(before)])]));
    } else if text.contains("{list}") {
        values.push(Value::List(vec![Value::Null]));
    }
    let mut queries = vec![Query::new(sql, values)];
    for asked in text.split("{visible:").skip(1) {
        let kind = asked.split('}').next().unwrap_or_default();
        let rules: Vec<_> = fragments().filter(|fragment| fragment.kind() == kind).collect();
        queries = queries
            .into_iter()
            .flat_map(|query| rules.iter().map(move |rule| query.clone().visible(rule.sample())).collect::<Vec<_>>())
            .collect();
    }
    queries
}

/// How many columns the last list in parentheses names: `insert into t (a, b) values ` has 2.
fn columns_before(text: &str) -> usize {
    let named = text.rsplit_once('(').and_then(|(_, named)| named.split_once(')'));
    named.map_or(0, |(columns, _)| columns.split(',').count())
}

struct Mention<'t> {
    table: &'t str,
    written: bool,
}

fn mentions(text: &str) -> Vec<Mention<'_>> {
    let tokens: Vec<&str> = words(text).collect();
    let at = |index: usize| tokens.get(index).copied().unwrap_or_default();
    let own: BTreeSet<&str> = (0..tokens.len()).filter(|&n| at(n + 1) == "as" && at(n + 2) == "(").map(at).collect();
    let mut found = Vec::new();
    for n in 1..=tokens.len() {
        let written = match (at(n.wrapping_sub(2)), at(n - 1)) {
            (_, "into") | ("delete", "from") | (_, "update") => true,
            ("distinct", "from") => continue,
            (_, "from" | "join") => false,
            _ => continue,
        };
        let mut next = n;
        loop {
            let table = at(next);
            if is_name(table) && table != "set" && !own.contains(table) {
                found.push(Mention { table, written });
            }
            let after = if at(next + 1) == "as" { next + 3 } else { next + 1 };
            next = match (at(n - 1), at(after), at(after + 1)) {
                ("from", ",", _) => after + 1,
                ("from", alias, ",") if is_name(alias) => after + 2,
                _ => break,
            };
        }
    }
    found
}

fn is_name(token: &str) -> bool {
    token.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
}

/// Words, parentheses and commas; what stands in quotes is passed over.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let outside = text.split('\'').step_by(2);
    let is_word = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '.' | '$');
    outside.flat_map(move |piece| {
        piece.split_inclusive(move |letter: char| !is_word(letter)).flat_map(move |token| {
            let word = token.trim_end_matches(move |letter: char| !is_word(letter));
            let mark = token[word.len()..].trim();
            [word, mark].into_iter().filter(|part| !part.is_empty())
        })
    })
}

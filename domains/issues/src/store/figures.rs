//! What is counted of issues, place by place: read by pages, written by the nightly count.

use access::Permit;
use base::{Date, Id, Instant};
use db::{Error, ToValue as _, Tx, Value, sql};

use crate::model::Status;

db::words! {
    /// What a figure counts.
    pub enum Counted {
        /// Issues that were opened in a month.
        Opened = "opened",
        /// Issues that ended, or were not taken forward, in a month.
        Settled = "settled",
        /// Issues of a category that are open.
        Open = "open",
        /// Decisions that were made in the whole period.
        Decided = "decided",
        /// Of them, those made by the day they were due.
        InTime = "in_time",
    }
}

db::row! {
    /// One figure.
    pub struct Figure {
        /// The place; the partnership for everywhere.
        pub place: Id,
        /// What is counted.
        pub counted: Counted,
        /// The first day of the month it is of.
        pub month: Date,
        /// The category it is of.
        pub category: Id,
        /// How many.
        pub amount: i64,
        /// When they were counted.
        pub counted_at: Instant,
    }
}

/// The figures of a place and of everywhere, in one statement.
///
/// # Errors
/// Whatever the store answers.
pub fn figures(tx: &mut Tx<'_>, partnership: Id, place: Id) -> Result<Vec<Figure>, Error> {
    tx.all(sql!(
        "select place, counted, month, category, amount, counted_at from place_figure \
         where partnership = $1 and place in ($1, $2) order by place, counted, month, category",
        partnership,
        place
    ))
}

db::row! {
    /// What the count asks of an issue.
    pub(crate) struct Dated {
        /// Its key.
        pub id: Id,
        /// When it last changed: the order of the walk.
        pub changed_at: Instant,
        /// Where it stands.
        pub status: Status,
        /// When it was opened.
        pub opened_at: Instant,
        /// When it was decided.
        pub decided_at: Option<Instant>,
        /// When it ended.
        pub resolved_at: Option<Instant>,
        /// When a decision was due.
        pub answer_by: Instant,
    }
}

/// The next issues that changed since, of those everybody may read.
pub(crate) fn changed_since(
    tx: &mut Tx<'_>,
    partnership: Id,
    after: (Instant, Id),
    most: i64,
) -> Result<Vec<Dated>, Error> {
    tx.all(sql!(
        "select id, changed_at, status, opened_at, decided_at, resolved_at, answer_by from issue \
         where partnership = $1 and (changed_at, id) > ($2, $3) and published_at is not null and hidden_at is null \
         and {unfiltered: what everybody may read is counted, whoever counts} order by changed_at, id limit $4",
        partnership,
        after.0,
        after.1,
        most
    ))
}

/// Where everybody may find these issues, everywhere among it.
pub(crate) fn seen_in(tx: &mut Tx<'_>, partnership: Id, issues: &[Id]) -> Result<Vec<(Id, Id)>, Error> {
    tx.all(sql!(
        "select issue, place from issue_place where partnership = $1 and is_seen and is_then and issue in {list} \
         order by issue, place",
        partnership,
        issues
    ))
}

/// What is open in a place that everybody may find there, by category.
pub(crate) fn open_by_category(tx: &mut Tx<'_>, partnership: Id, place: Id) -> Result<Vec<(Id, i64)>, Error> {
    tx.all(sql!(
        "select category, count(*) from issue_place where partnership = $1 and place = $2 and is_open = $3 \
         and is_seen and is_then group by category order by category",
        partnership,
        place,
        true
    ))
}

/// Puts new figures in the place of all there were.
pub(crate) fn set_figures(tx: &mut Tx<'_>, permit: &Permit, figures: &[Figure]) -> Result<(), Error> {
    let partnership = permit.partnership();
    tx.run(sql!("delete from place_figure where partnership = $1", partnership))?;
    let rows: Vec<Vec<Value<'_>>> = figures
        .iter()
        .map(|one| {
            vec![
                Value::Id(partnership),
                Value::Id(one.place),
                Value::Text(one.counted.as_str().into()),
                Value::Date(one.month),
                Value::Id(one.category),
                Value::Int(one.amount),
                one.counted_at.to_value(),
            ]
        })
        .collect();
    if rows.is_empty() {
        return Ok(());
    }
    tx.insert_many(sql!(
        "insert into place_figure (partnership, place, counted, month, category, amount, counted_at) values {rows}",
        rows
    ))?;
    Ok(())
}

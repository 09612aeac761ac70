//! Issues put in their places again after lines were drawn anew: where each lies then and now, written in chunks.

use std::collections::BTreeMap;

use access::Permit;
use base::{Id, Instant};
use db::{Error, Rows, ToValue, Tx, Value, sql};
use places::Lies;

use crate::model::Status;

db::row! {
    /// An issue with all that says where it lies and what its places keep of it.
    pub struct IssueSpot {
        /// Its key.
        pub id: Id,
        /// Degrees north, where it has a spot.
        pub lat: Option<f64>,
        /// Degrees east.
        pub lon: Option<f64>,
        /// Degrees north of the public place.
        pub public_lat: Option<f64>,
        /// Degrees east of it.
        pub public_lon: Option<f64>,
        /// The cell of the public place.
        pub fine: Option<i64>,
        /// When it was opened.
        pub opened_at: Instant,
        /// Its category.
        pub category: Id,
        /// Where it stands.
        pub status: Status,
        /// Smaller is sooner.
        pub standing: i64,
        /// 0 to 2.
        pub level: i64,
        /// When a decision is due.
        pub answer_by: Instant,
        /// What a desk counts of it.
        pub marks: i64,
        /// Since when the public sees it.
        pub published_at: Option<Instant>,
        /// When it was hidden from the public.
        pub hidden_at: Option<Instant>,
    }

    struct Here {
        issue: Id,
        place: Id,
        is_public: bool,
        is_then: bool,
        is_now: bool,
    }
}

/// An issue, where it lies, and the places among those by which the public may find it.
#[derive(Debug, Clone)]
pub struct Placing {
    /// The issue.
    pub spot: IssueSpot,
    /// Where it lies, without the row that stands for everywhere.
    pub lies: Vec<Lies>,
    /// By which of them the public may find it.
    pub public: Vec<Id>,
}

impl Placing {
    /// The same issue in other places. Whom the public finds by its spot or its street it finds in all of them; whom it
    /// knows by the ward alone, only by the ward of then: a second ward would say more than either.
    #[must_use]
    pub fn moved(self, lies: Vec<Lies>, is_ward_or_larger: impl Fn(Id) -> bool) -> Self {
        let is_public = |lies: &Lies| match self.spot.public_lat {
            _ if self.public.is_empty() => false,
            Some(_) => true,
            None => lies.is_then && is_ward_or_larger(lies.place),
        };
        let public = lies.iter().filter(|lies| is_public(lies)).map(|lies| lies.place).collect();
        Self { public, lies, ..self }
    }
}

/// The next issues by their keys, each with where it lies.
///
/// # Errors
/// Whatever the store answers.
pub fn issues_to_place(tx: &mut Tx<'_>, permit: &Permit, after: Id, most: i64) -> Result<Vec<Placing>, Error> {
    let partnership = permit.partnership();
    let spots: Vec<IssueSpot> = tx.all(sql!(
        "select issue.id, issue.lat, issue.lon, issue.public_lat, issue.public_lon, issue.fine, \
         issue.opened_at, issue.category, issue.status, issue.standing, issue.level, issue.answer_by, here.marks, \
         issue.published_at, issue.hidden_at from issue join issue_place here on here.partnership = issue.partnership \
         and here.issue = issue.id and here.place = issue.partnership where issue.partnership = $1 and issue.id > $2 \
         and {unfiltered: lines are drawn for every issue alike, and nothing of one is shown} order by issue.id limit $3",
        partnership,
        after,
        most
    ))?;
    let ids: Vec<Id> = spots.iter().map(|spot| spot.id).collect();
    let mut found: BTreeMap<Id, (Vec<Lies>, Vec<Id>)> = BTreeMap::new();
    for here in tx.all::<Here>(sql!(
        "select issue, place, is_public, is_then, is_now from issue_place where partnership = $1 and place <> $1 \
         and issue in {list} order by issue, place",
        partnership,
        ids
    ))? {
        let (lies, public) = found.entry(here.issue).or_default();
        lies.push(Lies { place: here.place, is_then: here.is_then, is_now: here.is_now });
        public.extend(here.is_public.then_some(here.place));
    }
    let with = |spot: IssueSpot| {
        let (lies, public) = found.remove(&spot.id).unwrap_or_default();
        Placing { spot, lies, public }
    };
    Ok(spots.into_iter().map(with).collect())
}

/// Puts issues where they lie, in two statements for any number.
///
/// # Errors
/// Whatever the store answers.
pub fn place_issues(tx: &mut Tx<'_>, permit: &Permit, placed: &[Placing]) -> Result<(), Error> {
    let partnership = permit.partnership();
    let ids: Vec<Id> = placed.iter().map(|one| one.spot.id).collect();
    tx.run(sql!(
        "delete from issue_place where partnership = $1 and place <> $1 and issue in {list}",
        partnership,
        ids
    ))?;
    let rows: Rows<'_> = placed
        .iter()
        .flat_map(|one| one.lies.iter().map(move |lies| (one, lies)))
        .map(|(one, lies)| {
            let spot = &one.spot;
            let is_public = one.public.contains(&lies.place);
            let is_out = spot.published_at.is_some() && spot.hidden_at.is_none();
            vec![
                Value::Id(partnership),
                Value::Id(spot.id),
                Value::Id(lies.place),
                Value::Bool(is_public),
                Value::Bool(is_public && is_out),
                Value::Bool(spot.status.is_open()),
                spot.status.to_value(),
                Value::Int(spot.standing),
                Value::Id(spot.category),
                spot.opened_at.to_value(),
                Value::Bool(lies.is_then),
                Value::Bool(lies.is_now),
                spot.public_lat.to_value(),
                spot.public_lon.to_value(),
                spot.fine.to_value(),
                Value::Int(spot.level),
                spot.answer_by.to_value(),
                Value::Int(spot.marks),
            ]
        })
        .collect();
    tx.insert_many(sql!(
        "insert into issue_place (partnership, issue, place, is_public, is_seen, is_open, status, standing, category, \
         opened_at, is_then, is_now, lat, lon, fine, level, answer_by, marks) values {rows}",
        rows
    ))?;
    Ok(())
}

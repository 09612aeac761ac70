//! Concerns put in their places again after lines were drawn anew: where each lies then and now, written in chunks.

use std::collections::BTreeMap;

use access::Permit;
use base::{Id, Instant};
use db::{Error, Rows, Tx, Value, sql};
use places::Lies;

use crate::{ConcernStatus, PROTECTED};

db::row! {
    /// A concern with all that says where it lies.
    pub struct ConcernSpot {
        /// Its key.
        pub id: Id,
        /// Degrees north, where it was told with a spot.
        pub lat: Option<f64>,
        /// Degrees east.
        pub lon: Option<f64>,
        /// When it was heard.
        pub heard_at: Instant,
        /// Where it stands.
        pub status: ConcernStatus,
        /// 0 to 5.
        pub protection: i64,
        /// Held by danger words.
        pub held: bool,
    }

    struct Here {
        concern: Id,
        place: Id,
        is_then: bool,
        is_now: bool,
    }
}

impl ConcernSpot {
    /// Whether a count may tell of it: that somebody told something protected is said by no number.
    #[must_use]
    pub const fn is_counted(&self) -> bool {
        self.protection < PROTECTED && !self.held
    }
}

/// The next concerns by their keys, each with where it lies.
///
/// # Errors
/// Whatever the store answers.
pub fn concerns_to_place(
    tx: &mut Tx<'_>,
    permit: &Permit,
    after: Id,
    most: i64,
) -> Result<Vec<(ConcernSpot, Vec<Lies>)>, Error> {
    let spots: Vec<ConcernSpot> = tx.all(sql!(
        "select id, lat, lon, heard_at, status, protection, held from concern where partnership = $1 and id > $2 \
         and {unfiltered: lines are drawn for every concern alike, and nothing of one is shown} order by id limit $3",
        permit.partnership(),
        after,
        most
    ))?;
    let ids: Vec<Id> = spots.iter().map(|spot| spot.id).collect();
    let mut lies: BTreeMap<Id, Vec<Lies>> = BTreeMap::new();
    for here in tx.all::<Here>(sql!(
        "select concern, place, is_then, is_now from concern_place where partnership = $1 and concern in {list} \
         order by concern, place",
        permit.partnership(),
        ids
    ))? {
        let Here { concern, place, is_then, is_now } = here;
        lies.entry(concern).or_default().push(Lies { place, is_then, is_now });
    }
    let with = |spot: ConcernSpot| {
        let own = lies.remove(&spot.id).unwrap_or_default();
        (spot, own)
    };
    Ok(spots.into_iter().map(with).collect())
}

/// Puts concerns where they lie, in two statements for any number.
///
/// # Errors
/// Whatever the store answers.
pub fn place_concerns(tx: &mut Tx<'_>, permit: &Permit, placed: &[(ConcernSpot, Vec<Lies>)]) -> Result<(), Error> {
    let partnership = permit.partnership();
    let ids: Vec<Id> = placed.iter().map(|(spot, _)| spot.id).collect();
    tx.run(sql!("delete from concern_place where partnership = $1 and concern in {list}", partnership, ids))?;
    let rows: Rows<'_> =
        placed.iter().flat_map(|(spot, lies)| rows(partnership, spot.id, spot.status, spot.heard_at, lies)).collect();
    tx.insert_many(sql!(
        "insert into concern_place (partnership, concern, place, waits, heard_at, is_then, is_now) values {rows}",
        rows
    ))?;
    Ok(())
}

/// A concern's places, as their table has them.
pub(crate) fn rows(
    partnership: Id,
    concern: Id,
    status: ConcernStatus,
    heard_at: Instant,
    lies: &[Lies],
) -> impl Iterator<Item = Vec<Value<'_>>> {
    lies.iter().map(move |lies| {
        vec![
            Value::Id(partnership),
            Value::Id(concern),
            Value::Id(lies.place),
            Value::Bool(status == ConcernStatus::Heard),
            Value::Int(heard_at.micros()),
            Value::Bool(lies.is_then),
            Value::Bool(lies.is_now),
        ]
    })
}

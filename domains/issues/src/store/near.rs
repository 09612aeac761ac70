//! What is near: issues like one that is about to be told to us.

use access::{Scope, visible_issues};
use base::{Id, Instant};
use db::{Error, Tx, sql};
use places::{Point, cells};

use crate::similar::NEAR;

use crate::model::Status;

db::row! {
    /// An open issue that may be the same thing.
    pub struct Neighbour {
        /// Its key.
        pub id: Id,
        /// Its reference.
        pub reference: String,
        /// Its title.
        pub title: String,
        /// Degrees north of its public place.
        pub public_lat: Option<f64>,
        /// Degrees east of it.
        pub public_lon: Option<f64>,
        /// Where it stands.
        pub status: Status,
        /// How many people told us.
        pub voices: i64,
        /// When it began.
        pub opened_at: Instant,
    }
}

/// Candidates looked at before the nearest are chosen.
const CANDIDATES: i64 = 60;

/// Open issues of the same category that the public sees near `point`; where there is no point, or the category shows
/// none, in the same ward. Newest first; the caller measures and chooses.
///
/// # Errors
/// Whatever the store answers.
pub fn alike(
    tx: &mut Tx<'_>,
    scope: &Scope,
    category: Id,
    point: Option<Point>,
    ward: Option<Id>,
) -> Result<Vec<Neighbour>, Error> {
    if let Some(point) = point {
        let cells: Vec<i64> = cells::within(point, NEAR).into_iter().map(cells::Cell::number).collect();
        return tx.all(
            sql!(
                "select issue.id, issue.reference, issue.title, issue.public_lat, issue.public_lon, issue.status, \
                 issue.voices, issue.opened_at from issue \
                 where issue.partnership = $1 and issue.category = $2 and issue.hidden_at is null \
                 and issue.published_at is not null and issue.status not in ('resolved', 'not_taking_forward') \
                 and {visible:issue} and issue.fine in {list} order by issue.opened_at desc, issue.id limit 60",
                scope.partnership(),
                category,
                cells
            )
            .visible(visible_issues(scope)),
        );
    }
    let Some(ward) = ward else { return Ok(Vec::new()) };
    tx.all(
        sql!(
            "select issue.id, issue.reference, issue.title, issue.public_lat, issue.public_lon, issue.status, \
             issue.voices, issue.opened_at from issue_place \
             join issue on issue.partnership = issue_place.partnership and issue.id = issue_place.issue \
             where issue_place.partnership = $1 and issue_place.place = $2 and issue_place.is_open = $3 \
             and issue_place.is_seen and issue_place.category = $4 and {visible:issue} \
             order by issue_place.opened_at desc, issue_place.issue desc limit $5",
            scope.partnership(),
            ward,
            true,
            category,
            CANDIDATES
        )
        .visible(visible_issues(scope)),
    )
}

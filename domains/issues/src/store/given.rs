use access::Scope;
use base::{Id, Instant};
use db::{Error, Tx, sql};

use super::list::{LinePlace, works};

/// Who gave an issue to whoever holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// When.
    pub at: Instant,
    /// Who.
    pub by: Option<Id>,
    /// Why, in words for staff.
    pub why: Option<String>,
}

db::row! {
    /// Where an issue lies, or when it was given to somebody.
    struct PlaceOrGiven {
        issue: Id,
        place: Id,
        is_public: bool,
        is_then: bool,
        is_now: bool,
        given_at: Option<Instant>,
        given_by: Option<Id>,
        given_why: Option<String>,
    }
}

/// What was noted when an issue was given to somebody the last time, in the row of the whole partnership.
macro_rules! given {
    ($what:literal) => {
        concat!(
            "case when issue_place.place = $1 then (select step.",
            $what,
            " from step where step.partnership = $1 and step.issue = issue_place.issue and step.act = 'assigned' \
             order by step.at desc, step.id desc limit 1) end"
        )
    };
}

/// Where the issues of a page lie, and who gave some of them to their holders, by issue.
pub type PlacesAndGivers = (Vec<LinePlace>, Vec<(Id, Given)>);

/// [`super::places_of_lines`] for a page of whoever works here, and in the same statement when each issue was given to somebody the
/// last time.
///
/// # Errors
/// Whatever the store answers.
pub fn places_and_givers(tx: &mut Tx<'_>, scope: &Scope, issues: &[Id]) -> Result<PlacesAndGivers, Error> {
    let rows: Vec<PlaceOrGiven> = tx.all(sql!(
        concat!(
            "select issue, place, is_public, is_then, is_now, ",
            given!("at"),
            " as given_at, ",
            given!("person"),
            " as given_by, ",
            given!("words"),
            " as given_why from issue_place \
             where partnership = $1 and (is_seen or $2) and issue in {list} order by issue, place"
        ),
        scope.partnership(),
        works(scope),
        issues
    ))?;
    let (mut places, mut given) = (Vec::new(), Vec::new());
    for row in rows {
        let PlaceOrGiven { issue, place, is_public, is_then, is_now, .. } = row;
        match row.given_at {
            Some(at) => given.push((issue, Given { at, by: row.given_by, why: row.given_why })),
            None if place != scope.partnership() => {
                places.push(LinePlace { issue, place, is_public, is_then, is_now });
            }
            None => {}
        }
    }
    Ok((places, given))
}

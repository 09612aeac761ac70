<<<<<<< HEAD
//! Open issues that may be what somebody is about to tell us: so that they join it, and their voice counts there.

use access::Scope;
use base::{Id, Instant, Problem, Reference};
use db::Tx;
use places::{Plane, Point};
use voice::{Category, PublicPlace};

use crate::commands::places_in;
use crate::model::Status;
use crate::store::{self, Neighbour};

/// The most that are offered.
const MOST: usize = 5;

/// An open issue that may be the same thing. Nothing in it is more than the public sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Similar {
    /// Its reference.
    pub issue: Reference,
    /// Its title.
    pub title: String,
    /// Metres from what is told to the issue's public place, to the nearest ten; nothing when it has no point.
    pub distance_m: Option<i64>,
    /// How many people told us.
    pub voices: i64,
    /// When it began.
    pub opened_at: Instant,
    /// Where it stands.
    pub status: Status,
}

impl Similar {
    /// Why it is offered, in one sentence, for programs.
    #[must_use]
    pub fn why(&self) -> String {
        match self.distance_m {
            Some(metres) => format!("The same kind of thing, {metres} metres away."),
            None => "The same kind of thing in the same ward.".to_owned(),
        }
    }
}

/// The open issues that may be what is told: of the same category, near its point where the public sees points of that
/// kind of thing, else in its ward. The nearest first, then the most told.
///
/// # Errors
/// Whatever the store answers.
pub fn similar(
    tx: &mut Tx<'_>,
    scope: &Scope,
    category: &Category,
    point: Option<Point>,
    places: &[Id],
) -> Result<Vec<Similar>, Problem> {
    if category.public_place == PublicPlace::None {
        return Ok(Vec::new());
    }
    let known = places_in(scope)?;
    let ward = known.ward_of(places).and_then(|ward| known.id(ward));
    let point = point.filter(|_| matches!(category.public_place, PublicPlace::Point | PublicPlace::Street));
    let found = store::alike(tx, scope, category.id, point, ward)?;
    Ok(nearest(found, point))
}

/// An issue that somebody came to join, if it is open and they may see it.
///
/// # Errors
/// Whatever the store answers.
pub fn open_issue(tx: &mut Tx<'_>, scope: &Scope, issue: &Reference) -> Result<Option<Similar>, Problem> {
    let found = store::by_reference(tx, scope, issue)?.filter(|found| found.status.is_open());
    Ok(found.map(|found| Similar {
        issue: issue.clone(),
        title: found.title,
        distance_m: None,
        voices: found.voices,
        opened_at: found.opened_at,
        status: found.status,
    }))
}

fn nearest(found: Vec<Neighbour>, point: Option<Point>) -> Vec<Similar> {
    let mut similar: Vec<Similar> = found.into_iter().filter_map(|one| offered(one, point)).collect();
    similar.sort_by_key(|one| (one.distance_m, -one.voices, one.opened_at));
    similar.truncate(MOST);
    similar
}

fn offered(one: Neighbour, point: Option<Point>) -> Option<Similar> {
    let there = one.public_lat.zip(one.public_lon).and_then(|(lat, lon)| Point::new(lat, lon));
    let metres = point.zip(there).map(|(here, there)| Plane::around(here).metres_between(here, there));
    Some(Similar {
        issue: one.reference.parse().ok()?,
        title: one.title,
        distance_m: metres.map(to_the_nearest_ten),
        voices: one.voices,
        opened_at: one.opened_at,
        status: one.status,
    })
}

#[expect(clippy::cast_possible_truncation, reason = "the candidates lie within a few hundred metres")]
fn to_the_nearest_ten(metres: f64) -> i64 {
    (metres / 10.0).round() as i64 * 10
}

#[cfg(test)]
mod tests {
    use super::*;
    use base::Dice;

    fn neighbour(lat: f64, lon: f64, voices: i64) -> Neighbour {
        Neighbour {
            id: Id::nil(),
            reference: Reference::draw('I', &Dice::seeded(voices.unsigned_abs())).to_string(),
            title: "Street light not working in Palfrey".into(),
            public_lat: Some(lat),
            public_lon: Some(lon),
            status: Status::New,
            voices,
            opened_at: Instant::from_micros(0),
        }
    }

    #[test]
    fn the_nearest_come_first_and_no_more_than_five() {
        let here = Point::new(52.58, -1.98);
        let found = (1..=9).rev().map(|far| neighbour(52.58 + f64::from(far) * 0.000_3, -1.98, 1)).collect();
        let distances: Vec<_> = nearest(found, here).iter().map(|one| one.distance_m).collect();
        assert_eq!(distances, [30, 70, 100, 130, 170].map(Some));
    }

    #[test]
    fn without_a_point_what_most_people_told_comes_first() {
        let found = vec![neighbour(52.58, -1.98, 2), neighbour(52.58, -1.98, 7)];
        let voices: Vec<_> = nearest(found, None).iter().map(|one| (one.voices, one.distance_m)).collect();
        assert_eq!(voices, [(7, None), (2, None)]);
    }
}
=======
//! What may be the same thing: open issues of the same category near by, offered before somebody tells us again
//! (WAL-34). Only what the public sees of them decides, so that nothing else can be learnt by trying.

use access::Scope;
use base::{Id, Problem};
use db::Tx;
use places::{Plane, Point};
use serde::Serialize;
use utoipa::ToSchema;
use voice::{Categories, PublicPlace};

use crate::commands::places_in;
use crate::store;

/// How far the same thing may lie, in metres.
const NEAR: f64 = 250.0;
/// How many are offered.
const OFFERED: usize = 5;

/// Where something is about to be told from.
#[derive(Debug, Clone)]
pub struct Seen {
    /// Its category.
    pub category: Id,
    /// Its point, if it has one.
    pub point: Option<Point>,
    /// Its places.
    pub places: Vec<Id>,
}

/// An open issue that may be the same thing.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Similar {
    /// Its reference.
    pub issue: String,
    /// Its title.
    pub title: String,
    /// Metres between the two public places; null where there are no points to measure.
    pub distance_m: Option<i64>,
    /// Why it is offered, in one sentence.
    pub why: String,
    /// How many people told us.
    pub voices: i64,
}

/// Open issues that may be the same thing, the nearest first.
///
/// # Errors
/// Whatever the store answers.
pub fn similar(tx: &mut Tx<'_>, scope: &Scope, seen: &Seen) -> Result<Vec<Similar>, Problem> {
    let category = scope.snapshot.part::<Categories>()?.get(seen.category)?;
    if category.public_place == PublicPlace::None {
        return Ok(Vec::new());
    }
    let places = places_in(scope)?;
    let ward = places.ward_of(&seen.places);
    let point = seen.point.filter(|_| category.public_place != PublicPlace::Ward);
    let near = store::alike(tx, scope, category.id, point, ward.and_then(|ward| places.id(ward)))?;
    let plane = point.map(Plane::around);
    let mut similar: Vec<Similar> = near
        .into_iter()
        .filter_map(|issue| {
            let metres = match (plane, point, issue.public_lat.zip(issue.public_lon)) {
                (Some(plane), Some(here), Some((lat, lon))) => {
                    let metres = plane.metres_between(here, Point::new(lat, lon)?);
                    (metres <= NEAR).then_some(metres)?;
                    Some(whole_tens(metres))
                }
                (Some(_), _, None) => return None,
                _ => None,
            };
            let why = match (metres, ward) {
                (Some(metres), _) => format!("{}, about {metres} metres away", category.name),
                (None, Some(ward)) => format!("{} in {}", category.name, ward.name),
                (None, None) => category.name.clone(),
            };
            Some(Similar { issue: issue.reference, title: issue.title, distance_m: metres, why, voices: issue.voices })
        })
        .collect();
    similar.sort_by_key(|one| one.distance_m.unwrap_or(i64::MAX));
    similar.truncate(OFFERED);
    Ok(similar)
}

#[expect(clippy::cast_possible_truncation, reason = "at most 250")]
fn whole_tens(metres: f64) -> i64 {
    (metres / 10.0).round() as i64 * 10
}
>>>>>>> main

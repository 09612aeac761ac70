//! What may be the same thing: open issues of the same category near by, offered before somebody tells us again
//! (WAL-34). Only what the public sees of them decides, so that nothing else can be learnt by trying.

use access::Scope;
use base::{Id, Instant, Problem, Reference};
use db::Tx;
use places::{Plane, Point};
use serde::Serialize;
use utoipa::ToSchema;
use voice::{Categories, PublicPlace};

use crate::commands::places_in;
use crate::store;

/// How far the same thing may lie, in metres.
pub(crate) const NEAR: f64 = 250.0;
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
    /// When the first of them did.
    #[serde(skip)]
    pub opened_at: Instant,
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
            Some(Similar {
                issue: issue.reference,
                title: issue.title,
                distance_m: metres,
                why,
                voices: issue.voices,
                opened_at: issue.opened_at,
            })
        })
        .collect();
    similar.sort_by_key(|one| one.distance_m.unwrap_or(i64::MAX));
    similar.truncate(OFFERED);
    Ok(similar)
}

/// The issue that somebody came to join, if it is open and they may see it.
///
/// # Errors
/// Whatever the store answers.
pub fn wanted(tx: &mut Tx<'_>, scope: &Scope, issue: &Reference) -> Result<Option<Similar>, Problem> {
    let found = store::by_reference(tx, scope, issue)?.filter(|(found, _)| found.status.is_open());
    Ok(found.map(|(found, _)| Similar {
        why: "You came here from it".to_owned(),
        issue: found.reference,
        title: found.title,
        distance_m: None,
        voices: found.voices,
        opened_at: found.opened_at,
    }))
}

#[expect(clippy::cast_possible_truncation, reason = "at most 250")]
fn whole_tens(metres: f64) -> i64 {
    (metres / 10.0).round() as i64 * 10
}

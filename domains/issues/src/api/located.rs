//! From a point, a postcode, a place or words to the places a concern lies in.

use access::Scope;
use base::{Id, Problem};
use places::{Point, Postcode};

use super::verbs::place_of;
use crate::commands::places_in;

/// Where a concern lies.
pub(super) struct Found {
    pub point: Option<Point>,
    pub places: Vec<Id>,
}

/// From a point, a postcode, a place or words to places: the first that was given.
pub(super) async fn located(
    scope: &Scope,
    point: Option<Point>,
    postcode: Option<&str>,
    address: Option<&str>,
    place: Option<&str>,
) -> Result<Found, Problem> {
    let places = places_in(scope)?;
    let name = &scope.snapshot.partnership.name;
    if let Some(point) = point {
        return match places.outside(name, point) {
            Some(sentence) => Err(Problem::field("lat", sentence)),
            None => Ok(Found { point: Some(point), places: places.at(point) }),
        };
    }
    if let Some(text) = postcode {
        let code =
            Postcode::parse(text).ok_or_else(|| Problem::field("postcode", "Enter a whole postcode, like SW1A 2AA"))?;
        let known = postcode_point(scope, code).await?;
        let point = known.ok_or_else(|| {
            Problem::field("postcode", format!("We do not know {code}: give a ward or a point instead"))
        })?;
        return match places.outside(name, point) {
            Some(sentence) => Err(Problem::field("postcode", sentence)),
            None => Ok(Found { point: None, places: places.at(point) }),
        };
    }
    if let Some(code) = place {
        return Ok(Found { point: None, places: places.with_ancestors(place_of(scope, code)?) });
    }
    let Some(address) = address else {
        return Err(Problem::field("address", "Say where it is: lat and lon, an address, a postcode or a place"));
    };
    Ok(Found { point: None, places: from_words(scope, address).await? })
}

/// The places that words name: by a postcode in them, by a street that only one spot goes by, by a ward's name, else all of the partnership.
async fn from_words(scope: &Scope, address: &str) -> Result<Vec<Id>, Problem> {
    let places = places_in(scope)?;
    let parts: Vec<&str> = address.split([',', '\n']).map(str::trim).collect();
    for part in &parts {
        let tail: Vec<&str> = part.split_whitespace().rev().take(2).collect();
        let tail = tail.iter().rev().copied().collect::<Vec<_>>().join(" ");
        if let Some(code) = Postcode::parse(part).or_else(|| Postcode::parse(&tail))
            && let Some(point) = postcode_point(scope, code).await?
        {
            return Ok(places.at(point));
        }
    }
    if let [only] = places::find_address(scope, address).await?.as_slice() {
        return Ok(places.at(only.spot));
    }
    for part in parts {
        if let places::find::Found::Place(place) = places::find::by_name(places.lookup().atlas().places(), part)
            && let Some(id) = places.id(place)
        {
            return Ok(places.with_ancestors(id));
        }
    }
    Ok(places.whole())
}

async fn postcode_point(scope: &Scope, code: Postcode) -> Result<Option<Point>, Problem> {
    let partnership = scope.partnership();
    scope.site.db.read(move |tx| places::postcode_point(tx, partnership, code).map_err(Problem::from)).await
}

//! What is done to places: taking in a demonstration's, declaring new ones by hand, renaming, ending, reviewing.

mod again;
mod change;
mod declare;
mod except;
mod recompose;

use std::collections::BTreeMap;

use access::{Done, Ground, Right, Scope};
use base::{Id, Problem};
use db::Tx;

pub use again::{PLACE_RECORDS, place_records_again};
pub(crate) use change::day_words;
pub use change::{end, of_ours, rename, review};
pub use declare::{Declared, Made, Reasons, declare, prepare};
pub use except::{Departing, Departure, depart, end_departure, prepare_departure};
pub use recompose::{Recomposed, propose_areas, recompose};

use crate::demo::Demonstration;
use crate::place::Code;
use crate::store::{
    NewBoundary, NewPlace, add_boundaries, add_exceptions, add_focuses, add_parts, add_places, add_postcodes,
};

/// Takes in all places of a demonstration, in a partnership that has none.
///
/// # Errors
/// [`Problem::NotAllowed`] without the right to configure; else whatever the store answers.
pub fn seed(tx: &mut Tx<'_>, scope: &Scope, demonstration: &Demonstration) -> Result<(), Problem> {
    let permit = scope.may(Right::Configure, &Ground::default())?;
    let places = &demonstration.places;
    let keys: BTreeMap<&Code, Id> = places.iter().map(|(place, _)| (&place.code, scope.new_id())).collect();
    let key = |code: &Code| keys.get(code).copied().ok_or_else(|| Problem::fault(format!("{code} is no place")));

    let (mut new, mut parts, mut boundaries) = (Vec::new(), Vec::new(), Vec::new());
    for (place, shape) in places {
        let id = key(&place.code)?;
        new.push(NewPlace { id, place });
        for parent in &place.parents {
            parts.push((id, key(parent)?, place.valid_from));
        }
        boundaries.extend(shape.iter().map(|shape| NewBoundary { place: id, valid_from: place.valid_from, shape }));
    }
    let exceptions = demonstration.exceptions.iter().map(|one| Ok((scope.new_id(), key(&one.area)?, one)));
    let exceptions = exceptions.collect::<Result<Vec<_>, Problem>>()?;
    let focuses = demonstration.focuses.iter().map(|one| Ok((key(&one.code)?, one)));
    let focuses = focuses.collect::<Result<Vec<_>, Problem>>()?;
    let postcodes: Vec<_> = demonstration.postcodes.iter().map(|(postcode, spot)| (*postcode, *spot)).collect();
    let Some((first, _)) = places.first() else { return Ok(()) };

    add_places(tx, &permit, &new, scope.now)?;
    add_parts(tx, &permit, &parts)?;
    add_boundaries(tx, &permit, &boundaries)?;
    add_exceptions(tx, &permit, &exceptions)?;
    add_focuses(tx, &permit, &focuses, scope.now)?;
    add_postcodes(tx, &permit, &postcodes, first.valid_from)?;
    let told =
        Done { kind: "place", record: key(&first.code)?, verb: "take_in", fields: &["places"], values: &first.name };
    scope.tell(tx, told)?;
    Ok(())
}

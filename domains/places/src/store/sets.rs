//! Lines by the day from which they hold.

use base::{Date, Id};
use db::{Error, Tx, sql};

use crate::boundary_sets::BoundarySet;
use crate::place::Kind;

/// All lines of a partnership, by kind and first day.
pub(crate) fn boundary_sets(tx: &mut Tx<'_>, partnership: Id, today: Date) -> Result<Vec<BoundarySet>, Error> {
    tx.all(sql!(
        "select place.kind, place_boundary.valid_from, count(*) as places, \
         count(case when place_boundary.valid_from <= $2 and (place_boundary.valid_to is null \
         or place_boundary.valid_to > $2) then 1 end) as in_force from place_boundary join place \
         on place.partnership = place_boundary.partnership and place.id = place_boundary.place \
         where place_boundary.partnership = $1 group by place.kind, place_boundary.valid_from \
         order by place_boundary.valid_from desc, place.kind",
        partnership,
        today
    ))
}

/// The kinds and first days of the lines that these places have today.
pub(crate) fn sets_of(
    tx: &mut Tx<'_>,
    partnership: Id,
    today: Date,
    places: &[Id],
) -> Result<Vec<(Kind, Date)>, Error> {
    tx.all(sql!(
        "select distinct place.kind, place_boundary.valid_from from place_boundary join place \
         on place.partnership = place_boundary.partnership and place.id = place_boundary.place \
         where place_boundary.partnership = $1 and place_boundary.valid_from <= $2 \
         and (place_boundary.valid_to is null or place_boundary.valid_to > $2) and place_boundary.place in {list} \
         order by place.kind, place_boundary.valid_from",
        partnership,
        today,
        places
    ))
}

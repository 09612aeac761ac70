use access::{Permit, Scope};
use base::{Id, Problem};
use db::{Error, Tx, sql};

use super::bodies::only;
use crate::commands::NewInitiative;
use crate::model::{Initiative, Target};

/// Every initiative of every day, the newest first.
pub(crate) fn initiatives(tx: &mut Tx<'_>, partnership: Id) -> Result<Vec<Initiative>, Error> {
    tx.all(sql!(
        "select id, body, name, about, valid_from, valid_to, version from initiative where partnership = $1 \
         order by valid_from desc, name, id",
        partnership
    ))
}

/// The places each covers.
pub(crate) fn covered(tx: &mut Tx<'_>, partnership: Id) -> Result<Vec<(Id, Id)>, Error> {
    tx.all(sql!(
        "select initiative, place from initiative_place where partnership = $1 order by initiative, place",
        partnership
    ))
}

/// What each is to reach, in the order it was said.
pub(crate) fn targets(tx: &mut Tx<'_>, partnership: Id) -> Result<Vec<Target>, Error> {
    tx.all(sql!(
        "select initiative, what, number, due_on from initiative_target where partnership = $1 order by initiative, position, id",
        partnership
    ))
}

pub(crate) fn add_initiative(
    tx: &mut Tx<'_>,
    scope: &Scope,
    permit: &Permit,
    (id, body): (Id, Id),
    new: &NewInitiative,
) -> Result<(), Error> {
    tx.run(sql!(
        "insert into initiative (partnership, id, body, name, about, valid_from, valid_to, version, created_at, changed_at) \
         values ($1, $2, $3, $4, $5, $6, $7, 1, $8, $8)",
        permit.partnership(),
        id,
        body,
        &new.name,
        &new.about,
        new.valid_from,
        new.valid_to,
        scope.now
    ))?;
    lay(tx, scope, permit, id, new)?;
    access::bump_epoch(tx, permit)
}

/// Says anew what an initiative is, unless somebody did meanwhile.
pub(crate) fn change_initiative(
    tx: &mut Tx<'_>,
    scope: &Scope,
    permit: &Permit,
    was: &Initiative,
    to: &NewInitiative,
) -> Result<(), Problem> {
    let changed = tx.run(sql!(
        "update initiative set name = $4, about = $5, valid_from = $6, valid_to = $7, changed_at = $8, \
         version = version + 1 where partnership = $1 and id = $2 and version = $3",
        permit.partnership(),
        was.id,
        was.version,
        &to.name,
        &to.about,
        to.valid_from,
        to.valid_to,
        scope.now
    ))?;
    only(tx, permit, changed)?;
    tx.run(sql!(
        "delete from initiative_place where partnership = $1 and initiative = $2",
        permit.partnership(),
        was.id
    ))?;
    tx.run(sql!(
        "delete from initiative_target where partnership = $1 and initiative = $2",
        permit.partnership(),
        was.id
    ))?;
    Ok(lay(tx, scope, permit, was.id, to)?)
}

/// Its places and targets.
fn lay(tx: &mut Tx<'_>, scope: &Scope, permit: &Permit, id: Id, new: &NewInitiative) -> Result<(), Error> {
    for place in &new.places {
        tx.run(sql!(
            "insert into initiative_place (partnership, initiative, place) values ($1, $2, $3)",
            permit.partnership(),
            id,
            place
        ))?;
    }
    for (position, target) in (1_i64..).zip(&new.targets) {
        tx.run(sql!(
            "insert into initiative_target (partnership, id, initiative, position, what, number, due_on) \
             values ($1, $2, $3, $4, $5, $6, $7)",
            permit.partnership(),
            scope.new_id(),
            id,
            position,
            &target.what,
            target.number,
            target.due_on
        ))?;
    }
    Ok(())
}

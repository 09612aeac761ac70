use access::{Role, Scope};
use base::{Date, Id, Problem};
use db::Tx;
use record::Change;

use super::{day, managing, person, role};
use crate::model::may_cover;
use crate::store;

/// Who stands in, and when.
#[derive(Debug, Clone)]
pub struct Standing {
    /// The colleague who stands in.
    pub person: Id,
    /// From which day.
    pub valid_from: Date,
    /// Until which day, without it: cover always ends by itself.
    pub valid_to: Date,
}

/// Lets a colleague stand in for somebody in one role between two days. What they do in it is told as theirs, for the
/// holder; it ends by itself.
///
/// # Errors
/// Invalid fields when the days cannot be, or nobody may stand in so ([`may_cover`]).
pub fn cover(
    tx: &mut Tx<'_>,
    scope: &Scope,
    (holder, membership): (Id, Id),
    version: Option<i64>,
    standing: &Standing,
) -> Result<Id, Problem> {
    let permit = managing(scope)?;
    let known = person(tx, scope, holder)?;
    let covered = role(tx, scope, holder, membership)?;
    let today = scope.now.date();
    if covered.is_over(today) {
        return Err(Problem::field("person", "This role is over: nobody can stand in for it"));
    }
    if standing.valid_to <= standing.valid_from {
        return Err(Problem::field("valid_to", "Enter a last day after the first"));
    }
    if standing.valid_to <= today {
        return Err(Problem::field("valid_to", "Enter a day to come: this cover would be over already"));
    }
    let other = store::person(tx, scope.partnership(), standing.person)?
        .filter(|other| other.left_at.is_none_or(|left| left > scope.now))
        .ok_or_else(|| Problem::field("person", "Choose somebody who works here"))?;
    let as_role: Role = covered.role.parse().map_err(|_| Problem::NotFound)?;
    may_cover(as_role, (known.id, known.organisation), (other.id, other.organisation))
        .map_err(|sentence| Problem::field("person", sentence))?;
    access::claim_person(tx, &permit, holder, version, scope.now)?;
    let id = scope.new_id();
    let days = (standing.valid_from, standing.valid_to);
    access::add_cover(tx, &permit, id, (membership, standing.person), days, scope.now)?;
    let change = Change::of("cover", None::<&str>, standing.person.to_string())
        .and("valid_from", None::<&str>, day(Some(standing.valid_from)))
        .and("valid_to", None::<&str>, day(Some(standing.valid_to)));
    scope.tell_change(tx, "membership", membership, "cover", &change)?;
    Ok(id)
}

/// Ends a cover today, before it would end by itself.
///
/// # Errors
/// Not found when there is none to end.
pub fn end_cover(tx: &mut Tx<'_>, scope: &Scope, holder: Id, cover: Id) -> Result<(), Problem> {
    let permit = managing(scope)?;
    let today = scope.now.date();
    let covers = store::covers_of(tx, scope.partnership(), holder, today)?;
    let known = covers.into_iter().find(|one| one.id == cover && one.holder == holder).ok_or(Problem::NotFound)?;
    access::claim_person(tx, &permit, holder, None, scope.now)?;
    access::end_cover(tx, &permit, cover, today)?;
    let change = Change::of("cover", known.person.to_string(), None::<&str>);
    scope.tell_change(tx, "membership", known.membership, "end_cover", &change)?;
    Ok(())
}

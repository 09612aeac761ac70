use access::{NewMembership, Permit, Reach, Role, Scope};
use base::{Date, Id, Problem};
use db::Tx;
use record::Change;

use super::people::{come_back, send};
use super::{day, keeping_an_administrator, managing, person, role, role_words};
use crate::model::{days, fits};
use crate::store::{self, RoleRow};

/// A role to be given.
#[derive(Debug, Clone)]
pub struct Given {
    /// Which role.
    pub role: Role,
    /// How far it reaches.
    pub reach: Reach,
    /// What it is called for this person, where the partnership's own title does not fit (WAL-44).
    pub title: Option<String>,
    /// From which day: before it, the role gives nothing.
    pub valid_from: Date,
    /// Until which day, without it.
    pub valid_to: Option<Date>,
}

/// What is said anew of a role.
#[derive(Debug, Clone)]
pub struct RoleChange {
    /// The version of the person the asker saw.
    pub version: Option<i64>,
    /// What it is called for this person.
    pub title: Option<String>,
    /// From which day.
    pub valid_from: Date,
    /// Until which day, without it.
    pub valid_to: Option<Date>,
}

/// Gives somebody a role more: one person may serve several areas (MAN-04, MAN-05) and two may serve one (EVO-04).
///
/// # Errors
/// Invalid fields when the role does not reach so, or they hold it.
pub fn give_role(tx: &mut Tx<'_>, scope: &Scope, id: Id, version: Option<i64>, given: &Given) -> Result<Id, Problem> {
    let permit = managing(scope)?;
    let known = person(tx, scope, id)?;
    if version.is_some_and(|version| version != known.version) {
        return Err(Problem::Conflict(base::Conflict::Version));
    }
    if let Some(held) = held(tx, scope, id, given)? {
        let words = role_words(scope, &held.role, held.title.as_deref());
        return Err(Problem::field("role", format!("{} is {words} there already. Change that role", known.name)));
    }
    come_back(tx, scope, &permit, &known)?;
    let membership = give(tx, scope, &permit, id, given)?;
    if let Some(account) = known.account.filter(|_| known.first_at.is_none() && known.invited_at.is_none()) {
        send(tx, scope, &permit, (id, account), Some(membership), base::Instant::on(given.valid_from, 0))?;
    }
    Ok(membership)
}

/// Says anew what a role is called and from when until when it is held.
///
/// # Errors
/// Invalid when the days cannot be, or it would leave nobody to administer.
pub fn change_role(
    tx: &mut Tx<'_>,
    scope: &Scope,
    (id, membership): (Id, Id),
    to: &RoleChange,
) -> Result<bool, Problem> {
    let permit = managing(scope)?;
    let known = person(tx, scope, id)?;
    let was = role(tx, scope, id, membership)?;
    days(to.valid_from, to.valid_to).map_err(|(field, sentence)| Problem::field(field, sentence))?;
    let change = difference(&was, to);
    if change.fields.is_empty() {
        return Ok(false);
    }
    access::claim_person(tx, &permit, id, to.version, scope.now)?;
    keeping_an_administrator(tx, scope, &known.name, |tx| {
        let span = (to.valid_from, to.valid_to);
        Ok(access::change_membership(tx, &permit, membership, to.title.as_deref(), span)?)
    })?;
    scope.tell_change(tx, "membership", membership, "change", &change)?;
    Ok(true)
}

/// Ends a role on a day: from that day on it gives nothing. What was done in it stays, with its name (SAL-38).
///
/// # Errors
/// Invalid when it is over already, the day is past, or nobody would be left to administer.
pub fn end_role(
    tx: &mut Tx<'_>,
    scope: &Scope,
    (id, membership): (Id, Id),
    version: Option<i64>,
    last: Date,
) -> Result<(), Problem> {
    let permit = managing(scope)?;
    let known = person(tx, scope, id)?;
    let was = role(tx, scope, id, membership)?;
    if was.is_over(scope.now.date()) {
        return Err(Problem::field("valid_to", "This role is over already"));
    }
    if last < scope.now.date() {
        return Err(Problem::field("valid_to", "Enter today or a later day: what was done until now stays done"));
    }
    // One that has not begun is never held.
    let end = if last < was.valid_from { was.valid_from } else { last };
    access::claim_person(tx, &permit, id, version, scope.now)?;
    keeping_an_administrator(tx, scope, &known.name, |tx| {
        let span = (was.valid_from, Some(end));
        Ok(access::change_membership(tx, &permit, membership, was.title.as_deref(), span)?)
    })?;
    let change = Change::of("valid_to", day(was.valid_to), day(Some(end)));
    scope.tell_change(tx, "membership", membership, "end", &change)?;
    Ok(())
}

/// The same role in the same reach that is held or to come, if there is one on any of the new days.
pub(super) fn held(tx: &mut Tx<'_>, scope: &Scope, person: Id, given: &Given) -> Result<Option<RoleRow>, Problem> {
    let (kind, reach_id) = given.reach.parts();
    let roles = store::roles_of(tx, scope.partnership(), &[person])?;
    Ok(roles.into_iter().find(|role| {
        let same = role.role == given.role.as_str() && role.reach == kind && role.reach_id == reach_id;
        let before = role.valid_to.is_some_and(|end| end <= given.valid_from);
        let after = given.valid_to.is_some_and(|end| end <= role.valid_from);
        same && !before && !after
    }))
}

/// Stores a role and tells of it.
pub(super) fn give(tx: &mut Tx<'_>, scope: &Scope, permit: &Permit, person: Id, given: &Given) -> Result<Id, Problem> {
    fits(given.role, given.reach).map_err(|sentence| Problem::field("reach", sentence))?;
    days(given.valid_from, given.valid_to).map_err(|(field, sentence)| Problem::field(field, sentence))?;
    let id = scope.new_id();
    let new = NewMembership {
        id,
        person,
        role: given.role,
        reach: given.reach,
        title: given.title.as_deref(),
        valid_from: given.valid_from,
        valid_to: given.valid_to,
    };
    access::add_membership(tx, permit, &new, scope.now)?;
    let (kind, reach_id) = given.reach.parts();
    let change = Change::of("role", None::<&str>, given.role.as_str())
        .and("person", None::<&str>, person.to_string())
        .and("reach", None::<&str>, reach_id.map_or_else(|| kind.to_owned(), |id| format!("{kind} {id}")))
        .and("valid_from", None::<&str>, given.valid_from.to_string())
        .and("valid_to", None::<&str>, day(given.valid_to));
    scope.tell_change(tx, "membership", id, "give", &change)?;
    Ok(id)
}

fn difference(was: &RoleRow, to: &RoleChange) -> Change {
    let fields = [
        ("title", was.title.clone(), to.title.clone()),
        ("valid_from", day(Some(was.valid_from)), day(Some(to.valid_from))),
        ("valid_to", day(was.valid_to), day(to.valid_to)),
    ];
    fields
        .into_iter()
        .filter(|(_, before, after)| before != after)
        .fold(Change::default(), |change, (field, before, after)| change.and(field, before, after))
}

/// Gives a role as a file says it was given, whatever overlaps and whoever has left: a past day is then as it was.
///
/// # Errors
/// Invalid fields when the role does not reach so.
pub fn put_role(tx: &mut Tx<'_>, scope: &Scope, person: Id, given: &Given) -> Result<Id, Problem> {
    let permit = managing(scope)?;
    give(tx, scope, &permit, person, given)
}

//! What is done to organisations and people. Each reads as: ask leave, find, check the rule, store, tell, and what follows.

mod cover;
mod leave;
mod organisations;
mod people;
mod posts;
mod roles;

pub use cover::{Standing, cover, end_cover};
pub use leave::{leave, put_leaving, stay};
pub use organisations::{NewPartner, add_organisation, change_organisation, end_organisation};
pub use people::{Asked, Invitation, Invited, PersonChange, change_person, invite, invite_again, put_person};
pub use posts::{add_training, attend_training, declare_interest, end_interest, hold_review, keep_post};
pub use roles::{Given, RoleChange, change_role, end_role, give_role, put_role};

use access::{Permit, Role, Scope};
use base::{Date, Id, Problem};
use db::Tx;

use crate::store::{self, PersonRow, RoleRow};

/// The person a verb is about.
pub(crate) fn person(tx: &mut Tx<'_>, scope: &Scope, id: Id) -> Result<PersonRow, Problem> {
    store::person(tx, scope.partnership(), id)?.ok_or(Problem::NotFound)
}

/// The role a verb is about.
pub(crate) fn role(tx: &mut Tx<'_>, scope: &Scope, person: Id, membership: Id) -> Result<RoleRow, Problem> {
    let roles = store::roles_of(tx, scope.partnership(), &[person])?;
    roles.into_iter().find(|role| role.id == membership).ok_or(Problem::NotFound)
}

/// Does what may take an administrator away, and refuses when none would be left whose role has no end: somebody must be
/// able to invite the next.
pub(crate) fn keeping_an_administrator<T>(
    tx: &mut Tx<'_>,
    scope: &Scope,
    name: &str,
    doing: impl FnOnce(&mut Tx<'_>) -> Result<T, Problem>,
) -> Result<T, Problem> {
    let today = scope.now.date();
    let before = access::lasting_administrators(tx, scope.partnership(), today)?;
    let done = doing(tx)?;
    if before > 0 && access::lasting_administrators(tx, scope.partnership(), today)? == 0 {
        let sentence = format!("{name} is the last administrator. Make somebody else an administrator first");
        return Err(Problem::field("valid_to", sentence));
    }
    Ok(done)
}

/// A day as the record keeps it.
pub(crate) fn day(day: Option<Date>) -> Option<String> {
    day.map(|day| day.to_string())
}

/// Leave to manage people, which administrators have.
pub(crate) fn managing(scope: &Scope) -> Result<Permit, Problem> {
    scope.may(access::Right::ManagePeople, &access::Ground::default())
}

/// A role's name on a day, for a sentence.
pub fn role_words(scope: &Scope, role: &str, title: Option<&str>) -> String {
    let named = || role.parse::<Role>().map(|role| scope.snapshot.role_title(role, scope.now.date()));
    title.map_or_else(|| named().unwrap_or_else(|_| role.to_owned()), str::to_owned)
}

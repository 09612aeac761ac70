use access::{Done, Ground, Permit, Right, Scope};
use base::{Id, Problem};
use db::Tx;

use crate::store;

/// As many lists as anybody keeps in view.
const MOST: usize = 20;

/// A list to be kept: its filters under a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeepList {
    /// What its keeper calls it.
    pub name: String,
    /// Its filters as an address has them.
    pub query: String,
}

/// Keeps the filters of a list under a name of one's own; a name that is used already means the new filters from now on.
///
/// # Errors
/// Nobody is signed in; an invalid field when twenty are kept.
pub fn keep_list(tx: &mut Tx<'_>, scope: &Scope, list: &KeepList) -> Result<Id, Problem> {
    let (permit, person) = own(scope)?;
    let kept = store::kept_lists(tx, scope.partnership(), person)?;
    let same = kept.iter().find(|one| one.name == list.name);
    if same.is_none() && kept.len() >= MOST {
        return Err(Problem::field("name", format!("You keep {MOST} lists already. Stop keeping one of them first")));
    }
    let id = same.map_or_else(|| scope.new_id(), |one| one.id);
    store::keep_list(tx, &permit, id, person, list, scope.now)?;
    tell(tx, scope, id, "keep")?;
    Ok(id)
}

/// Stops keeping a list.
///
/// # Errors
/// Nobody is signed in; not found when this person keeps no such list.
pub fn end_kept_list(tx: &mut Tx<'_>, scope: &Scope, id: Id) -> Result<(), Problem> {
    let (permit, person) = own(scope)?;
    if !store::end_kept_list(tx, &permit, id, person, scope.now)? {
        return Err(Problem::NotFound);
    }
    tell(tx, scope, id, "end")
}

fn own(scope: &Scope) -> Result<(Permit, Id), Problem> {
    let person = scope.hat().ok_or(Problem::SignIn)?.person;
    Ok((scope.may(Right::KeepOwnLists, &Ground::default())?, person))
}

fn tell(tx: &mut Tx<'_>, scope: &Scope, id: Id, verb: &'static str) -> Result<(), Problem> {
    scope.tell(tx, Done { kind: "kept_list", record: id, verb, fields: &["name", "query"], values: "" })?;
    Ok(())
}

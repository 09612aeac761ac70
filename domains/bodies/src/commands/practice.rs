use access::{Done, Permit, Right, Scope};
use base::{Id, Problem, Reference};
use db::Tx;
use issues::commands::refuse_personal;
use places::Places;

use super::{PRACTICE, somewhere};
use crate::store;

/// What worked, to be told to the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPractice {
    /// What worked.
    pub what: String,
    /// Where.
    pub place: Id,
    /// On which issue.
    pub issue: Option<Reference>,
}

/// Leave to tell what worked in a place.
fn telling(scope: &Scope, place: Id) -> Result<Permit, Problem> {
    let places = scope.snapshot.part::<Places>()?;
    scope.may(Right::SharePractice, &places::ground(places.with_ancestors(place), None))
}

/// Tells the others what worked, where, and on which issue (ASK-19). Nobody outside is named in it: it is for colleagues, and
/// what names somebody is refused, as everywhere else.
///
/// # Errors
/// Not allowed for that place; invalid when it names somebody, or there is no such issue.
pub fn share(tx: &mut Tx<'_>, scope: &Scope, new: &NewPractice) -> Result<Id, Problem> {
    let permit = telling(scope, new.place)?;
    refuse_personal("what", &new.what)?;
    if let Some(reference) = &new.issue {
        let found = issues::store::by_reference(tx, scope, reference)?;
        found.ok_or_else(|| Problem::field("issue", format!("There is no issue {reference} here")))?;
    }
    let id = scope.new_id();
    store::share(tx, scope, &permit, id, new)?;
    scope
        .tell(tx, Done { kind: PRACTICE, record: id, verb: "share", fields: &["what", "place"], values: &new.what })?;
    Ok(id)
}

/// Takes back what one told.
///
/// # Errors
/// Not found; not allowed to anybody but whoever told it.
pub fn take_back(tx: &mut Tx<'_>, scope: &Scope, id: Id) -> Result<(), Problem> {
    somewhere(scope, Right::SharePractice)?;
    let note = store::note(tx, scope.partnership(), id)?.ok_or(Problem::NotFound)?;
    if scope.hat().map(|hat| hat.person) != Some(note.shared_by) {
        return Err(Problem::NotAllowed("Whoever told it takes it back.".into()));
    }
    let permit = telling(scope, note.place)?;
    store::take_back(tx, &permit, id, scope.now)?;
    scope.tell(tx, Done { kind: PRACTICE, record: id, verb: "take back", fields: &["what"], values: "" })?;
    Ok(())
}

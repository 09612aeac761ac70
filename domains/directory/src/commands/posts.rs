use access::{Ground, Permit, Right, Scope};
use base::{Date, Id, Problem};
use db::Tx;
use record::Change;

use super::{managing, person, role};
use crate::model::sees_post;
use crate::store::{self, Interest, Post, Training};

/// Keeps what is recorded of the post behind a role: owner, line manager, terms, contract, targets, how it was filled
/// (ASK-17, ASK-18, EVO-08, MAN-26). Answers whether anything is said anew.
///
/// # Errors
/// Invalid when the contract ends before it begins or somebody would manage themselves.
pub fn keep_post(tx: &mut Tx<'_>, scope: &Scope, (id, membership): (Id, Id), post: &Post) -> Result<bool, Problem> {
    let permit = managing(scope)?;
    role(tx, scope, id, membership)?;
    if post.line_manager == Some(id) {
        return Err(Problem::field("line_manager", "Choose somebody else: nobody is their own line manager"));
    }
    if let (Some(from), Some(to)) = (post.contract_from, post.contract_to)
        && to <= from
    {
        return Err(Problem::field("contract_to", "Enter a last day of the contract after its first"));
    }
    let (_, before) = store::roles_and_posts(tx, scope.partnership(), id)?;
    let before = before.into_iter().find(|(known, _)| *known == membership).map(|(_, post)| post).unwrap_or_default();
    let change = Change::between(&before, post)?;
    if change.fields.is_empty() {
        return Ok(false);
    }
    store::put_post(tx, &permit, membership, post, scope.now)?;
    scope.tell_change(tx, "membership", membership, "keep_post", &change)?;
    Ok(true)
}

/// Notes an interest somebody declares, themselves or through whoever manages people.
///
/// # Errors
/// Not found for whoever may not see their record.
pub fn declare_interest(tx: &mut Tx<'_>, scope: &Scope, id: Id, what: &str, from: Date) -> Result<(), Problem> {
    let permit = keeping(tx, scope, id)?;
    let new = Interest {
        id: scope.new_id(),
        what: what.to_owned(),
        valid_from: from,
        valid_to: None,
        declared_at: scope.now,
    };
    store::add_interest(tx, &permit, id, &new)?;
    tell(tx, scope, id, "declare_interest", Change::of("interest", None::<&str>, what))
}

/// Ends an interest on a day.
///
/// # Errors
/// Not found when there is none to end.
pub fn end_interest(tx: &mut Tx<'_>, scope: &Scope, id: Id, interest: Id, day: Date) -> Result<(), Problem> {
    let permit = keeping(tx, scope, id)?;
    if !store::end_interest(tx, &permit, id, interest, day)? {
        return Err(Problem::NotFound);
    }
    tell(tx, scope, id, "end_interest", Change::of("interest_to", None::<&str>, day.to_string()))
}

/// Notes training that was attended on a day, or, without a day, is needed (MAN-33, ASK-21).
///
/// # Errors
/// Invalid when the day is to come.
pub fn add_training(
    tx: &mut Tx<'_>,
    scope: &Scope,
    id: Id,
    subject: &str,
    attended_on: Option<Date>,
) -> Result<(), Problem> {
    let permit = keeping(tx, scope, id)?;
    past(scope, "attended_on", attended_on)?;
    let new = Training { id: scope.new_id(), subject: subject.to_owned(), attended_on };
    store::add_training(tx, &permit, id, &new, scope.now)?;
    tell(tx, scope, id, "add_training", Change::of("training", None::<&str>, subject))
}

/// Notes that training which was needed was attended.
///
/// # Errors
/// Not found when there is no such need; invalid when the day is to come.
pub fn attend_training(tx: &mut Tx<'_>, scope: &Scope, id: Id, training: Id, day: Date) -> Result<(), Problem> {
    let permit = keeping(tx, scope, id)?;
    past(scope, "attended_on", Some(day))?;
    if !store::attend(tx, &permit, id, training, day)? {
        return Err(Problem::NotFound);
    }
    tell(tx, scope, id, "attend_training", Change::of("attended_on", None::<&str>, day.to_string()))
}

/// Notes the day of a development review (JOB-10). What was said in it is kept nowhere here.
///
/// # Errors
/// Invalid when the day is to come.
pub fn hold_review(tx: &mut Tx<'_>, scope: &Scope, id: Id, day: Date) -> Result<(), Problem> {
    let permit = keeping(tx, scope, id)?;
    past(scope, "held_on", Some(day))?;
    store::hold_review(tx, &permit, id, day, scope.now)?;
    tell(tx, scope, id, "hold_review", Change::of("held_on", None::<&str>, day.to_string()))
}

/// Leave to keep somebody's record: their own, their people's as a line manager, or everybody's. For anybody else it does
/// not exist.
fn keeping(tx: &mut Tx<'_>, scope: &Scope, id: Id) -> Result<Permit, Problem> {
    let permit = scope.may(Right::KeepPost, &Ground::default())?;
    person(tx, scope, id)?;
    let (_, posts) = store::roles_and_posts(tx, scope.partnership(), id)?;
    let managers: Vec<Id> = posts.iter().filter_map(|(_, post)| post.line_manager).collect();
    if sees_post(&scope.who, id, &managers).record { Ok(permit) } else { Err(Problem::NotFound) }
}

fn past(scope: &Scope, field: &'static str, day: Option<Date>) -> Result<(), Problem> {
    match day {
        Some(day) if day > scope.now.date() => Err(Problem::field(field, "Enter today or an earlier day")),
        _ => Ok(()),
    }
}

fn tell(tx: &mut Tx<'_>, scope: &Scope, id: Id, verb: &'static str, change: Change) -> Result<(), Problem> {
    scope.tell_change(tx, "person", id, verb, &change)?;
    Ok(())
}

//! What becomes of a place that is there: another name, its end, the review of what makes it one of focus.

use access::{Done, Ground, Right, Scope};
use base::{Date, Id, Instant, Problem, hours};
use db::Tx;

use super::again::place_records_again;
use super::declare::Reasons;
use crate::known::Places;
use crate::partners;
use crate::place::{Kind, Place};
use crate::store;

/// The place with that code, whatever its days, and its key.
///
/// # Errors
/// [`Problem::NotFound`]; [`Problem::NotAllowed`] without the right to configure.
pub fn of_ours<'a>(scope: &'a Scope, code: &str) -> Result<(Id, &'a Place), Problem> {
    scope.may(Right::Configure, &Ground::default())?;
    scope.snapshot.part::<Places>()?.with_code(code).ok_or(Problem::NotFound)
}

/// Calls a place something else, in every record that names it.
///
/// # Errors
/// A sentence against `name`; as [`of_ours`].
pub fn rename(tx: &mut Tx<'_>, scope: &Scope, code: &str, name: &str) -> Result<(), Problem> {
    let permit = scope.may(Right::Configure, &Ground::default())?;
    let (id, place) = of_ours(scope, code)?;
    let name = name.trim();
    if name.is_empty() || name.chars().count() > 200 {
        return Err(Problem::field("name", "Enter what it is called, up to 200 letters"));
    }
    if place.name == name {
        return Ok(());
    }
    store::rename_place(tx, &permit, id, name, scope.now)?;
    tell(tx, scope, id, "rename", &["name"], name)
}

/// Ends a place before a day. Records that name it keep it; nothing new is put there (MAN-02).
///
/// # Errors
/// A sentence against `from`; as [`of_ours`].
pub fn end(tx: &mut Tx<'_>, scope: &Scope, code: &str, from: Date, reason: &str) -> Result<(), Problem> {
    let permit = scope.may(Right::Configure, &Ground::default())?;
    let (id, place) = of_ours(scope, code)?;
    if let Some(ended) = place.valid_to {
        return Err(Problem::field("from", format!("{} ends on {} already", place.name, day_words(ended))));
    }
    if from <= place.valid_from {
        let begins = day_words(place.valid_from);
        return Err(Problem::field("from", format!("{} begins on {begins}. Choose a later day", place.name)));
    }
    let reason = reason.trim();
    if reason.is_empty() || reason.chars().count() > 2000 {
        return Err(Problem::field("reason", "Say why it ends, for whoever asks later"));
    }
    store::end_place(tx, &permit, id, from, scope.now)?;
    store::keep_ending(tx, &permit, id, reason)?;
    tell(tx, scope, id, "end", &["valid_to", "reason"], &format!("{from} {reason}"))?;
    partners::follow(tx, scope, id)?;
    place_records_again(tx, scope, from)
}

/// Records that a place of focus was looked at: what shows the need now, what would end it, when it is next looked at.
///
/// # Errors
/// A sentence against the field at fault; as [`of_ours`].
pub fn review(tx: &mut Tx<'_>, scope: &Scope, code: &str, reasons: &Reasons) -> Result<(), Problem> {
    let permit = scope.may(Right::Configure, &Ground::default())?;
    let (id, place) = of_ours(scope, code)?;
    if place.kind != Kind::PlaceOfFocus {
        return Err(Problem::field("review", format!("{} is no place of focus, so nothing is reviewed", place.name)));
    }
    if reasons.review_on <= scope.now.date() {
        return Err(Problem::field("review", "Choose a day for the next review after today"));
    }
    store::keep_review(tx, &permit, id, reasons, scope.now)?;
    let said = format!("{} {} {} {}", reasons.consultation, reasons.evidence, reasons.ends_when, reasons.review_on);
    tell(tx, scope, id, "review", &["consultation", "evidence", "ends_when", "review_on"], &said)
}

pub(crate) fn day_words(day: Date) -> String {
    Instant::on(day, hours(12)).day_words()
}

fn tell(
    tx: &mut Tx<'_>,
    scope: &Scope,
    record: Id,
    verb: &'static str,
    fields: &[&str],
    values: &str,
) -> Result<(), Problem> {
    scope.tell(tx, Done { kind: "place", record, verb, fields, values })?;
    Ok(())
}

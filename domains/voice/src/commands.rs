//! The verbs of a concern. Each checks leave, applies the rule, stores, and tells the record, in one transaction.

use access::{Done, Permit, Right, Scope};
use base::Problem;
use db::Tx;
use record::Change;

use crate::prepare::Prepared;
use crate::store::{self, Concern, Whereabouts};
use crate::{ConcernStatus, Heard, MOST_PROTECTED, PROTECTED, contact_log, contacts, needs_two};

/// Hears a concern: stores the words under a key of their own, finds it a reference, and holds it when danger words ask
/// for that (WAL-31, ASK-03).
///
/// # Errors
/// Whatever the store answers.
pub fn hear(tx: &mut Tx<'_>, scope: &Scope, permit: &Permit, prepared: &Prepared) -> Result<Heard, Problem> {
    prepared.key.store(tx, scope.partnership(), scope.now)?;
    let reference = store::insert(tx, scope, permit, prepared)?;
    scope.tell(
        tx,
        Done {
            kind: "concern",
            record: prepared.id,
            verb: "hear",
            fields: &["category", "channel", "places", "words", "contact"],
            values: reference.as_str(),
        },
    )?;
    Ok(Heard {
        id: prepared.id,
        reference,
        secret: prepared.secret.clone(),
        hidden_from_work: prepared.hold.is_some() || prepared.told.protection >= PROTECTED,
    })
}

/// Raises a concern's protection, in one act, by anybody who records or triages (XC-04).
///
/// # Errors
/// An invalid field when it is no raise; not found when the person may not read the concern.
pub fn raise(
    tx: &mut Tx<'_>,
    scope: &Scope,
    permit: &Permit,
    concern: &Concern,
    to: i64,
    reason: &str,
) -> Result<(), Problem> {
    if !(concern.protection + 1..=MOST_PROTECTED).contains(&to) {
        return Err(Problem::field(
            "protection",
            format!("Choose a protection above {}, up to {MOST_PROTECTED}", concern.protection),
        ));
    }
    let owner = if to >= PROTECTED { scope.front_door() } else { concern.owner_organisation };
    store::set_protection(tx, permit, concern, to, owner, scope.now)?;
    changed(tx, scope, concern, "raise", Change::of("protection", concern.protection, to).because(reason))
}

/// Lowers a concern's protection. From 3 and above it takes two people: the first call asks, the second, by somebody
/// else and to the same level, does it. Answers whether it was lowered.
///
/// # Errors
/// An invalid field when it is not lower.
pub fn lower(
    tx: &mut Tx<'_>,
    scope: &Scope,
    permit: &Permit,
    concern: &Concern,
    to: i64,
    reason: &str,
) -> Result<bool, Problem> {
    if !(0..concern.protection).contains(&to) {
        return Err(Problem::field("protection", format!("Choose a protection below {}", concern.protection)));
    }
    let me = scope.hat().map(|hat| hat.person).ok_or(Problem::SignIn)?;
    if needs_two(concern.protection, to) {
        let asked = store::lowering(tx, scope.partnership(), concern.id)?;
        if asked.is_none_or(|asked| asked.asked_by == me || asked.lowered_to != to) {
            let sealed = store::seal_under(tx, scope, concern.id, "protection_lowering.reason", reason)?;
            store::ask_lowering(tx, permit, concern.id, to, me, scope.now, sealed)?;
            let wish = Change::of("lowering asked for", None::<i64>, to).because(reason);
            changed(tx, scope, concern, "ask to lower", wish)?;
            return Ok(false);
        }
        store::end_lowering(tx, permit, concern.id)?;
    }
    let owner = if to >= PROTECTED || concern.held { concern.owner_organisation } else { None };
    store::set_protection(tx, permit, concern, to, owner, scope.now)?;
    changed(tx, scope, concern, "lower", Change::of("protection", concern.protection, to).because(reason))?;
    Ok(true)
}

/// Releases a held concern into ordinary work: one safeguarding lead alone, with a reason.
///
/// # Errors
/// An invalid field when it is not held.
pub fn release(
    tx: &mut Tx<'_>,
    scope: &Scope,
    permit: &Permit,
    concern: &Concern,
    reason: &str,
) -> Result<(), Problem> {
    if !concern.held {
        return Err(Problem::field("reason", "This concern is not held"));
    }
    let by = scope.hat().map(|hat| hat.person);
    store::set_released(tx, permit, concern, by, scope.now)?;
    changed(tx, scope, concern, "release", Change::of("held", true, false).because(reason))
}

/// Keeps a held concern away from ordinary work for good: a safeguarding lead looked, and gives it a protection in place
/// of the hold. From then on it takes two people to lower it.
///
/// # Errors
/// An invalid field when it is not held, or the protection is no such.
pub fn keep(
    tx: &mut Tx<'_>,
    scope: &Scope,
    permit: &Permit,
    concern: &Concern,
    protection: i64,
    reason: &str,
) -> Result<(), Problem> {
    if !concern.held {
        return Err(Problem::field("protection", "This concern is not held"));
    }
    if !(PROTECTED.max(concern.protection)..=MOST_PROTECTED).contains(&protection) {
        return Err(Problem::field("protection", format!("Choose a protection from {PROTECTED} to {MOST_PROTECTED}")));
    }
    store::set_protection(tx, permit, concern, protection, concern.owner_organisation, scope.now)?;
    let protected = Concern { protection, version: concern.version + 1, ..concern.clone() };
    store::set_released(tx, permit, &protected, scope.hat().map(|hat| hat.person), scope.now)?;
    let kept = Change::of("protection", concern.protection, protection).and("held", true, false).because(reason);
    changed(tx, scope, concern, "keep", kept)
}

/// Keeps a note of a call, visit or letter about a concern (JOB-14).
///
/// # Errors
/// Whatever the store answers.
pub fn keep_contact_log(
    tx: &mut Tx<'_>,
    scope: &Scope,
    permit: &Permit,
    concern: &Concern,
    way: &str,
    words: &str,
) -> Result<(), Problem> {
    let sealed = store::seal_under(tx, scope, concern.id, contact_log::SEALED, words)?;
    contact_log::insert(tx, scope, permit, concern.id, way, sealed)?;
    told_about(tx, scope, concern, "log contact", &["contact_log"], words)
}

/// Ends a concern without an issue: answered there and then, or handed to a service or a formal process.
///
/// # Errors
/// Whatever the store answers.
pub fn conclude(
    tx: &mut Tx<'_>,
    scope: &Scope,
    permit: &Permit,
    concern: &Concern,
    status: ConcernStatus,
    reason: &str,
) -> Result<(), Problem> {
    store::follow(tx, permit, &[concern.id], status, scope.now)?;
    let concluded = Change::of("status", concern.status.as_str(), status.as_str()).because(reason);
    changed(tx, scope, concern, "conclude", concluded)
}

/// No more news, at the contributor's wish.
///
/// # Errors
/// Whatever the store answers.
pub fn stop_mail(tx: &mut Tx<'_>, scope: &Scope, concern: &Concern) -> Result<(), Problem> {
    let permit = scope.may(Right::AnswerOwnConcern, &access::Ground::default())?;
    contacts::stop_news(tx, &permit, concern.id, scope.now)?;
    told_about(tx, scope, concern, "stop mail", &["wants_news"], "")
}

/// Ends the secret link, at the contributor's wish.
///
/// # Errors
/// Whatever the store answers.
pub fn end_link(tx: &mut Tx<'_>, scope: &Scope, concern: &Concern) -> Result<(), Problem> {
    let permit = scope.may(Right::AnswerOwnConcern, &access::Ground::default())?;
    store::end_secret(tx, &permit, concern.id, scope.now)?;
    told_about(tx, scope, concern, "end link", &["secret"], "")
}

fn changed(
    tx: &mut Tx<'_>,
    scope: &Scope,
    concern: &Concern,
    verb: &'static str,
    change: Change,
) -> Result<(), Problem> {
    Ok(scope.tell_change(tx, "concern", concern.id, verb, &change)?)
}

fn told_about(
    tx: &mut Tx<'_>,
    scope: &Scope,
    concern: &Concern,
    verb: &'static str,
    fields: &'static [&'static str],
    values: &str,
) -> Result<(), Problem> {
    scope.tell(tx, Done { kind: "concern", record: concern.id, verb, fields, values })?;
    Ok(())
}

/// A concern with its places, if this person may read it.
///
/// # Errors
/// [`Problem::NotFound`] when it does not exist or its words are not theirs to read.
pub fn readable(scope: &Scope, found: Option<(Concern, Whereabouts)>) -> Result<(Concern, Whereabouts), Problem> {
    let sees = |(concern, lies): &(Concern, Whereabouts)| access::sees_concern(scope, &concern.row(&lies.all));
    found.filter(|found| sees(found) == access::Sees::Fields).ok_or(Problem::NotFound)
}

use access::{Permit, Scope};
use base::{Id, Instant, Problem};
use db::Tx;
use record::Change;

use crate::store;

/// Hides an issue from the public: its page, and its line in every list, map, feed and count of theirs. Those who work on
/// it go on.
///
/// # Errors
/// Whatever the store answers.
pub fn hide(tx: &mut Tx<'_>, scope: &Scope, permit: &Permit, issue: Id, why: &str) -> Result<(), Problem> {
    set(tx, scope, permit, issue, "hide", Some(scope.now), why)
}

/// Shows it to the public again.
///
/// # Errors
/// Whatever the store answers.
pub fn show_again(tx: &mut Tx<'_>, scope: &Scope, permit: &Permit, issue: Id, why: &str) -> Result<(), Problem> {
    set(tx, scope, permit, issue, "show again", None, why)
}

fn set(
    tx: &mut Tx<'_>,
    scope: &Scope,
    permit: &Permit,
    issue: Id,
    verb: &'static str,
    at: Option<Instant>,
    why: &str,
) -> Result<(), Problem> {
    store::set_hidden(tx, permit, issue, at, at.map(|_| why), scope.now)?;
    let hidden = Change::of("hidden", at.is_none(), at.is_some()).because(why);
    Ok(scope.tell_change(tx, "issue", issue, verb, &hidden)?)
}

use access::{Right, Scope};
use base::{Conflict, Id, Problem};
use db::Tx;
use record::Change;

use super::{decide, speak, with_ground};
use crate::model::Act;
use crate::store::{self, Waiting};

/// A second person's approval.
#[derive(Debug, Clone)]
pub struct Approve {
    /// The words as they go out, perhaps mended.
    pub words: String,
}

/// Approves words that waited, as the second person: never the one who wrote them (XC-05).
///
/// # Errors
/// Not found when they wait no longer; not allowed for their author.
pub fn approve(tx: &mut Tx<'_>, scope: &Scope, step: Id, form: &Approve) -> Result<(), Problem> {
    let waiting = store::waiting_step(tx, scope, step)?;
    let issue = store::by_id(tx, scope.partnership(), waiting.issue)?.ok_or(Problem::NotFound)?;
    let hand = with_ground(tx, scope, issue)?;
    let permit = scope.may(Right::ApproveWords, &hand.ground)?;
    let me = scope.hat().map(|hat| hat.person);
    if me.is_some() && waiting.person == me {
        return Err(Problem::NotAllowed("Somebody else must look at words you wrote yourself.".into()));
    }
    if form.words.trim().is_empty() {
        return Err(Problem::field("words", "Enter the words that go out"));
    }
    if !store::approve(tx, &permit, step, form.words.trim(), me)? {
        return Err(Problem::Conflict(Conflict::Busy));
    }
    go_out(tx, scope, &permit, &waiting, "approve words", form.words.trim())
}

/// Nobody looked in time: the template goes out (the job's part). Safe to run twice.
///
/// # Errors
/// Whatever the store answers.
pub fn words_deadline(tx: &mut Tx<'_>, scope: &Scope, step: Id) -> Result<(), Problem> {
    let waiting = match store::waiting_step(tx, scope, step) {
        Err(Problem::NotFound) => return Ok(()),
        other => other?,
    };
    let issue = store::by_id(tx, scope.partnership(), waiting.issue)?.ok_or(Problem::NotFound)?;
    let permit = scope.may(Right::ApproveWords, &with_ground(tx, scope, issue)?.ground)?;
    let sentence = if waiting.act == Act::Opened {
        waiting.title.clone()
    } else {
        speak::template_sentence(waiting.act, waiting.outcome).to_owned()
    };
    if store::template(tx, &permit, step, &sentence)? {
        go_out(tx, scope, &permit, &waiting, "send template words", &sentence)?;
    }
    Ok(())
}

/// Words go out: a title becomes the issue's, a decision's reason is told to whoever told us.
fn go_out(
    tx: &mut Tx<'_>,
    scope: &Scope,
    permit: &access::Permit,
    waiting: &Waiting,
    verb: &'static str,
    words: &str,
) -> Result<(), Problem> {
    let mut change = Change::of("said", None::<&str>, words);
    if waiting.act == Act::Opened {
        store::set_title(tx, permit, waiting.issue, words, scope.now)?;
        change = change.and("title", waiting.title.as_str(), words);
    } else {
        store::touch(tx, permit, waiting.issue, scope.now)?;
    }
    scope.tell_change(tx, "issue", waiting.issue, verb, &change)?;
    let Some(news) = decide::news_of(waiting.act) else { return Ok(()) };
    let concerns = store::concerns_of(tx, scope.partnership(), waiting.issue)?;
    decide::owe(tx, scope, permit, &concerns, waiting.id, news)
}

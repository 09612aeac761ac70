//! Staff words on their way to the public: clean ones go out at once, others wait for a second person, and if nobody
//! looks in two working days the template sentence goes out instead (XC-05).

use access::{Figure, Scope};
use base::{Id, Instant, Problem, WorkingDays};
use db::Tx;
use jobs::NewJob;
use screen::personal;

use crate::model::{Act, Outcome, WordsState};

/// The job that sends the template sentence when nobody looked.
pub const WORDS_DEADLINE: &str = "issues.words-deadline";

/// Whether words may go out, and until when somebody may look if not.
pub(crate) struct Fitness {
    pub state: WordsState,
    pub approve_by: Option<Instant>,
}

/// Checks words that are meant for the public. `contributors` are the names of those who told us.
pub(crate) fn fitness(scope: &Scope, words: &str, contributors: &[&str]) -> Fitness {
    let always_two = scope.snapshot.setting("second_person_always") == Some("yes");
    if !always_two && personal::find(words, contributors).is_empty() {
        return Fitness { state: WordsState::Public, approve_by: None };
    }
    let days = u16::try_from(scope.snapshot.figure(Figure::WordsDeadline)).unwrap_or(u16::MAX);
    let approve_by = WorkingDays::england_and_wales().deadline(scope.now, days);
    Fitness { state: WordsState::Waiting, approve_by: Some(approve_by) }
}

/// Words that go out at once or not at all (a body's or an agency's name): what is wrong with them, as an error of `field`.
///
/// # Errors
/// Invalid when they hold a personal detail.
pub fn refuse_personal(field: &str, words: &str) -> Result<(), Problem> {
    match personal::find(words, &[]).first() {
        None => Ok(()),
        Some(finding) => {
            Err(Problem::field(field, format!("{} Name an organisation or a role.", finding.sentence(words))))
        }
    }
}

/// Sees to it that waiting words do not wait for ever.
pub(crate) fn await_second_person(tx: &mut Tx<'_>, scope: &Scope, step: Id, by: Instant) -> Result<(), Problem> {
    let job = NewJob {
        id: scope.new_id(),
        kind: WORDS_DEADLINE,
        about: step,
        detail: "",
        run_at: by,
        operation: scope.operation,
    };
    Ok(jobs::enqueue(tx, scope.partnership(), &job)?)
}

/// The sentence that goes out when nobody looked at the words of a decision.
pub(crate) fn template_sentence(act: Act, outcome: Option<Outcome>) -> &'static str {
    match (act, outcome) {
        (Act::TakenForward, _) => "We are doing something about this.",
        (Act::NotTakenForward, _) => "We are not taking this forward. Ask us for the reason and we will write to you.",
        (Act::Resolved, Some(Outcome::Sorted)) => "This is sorted.",
        (Act::Resolved, Some(Outcome::Partly)) => "Part of this is sorted.",
        (Act::Resolved, Some(Outcome::NothingFound)) => "We looked and found nothing.",
        (Act::Resolved, Some(Outcome::StoppedByItself)) => "This has stopped.",
        (Act::Resolved, _) => "We have done what we can.",
        (Act::Escalated | Act::HandedDown, _) => "Another level now looks at this.",
        _ => "This is being looked at.",
    }
}

/// The names of the people who told us, to be looked for in staff words.
pub(crate) fn contributor_names(tx: &mut Tx<'_>, scope: &Scope, concerns: &[Id]) -> Result<Vec<String>, Problem> {
    let contacts = voice::contacts(tx, scope, concerns)?;
    Ok(contacts.into_iter().filter_map(|(_, contact, _, _)| contact.name).collect())
}

use access::{Permit, Scope};
use base::{Id, Instant, Problem};
use db::{Error, Tx, sql};

use crate::model::{Act, Capacity, Outcome, WordsState};

db::row! {
    /// One step in an issue's story.
    pub struct Step {
        /// Its key.
        pub id: Id,
        /// What was done.
        pub act: Act,
        /// When.
        pub at: Instant,
        /// By whom, when somebody of ours did it.
        pub person: Option<Id>,
        /// For whom they stood in.
        pub acting_for: Option<Id>,
        /// In what capacity.
        pub capacity: Option<Capacity>,
        /// With what authority.
        pub authority: Option<String>,
        /// What it was assessed at.
        pub seriousness: Option<i64>,
        /// For how many people.
        pub people_affected: Option<i64>,
        /// What priority came of it.
        pub priority: Option<i64>,
        /// The level it left.
        pub level_from: Option<i64>,
        /// The level it came to.
        pub level_to: Option<i64>,
        /// How it ended.
        pub outcome: Option<Outcome>,
        /// Who holds it since.
        pub holder: Option<String>,
        /// Who was told of a danger.
        pub told: Option<String>,
        /// When they were told.
        pub told_at: Option<Instant>,
        /// What the assessment rests on.
        pub evidence: Option<String>,
        /// The words as written, for staff.
        pub words: Option<String>,
        /// Whether they may be read by the public.
        pub words_state: WordsState,
        /// What the public reads.
        pub said: Option<String>,
        /// Until when a second person may look.
        pub approve_by: Option<Instant>,
    }
}

/// A step to be kept. Everything but the act is optional; [`NewStep::of`] begins one.
#[derive(Debug, Clone)]
pub struct NewStep<'a> {
    /// Its key.
    pub id: Id,
    /// What was done.
    pub act: Act,
    /// In what capacity.
    pub capacity: Option<Capacity>,
    /// With what authority.
    pub authority: Option<&'a str>,
    /// What it was assessed at.
    pub seriousness: Option<i64>,
    /// For how many people.
    pub people_affected: Option<i64>,
    /// What priority came of it.
    pub priority: Option<i64>,
    /// From and to which level.
    pub levels: Option<(i64, i64)>,
    /// How it ended.
    pub outcome: Option<Outcome>,
    /// Who holds it since.
    pub holder: Option<String>,
    /// Who was told of a danger, and when.
    pub told: Option<(&'a str, Instant)>,
    /// What the assessment rests on.
    pub evidence: Option<&'a str>,
    /// The words as written.
    pub words: Option<&'a str>,
    /// Whether the public may read them.
    pub words_state: WordsState,
    /// Until when a second person may look.
    pub approve_by: Option<Instant>,
}

impl NewStep<'_> {
    /// A step that only says what was done.
    #[must_use]
    pub const fn of(id: Id, act: Act) -> Self {
        Self {
            id,
            act,
            capacity: None,
            authority: None,
            seriousness: None,
            people_affected: None,
            priority: None,
            levels: None,
            outcome: None,
            holder: None,
            told: None,
            evidence: None,
            words: None,
            words_state: WordsState::Nothing,
            approve_by: None,
        }
    }
}

/// Keeps a step of an issue's story.
///
/// # Errors
/// Whatever the store answers.
pub fn add(tx: &mut Tx<'_>, scope: &Scope, permit: &Permit, issue: Id, step: &NewStep<'_>) -> Result<(), Error> {
    let said = step.words.filter(|_| step.words_state == WordsState::Public);
    tx.run(sql!(
        "insert into step (partnership, id, issue, act, at, person, capacity, authority, seriousness, people_affected, \
         priority, level_from, level_to, outcome, holder, told, told_at, evidence, words, words_state, said, approve_by, acting_for) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)",
        permit.partnership(),
        step.id,
        issue,
        step.act,
        scope.now,
        scope.hat().map(|hat| hat.person),
        step.capacity,
        step.authority,
        step.seriousness,
        step.people_affected,
        step.priority,
        step.levels.map(|(from, _)| from),
        step.levels.map(|(_, to)| to),
        step.outcome,
        &step.holder,
        step.told.map(|(who, _)| who),
        step.told.map(|(_, at)| at),
        step.evidence,
        step.words,
        step.words_state,
        said,
        step.approve_by,
        scope.hat().and_then(|hat| hat.covers.as_ref()).map(|covered| covered.person)
    ))?;
    Ok(())
}

/// An issue's story, oldest step first.
///
/// # Errors
/// Whatever the store answers.
pub fn steps_of(tx: &mut Tx<'_>, partnership: Id, issue: Id) -> Result<Vec<Step>, Error> {
    tx.all(sql!(
        "select id, act, at, person, acting_for, capacity, authority, seriousness, people_affected, priority, level_from, level_to, \
         outcome, holder, told, told_at, evidence, words, words_state, said, approve_by from step \
         where partnership = $1 and issue = $2 order by at, id limit 300",
        partnership,
        issue
    ))
}

db::row! {
    /// Words that wait for a second person.
    pub struct Waiting {
        /// The step they belong to.
        pub id: Id,
        /// The issue.
        pub issue: Id,
        /// What was done.
        pub act: Act,
        /// Who wrote them.
        pub person: Option<Id>,
        /// The words.
        pub words: Option<String>,
        /// Until when somebody may look.
        pub approve_by: Option<Instant>,
        /// The issue's title.
        pub title: String,
        /// The issue's reference.
        pub reference: String,
        /// How it ended, when these words say so.
        pub outcome: Option<Outcome>,
    }
}

/// Words that wait, soonest due first, in the issues of a place, or everywhere.
///
/// # Errors
/// Whatever the store answers.
pub fn waiting(tx: &mut Tx<'_>, scope: &Scope, place: Option<Id>, limit: i64) -> Result<Vec<Waiting>, Error> {
    tx.all(
        sql!(
            "select step.id, step.issue, step.act, step.person, step.words, step.approve_by, issue.title, issue.reference, \
             step.outcome from step \
             join issue on issue.partnership = step.partnership and issue.id = step.issue \
             where step.partnership = $1 and step.words_state = 'waiting' and {visible:issue} \
             and exists (select 1 from issue_place here where here.partnership = step.partnership \
             and here.issue = step.issue and here.place = $2 and here.is_then) \
             order by step.approve_by, step.id limit $3",
            scope.partnership(),
            place.unwrap_or(scope.partnership()),
            limit
        )
        .visible(access::visible_issues(scope)),
    )
}

/// One of them, for a second person who may see the issue.
///
/// # Errors
/// [`Problem::NotFound`] when it waits no longer or is not theirs to see.
pub fn waiting_step(tx: &mut Tx<'_>, scope: &Scope, id: Id) -> Result<Waiting, Problem> {
    tx.opt(
        sql!(
            "select step.id, step.issue, step.act, step.person, step.words, step.approve_by, issue.title, issue.reference, \
             step.outcome from step \
             join issue on issue.partnership = step.partnership and issue.id = step.issue \
             where step.partnership = $1 and step.id = $2 and step.words_state = 'waiting' and {visible:issue}",
            scope.partnership(),
            id
        )
        .visible(access::visible_issues(scope)),
    )?
    .ok_or(Problem::NotFound)
}

/// A second person approved the words, perhaps mended. Answers false when they wait no longer.
///
/// # Errors
/// Whatever the store answers.
pub fn approve(tx: &mut Tx<'_>, permit: &Permit, step: Id, words: &str, by: Option<Id>) -> Result<bool, Error> {
    settle(tx, permit, step, words, WordsState::Public, by)
}

/// Nobody looked in time: the template sentence goes out. Answers false when somebody did look.
///
/// # Errors
/// Whatever the store answers.
pub fn template(tx: &mut Tx<'_>, permit: &Permit, step: Id, sentence: &str) -> Result<bool, Error> {
    settle(tx, permit, step, sentence, WordsState::Template, None)
}

fn settle(
    tx: &mut Tx<'_>,
    permit: &Permit,
    step: Id,
    said: &str,
    state: WordsState,
    by: Option<Id>,
) -> Result<bool, Error> {
    let settled = tx.run(sql!(
        "update step set said = $3, words_state = $4, approved_by = $5 \
         where partnership = $1 and id = $2 and words_state = 'waiting'",
        permit.partnership(),
        step,
        said,
        state,
        by
    ))?;
    Ok(settled == 1)
}

/// Issues that ended before `cutoff` and still have notes of staff, in the order of their keys.
///
/// # Errors
/// Whatever the store answers.
pub fn with_notes(tx: &mut Tx<'_>, permit: &Permit, cutoff: Instant, after: Id, most: i64) -> Result<Vec<Id>, Error> {
    tx.all(sql!(
        "select id from issue where partnership = $1 and notes_erased_at is null and id > $2 \
         and status in ('resolved', 'not_taking_forward') and changed_at < $3 \
         and {unfiltered: retention looks at all} order by id limit $4",
        permit.partnership(),
        after,
        cutoff,
        most
    ))
}

/// Blanks what staff noted on these issues and never published; what was published stays.
///
/// # Errors
/// Whatever the store answers.
pub fn blank_notes(tx: &mut Tx<'_>, permit: &Permit, issues: &[Id], now: Instant) -> Result<(), Error> {
    tx.run(sql!(
        "update step set words = said, evidence = null, told = null, told_at = null \
         where partnership = $1 and issue in {list}",
        permit.partnership(),
        issues
    ))?;
    tx.run(sql!(
        "update issue set notes_erased_at = $2 where partnership = $1 and id in {list}",
        permit.partnership(),
        now,
        issues
    ))?;
    Ok(())
}

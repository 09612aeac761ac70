use access::{Right, Scope};
use base::{FieldErrors, Instant, Problem, Reference};
use db::Tx;

use super::{at_hand, concern_status, weigh};
use crate::model::{Act, Status, WordsState};
use crate::store::{self, Issue, NewStep};

/// How serious, for how many, and how we know.
#[derive(Debug, Clone)]
pub struct Assess {
    /// 1 to 5.
    pub seriousness: i64,
    /// How many people are affected.
    pub people_affected: i64,
    /// Why.
    pub reason: String,
    /// What it rests on: a visit, a count, a record.
    pub evidence: Option<String>,
    /// For a 5: who holds it now, by name or post.
    pub holder: Option<String>,
    /// For a 5: who was told.
    pub told: Option<String>,
    /// For a 5: when they were told.
    pub told_at: Option<Instant>,
    /// The version the asker saw.
    pub version: Option<i64>,
}

/// Assesses an issue (WAL-32, MAN-24): a person says how serious it is and for how many, with a reason. A 5 is not a
/// queue: without somebody who holds it and somebody who was told, it is refused.
///
/// # Errors
/// Invalid fields; a state that does not allow it; no leave.
pub fn assess(tx: &mut Tx<'_>, scope: &Scope, reference: &Reference, form: &Assess) -> Result<Issue, Problem> {
    let hand = at_hand(tx, scope, reference, form.version)?;
    let permit = hand.permit(scope, Right::AssessIssue, "assess")?;
    let danger = form.danger(scope)?;

    let issue = hand.change(tx, scope, &permit, "assess", &form.reason, |issue| {
        issue.seriousness = form.seriousness;
        issue.people_affected = Some(form.people_affected);
        issue.assessed_at = Some(scope.now);
        issue.voices_then = issue.voices;
        if issue.status == Status::New {
            issue.status = Status::Considering;
        }
        weigh(scope, issue);
    })?;

    let concerns = store::concerns_of(tx, scope.partnership(), issue.id)?;
    if issue.status == Status::Considering {
        voice::follow(tx, &permit, &concerns, concern_status(&issue), scope.now)?;
    }
    let step = NewStep {
        seriousness: Some(issue.seriousness),
        people_affected: issue.people_affected,
        priority: Some(issue.priority),
        holder: form.holder.clone().filter(|_| danger.is_some()),
        told: danger,
        evidence: form.evidence.as_deref(),
        words: Some(&form.reason),
        words_state: WordsState::Staff,
        ..NewStep::of(scope.new_id(), Act::Assessed)
    };
    store::add(tx, scope, &permit, issue.id, &step)?;
    Ok(issue)
}

impl Assess {
    /// Who was told of a danger, and when; nothing for 1 to 4. A 5 without a name, or told in the future, is refused.
    fn danger(&self, scope: &Scope) -> Result<Option<(&str, Instant)>, Problem> {
        let mut errors = FieldErrors::default();
        if !(1..=5).contains(&self.seriousness) {
            errors.add("seriousness", "Choose how serious it is, from 1 to 5");
        }
        if self.people_affected < 1 {
            errors.add("people_affected", "Enter the number of people affected, like 12");
        }
        if self.seriousness != 5 {
            return errors.or(None);
        }
        let named = |text: &Option<String>| text.as_deref().map(str::trim).is_some_and(|text| !text.is_empty());
        if !named(&self.holder) {
            errors.add("holder", "Enter who holds this now: a danger needs a named person");
        }
        if !named(&self.told) {
            errors.add("told", "Enter who was told of the danger");
        }
        match self.told_at {
            None => errors.add("told_at", "Enter when they were told"),
            Some(at) if at > scope.now => errors.add("told_at", "Enter a time that has passed: when they were told"),
            Some(_) => {}
        }
        errors.or(())?;
        Ok(self.told.as_deref().zip(self.told_at))
    }
}

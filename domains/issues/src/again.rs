//! What was decided before an issue was opened again, and who looks at it now: plain sentences, the same on the issue's
//! page, on a concern's and on its contributor's own.

use access::{Role, Scope};
use base::{Id, Instant};
use web::Words;

use crate::commands::AtHand;
use crate::model::{Act, Capacity};
use crate::store::Step;

/// An issue that was settled and is open again.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Again<'a> {
    /// What settled it: a refusal, or how it ended.
    pub settled: &'a Step,
    /// What opened it again.
    pub opened: &'a Step,
}

impl<'a> Again<'a> {
    /// Of an issue's story, oldest step first; nothing while it was never settled, or is.
    pub fn of(steps: &'a [Step]) -> Option<Self> {
        let last = steps.iter().rposition(|step| step.act.decides() || step.act == Act::Resolved)?;
        let settled = &steps[last];
        let opened = steps[last..].iter().find(|step| step.act.is_return() || step.act == Act::Reopened)?;
        Some(Self { settled, opened })
    }

    /// Who refused it and so should not be the one who looks again, when it was a person and somebody asked.
    pub fn refuser(&self) -> Option<Id> {
        let by_person = !matches!(self.settled.capacity, Some(Capacity::Body | Capacity::Rule));
        self.settled.person.filter(|_| by_person && self.opened.act == Act::AskedAgain)
    }

    /// What opened it, and when; `own` when it was whoever reads this.
    pub fn opened(&self, words: &Words, own: bool) -> String {
        let day = words.day_of(self.opened.at);
        match (self.opened.act, own) {
            (Act::AskedAgain, false) => words.again_asked(day),
            (Act::AskedAgain, true) => words.again_asked_own(day),
            (Act::Contested, false) => words.again_contested(day),
            (Act::Contested, true) => words.again_contested_own(day),
            _ => words.again_reopened(day),
        }
    }

    /// By when it is looked at again and, where somebody asked for another decision, by whom.
    pub fn looked_at(&self, scope: &Scope, words: &Words, hand: &AtHand, by: Instant) -> String {
        let refuser = self.refuser().and_then(|refuser| Some((refuser, scope.snapshot.name_of(refuser)?)));
        let others = refuser.map(|(refuser, _)| others(scope, hand, Some(refuser))).unwrap_or_default();
        let or = format!(" {} ", words.or());
        match refuser.filter(|_| !others.is_empty()) {
            Some((_, refuser)) => words.again_by_others(words.day_of(by), others.join(&or), refuser),
            None => words.again_by(words.day_of(by)),
        }
    }
}

/// Who decides this issue beside `first`, by name and role.
pub(crate) fn others(scope: &Scope, hand: &AtHand, first: Option<Id>) -> Vec<String> {
    let deciding = |role: &Role| role.rights().contains(&hand.deciding());
    let roles: Vec<Role> = Role::ALL.iter().copied().filter(deciding).collect();
    let (snapshot, today) = (&scope.snapshot, scope.now.date());
    let holders = snapshot.holders(&roles, today).filter(|holder| Some(holder.person) != first);
    let hats = holders.filter_map(|holder| holder.hat(snapshot, today));
    let reaching = hats.filter(|hat| hat.reach.covers(&hand.ground));
    reaching.map(|hat| format!("{} ({})", hat.name, hat.title)).collect()
}

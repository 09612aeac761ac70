//! A concern with its issue's story, as far as the public may read it: what its pages and its mails are made of.

use access::{Scope, Sees, Who};
use base::{Instant, Problem, WorkingDays};
use db::Tx;
use voice::{Categories, Concern, ConcernStatus, Whereabouts};
use web::components::Timeline;
use web::{Markup, Words};

use crate::again::Again;
use crate::commands::AtHand;
use crate::model::Act;
use crate::pages::due_why;
use crate::said_again::SaidAgain;
use crate::saying;
use crate::store::{self, Issue, Step};

/// A concern with its issue's story, as far as the public may read it.
pub(crate) struct Story {
    pub concern: Concern,
    pub lies: Whereabouts,
    /// The issue it is part of, unless that is hidden or its title waits.
    pub issue: Option<Issue>,
    pub steps: Vec<Step>,
    /// What the contributor wrote later: only for whoever opened the secret link.
    pub own: Option<Vec<SaidAgain>>,
}

impl Story {
    /// All of it but what the contributor wrote later.
    pub fn read(tx: &mut Tx<'_>, scope: &Scope, concern: Concern, lies: Whereabouts) -> Result<Self, Problem> {
        let mut story = Self::without_steps(tx, scope, concern, lies)?;
        if let Some(issue) = &story.issue {
            story.steps = store::steps_of(tx, scope.partnership(), issue.id)?;
        }
        Ok(story)
    }

    /// Where it stands, and nothing of how it came there.
    pub fn without_steps(tx: &mut Tx<'_>, scope: &Scope, concern: Concern, lies: Whereabouts) -> Result<Self, Problem> {
        let issue = store::of_concern(tx, scope.partnership(), concern.id)?;
        let issue = issue.filter(|issue| access::issue_rule(&Who::Anyone, &issue.row(Vec::new())) == Sees::Fields);
        Ok(Self { concern, lies, issue, steps: Vec::new(), own: None })
    }

    /// How it stands, in one sentence.
    pub fn standing(&self, words: &Words) -> String {
        let status = self.concern.public_status();
        if status == ConcernStatus::Considering && self.again().is_some() {
            return words.state_considering_again().to_owned();
        }
        let outcome = self.issue.as_ref().and_then(|issue| issue.outcome);
        saying::standing(words, status, outcome, self.deciding().and_then(|step| step.said.as_deref()))
    }

    /// Whether it was settled and is open again.
    pub fn again(&self) -> Option<Again<'_>> {
        Again::of(&self.steps)
    }

    /// What there is to add to how it stands, one sentence each: what we said before it was opened again, and who looks at
    /// it now; whom it waits for.
    pub fn more(&self, scope: &Scope, words: &Words) -> Vec<String> {
        let Some(issue) = &self.issue else { return Vec::new() };
        let again = self.again().map(|again| {
            // Whoever reaches where it was told reaches it.
            let ground = places::ground(self.lies.all.clone(), issue.holder_organisation);
            let hand = AtHand { issue: issue.clone(), ground };
            let Step { act, outcome, said, at, .. } = again.settled;
            let was = if *act == Act::Resolved { ConcernStatus::Resolved } else { ConcernStatus::NotTakingForward };
            let own = self.is_own(again.opened);
            [
                words.again_said(words.day_of(*at), saying::standing(words, was, *outcome, said.as_deref())),
                again.opened(words, own),
                again.looked_at(scope, words, &hand, issue.answer_by),
            ]
        });
        again.into_iter().flatten().chain(saying::waiting(words, issue)).collect()
    }

    /// The step that decided it.
    pub fn deciding(&self) -> Option<&Step> {
        saying::deciding(self.concern.public_status(), &self.steps)
    }

    /// By when it is decided and what that day rests on, while it is not.
    pub fn answer_by(&self, scope: &Scope, words: &Words) -> Result<Option<(Instant, String)>, Problem> {
        use ConcernStatus::{CameBack, Considering, Heard};
        if !matches!(self.concern.public_status(), Heard | Considering | CameBack) {
            return Ok(None);
        }
        let categories: &Categories = scope.snapshot.part()?;
        if let Some(issue) = &self.issue {
            let because = due_why(words, categories.get(issue.category)?, issue.opened_at, issue.answer_by);
            return Ok(Some((issue.answer_by, because)));
        }
        let category = categories.get(self.concern.category)?;
        let days = u16::try_from(category.answer_within).unwrap_or(10);
        let by = WorkingDays::england_and_wales().deadline(self.concern.heard_at, days);
        Ok(Some((by, words.own_answer_why(&category.name, days))))
    }

    /// What the contributor wrote with a step of theirs.
    fn wrote(&self, step: &Step) -> Option<&str> {
        let own = self.own.as_deref().filter(|_| step.act.is_return())?;
        own.iter().find(|said| said.at == step.at).map(|said| said.words.as_str())
    }

    /// Whether a step that opened it again was the contributor's own, for whoever opened the secret link.
    fn is_own(&self, step: &Step) -> bool {
        let asked = step.act == Act::AskedAgain && self.concern.asked_again_at == Some(step.at);
        self.own.is_some() && (asked || (step.act == Act::Contested && self.wrote(step).is_some()))
    }

    /// What happened, the newest first.
    pub fn timeline(&self, scope: &Scope, words: &'static Words) -> Timeline {
        let heard = if self.own.is_some() { words.own_step_heard() } else { words.step_heard() };
        let told = (self.concern.heard_at, heard.to_owned(), Markup::default());
        let happened = self.steps.iter().filter_map(|step| {
            let wrote = self.wrote(step);
            let title = match step.act {
                Act::Contested if self.is_own(step) => words.own_step_contested().to_owned(),
                Act::AskedAgain if self.is_own(step) => words.own_step_asked_again().to_owned(),
                _ => saying::step_title(words, step)?,
            };
            let decider = saying::decider(scope, words, step).filter(|_| step.act.decides());
            let lines = [step.said.as_deref(), wrote, decider.as_deref()];
            let lines: String = lines.into_iter().flatten().map(|line| paragraph(line).to_string()).collect();
            Some((step.at, title, Markup::trusted(lines)))
        });
        let mut all: Vec<(Instant, String, Markup)> = std::iter::once(told).chain(happened).collect();
        all.sort_by_key(|(at, ..)| std::cmp::Reverse(*at));
        all.into_iter().fold(Timeline::new(words), |line, (at, title, said)| line.event(at, title, "", said))
    }
}

fn paragraph(text: &str) -> Markup {
    Markup::trusted(format!("<p class=\"govuk-body\">{}</p>", lines(text)))
}

/// Text as typed, its line ends kept.
pub(crate) fn lines(text: &str) -> Markup {
    Markup::trusted(Markup::from(text).as_str().replace('\n', "<br>"))
}

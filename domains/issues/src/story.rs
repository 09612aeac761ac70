//! A concern with its issue's story, as far as the public may read it: what its pages and its mails are made of.

use access::{Scope, Sees, Who};
use base::{Id, Instant, Problem, WorkingDays};
use db::Tx;
use voice::{Categories, Concern, ConcernStatus};
use web::components::Timeline;
use web::{Markup, Words};

use crate::saying;
use crate::store::{self, Issue, Step};

/// A concern with its issue's story, as far as the public may read it.
pub(crate) struct Story {
    pub concern: Concern,
    pub places: Vec<Id>,
    /// The issue it is part of, unless that is hidden or its title waits.
    pub issue: Option<Issue>,
    pub steps: Vec<Step>,
    pub names: Vec<(Id, String)>,
}

impl Story {
    pub fn read(tx: &mut Tx<'_>, scope: &Scope, concern: Concern) -> Result<Self, Problem> {
        let partnership = scope.partnership();
        let places = voice::places_of(tx, partnership, concern.id)?;
        let issue = store::of_concern(tx, partnership, concern.id)?;
        let issue = issue.filter(|issue| access::issue_rule(&Who::Anyone, &issue.row(Vec::new())) == Sees::Fields);
        let steps = match &issue {
            Some(issue) => store::steps_of(tx, partnership, issue.id)?,
            None => Vec::new(),
        };
        let people: Vec<Id> = steps.iter().filter_map(|step| step.person).collect();
        let names = access::names_of(tx, partnership, &people)?;
        Ok(Self { concern, places, issue, steps, names })
    }

    /// How it stands, in one sentence.
    pub fn standing(&self, words: &Words) -> String {
        let status = self.concern.public_status();
        let outcome = self.issue.as_ref().and_then(|issue| issue.outcome);
        saying::standing(words, status, outcome, self.deciding().and_then(|step| step.said.as_deref()))
    }

    /// The step that decided it.
    pub fn deciding(&self) -> Option<&Step> {
        saying::deciding(self.concern.public_status(), &self.steps)
    }

    /// By when it is decided, while it is not.
    pub fn answer_by(&self, scope: &Scope) -> Result<Option<Instant>, Problem> {
        use ConcernStatus::{CameBack, Considering, Heard};
        if !matches!(self.concern.public_status(), Heard | Considering | CameBack) {
            return Ok(None);
        }
        if let Some(issue) = &self.issue {
            return Ok(Some(issue.answer_by));
        }
        let categories: &Categories = scope.snapshot.part()?;
        let days = u16::try_from(categories.get(self.concern.category)?.answer_within).unwrap_or(10);
        Ok(Some(WorkingDays::england_and_wales().deadline(self.concern.heard_at, days)))
    }

    /// What happened, the newest first.
    pub fn timeline(&self, words: &Words) -> Timeline {
        let told = (self.concern.heard_at, words.step_heard().to_owned(), Markup::default());
        let happened = self.steps.iter().filter_map(|step| {
            let title = saying::step_title(words, step)?;
            Some((step.at, title, step.said.as_deref().map(paragraph).unwrap_or_default()))
        });
        let mut all: Vec<(Instant, String, Markup)> = std::iter::once(told).chain(happened).collect();
        all.sort_by_key(|(at, ..)| std::cmp::Reverse(*at));
        all.into_iter().fold(Timeline::new(), |line, (at, title, said)| line.event(at, title, "", said))
    }
}

fn paragraph(text: &str) -> Markup {
    Markup::trusted(format!("<p class=\"govuk-body\">{}</p>", lines(text)))
}

/// Text as typed, its line ends kept.
pub(crate) fn lines(text: &str) -> Markup {
    Markup::trusted(Markup::from(text).as_str().replace('\n', "<br>"))
}

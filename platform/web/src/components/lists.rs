use askama::Template;

use super::{Extra, Tag};
use crate::{Markup, Words};

/// What is known of one thing, name by name.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "components/summary-list.html")]
pub struct SummaryList {
    pub(super) rows: Vec<SummaryRow>,
    pub(super) card: Option<SummaryCard>,
    pub(super) extra: Extra,
}

/// One name and what is known under it.
#[derive(Debug, Clone, Default)]
pub struct SummaryRow {
    pub(super) key: Markup,
    pub(super) value: Markup,
    pub(super) actions: Vec<Action>,
    pub(super) classes: Extra,
    pub(super) key_extra: Extra,
    pub(super) value_extra: Extra,
    pub(super) actions_extra: Extra,
}

/// A frame with a title round a summary list.
#[derive(Debug, Clone, Default)]
pub(super) struct SummaryCard {
    pub(super) title: Markup,
    pub(super) heading_level: u8,
    pub(super) actions: Vec<Action>,
    pub(super) extra: Extra,
}

/// A link that does something with a row.
#[derive(Debug, Clone, Default)]
pub(super) struct Action {
    pub(super) words: Markup,
    pub(super) href: String,
    /// What it does it with, for those who hear the link alone.
    pub(super) with: Markup,
    pub(super) extra: Extra,
}

/// The steps of something long, each with its state.
#[derive(Debug, Clone, Template)]
#[template(path = "components/task-list.html")]
pub struct TaskList {
    pub(super) id: String,
    pub(super) tasks: Vec<Task>,
    pub(super) extra: Extra,
}

/// One step.
#[derive(Debug, Clone, Default)]
pub struct Task {
    pub(super) title: Markup,
    pub(super) title_extra: Extra,
    pub(super) hint: Markup,
    pub(super) href: Option<String>,
    pub(super) status: Markup,
    pub(super) status_extra: Extra,
    pub(super) extra: Extra,
}

component!(SummaryList, TaskList);

impl SummaryList {
    /// An empty list.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds what is known.
    #[must_use]
    pub fn row(self, key: impl Into<Markup>, value: impl Into<Markup>) -> Self {
        self.with(SummaryRow::new(key, value))
    }

    /// Adds what is known, with something to do about it.
    #[must_use]
    pub fn with(mut self, row: SummaryRow) -> Self {
        self.rows.push(row);
        self
    }

    /// Frames the list under a title (an h2).
    #[must_use]
    pub fn card(mut self, title: impl Into<Markup>) -> Self {
        self.card = Some(SummaryCard { title: title.into(), heading_level: 2, ..SummaryCard::default() });
        self
    }

    /// Without lines between the rows.
    #[must_use]
    pub fn plain(self) -> Self {
        self.class("govuk-summary-list--no-border")
    }

    fn lacks_actions(&self, row: &SummaryRow) -> bool {
        row.actions.is_empty() && self.rows.iter().any(|other| !other.actions.is_empty())
    }

    fn listed(&self) -> Markup {
        Markup::of(&Rows { list: self })
    }

    fn card_title(&self) -> Markup {
        self.card.as_ref().map(|card| card.title.clone()).unwrap_or_default()
    }
}

#[derive(Template)]
#[template(path = "components/summary-rows.html")]
struct Rows<'a> {
    list: &'a SummaryList,
}

impl askama::filters::HtmlSafe for Rows<'_> {}

impl SummaryRow {
    /// A name and what is known under it.
    #[must_use]
    pub fn new(key: impl Into<Markup>, value: impl Into<Markup>) -> Self {
        Self { key: key.into(), value: value.into(), ..Self::default() }
    }

    /// "Change", at `href`; `what` says to a screen reader what is changed ("your postcode").
    #[must_use]
    pub fn change(self, words: &Words, href: impl Into<String>, what: impl Into<Markup>) -> Self {
        self.action(words.change(), href, what)
    }

    /// Something else to do with the row.
    #[must_use]
    pub fn action(mut self, verb: impl Into<Markup>, href: impl Into<String>, what: impl Into<Markup>) -> Self {
        let action = Action { words: verb.into(), href: href.into(), with: what.into(), extra: Extra::default() };
        self.actions.push(action);
        self
    }
}

impl Action {
    fn shown(&self, card: impl Into<Markup>) -> Markup {
        Markup::of(&ActionLink { action: self, card: card.into() })
    }
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"<a class="govuk-link{{ action.extra.classes }}" href="{{ action.href }}"{{ action.extra }}>{{ action.words }}{% if !action.with.is_empty() || !card.is_empty() %}<span class="govuk-visually-hidden">{% if !action.with.is_empty() %} {{ action.with }}{% endif %}{% if !card.is_empty() %} ({{ card }}){% endif %}</span>{% endif %}</a>"#
)]
struct ActionLink<'a> {
    action: &'a Action,
    card: Markup,
}

impl askama::filters::HtmlSafe for ActionLink<'_> {}

impl TaskList {
    /// An empty list.
    #[must_use]
    pub fn new() -> Self {
        Self { id: "task-list".to_owned(), tasks: Vec::new(), extra: Extra::default() }
    }

    /// Adds a step.
    #[must_use]
    pub fn task(mut self, task: Task) -> Self {
        self.tasks.push(task);
        self
    }

    fn description(&self, at: usize, task: &Task) -> String {
        let status = format!("{}-{at}-status", self.id);
        if task.hint.is_empty() { status } else { format!("{}-{at}-hint {status}", self.id) }
    }
}

impl TaskList {
    /// Another id than the usual, for a page with several lists.
    #[must_use]
    pub fn named(mut self, id: &str) -> Self {
        id.clone_into(&mut self.id);
        self
    }
}

impl Default for TaskList {
    fn default() -> Self {
        Self::new()
    }
}

impl Task {
    /// A step that can be taken at `href`, and its state in plain words ("Completed").
    #[must_use]
    pub fn new(title: impl Into<Markup>, href: impl Into<String>, status: impl Into<Markup>) -> Self {
        Self { href: Some(href.into()), ..Self::later(title, status) }
    }

    /// A step that cannot be taken yet.
    #[must_use]
    pub fn later(title: impl Into<Markup>, status: impl Into<Markup>) -> Self {
        Self { title: title.into(), status: status.into(), ..Self::default() }
    }

    /// A state that asks for something stands out as a tag.
    #[must_use]
    pub fn tagged(mut self, tag: Tag) -> Self {
        self.status = tag.into();
        self
    }

    /// Says more about the step.
    #[must_use]
    pub fn hint(mut self, words: impl Into<Markup>) -> Self {
        self.hint = words.into();
        self
    }
}

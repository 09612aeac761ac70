//! The Ministry of Justice's patterns that caseworkers know: what happened in order, filters with tags, sections.

use askama::Template;
use base::Instant;

use super::{Button, Extra};
use crate::{Markup, Words};

/// What happened, latest or first on top as the page decides.
#[derive(Debug, Clone, Template)]
#[template(path = "components/timeline.html")]
pub struct Timeline {
    words: &'static Words,
    events: Vec<Happened>,
    extra: Extra,
}

/// One thing that happened.
#[derive(Debug, Clone)]
struct Happened {
    title: Markup,
    byline: Markup,
    at: Instant,
    content: Markup,
}

/// The filters of a list: what is chosen, each with a way to take it off, and the form that chooses more.
#[derive(Debug, Clone, Template)]
#[template(path = "components/filter.html")]
pub struct Filter {
    words: &'static Words,
    action: String,
    clear: String,
    chosen: Vec<(Markup, Vec<Chosen>)>,
    fields: Markup,
    extra: Extra,
}

/// A filter that is on.
#[derive(Debug, Clone)]
struct Chosen {
    words: Markup,
    without: String,
}

/// Sections of one record or list, side by side.
#[derive(Debug, Clone, Template)]
#[template(path = "components/sub-navigation.html")]
pub struct SubNavigation {
    label: String,
    items: Vec<(Markup, String, bool)>,
    extra: Extra,
}

component!(Timeline, Filter, SubNavigation);

impl Timeline {
    /// Nothing yet.
    #[must_use]
    pub fn new(words: &'static Words) -> Self {
        Self { words, events: Vec::new(), extra: Extra::default() }
    }

    /// Adds what happened, when, and more about it. `by` is "by Ann Other" or nothing.
    #[must_use]
    pub fn event(
        mut self,
        at: Instant,
        title: impl Into<Markup>,
        by: impl Into<Markup>,
        content: impl Into<Markup>,
    ) -> Self {
        self.events.push(Happened { title: title.into(), byline: by.into(), at, content: content.into() });
        self
    }
}

impl Filter {
    /// Filters of the list at `action`, which is also the address without any.
    #[must_use]
    pub fn new(words: &'static Words, action: impl Into<String>) -> Self {
        let action = action.into();
        Self {
            words,
            clear: action.clone(),
            action,
            chosen: Vec::new(),
            fields: Markup::default(),
            extra: Extra::default(),
        }
    }

    /// Shows a filter that is on, under its question; `without` is the address of the list without it.
    #[must_use]
    pub fn chosen(
        mut self,
        question: impl Into<Markup>,
        answer: impl Into<Markup>,
        without: impl Into<String>,
    ) -> Self {
        let (question, answer) = (question.into(), Chosen { words: answer.into(), without: without.into() });
        match self.chosen.iter_mut().find(|(known, _)| *known == question) {
            Some((_, answers)) => answers.push(answer),
            None => self.chosen.push((question, vec![answer])),
        }
        self
    }

    /// Adds fields to choose by.
    #[must_use]
    pub fn field(mut self, field: impl Into<Markup>) -> Self {
        self.fields = Markup::trusted(format!("{}{}", self.fields, field.into()));
        self
    }

    fn apply(&self) -> Button {
        Button::new(self.words.filters_apply())
    }
}

impl SubNavigation {
    /// Sections; `label` is what a screen reader calls them.
    #[must_use]
    pub fn new(label: impl Into<String>) -> Self {
        Self { label: label.into(), items: Vec::new(), extra: Extra::default() }
    }

    /// Adds a section; `here` when the page shows it.
    #[must_use]
    pub fn item(mut self, words: impl Into<Markup>, href: impl Into<String>, here: bool) -> Self {
        self.items.push((words.into(), href.into(), here));
        self
    }
}

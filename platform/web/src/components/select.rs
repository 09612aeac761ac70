use askama::Template;

use super::group::Group;
use super::{Extra, Label};
use crate::Markup;

/// One of a list that is too long for radios.
#[derive(Debug, Clone, Template)]
#[template(path = "components/select.html")]
pub struct Select {
    pub(crate) group: Group,
    pub(crate) label: Label,
    pub(crate) name: String,
    pub(crate) options: Vec<SelectOption>,
    pub(crate) chosen: Option<String>,
    pub(crate) extra: Extra,
}

/// One line of the list.
#[derive(Debug, Clone, Default)]
pub struct SelectOption {
    /// What is sent; the words themselves when there is none.
    pub(crate) value: Option<String>,
    pub(crate) words: String,
    pub(crate) selected: Option<bool>,
    pub(crate) disabled: bool,
    pub(crate) extra: Extra,
}

component!(Select);
field!(Select);

impl Select {
    /// A list called `name` that asks `label`. In a page use [`Form::select`](crate::Form::select).
    #[must_use]
    pub fn new(name: &str, label: impl Into<Markup>) -> Self {
        Self {
            group: Group::new(name),
            label: Label { words: label.into(), ..Label::default() },
            name: name.to_owned(),
            options: Vec::new(),
            chosen: None,
            extra: Extra::default(),
        }
    }

    /// Makes the question the page's h1.
    #[must_use]
    pub fn heading(mut self) -> Self {
        self.label = self.label.heading();
        self
    }

    /// Adds a line that sends `value`.
    #[must_use]
    pub fn option(self, value: impl ToString, words: impl ToString) -> Self {
        self.options([(value, words)])
    }

    /// Adds a line for each pair of value and words.
    #[must_use]
    pub fn options(mut self, options: impl IntoIterator<Item = impl Into<SelectOption>>) -> Self {
        self.options.extend(options.into_iter().map(Into::into));
        self
    }

    fn label(&self) -> Label {
        Label { field: Some(self.group.id.clone()), ..self.label.clone() }
    }

    fn is_selected(&self, option: &SelectOption) -> bool {
        option.selected.unwrap_or_else(|| {
            let value = option.value.as_ref().unwrap_or(&option.words);
            self.chosen.as_ref().is_some_and(|chosen| chosen == value && !chosen.is_empty())
        })
    }
}

impl<V: ToString, W: ToString> From<(V, W)> for SelectOption {
    fn from((value, words): (V, W)) -> Self {
        Self::from(&(value, words))
    }
}

impl<V: ToString, W: ToString> From<&(V, W)> for SelectOption {
    fn from((value, words): &(V, W)) -> Self {
        Self { value: Some(value.to_string()), words: words.to_string(), ..Self::default() }
    }
}

use askama::Template;

use super::Extra;
use crate::Markup;

/// A question's words.
#[derive(Debug, Clone, Default, Template)]
#[template(
    ext = "html",
    source = r#"{% if !words.is_empty() %}{% if heading %}<h1 class="govuk-label-wrapper">{% endif %}<label class="govuk-label{{ extra.classes }}"{{ extra }}{{ super::optional("for", field) }}>{{ words }}</label>{% if heading %}</h1>{% endif %}{% endif %}"#
)]
pub struct Label {
    pub(crate) words: Markup,
    pub(crate) field: Option<String>,
    pub(crate) heading: bool,
    pub(crate) extra: Extra,
}

/// What helps to answer, under the question.
#[derive(Debug, Clone, Default, Template)]
#[template(
    ext = "html",
    source = r#"<div{{ super::optional("id", id) }} class="govuk-hint{{ extra.classes }}"{{ extra }}>{{ words }}</div>"#
)]
pub struct Hint {
    pub(crate) words: Markup,
    pub(crate) id: Option<String>,
    pub(crate) extra: Extra,
}

/// What is wrong with an answer and how to mend it.
#[derive(Debug, Clone, Template)]
#[template(
    ext = "html",
    source = r#"<p{{ super::optional("id", id) }} class="govuk-error-message{{ extra.classes }}"{{ extra }}>{% if !prefix.is_empty() %}<span class="govuk-visually-hidden">{{ prefix }}:</span> {% endif %}{{ words }}</p>"#
)]
pub struct ErrorMessage {
    pub(crate) words: Markup,
    pub(crate) prefix: String,
    pub(crate) id: Option<String>,
    pub(crate) extra: Extra,
}

/// One question over several fields.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "components/fieldset.html")]
pub struct Fieldset {
    pub(crate) legend: Markup,
    pub(crate) heading: bool,
    pub(crate) legend_extra: Extra,
    pub(crate) content: Markup,
    pub(crate) role: Option<String>,
    pub(crate) described_by: Option<String>,
    pub(crate) extra: Extra,
}

component!(Label, Hint, ErrorMessage, Fieldset);

impl Label {
    /// The words for the field with this id.
    #[must_use]
    pub fn new(words: impl Into<Markup>, field: impl Into<String>) -> Self {
        Self { words: words.into(), field: Some(field.into()), ..Self::default() }
    }

    /// Makes it the page's h1, for a page that asks one thing.
    #[must_use]
    pub fn heading(mut self) -> Self {
        self.heading = true;
        self.class("govuk-label--l")
    }
}

impl Hint {
    /// Help, to be named by `aria-describedby`.
    #[must_use]
    pub fn new(words: impl Into<Markup>, id: impl Into<String>) -> Self {
        Self { words: words.into(), id: Some(id.into()), extra: Extra::default() }
    }
}

impl ErrorMessage {
    /// The sentence, after a hidden "Error" for those who do not see the red.
    #[must_use]
    pub fn new(prefix: impl Into<String>, sentence: impl Into<Markup>, id: impl Into<String>) -> Self {
        Self { words: sentence.into(), prefix: prefix.into(), id: Some(id.into()), extra: Extra::default() }
    }
}

impl Fieldset {
    /// The question and the fields that answer it.
    #[must_use]
    pub fn new(legend: impl Into<Markup>, content: impl Into<Markup>) -> Self {
        Self { legend: legend.into(), content: content.into(), ..Self::default() }
    }

    /// Makes the question the page's h1.
    #[must_use]
    pub fn heading(mut self) -> Self {
        self.heading = true;
        self.legend_extra.class("govuk-fieldset__legend--l");
        self
    }

    /// Sets the question as large as the heading of a section.
    #[must_use]
    pub fn section(mut self) -> Self {
        self.legend_extra.class("govuk-fieldset__legend--m");
        self
    }
}

/// What every field has round it: an id, help, what is wrong with it, and the group they stand in.
#[derive(Debug, Clone, Default)]
pub(crate) struct Group {
    pub(crate) id: String,
    pub(crate) hint: Option<Hint>,
    pub(crate) error: Option<ErrorMessage>,
    /// What describes it besides its own help and error.
    pub(crate) described_by: Option<String>,
    pub(crate) extra: Extra,
}

impl Group {
    pub(crate) fn new(id: &str) -> Self {
        Self { id: id.to_owned(), ..Self::default() }
    }

    /// The ids of all that describes it, for `aria-describedby`.
    pub(crate) fn description(&self) -> Option<String> {
        let hint = self.hint.as_ref().map(|_| format!("{}-hint", self.id));
        let error = self.error.as_ref().map(|_| format!("{}-error", self.id));
        let all: Vec<String> = [self.described_by.clone(), hint, error].into_iter().flatten().collect();
        (!all.is_empty()).then(|| all.join(" "))
    }

    /// Help, then what is wrong.
    pub(crate) fn notes(&self) -> Markup {
        let mut html = String::new();
        if let Some(hint) = &self.hint {
            html += &Hint { id: Some(format!("{}-hint", self.id)), ..hint.clone() }.to_string();
        }
        if let Some(error) = &self.error {
            html += &ErrorMessage { id: Some(format!("{}-error", self.id)), ..error.clone() }.to_string();
        }
        Markup::trusted(html)
    }
}

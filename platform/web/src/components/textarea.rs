use askama::Template;

use super::group::Group;
use super::{Extra, Hint, Label};
use crate::{Markup, Words};

/// Several lines to type.
#[derive(Debug, Clone, Template)]
#[template(path = "components/textarea.html")]
pub struct Textarea {
    pub(crate) words: &'static Words,
    pub(crate) group: Group,
    pub(crate) label: Label,
    pub(crate) name: String,
    pub(crate) value: String,
    pub(crate) rows: u8,
    pub(crate) autocomplete: Option<String>,
    pub(crate) spellcheck: Option<bool>,
    /// The longest text, which a script counts down to.
    pub(crate) most: Option<usize>,
    pub(crate) count_class: String,
    pub(crate) extra: Extra,
}

component!(Textarea);
field!(Textarea);

impl Textarea {
    /// A text called `name` that asks `label`. In a page use [`Form::textarea`](crate::Form::textarea).
    #[must_use]
    pub fn new(words: &'static Words, name: &str, label: impl Into<Markup>) -> Self {
        Self {
            words,
            group: Group::new(name),
            label: Label { words: label.into(), ..Label::default() },
            name: name.to_owned(),
            value: String::new(),
            rows: 5,
            autocomplete: None,
            spellcheck: None,
            most: None,
            count_class: String::new(),
            extra: Extra::default(),
        }
    }

    /// Makes the question the page's h1.
    #[must_use]
    pub fn heading(mut self) -> Self {
        self.label = self.label.heading();
        self
    }

    /// How many lines it shows at first.
    #[must_use]
    pub fn rows(mut self, rows: u8) -> Self {
        self.rows = rows;
        self
    }

    /// Says how long the text may be and, with scripts, counts down. [`Ask::text`](crate::Ask::text) holds the limit.
    #[must_use]
    pub fn up_to(mut self, most: usize) -> Self {
        self.most = Some(most);
        self.group.extra.class("govuk-character-count");
        self.group.extra.attribute("data-module", "govuk-character-count");
        self.group.extra.attribute("data-maxlength", most);
        self.count_in_words();
        self.class("govuk-js-character-count")
    }

    /// GOV.UK's script counts down in English by itself; in other languages it is told how, form by form.
    fn count_in_words(&mut self) {
        if self.words.lang() == Words::english().lang() {
            return;
        }
        let words = self.words;
        for side in ["under", "over"] {
            let said = |count: u8| match side {
                "under" => words.characters_left(count),
                _ => words.characters_too_many(count),
            };
            // The number that stands for all that have no form of their own.
            let any = said(7).replace('7', "%{count}");
            for (form, count) in [("one", 1), ("two", 2), ("few", 3), ("many", 6)] {
                let own = said(count);
                if own != any.replace("%{count}", &count.to_string()) {
                    self.group.extra.attribute(&format!("data-i18n.characters-{side}-limit.{form}"), own);
                }
            }
            self.group.extra.attribute(&format!("data-i18n.characters-{side}-limit.other"), any);
        }
        self.group.extra.attribute("data-i18n.characters-at-limit", self.words.characters_left(0_u8));
    }

    fn label(&self) -> Label {
        Label { field: Some(self.group.id.clone()), ..self.label.clone() }
    }

    fn limit(&self) -> Option<Hint> {
        let most = self.most?;
        let hint = Hint::new(self.words.up_to_characters(most), format!("{}-info", self.group.id));
        Some(hint.class("govuk-character-count__message").class(&self.count_class))
    }

    fn description(&self) -> Option<String> {
        let mut group = self.group.clone();
        if self.most.is_some() {
            group.described_by = Some(format!("{}-info", group.id));
        }
        group.description()
    }

    fn spellcheck(&self) -> Option<String> {
        self.spellcheck.map(|on| on.to_string())
    }
}

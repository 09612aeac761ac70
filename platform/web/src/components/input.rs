use askama::Template;

use super::group::Group;
use super::{Button, Extra, Label};
use crate::{Markup, Words};

/// One line to type.
#[derive(Debug, Clone, Template)]
#[template(path = "components/input.html")]
pub struct Input {
    pub(crate) group: Group,
    pub(crate) label: Label,
    pub(crate) name: String,
    pub(crate) value: Option<String>,
    pub(crate) kind: String,
    pub(crate) inputmode: Option<String>,
    pub(crate) autocomplete: Option<String>,
    pub(crate) autocapitalize: Option<String>,
    pub(crate) pattern: Option<String>,
    pub(crate) spellcheck: Option<bool>,
    pub(crate) disabled: bool,
    pub(crate) prefix: Option<Affix>,
    pub(crate) suffix: Option<Affix>,
    pub(crate) after: Markup,
    pub(crate) wrapper: Extra,
    pub(crate) extra: Extra,
}

/// What stands before or after the typed text and is not sent: £, people, %.
#[derive(Debug, Clone, Default)]
pub(crate) struct Affix {
    pub(crate) words: Markup,
    pub(crate) extra: Extra,
}

component!(Input);
field!(Input);

impl Input {
    /// A line called `name` that asks `label`. In a page use [`Form::input`](crate::Form::input), which also knows what
    /// was typed and what was wrong with it.
    #[must_use]
    pub fn new(name: &str, label: impl Into<Markup>) -> Self {
        Self {
            group: Group::new(name),
            label: Label { words: label.into(), ..Label::default() },
            name: name.to_owned(),
            value: None,
            kind: "text".to_owned(),
            inputmode: None,
            autocomplete: None,
            autocapitalize: None,
            pattern: None,
            spellcheck: None,
            disabled: false,
            prefix: None,
            suffix: None,
            after: Markup::default(),
            wrapper: Extra::default(),
            extra: Extra::default(),
        }
    }

    /// Makes the question the page's h1.
    #[must_use]
    pub fn heading(mut self) -> Self {
        self.label = self.label.heading();
        self
    }

    /// As wide as `letters` letters: 2, 3, 4, 5, 10, 20 or 30.
    #[must_use]
    pub fn width(self, letters: u8) -> Self {
        self.class(&format!("govuk-input--width-{letters}"))
    }

    /// A whole number: digits on a phone's keyboard, and none of the traps of `type=number`.
    #[must_use]
    pub fn number(mut self) -> Self {
        self.inputmode = Some("numeric".to_owned());
        self.spellcheck = Some(false);
        self.width(5)
    }

    /// The person's own e-mail address.
    #[must_use]
    pub fn email(mut self) -> Self {
        self.kind = "email".to_owned();
        self.spellcheck = Some(false);
        self.autocomplete("email")
    }

    /// The person's own telephone number.
    #[must_use]
    pub fn telephone(mut self) -> Self {
        self.kind = "tel".to_owned();
        self.autocomplete("tel").width(20)
    }

    /// A postcode.
    #[must_use]
    pub fn postcode(self) -> Self {
        self.autocomplete("postal-code").width(10)
    }

    /// What the browser may fill in (the HTML tokens: `name`, `street-address`); only for what is the person's own.
    #[must_use]
    pub fn autocomplete(mut self, token: &str) -> Self {
        self.autocomplete = Some(token.to_owned());
        self
    }

    /// What stands before the text: £.
    #[must_use]
    pub fn prefix(mut self, words: impl Into<Markup>) -> Self {
        self.prefix = Some(Affix { words: words.into(), extra: Extra::default() });
        self
    }

    /// What stands after the text: people.
    #[must_use]
    pub fn suffix(mut self, words: impl Into<Markup>) -> Self {
        self.suffix = Some(Affix { words: words.into(), extra: Extra::default() });
        self
    }

    /// A password, with a button that shows it. What was typed is never sent back.
    #[must_use]
    pub fn password(mut self, words: &Words, autocomplete: &str) -> Self {
        "password".clone_into(&mut self.kind);
        self.value = None;
        self.spellcheck = Some(false);
        self.autocapitalize = Some("none".to_owned());
        self.group.extra.class("govuk-password-input");
        self.group.extra.attribute("data-module", "govuk-password-input");
        self.wrapper.class("govuk-password-input__wrapper");
        self.after = Button::new(words.show())
            .secondary()
            .plain()
            .class("govuk-password-input__toggle govuk-js-password-input-toggle")
            .attribute("aria-controls", &self.group.id)
            .attribute("aria-label", words.show_password())
            .hidden()
            .into();
        self.autocomplete(autocomplete).class("govuk-password-input__input govuk-js-password-input-input")
    }

    fn label(&self) -> Label {
        Label { field: Some(self.group.id.clone()), ..self.label.clone() }
    }

    fn is_wrapped(&self) -> bool {
        self.prefix.is_some() || self.suffix.is_some() || !self.after.is_empty()
    }

    fn spellcheck(&self) -> Option<String> {
        self.spellcheck.map(|on| on.to_string())
    }
}

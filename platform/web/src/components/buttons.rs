use askama::Template;

use super::Extra;
use crate::{Markup, Words};

/// A verb to press. `Button::new("Save")` sends the form it stands in.
#[derive(Debug, Clone, Template)]
#[template(path = "components/button.html")]
pub struct Button {
    pub(super) words: Markup,
    pub(super) href: Option<String>,
    pub(super) kind: &'static str,
    pub(super) name: Option<String>,
    pub(super) value: Option<String>,
    pub(super) id: Option<String>,
    pub(super) start: bool,
    pub(super) disabled: bool,
    pub(super) once: Option<bool>,
    pub(super) extra: Extra,
}

component!(Button, ExitThisPage);

impl Button {
    /// Sends the form it stands in.
    #[must_use]
    pub fn new(words: impl Into<Markup>) -> Self {
        Self {
            words: words.into(),
            href: None,
            kind: "submit",
            name: None,
            value: None,
            id: None,
            start: false,
            disabled: false,
            once: None,
            extra: Extra::default(),
        }
    }

    /// A link that looks like a button.
    #[must_use]
    pub fn link(words: impl Into<Markup>, href: impl Into<String>) -> Self {
        Self { href: Some(href.into()), ..Self::new(words) }
    }

    /// The big green beginning of a journey, with an arrow.
    #[must_use]
    pub fn start(words: impl Into<Markup>, href: impl Into<String>) -> Self {
        Self { start: true, ..Self::link(words, href) }
    }

    /// Beside the main button, and quieter.
    #[must_use]
    pub fn secondary(self) -> Self {
        self.class("govuk-button--secondary")
    }

    /// For what cannot be taken back.
    #[must_use]
    pub fn warning(self) -> Self {
        self.class("govuk-button--warning")
    }

    /// On a dark ground.
    #[must_use]
    pub fn inverse(self) -> Self {
        self.class("govuk-button--inverse")
    }

    /// Sends `name=value` with the form, where a form has several buttons.
    #[must_use]
    pub fn sending(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self.value = Some(value.into());
        self
    }

    /// Sends nothing by itself: a script answers it.
    #[must_use]
    pub(super) fn plain(mut self) -> Self {
        self.kind = "button";
        self
    }

    /// Not shown until a script shows it.
    #[must_use]
    pub(super) fn hidden(mut self) -> Self {
        self.extra.flag("hidden");
        self
    }

    /// Takes a second press within a second for the first one.
    #[must_use]
    pub fn once(mut self) -> Self {
        self.once = Some(true);
        self
    }
}

/// Leaves for a harmless page at once. Three presses of Shift do the same.
#[derive(Debug, Clone, Template)]
#[template(path = "components/exit-this-page.html")]
pub struct ExitThisPage {
    pub(super) button: Button,
    pub(super) id: Option<String>,
    pub(super) extra: Extra,
}

/// Where one lands: a page nobody asks about.
const HARMLESS: &str = "https://www.bbc.co.uk/weather";

impl ExitThisPage {
    /// "Leave this page", in the reader's words.
    #[must_use]
    pub fn new(words: &Words) -> Self {
        let mut extra = Extra::default();
        for (key, said) in [
            ("activated", words.leave_activated()),
            ("timed-out", words.leave_timed_out()),
            ("press-two-more-times", words.leave_press_two()),
            ("press-one-more-time", words.leave_press_one()),
        ] {
            extra.attribute(&format!("data-i18n.{key}"), said);
        }
        let (emergency, leave) = (Markup::from(words.leave_now()), Markup::from(words.leave()));
        let label = format!("<span class=\"govuk-visually-hidden\">{emergency}</span> {leave}");
        Self { extra, ..Self::bare(Markup::trusted(label), HARMLESS) }
    }

    pub(super) fn bare(label: Markup, href: &str) -> Self {
        let button = Button::link(label, href)
            .warning()
            .class("govuk-exit-this-page__button govuk-js-exit-this-page-button")
            .attribute("rel", "nofollow noreferrer");
        Self { button, id: None, extra: Extra::default() }
    }
}

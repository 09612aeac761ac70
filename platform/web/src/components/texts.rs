use askama::Template;

use super::Extra;
use crate::Markup;

/// A state, in words first and colour second.
#[derive(Debug, Clone, Template)]
#[template(ext = "html", source = r#"<strong class="govuk-tag{{ extra.classes }}"{{ extra }}>{{ words }}</strong>"#)]
pub struct Tag {
    pub(super) words: Markup,
    pub(super) extra: Extra,
}

/// More, for those who ask.
#[derive(Debug, Clone, Template)]
#[template(
    ext = "html",
    source = r#"<details{{ super::optional("id", id) }} class="govuk-details{{ extra.classes }}"{{ extra }}{{ super::flag("open", open) }}><summary class="govuk-details__summary"><span class="govuk-details__summary-text">{{ summary }}</span></summary><div class="govuk-details__text">{{ content }}</div></details>"#
)]
pub struct Details {
    pub(super) summary: Markup,
    pub(super) content: Markup,
    pub(super) open: bool,
    pub(super) id: Option<String>,
    pub(super) extra: Extra,
}

/// A sentence set apart.
#[derive(Debug, Clone, Template)]
#[template(
    ext = "html",
    source = r#"<div{{ super::optional("id", id) }} class="govuk-inset-text{{ extra.classes }}"{{ extra }}>{{ content }}</div>"#
)]
pub struct InsetText {
    pub(super) content: Markup,
    pub(super) id: Option<String>,
    pub(super) extra: Extra,
}

/// A mark on something in a list: a flag, a kind.
#[derive(Debug, Clone, Template)]
#[template(ext = "html", source = r#"<span class="moj-badge{{ extra.classes }}"{{ extra }}>{{ words }}</span>"#)]
pub struct Badge {
    words: Markup,
    extra: Extra,
}

component!(Tag, Details, InsetText, Badge);

impl Tag {
    /// A state.
    #[must_use]
    pub fn new(words: impl Into<Markup>) -> Self {
        Self { words: words.into(), extra: Extra::default() }
    }

    /// For what rests: not started, closed.
    #[must_use]
    pub fn grey(self) -> Self {
        self.class("govuk-tag--grey")
    }

    /// For what is done.
    #[must_use]
    pub fn green(self) -> Self {
        self.class("govuk-tag--green")
    }

    /// For what waits.
    #[must_use]
    pub fn yellow(self) -> Self {
        self.class("govuk-tag--yellow")
    }

    /// For what is late or dangerous. Never beside green to tell two states apart.
    #[must_use]
    pub fn red(self) -> Self {
        self.class("govuk-tag--red")
    }

    /// For what came from somebody else.
    #[must_use]
    pub fn purple(self) -> Self {
        self.class("govuk-tag--purple")
    }
}

impl Details {
    /// Closed until its summary is chosen.
    #[must_use]
    pub fn new(summary: impl Into<Markup>, content: impl Into<Markup>) -> Self {
        Self { summary: summary.into(), content: content.into(), open: false, id: None, extra: Extra::default() }
    }

    /// Open from the start.
    #[must_use]
    pub fn open(mut self) -> Self {
        self.open = true;
        self
    }
}

impl InsetText {
    /// Set apart by a line at its side.
    #[must_use]
    pub fn new(content: impl Into<Markup>) -> Self {
        Self { content: content.into(), id: None, extra: Extra::default() }
    }
}

impl Badge {
    /// A mark.
    #[must_use]
    pub fn new(words: impl Into<Markup>) -> Self {
        Self { words: words.into(), extra: Extra::default() }
    }

    /// For what must be seen first.
    #[must_use]
    pub fn strong(self) -> Self {
        self.class("moj-badge--strong")
    }

    /// For what is there to be known, no more.
    #[must_use]
    pub fn quiet(self) -> Self {
        self.class("moj-badge--quiet")
    }
}

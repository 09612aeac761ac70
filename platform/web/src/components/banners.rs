use askama::Template;

use super::{Button, Extra};
use crate::{Markup, Words};

/// Something to know that is not about what the person just typed.
#[derive(Debug, Clone, Template)]
#[template(path = "components/notification-banner.html")]
pub struct NotificationBanner {
    pub(super) title: Markup,
    pub(super) title_id: String,
    pub(super) heading_level: u8,
    /// One line set as a heading, or more than a line set as it is.
    pub(super) line: Markup,
    pub(super) content: Markup,
    pub(super) success: bool,
    pub(super) role: &'static str,
    pub(super) auto_focus: Option<bool>,
    pub(super) extra: Extra,
}

/// The end of a journey: what was done and its reference. It holds the page's h1.
#[derive(Debug, Clone, Template)]
#[template(path = "components/panel.html")]
pub struct Panel {
    pub(super) title: Markup,
    pub(super) heading_level: u8,
    pub(super) body: Markup,
    pub(super) interruption: bool,
    pub(super) actions: Option<PanelActions>,
    pub(super) extra: Extra,
}

/// What an interrupting panel offers.
#[derive(Debug, Clone, Default)]
pub(super) struct PanelActions {
    pub(super) items: Vec<PanelAction>,
    pub(super) extra: Extra,
}

/// A button or a link of a panel.
#[derive(Debug, Clone)]
pub(super) enum PanelAction {
    Button(Box<Button>),
    Link { words: Markup, href: String, extra: Extra },
}

/// What may happen to somebody who goes on.
#[derive(Debug, Clone, Template)]
#[template(
    ext = "html",
    source = r#"<div class="govuk-warning-text{{ extra.classes }}"{{ extra }}><span class="govuk-warning-text__icon" aria-hidden="true">!</span><strong class="govuk-warning-text__text"><span class="govuk-visually-hidden">{{ prefix }}</span> {{ words }}</strong></div>"#
)]
pub struct WarningText {
    pub(super) prefix: String,
    pub(super) words: Markup,
    pub(super) extra: Extra,
}

component!(NotificationBanner, Panel, WarningText);

impl NotificationBanner {
    /// What must be known before going on.
    #[must_use]
    pub fn important(words: &Words, line: impl Into<Markup>) -> Self {
        Self::titled(words.important(), line)
    }

    /// What was just done. A screen reader says it at once.
    #[must_use]
    pub fn success(words: &Words, line: impl Into<Markup>) -> Self {
        Self { success: true, role: "alert", ..Self::titled(words.success(), line) }
    }

    pub(super) fn titled(title: impl Into<Markup>, line: impl Into<Markup>) -> Self {
        Self {
            title: title.into(),
            title_id: "govuk-notification-banner-title".to_owned(),
            heading_level: 2,
            line: line.into(),
            content: Markup::default(),
            success: false,
            role: "region",
            auto_focus: None,
            extra: Extra::default(),
        }
    }

    /// More than one line: paragraphs under the heading line.
    #[must_use]
    pub fn more(mut self, content: impl Into<Markup>) -> Self {
        self.content = content.into();
        self
    }
}

impl Panel {
    /// What was done ("We heard you") and, below, its reference.
    #[must_use]
    pub fn new(title: impl Into<Markup>, body: impl Into<Markup>) -> Self {
        Self {
            title: title.into(),
            heading_level: 1,
            body: body.into(),
            interruption: false,
            actions: None,
            extra: Extra::default(),
        }
    }

    /// Stops somebody to think, with what they can do next.
    #[must_use]
    pub fn interruption(title: impl Into<Markup>, body: impl Into<Markup>) -> Self {
        Self { interruption: true, ..Self::new(title, body) }
    }

    /// Adds a button to an interruption.
    #[must_use]
    pub fn button(mut self, button: Button) -> Self {
        self.actions.get_or_insert_default().items.push(PanelAction::Button(Box::new(button.inverse())));
        self
    }

    /// Adds a link to an interruption.
    #[must_use]
    pub fn link(mut self, words: impl Into<Markup>, href: impl Into<String>) -> Self {
        let link = PanelAction::Link { words: words.into(), href: href.into(), extra: Extra::default() };
        self.actions.get_or_insert_default().items.push(link);
        self
    }
}

impl WarningText {
    /// The warning, after a hidden "Warning" for those who do not see the mark.
    #[must_use]
    pub fn new(words: &Words, warning: impl Into<Markup>) -> Self {
        Self { prefix: words.warning().to_owned(), words: warning.into(), extra: Extra::default() }
    }
}

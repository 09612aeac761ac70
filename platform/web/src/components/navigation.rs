use askama::Template;

use super::Extra;
use crate::Markup;

/// One step back.
#[derive(Debug, Clone, Template)]
#[template(
    ext = "html",
    source = r#"<a href="{{ href }}" class="govuk-back-link{{ extra.classes }}"{{ extra }}>{{ words }}</a>"#
)]
pub struct BackLink {
    pub(super) words: Markup,
    pub(super) href: String,
    pub(super) extra: Extra,
}

/// The way past everything that is the same on every page.
#[derive(Debug, Clone, Template)]
#[template(
    ext = "html",
    source = r#"<a href="{{ href }}" class="govuk-skip-link{{ extra.classes }}"{{ extra }} data-module="govuk-skip-link">{{ words }}</a>"#
)]
pub struct SkipLink {
    pub(super) words: Markup,
    pub(super) href: String,
    pub(super) extra: Extra,
}

/// The way from the home page to here. The last step may be the page itself, without an address.
#[derive(Debug, Clone, Template)]
#[template(path = "components/breadcrumbs.html")]
pub struct Breadcrumbs {
    pub(super) label: String,
    pub(super) steps: Vec<(Markup, Option<String>, Extra)>,
    pub(super) extra: Extra,
}

/// A partnership's sections, under its name.
#[derive(Debug, Clone, Template)]
#[template(path = "components/service-navigation.html")]
pub struct ServiceNavigation {
    pub(super) label: String,
    pub(super) service: Option<(Markup, Option<String>)>,
    pub(super) items: Vec<NavigationItem>,
    pub(super) menu: Menu,
    pub(super) slots: Slots,
    pub(super) extra: Extra,
}

/// The list's own settings.
#[derive(Debug, Clone)]
pub(super) struct Menu {
    pub(super) id: String,
    pub(super) label: String,
    pub(super) button: String,
    pub(super) button_label: Option<String>,
    pub(super) classes: String,
    pub(super) collapses: Option<bool>,
}

/// What a page puts before, in and after the navigation.
#[derive(Debug, Clone, Default)]
pub(super) struct Slots {
    pub(super) start: Markup,
    pub(super) end: Markup,
    pub(super) end_inline: bool,
    pub(super) navigation_start: Markup,
    pub(super) navigation_end: Markup,
}

/// One entry of a [`ServiceNavigation`].
#[derive(Debug, Clone, Default)]
pub struct NavigationItem {
    pub(super) words: Markup,
    pub(super) href: Option<String>,
    pub(super) current: bool,
    pub(super) active: bool,
    pub(super) extra: Extra,
}

component!(BackLink, SkipLink, Breadcrumbs, ServiceNavigation);

impl BackLink {
    /// Back to `href`.
    #[must_use]
    pub fn new(words: impl Into<Markup>, href: impl Into<String>) -> Self {
        Self { words: words.into(), href: href.into(), extra: Extra::default() }
    }
}

impl SkipLink {
    /// To the page's main part, whose id `href` names (`#main-content`).
    #[must_use]
    pub fn new(words: impl Into<Markup>, href: impl Into<String>) -> Self {
        Self { words: words.into(), href: href.into(), extra: Extra::default() }
    }
}

impl Breadcrumbs {
    /// An empty way; `label` is what a screen reader calls it ("Breadcrumb").
    #[must_use]
    pub fn new(label: impl Into<String>) -> Self {
        Self { label: label.into(), steps: Vec::new(), extra: Extra::default() }
    }

    /// Adds a step.
    #[must_use]
    pub fn step(mut self, words: impl Into<Markup>, href: impl Into<String>) -> Self {
        self.steps.push((words.into(), Some(href.into()), Extra::default()));
        self
    }

    /// On a phone shows the first and last steps only.
    #[must_use]
    pub fn collapsing(self) -> Self {
        self.class("govuk-breadcrumbs--collapse-on-mobile")
    }
}

impl ServiceNavigation {
    /// Sections without a service's name; `label` is what a screen reader calls the region, `menu` the button on a phone.
    #[must_use]
    pub fn new(label: impl Into<String>, menu: impl Into<String>) -> Self {
        let menu = menu.into();
        Self {
            label: label.into(),
            service: None,
            items: Vec::new(),
            menu: Menu {
                id: "navigation".to_owned(),
                label: menu.clone(),
                button: menu,
                button_label: None,
                classes: String::new(),
                collapses: None,
            },
            slots: Slots::default(),
            extra: Extra::default(),
        }
    }

    /// Adds a section.
    #[must_use]
    pub fn item(mut self, item: NavigationItem) -> Self {
        self.items.push(item);
        self
    }

    /// What stands at its end: the sign-in state.
    #[must_use]
    pub fn end(mut self, html: impl Into<Markup>) -> Self {
        self.slots.end = html.into();
        self.slots.end_inline = true;
        self
    }

    fn collapses(&self) -> bool {
        self.menu.collapses.unwrap_or(self.items.len() > 1)
    }

    fn has_list(&self) -> bool {
        !(self.items.is_empty() && self.slots.navigation_start.is_empty() && self.slots.navigation_end.is_empty())
    }

    /// A landmark of its own only where there is more in it than the list, which is one already.
    fn is_region(&self) -> bool {
        self.service.is_some() || !self.slots.start.is_empty() || !self.slots.end.is_empty()
    }

    fn button_label(&self) -> Option<&String> {
        self.menu.button_label.as_ref().filter(|label| **label != self.menu.button)
    }
}

impl NavigationItem {
    /// A section at `href`.
    #[must_use]
    pub fn new(words: impl Into<Markup>, href: impl Into<String>) -> Self {
        Self { words: words.into(), href: Some(href.into()), ..Self::default() }
    }

    /// Marks it when the page lies in this section.
    #[must_use]
    pub fn here(mut self, here: bool) -> Self {
        self.active = here;
        self
    }

    fn is_marked(&self) -> bool {
        self.current || self.active
    }

    fn mark(&self) -> &'static str {
        match (self.current, self.active) {
            (true, _) => " aria-current=\"page\"",
            (_, true) => " aria-current=\"true\"",
            _ => "",
        }
    }
}

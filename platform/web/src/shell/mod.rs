//! What surrounds every page: whose it is, where you are, who you are, and what went wrong.

use askama::Template;
use askama::filters::HtmlSafe;
use base::FieldErrors;

use crate::components::{
    BackLink, Breadcrumbs, ErrorSummary, ExitThisPage, NavigationItem, ServiceNavigation, SkipLink,
};
use crate::edge::BODY_SCRIPT;
use crate::{Markup, Words, assets};

/// The surroundings of one page. The extractor makes it with the partnership's name and the visitor; the handler adds
/// the title and the way back. Templates that begin `{% extends "shell.html" %}` hold it in a field called `shell`.
#[derive(Debug, Clone)]
pub struct Shell {
    /// The language of the page.
    pub words: &'static Words,
    /// The partnership's name, first on every page; ours where no partnership is meant.
    pub partnership: String,
    /// The partnership's home page: `/walsall`.
    pub home: String,
    /// The partnership's own colour, as the address of its stylesheet.
    pub brand: Option<String>,
    /// What the page is called, without anybody's name.
    pub title: String,
    /// The partnership's sections: words, address, and whether the page lies in it.
    pub navigation: Vec<Place>,
    /// Where one signs in; nothing hides the link.
    pub sign_in: Option<String>,
    /// Who is signed in.
    pub visitor: Option<Visitor>,
    /// One step back, for pages of a form.
    pub back: Option<String>,
    /// The way here from the home page, for pages of a place or a record: words and address.
    pub crumbs: Vec<(String, String)>,
    /// Statutory pages at the foot: words and address.
    pub footer: Vec<(String, String)>,
    /// The same page in other languages.
    pub languages: Vec<Language>,
    /// What the form on this page could not use.
    pub errors: FieldErrors,
    /// What just happened, or must be known: shown above the page.
    pub notice: Option<Markup>,
    /// Whether a button leaves for a harmless page at once (pages about abuse or danger at home).
    pub leave: bool,
    /// Whether everything here is invented.
    pub demonstration: bool,
    /// Whether the page uses the whole width (staff's tables) in place of a column for reading.
    pub wide: bool,
    /// Whether search engines must not keep the page.
    pub unlisted: bool,
}

/// One entry of the navigation.
#[derive(Debug, Clone)]
pub struct Place {
    /// What it says.
    pub words: String,
    /// Where it goes.
    pub href: String,
    /// Whether the page is in this section.
    pub here: bool,
}

/// The signed-in person as the page names them.
#[derive(Debug, Clone)]
pub struct Visitor {
    /// Their name.
    pub name: String,
    /// The role they act in now ("area manager").
    pub hat: String,
    /// Their account page, where one changes hats and signs out.
    pub account: String,
}

/// The page in another language.
#[derive(Debug, Clone)]
pub struct Language {
    /// Its words: the link is in the language it leads to.
    pub words: &'static Words,
    /// The address of this page in it.
    pub href: String,
}

impl Shell {
    /// A page that belongs to no partnership yet.
    #[must_use]
    pub fn new(words: &'static Words) -> Self {
        Self {
            words,
            partnership: words.product().to_owned(),
            home: "/".to_owned(),
            brand: None,
            title: String::new(),
            navigation: Vec::new(),
            sign_in: None,
            visitor: None,
            back: None,
            crumbs: Vec::new(),
            footer: Vec::new(),
            languages: Vec::new(),
            errors: FieldErrors::default(),
            notice: None,
            leave: false,
            demonstration: false,
            wide: false,
            unlisted: false,
        }
    }

    /// Names the page.
    #[must_use]
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.title = title.into();
        self
    }

    /// Puts what the form could not use above the page, and "Error:" before its title.
    #[must_use]
    pub fn errors(mut self, errors: &FieldErrors) -> Self {
        self.errors = errors.clone();
        self
    }

    /// One step back (a page of a form has this and no breadcrumbs).
    #[must_use]
    pub fn back(mut self, href: impl Into<String>) -> Self {
        self.back = Some(href.into());
        self
    }

    /// Adds a step to the way here; the page itself is not part of it.
    #[must_use]
    pub fn crumb(mut self, words: impl Into<String>, href: impl Into<String>) -> Self {
        self.crumbs.push((words.into(), href.into()));
        self
    }

    /// Uses the whole width.
    #[must_use]
    pub fn wide(mut self) -> Self {
        self.wide = true;
        self
    }

    /// Shows the button that leaves at once.
    #[must_use]
    pub fn leave(mut self) -> Self {
        self.leave = true;
        self
    }

    /// Keeps the page out of search engines.
    #[must_use]
    pub fn unlisted(mut self) -> Self {
        self.unlisted = true;
        self
    }

    /// `Error: Report a concern – Walsall`: what a browser's tab and a screen reader say first.
    #[must_use]
    pub fn document_title(&self) -> String {
        let prefix = if self.errors.is_empty() { "" } else { self.words.error_prefix() };
        if self.title.is_empty() || self.title == self.partnership {
            return format!("{prefix}{}", self.partnership);
        }
        format!("{prefix}{}", self.words.page_title(&self.title, &self.partnership))
    }

    // What shell.html is made of. Each part is rendered here, so that a slice compiles the frame only.

    /// What stands in `<head>` after the title.
    #[must_use]
    pub fn head(&self) -> Markup {
        Markup::of(&Head { shell: self })
    }

    /// Everything above the page: skip link, the partnership's name, its sections, who is signed in.
    #[must_use]
    pub fn top(&self) -> Markup {
        Markup::of(&Top { shell: self })
    }

    /// The button that leaves at once, where the page has one.
    #[must_use]
    pub fn exit(&self) -> Markup {
        if self.leave { ExitThisPage::new(self.words).into() } else { Markup::default() }
    }

    /// Back link or breadcrumbs, each a landmark, so that nothing on the page lies outside one.
    #[must_use]
    pub fn way_back(&self) -> Markup {
        if let Some(href) = &self.back {
            let (label, link) = (Markup::from(self.words.way_back()), BackLink::new(self.words.back(), href));
            return Markup::trusted(format!("<nav aria-label=\"{label}\">{link}</nav>"));
        }
        if self.crumbs.is_empty() {
            return Markup::default();
        }
        let way = Breadcrumbs::new(self.words.breadcrumb()).collapsing();
        self.crumbs.iter().fold(way, |way, (words, href)| way.step(words, href)).into()
    }

    /// The error summary, and what just happened.
    #[must_use]
    pub fn messages(&self) -> Markup {
        let errors = (!self.errors.is_empty()).then(|| ErrorSummary::new(self.words, &self.errors));
        let errors = errors.map(Markup::from).unwrap_or_default();
        let notice = self.notice.clone().unwrap_or_default();
        Markup::trusted(format!("{errors}{notice}"))
    }

    /// The foot: statutory pages, and our name last.
    #[must_use]
    pub fn foot(&self) -> Markup {
        Markup::of(&Foot { shell: self })
    }

    fn navigation(&self) -> Markup {
        if self.navigation.is_empty() && self.visitor.is_none() && self.sign_in.is_none() {
            return Markup::default();
        }
        let bar = ServiceNavigation::new(self.words.service_information(), self.words.menu());
        let bar = self
            .navigation
            .iter()
            .fold(bar, |bar, place| bar.item(NavigationItem::new(&place.words, &place.href).here(place.here)));
        match (&self.visitor, &self.sign_in) {
            (None, None) => bar.into(),
            _ => bar.end(Markup::of(&WhoIsHere { shell: self })).into(),
        }
    }
}

#[derive(Template)]
#[template(path = "shell/head.html")]
struct Head<'a> {
    shell: &'a Shell,
}

#[derive(Template)]
#[template(path = "shell/top.html")]
struct Top<'a> {
    shell: &'a Shell,
}

#[derive(Template)]
#[template(path = "shell/who-is-here.html")]
struct WhoIsHere<'a> {
    shell: &'a Shell,
}

#[derive(Template)]
#[template(path = "shell/foot.html")]
struct Foot<'a> {
    shell: &'a Shell,
}

impl HtmlSafe for Head<'_> {}
impl HtmlSafe for Top<'_> {}
impl HtmlSafe for WhoIsHere<'_> {}
impl HtmlSafe for Foot<'_> {}

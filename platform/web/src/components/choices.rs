use askama::Template;

use super::group::Group;
use super::{Extra, Fieldset, Hint, Label};
use crate::Markup;

/// A list to choose from: radios for one, check boxes for several.
#[derive(Debug, Clone, Template)]
#[template(path = "components/choices.html")]
pub struct Choices {
    pub(crate) kind: Kind,
    pub(crate) group: Group,
    pub(crate) legend: Option<Fieldset>,
    pub(crate) name: String,
    pub(crate) items: Vec<Item>,
    pub(crate) chosen: Vec<String>,
    pub(crate) extra: Extra,
}

/// Which of the two it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Radios,
    Checkboxes,
}

/// A line of the list.
#[derive(Debug, Clone)]
pub(crate) enum Item {
    Choice(Box<Choice>),
    /// A word between groups of choices: "or".
    Divider(Markup),
}

/// One thing to choose.
#[derive(Debug, Clone, Default)]
pub struct Choice {
    pub(crate) value: String,
    pub(crate) words: Markup,
    pub(crate) hint: Option<Hint>,
    pub(crate) reveals: Markup,
    pub(crate) checked: Option<bool>,
    pub(crate) disabled: bool,
    pub(crate) id: Option<String>,
    pub(crate) name: Option<String>,
    pub(crate) alone: bool,
    pub(crate) label_extra: Extra,
    pub(crate) extra: Extra,
}

component!(Choices);
field!(Choices);

impl Kind {
    pub(crate) fn class(self) -> &'static str {
        match self {
            Self::Radios => "govuk-radios",
            Self::Checkboxes => "govuk-checkboxes",
        }
    }

    fn input(self) -> &'static str {
        match self {
            Self::Radios => "radio",
            Self::Checkboxes => "checkbox",
        }
    }
}

impl Choices {
    /// One of several. In a page use [`Form::radios`](crate::Form::radios).
    #[must_use]
    pub fn radios(name: &str, question: impl Into<Markup>) -> Self {
        Self::new(Kind::Radios, name, Some(Fieldset::new(question, Markup::default())))
    }

    /// Any of several. In a page use [`Form::checkboxes`](crate::Form::checkboxes).
    #[must_use]
    pub fn checkboxes(name: &str, question: impl Into<Markup>) -> Self {
        Self::new(Kind::Checkboxes, name, Some(Fieldset::new(question, Markup::default())))
    }

    /// A single check box, which is its own question. In a page use [`Form::tick`](crate::Form::tick).
    #[must_use]
    pub fn lone(name: &str) -> Self {
        Self::new(Kind::Checkboxes, name, None)
    }

    pub(crate) fn new(kind: Kind, name: &str, legend: Option<Fieldset>) -> Self {
        Self {
            kind,
            group: Group::new(name),
            legend,
            name: name.to_owned(),
            items: Vec::new(),
            chosen: Vec::new(),
            extra: Extra::default(),
        }
    }

    /// Makes the question the page's h1.
    #[must_use]
    pub fn heading(mut self) -> Self {
        self.legend = self.legend.map(Fieldset::heading);
        self
    }

    /// Sets the question as large as the heading of a section.
    #[must_use]
    pub fn section(mut self) -> Self {
        self.legend = self.legend.map(Fieldset::section);
        self
    }

    /// Adds a choice that sends `value`.
    #[must_use]
    pub fn choice(self, value: impl Into<String>, words: impl Into<Markup>) -> Self {
        self.with(Choice::new(value, words))
    }

    /// Adds each: pairs of value and words, or whole [`Choice`]s.
    #[must_use]
    pub fn choices(self, choices: impl IntoIterator<Item = impl Into<Choice>>) -> Self {
        choices.into_iter().fold(self, |list, choice| list.with(choice.into()))
    }

    /// Adds a choice with a hint, or one that reveals a further question.
    #[must_use]
    pub fn with(mut self, choice: Choice) -> Self {
        self.items.push(Item::Choice(Box::new(choice)));
        self
    }

    /// Puts a word between the choices before and after.
    #[must_use]
    pub fn divider(mut self, words: impl Into<Markup>) -> Self {
        self.items.push(Item::Divider(words.into()));
        self
    }

    /// Side by side, for two short answers.
    #[must_use]
    pub fn inline(self) -> Self {
        let class = format!("{}--inline", self.kind.class());
        self.class(&class)
    }

    /// Smaller, for filters and staff's screens.
    #[must_use]
    pub fn small(self) -> Self {
        let class = format!("{}--small", self.kind.class());
        self.class(&class)
    }

    fn framed(&self) -> Markup {
        let html = Markup::of(&Boxes { list: self });
        match &self.legend {
            Some(legend) => {
                let mut frame = legend.clone();
                frame.described_by = self.group.description();
                frame.content = html;
                frame.into()
            }
            None => html,
        }
    }

    /// The lines with their ids: the first has the question's own, so that an error links to it.
    fn lines(&self) -> impl Iterator<Item = Line<'_>> {
        self.items.iter().enumerate().map(|(at, item)| {
            let own = match item {
                Item::Choice(choice) => choice.id.clone(),
                Item::Divider(_) => None,
            };
            let id = own.unwrap_or_else(|| match at {
                0 => self.group.id.clone(),
                _ => format!("{}-{}", self.group.id, at + 1),
            });
            Line { list: self, item, id }
        })
    }
}

#[derive(Template)]
#[template(path = "components/boxes.html")]
struct Boxes<'a> {
    list: &'a Choices,
}

impl askama::filters::HtmlSafe for Boxes<'_> {}

/// One line as it is shown.
struct Line<'a> {
    list: &'a Choices,
    item: &'a Item,
    id: String,
}

impl Line<'_> {
    fn label(&self, choice: &Choice) -> Label {
        let label = Label::new(&choice.words, &self.id).class(&format!("{}__label", self.list.kind.class()));
        Label { extra: choice.label_extra.and(label.extra), ..label }
    }

    fn hint(&self, choice: &Choice) -> Option<Hint> {
        let hint = choice.hint.clone()?;
        let id = Some(format!("{}-item-hint", self.id));
        Some(Hint { id, ..hint }.class(&format!("{}__hint", self.list.kind.class())))
    }

    fn name<'a>(&'a self, choice: &'a Choice) -> &'a str {
        choice.name.as_ref().unwrap_or(&self.list.name)
    }

    fn is_checked(&self, choice: &Choice) -> bool {
        choice.checked.unwrap_or_else(|| self.list.chosen.contains(&choice.value))
    }

    /// A lone check box has no fieldset that its help could describe.
    fn description(&self, choice: &Choice) -> Option<String> {
        let lone = self.list.kind == Kind::Checkboxes && self.list.legend.is_none();
        let shared = self.list.group.description().filter(|_| lone);
        let own = choice.hint.as_ref().map(|_| format!("{}-item-hint", self.id));
        let all: Vec<String> = [shared, own].into_iter().flatten().collect();
        (!all.is_empty()).then(|| all.join(" "))
    }

    fn conditional(&self, choice: &Choice) -> Option<String> {
        (!choice.reveals.is_empty()).then(|| format!("conditional-{}", self.id))
    }
}

impl Choice {
    /// A choice that sends `value`.
    #[must_use]
    pub fn new(value: impl Into<String>, words: impl Into<Markup>) -> Self {
        Self { value: value.into(), words: words.into(), ..Self::default() }
    }

    /// Says more about it.
    #[must_use]
    pub fn hint(mut self, words: impl Into<Markup>) -> Self {
        self.hint = Some(Hint::new(words, String::new()));
        self
    }

    /// Shows a further question when it is chosen. Without scripts it always shows.
    #[must_use]
    pub fn reveals(mut self, question: impl Into<Markup>) -> Self {
        self.reveals = question.into();
        self
    }

    /// A check box that takes the ticks off all the others: "None of these".
    #[must_use]
    pub fn alone(mut self) -> Self {
        self.alone = true;
        self
    }
}

impl<V: ToString, W: Into<Markup>> From<(V, W)> for Choice {
    fn from((value, words): (V, W)) -> Self {
        Self::new(value.to_string(), words)
    }
}

impl<V: ToString, W: Into<Markup> + Clone> From<&(V, W)> for Choice {
    fn from((value, words): &(V, W)) -> Self {
        Self::new(value.to_string(), words.clone())
    }
}

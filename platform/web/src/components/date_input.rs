use askama::Template;

use super::group::Group;
use super::{Extra, Fieldset, Input, Label};
use crate::{Markup, Words};

/// A date one knows by heart, in three boxes. (One that is looked up in a calendar is easier in one line.)
#[derive(Debug, Clone, Template)]
#[template(path = "components/date-input.html")]
pub struct DateInput {
    pub(crate) group: Group,
    pub(crate) legend: Option<Fieldset>,
    pub(crate) boxes: Vec<DateBox>,
    /// The id of the element round the boxes; the first box has the question's own, so that an error links to it.
    pub(crate) id: String,
    pub(crate) extra: Extra,
}

/// One of the three.
#[derive(Debug, Clone)]
pub(crate) struct DateBox {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) label: String,
    pub(crate) value: Option<String>,
    pub(crate) letters: u8,
    pub(crate) failed: bool,
    pub(crate) inputmode: String,
    pub(crate) autocomplete: Option<String>,
    pub(crate) pattern: Option<String>,
    pub(crate) extra: Extra,
}

component!(DateInput);
field!(DateInput);

impl DateInput {
    /// Three boxes called `name-day`, `name-month` and `name-year`. In a page use [`Form::date`](crate::Form::date).
    #[must_use]
    pub fn new(words: &Words, name: &str, question: impl Into<Markup>) -> Self {
        let boxes = [("day", words.day(), 2), ("month", words.month(), 2), ("year", words.year(), 4)];
        let boxes = boxes.map(|(part, label, letters)| {
            let id = if part == "day" { name.to_owned() } else { format!("{name}-{part}") };
            DateBox::new(id, format!("{name}-{part}"), label, letters)
        });
        Self {
            group: Group::new(name),
            legend: Some(Fieldset::new(question, Markup::default())),
            boxes: boxes.into(),
            id: format!("{name}-boxes"),
            extra: Extra::default(),
        }
    }

    /// Makes the question the page's h1.
    #[must_use]
    pub fn heading(mut self) -> Self {
        self.legend = self.legend.map(Fieldset::heading);
        self
    }

    /// The person's own birthday, which the browser may know.
    #[must_use]
    pub fn birthday(mut self) -> Self {
        for (part, token) in self.boxes.iter_mut().zip(["bday-day", "bday-month", "bday-year"]) {
            part.autocomplete = Some(token.to_owned());
        }
        self
    }

    fn framed(&self) -> Markup {
        let html = Markup::of(&Boxes { date: self });
        match &self.legend {
            Some(legend) => {
                let mut frame = legend.clone();
                // JAWS says nothing of a fieldset's description over text fields unless it is called a group.
                frame.role = Some("group".to_owned());
                frame.described_by = self.group.description();
                frame.content = html;
                frame.into()
            }
            None => html,
        }
    }
}

#[derive(Template)]
#[template(path = "components/date-boxes.html")]
struct Boxes<'a> {
    date: &'a DateInput,
}

impl askama::filters::HtmlSafe for Boxes<'_> {}

impl DateBox {
    pub(crate) fn new(id: String, name: String, label: &str, letters: u8) -> Self {
        Self {
            id,
            name,
            label: label.to_owned(),
            value: None,
            letters,
            failed: false,
            inputmode: "numeric".to_owned(),
            autocomplete: None,
            pattern: None,
            extra: Extra::default(),
        }
    }

    fn input(&self) -> Input {
        let mut input = Input::new(&self.name, "");
        input.group.id.clone_from(&self.id);
        input.label = Label { words: self.label.as_str().into(), ..Label::default() }.class("govuk-date-input__label");
        input.value.clone_from(&self.value);
        input.inputmode = Some(self.inputmode.clone());
        input.autocomplete.clone_from(&self.autocomplete);
        input.pattern.clone_from(&self.pattern);
        input.extra = self.extra.clone();
        let input = input.class("govuk-date-input__input");
        let input = if self.failed { input.class("govuk-input--error") } else { input };
        if self.extra.classes.has("govuk-input--width-") { input } else { input.width(self.letters) }
    }
}

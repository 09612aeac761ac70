use std::borrow::Borrow;
use std::fmt::{self, Display, Write as _};

use crate::Markup;

/// Classes and attributes beyond a component's own. A template writes `class="govuk-tag{{ extra.classes }}"{{ extra }}`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Extra {
    pub(crate) classes: Classes,
    attributes: String,
}

/// Further classes, each with a space before it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Classes(String);

impl Extra {
    pub(crate) fn class(&mut self, class: &str) {
        self.classes.add(class);
    }

    pub(crate) fn attribute(&mut self, name: &str, value: impl Display) {
        let value = Markup::from(value.to_string());
        let _ = write!(self.attributes, " {name}=\"{value}\"");
    }

    pub(crate) fn and(&self, mut first: Self) -> Self {
        first.classes.0 += &self.classes.0;
        first.attributes += &self.attributes;
        first
    }

    pub(crate) fn flag(&mut self, name: &str) {
        let _ = write!(self.attributes, " {name}");
    }
}

impl Display for Extra {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.attributes)
    }
}

impl askama::filters::HtmlSafe for Extra {}

impl Classes {
    pub(crate) fn add(&mut self, class: &str) {
        if !class.is_empty() {
            let _ = write!(self.0, " {}", Markup::from(class));
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn has(&self, part: &str) -> bool {
        self.0.contains(part)
    }
}

impl Display for Classes {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl askama::filters::HtmlSafe for Classes {}

/// ` name="value"` when there is a value.
pub(crate) fn optional(name: &str, value: impl Borrow<Option<String>>) -> Extra {
    let mut extra = Extra::default();
    if let Some(value) = value.borrow() {
        extra.attribute(name, value);
    }
    extra
}

/// ` name` when it is so.
pub(crate) fn flag(name: &str, so: impl Borrow<bool>) -> Extra {
    let attributes = if *so.borrow() { format!(" {name}") } else { String::new() };
    Extra { attributes, ..Extra::default() }
}

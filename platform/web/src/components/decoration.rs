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

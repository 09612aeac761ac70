use askama::Template;

use super::Extra;
use crate::{Markup, Words};

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

/// Numbers of three digits that anybody may ring.
const SHORT_NUMBERS: [&str; 4] = ["999", "101", "105", "111"];

/// A sentence whose telephone numbers are links that a telephone dials.
#[must_use]
pub fn ringing(sentence: &str) -> Markup {
    let mut html = String::with_capacity(sentence.len());
    let mut rest = sentence;
    while let Some(at) = rest.find(|letter: char| letter.is_ascii_digit()) {
        let (before, from) = rest.split_at(at);
        let length = from.find(|letter: char| !(letter.is_ascii_digit() || letter == ' ')).unwrap_or(from.len());
        let number = from[..length].trim_end();
        html += Markup::from(before).as_str();
        html += &dialled(number).unwrap_or_else(|| number.to_owned());
        rest = &from[number.len()..];
    }
    html += Markup::from(rest).as_str();
    Markup::trusted(html)
}

/// The link that dials, unbroken, unless the digits are a year, a street number, the 55 one presses.
fn dialled(number: &str) -> Option<String> {
    let digits = number.replace(' ', "");
    let is_long = digits.starts_with('0') && matches!(digits.len(), 10 | 11);
    (is_long || SHORT_NUMBERS.contains(&number))
        .then(|| format!("<a class=\"govuk-link\" href=\"tel:{digits}\">{}</a>", number.replace(' ', "&nbsp;")))
}

/// An address that the reader's own mail program opens.
#[must_use]
pub fn mail_to(address: &str) -> Markup {
    let address = Markup::from(address);
    // A long address breaks after the @, where a person would break it.
    let words = address.as_str().replace('@', "@<wbr>");
    Markup::trusted(format!("<a class=\"govuk-link\" href=\"mailto:{address}\">{words}</a>"))
}

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

    /// The "why?" beside a rank, a route or a deadline, and its answer in one sentence. "Why?" to the eye, which sees of
    /// what; the `whole` question to whoever has it read out.
    #[must_use]
    pub fn why(words: &Words, whole: impl Into<Markup>, because: impl Into<Markup>) -> Self {
        let (seen, heard) = (Markup::from(words.why()), whole.into());
        let asked = Markup::trusted(format!(
            "<span aria-hidden=\"true\">{seen}</span><span class=\"govuk-visually-hidden\">{heard}</span>"
        ));
        Self::new(asked, because).class("wm-why")
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_to_ring_are_links_and_other_numbers_are_not() {
        let said = ringing("Ring 01632 960150 by 4 December 2026, or 999 & press 55. Not 1999.");
        assert_eq!(
            said.as_str(),
            "Ring <a class=\"govuk-link\" href=\"tel:01632960150\">01632&nbsp;960150</a> by 4 December 2026, \
             or <a class=\"govuk-link\" href=\"tel:999\">999</a> &amp; press 55. Not 1999."
        );
        assert_eq!(ringing("").as_str(), "");
    }
}

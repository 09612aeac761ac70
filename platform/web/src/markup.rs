use std::borrow::Cow;
use std::fmt;

use askama::filters::HtmlSafe;

/// A piece of HTML that is safe to put on a page. Text becomes markup by being escaped, so a component's
/// `impl Into<Markup>` takes plain words, or another component, and never a hole.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Markup(Cow<'static, str>);

impl Markup {
    /// HTML that somebody has made sure of: written in our source, or already escaped. Never what a person typed.
    #[must_use]
    pub fn trusted(html: impl Into<Cow<'static, str>>) -> Self {
        Self(html.into())
    }

    /// Whatever displays as HTML: a template or a component.
    #[must_use]
    pub fn of(html: &impl HtmlSafe) -> Self {
        Self(html.to_string().into())
    }

    /// A link: words, and an address of our own.
    #[must_use]
    pub fn link(words: impl Into<Self>, href: &str) -> Self {
        Self::trusted(format!("<a class=\"govuk-link\" href=\"{}\">{}</a>", Self::from(href), words.into()))
    }

    /// The HTML.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether there is nothing to show.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for Markup {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl HtmlSafe for Markup {}

impl From<&str> for Markup {
    fn from(text: &str) -> Self {
        let mut html = String::with_capacity(text.len());
        let mut rest = text;
        // Most text has nothing to escape and is copied in one piece.
        while let Some(at) = rest.bytes().position(|byte| matches!(byte, b'&' | b'<' | b'>' | b'"' | b'\'')) {
            let (plain, special) = rest.split_at(at);
            html.push_str(plain);
            html.push_str(match special.as_bytes()[0] {
                b'&' => "&amp;",
                b'<' => "&lt;",
                b'>' => "&gt;",
                b'"' => "&quot;",
                _ => "&#39;",
            });
            rest = &special[1..];
        }
        html.push_str(rest);
        Self(html.into())
    }
}

impl From<&&str> for Markup {
    fn from(text: &&str) -> Self {
        (*text).into()
    }
}

impl From<String> for Markup {
    fn from(text: String) -> Self {
        text.as_str().into()
    }
}

impl From<&String> for Markup {
    fn from(text: &String) -> Self {
        text.as_str().into()
    }
}

impl From<&Markup> for Markup {
    fn from(markup: &Markup) -> Self {
        markup.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn text_reads_back_and_holds_no_sign_of_markup(text in "[a-cé&<>\"' ]{0,40}") {
            let html = Markup::from(text.as_str()).to_string();
            prop_assert!(!html.contains(['<', '>', '"', '\'']));
            let back = html.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'").replace("&amp;", "&");
            prop_assert_eq!(back, text);
        }
    }
}

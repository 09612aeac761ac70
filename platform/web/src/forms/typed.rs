use std::fmt::Write as _;

use base::{FieldErrors, Problem};
use percent_encoding::percent_decode;

use super::Ask;
use crate::{Markup, Words};

/// More fields than any of our forms has; what sends them is no form.
const MOST_FIELDS: usize = 1_000;

/// What a person typed into a form, in its order, exactly as it will be shown to them again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Typed {
    answers: Vec<(String, String)>,
    unreadable: Vec<String>,
}

impl Typed {
    /// Reads `a=1&b=2` as a browser sends it. Bytes that are no UTF-8 and U+0000 (which PostgreSQL cannot store) are
    /// noted against their field, and the rest of what was typed is kept. Line ends become `\n`, so that a limit counts
    /// what the person counts.
    ///
    /// # Errors
    /// [`Problem::TooLarge`] with more than a thousand fields.
    pub fn read(body: &[u8]) -> Result<Self, Problem> {
        let mut typed = Self::default();
        for pair in body.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty()) {
            let equals = pair.iter().position(|byte| *byte == b'=').unwrap_or(pair.len());
            let (name, name_whole) = decoded(&pair[..equals]);
            let (value, value_whole) = decoded(pair.get(equals + 1..).unwrap_or_default());
            if !(name_whole && value_whole) {
                typed.unreadable.push(name.clone());
            }
            typed.answers.push((name, value));
            if typed.answers.len() > MOST_FIELDS {
                return Err(Problem::TooLarge);
            }
        }
        Ok(typed)
    }

    /// A form that opens with these answers already in it.
    #[must_use]
    pub fn of<N: Into<String>, V: Into<String>>(answers: impl IntoIterator<Item = (N, V)>) -> Self {
        let answers = answers.into_iter().map(|(name, value)| (name.into(), value.into())).collect();
        Self { answers, unreadable: Vec::new() }
    }

    /// What was typed as `name`: the first, when there are several; nothing when it was not sent.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.all(name).next()
    }

    /// Everything sent as `name` (check boxes send one each).
    pub fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.answers.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Whether `value` was chosen for `name`.
    #[must_use]
    pub fn has(&self, name: &str, value: &str) -> bool {
        self.all(name).any(|chosen| chosen == value)
    }

    /// The same answers to these questions alone: one page of a form whose other answers came along hidden.
    #[must_use]
    pub fn only(&self, names: &[&str]) -> Self {
        let wanted = |name: &str| names.contains(&name);
        Self {
            answers: self.answers.iter().filter(|(name, _)| wanted(name)).cloned().collect(),
            unreadable: self.unreadable.iter().filter(|name| wanted(name)).cloned().collect(),
        }
    }

    /// Takes out everything sent as `name`; answers the first of it.
    pub fn take(&mut self, name: &str) -> Option<String> {
        let first = self.get(name).map(str::to_owned);
        self.answers.retain(|(known, _)| known != name);
        first
    }

    /// Answers `name` with `value`, in place of whatever was there.
    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        self.answers.retain(|(known, _)| known != name);
        self.answers.push((name.to_owned(), value.into()));
    }

    /// Names and values in the order they were sent.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.answers.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Hidden fields that carry these answers to the next page of a form. Only what is named travels, so nothing that a
    /// stranger put into a link comes along.
    #[must_use]
    pub fn carry(&self, names: impl IntoIterator<Item = impl AsRef<str>>) -> Markup {
        let mut html = String::new();
        for name in names {
            for value in self.all(name.as_ref()) {
                let (name, value) = (Markup::from(name.as_ref()), Markup::from(value));
                let _ = write!(html, "<input type=\"hidden\" name=\"{name}\" value=\"{value}\">");
            }
        }
        Markup::trusted(html)
    }

    /// The same answers as a query string, for links that keep a list's filters: `place=blakenall&sort=newest`.
    #[must_use]
    pub fn query(&self) -> String {
        form_urlencoded::Serializer::new(String::new()).extend_pairs(self.iter()).finish()
    }

    /// Begins asking. What could not be read is already noted.
    #[must_use]
    pub fn ask<'a>(&'a self, words: &'a Words) -> Ask<'a> {
        let mut errors = FieldErrors::default();
        for name in &self.unreadable {
            errors.add(name, words.field_unreadable());
        }
        Ask::new(self, words, errors)
    }
}

/// The text, and whether all of it could be read.
fn decoded(sent: &[u8]) -> (String, bool) {
    let spaced: Vec<u8> = sent.iter().map(|byte| if *byte == b'+' { b' ' } else { *byte }).collect();
    let bytes: Vec<u8> = percent_decode(&spaced).collect();
    let whole = std::str::from_utf8(&bytes).is_ok() && !bytes.contains(&0);
    let text = String::from_utf8_lossy(&bytes).replace('\0', "").replace("\r\n", "\n");
    (text, whole)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_bytes_are_read_without_a_panic(body in prop::collection::vec(any::<u8>(), 0..400)) {
            let typed = Typed::read(&body).expect("few fields");
            prop_assert!(typed.iter().all(|(name, value)| !name.contains('\0') && !value.contains('\0')));
        }

        #[test]
        fn what_was_typed_comes_back(answers in prop::collection::vec(("[a-z_]{1,8}", "[^\0\r]{0,40}"), 0..8)) {
            let typed = Typed::of(answers);
            prop_assert_eq!(Typed::read(typed.query().as_bytes()).expect("few fields"), typed);
        }
    }

    #[test]
    fn what_cannot_be_read_is_noted_and_the_rest_kept() {
        let typed = Typed::read(b"words=bad%FF+light&name=A%00nn&place=Bloxwich").expect("few fields");
        assert_eq!(typed.get("words"), Some("bad\u{fffd} light"));
        assert_eq!(typed.get("name"), Some("Ann"));
        let errors = typed.ask(Words::english()).answers(|| Some(())).expect_err("two fields are spoilt");
        let spoilt: Vec<&str> = errors.0.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(spoilt, ["words", "name"]);

        let page = typed.only(&["words", "place"]);
        assert_eq!((page.get("place"), page.get("name")), (Some("Bloxwich"), None));
        let errors = page.ask(Words::english()).answers(|| Some(())).expect_err("one field is spoilt");
        assert_eq!(errors.to_string(), "words");
    }

    #[test]
    fn a_flood_of_fields_is_refused() {
        assert!(matches!(Typed::read("a=1&".repeat(1_001).as_bytes()), Err(Problem::TooLarge)));
    }

    #[test]
    fn carried_answers_are_escaped_and_chosen() {
        let typed = Typed::of([("words", "<b>\"Tom & Ann's\"</b>"), ("extra", "1")]);
        let html = typed.carry(["words"]).to_string();
        assert_eq!(
            html,
            "<input type=\"hidden\" name=\"words\" value=\"&lt;b&gt;&quot;Tom &amp; Ann&#39;s&quot;&lt;/b&gt;\">"
        );
    }
}

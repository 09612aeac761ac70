use base::FieldErrors;

use super::Typed;
use crate::components::{Choices, DateInput, ErrorMessage, FileUpload, Input, Select, Textarea};
use crate::{Markup, Words};

/// A form as a page shows it. Each field it makes already holds what was typed and says what was wrong with it, so a
/// template only asks its questions:
///
/// ```html
/// {{ form.input("postcode", w.postcode()).hint(w.postcode_hint()).postcode() }}
/// {{ form.textarea("words", w.what_is_wrong()).up_to(4_000) }}
/// ```
#[derive(Debug, Clone)]
pub struct Form {
    words: &'static Words,
    typed: Typed,
    errors: FieldErrors,
}

impl Form {
    /// A form nobody has touched.
    #[must_use]
    pub fn new(words: &'static Words) -> Self {
        Self::filled(words, Typed::default())
    }

    /// A form that opens with answers in it.
    #[must_use]
    pub fn filled(words: &'static Words, typed: Typed) -> Self {
        Self { words, typed, errors: FieldErrors::default() }
    }

    /// A form that comes back with what was typed and what to mend. Give the same errors to
    /// [`Shell::errors`](crate::Shell::errors).
    #[must_use]
    pub fn failed(words: &'static Words, typed: Typed, errors: FieldErrors) -> Self {
        Self { words, typed, errors }
    }

    /// What to mend.
    #[must_use]
    pub fn errors(&self) -> &FieldErrors {
        &self.errors
    }

    /// What was typed.
    #[must_use]
    pub fn typed(&self) -> &Typed {
        &self.typed
    }

    /// One line.
    #[must_use]
    pub fn input(&self, name: &str, question: impl Into<Markup>) -> Input {
        let mut input = Input::new(name, question);
        input.value = self.typed.get(name).map(str::to_owned);
        input.group.error = self.error(name);
        input
    }

    /// A password; `autocomplete` is `current-password` or `new-password`. It comes back empty.
    #[must_use]
    pub fn password(&self, name: &str, question: impl Into<Markup>, autocomplete: &str) -> Input {
        self.input(name, question).password(self.words, autocomplete)
    }

    /// A file. A browser never sends back which one was chosen, so it is chosen again after an error.
    #[must_use]
    pub fn file(&self, name: &str, question: impl Into<Markup>) -> FileUpload {
        let mut file = FileUpload::new(name, question);
        file.group.error = self.error(name);
        file
    }

    /// Several lines.
    #[must_use]
    pub fn textarea(&self, name: &str, question: impl Into<Markup>) -> Textarea {
        let mut textarea = Textarea::new(self.words, name, question);
        textarea.value = self.typed.get(name).unwrap_or_default().to_owned();
        textarea.group.error = self.error(name);
        textarea
    }

    /// A list to drop down. Prefer radios for up to ten.
    #[must_use]
    pub fn select(&self, name: &str, question: impl Into<Markup>) -> Select {
        let mut select = Select::new(name, question);
        select.chosen = self.typed.get(name).map(str::to_owned);
        select.group.error = self.error(name);
        select
    }

    /// One of several.
    #[must_use]
    pub fn radios(&self, name: &str, question: impl Into<Markup>) -> Choices {
        self.chosen(Choices::radios(name, question), name)
    }

    /// Any of several.
    #[must_use]
    pub fn checkboxes(&self, name: &str, question: impl Into<Markup>) -> Choices {
        self.chosen(Choices::checkboxes(name, question), name)
    }

    /// A single check box that sends `yes`: "Tell me what happens".
    #[must_use]
    pub fn tick(&self, name: &str, words: impl Into<Markup>) -> Choices {
        self.chosen(Choices::lone(name), name).choice("yes", words)
    }

    /// A date in three boxes; an error stands at the box at fault, or at all three.
    #[must_use]
    pub fn date(&self, name: &str, question: impl Into<Markup>) -> DateInput {
        let mut date = DateInput::new(self.words, name, question);
        for part in &mut date.boxes {
            part.value = self.typed.get(&part.name).map(str::to_owned);
            part.failed = self.errors.of(&part.id).is_some();
        }
        let sentence = date.boxes.iter().find_map(|part| self.errors.of(&part.id));
        date.group.error = sentence.map(|sentence| self.message(sentence));
        date
    }

    /// Hidden fields that carry what was typed on earlier pages (see [`Typed::carry`]).
    #[must_use]
    pub fn carry(&self, names: impl IntoIterator<Item = impl AsRef<str>>) -> Markup {
        self.typed.carry(names)
    }

    fn chosen(&self, mut list: Choices, name: &str) -> Choices {
        list.chosen = self.typed.all(name).map(str::to_owned).collect();
        list.group.error = self.error(name);
        list
    }

    fn error(&self, name: &str) -> Option<ErrorMessage> {
        self.errors.of(name).map(|sentence| self.message(sentence))
    }

    fn message(&self, sentence: &str) -> ErrorMessage {
        ErrorMessage::new(self.words.error(), sentence, String::new())
    }
}

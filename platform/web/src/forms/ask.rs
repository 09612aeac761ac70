use std::fmt::Display;
use std::ops::RangeInclusive;
use std::str::FromStr;

use base::{Date, FieldErrors};

use super::Typed;
use crate::Words;

/// One screen's questions, asked of what was typed. Every answer is `None` when it cannot be used, and then a sentence
/// stands against its field; [`Ask::answers`] gives the command only when nothing does.
///
/// ```ignore
/// let mut ask = typed.ask(words);
/// let reason = ask.text("reason", 4_000, words.reason_missing());
/// let people = ask.number("people_affected", 1..=100_000, words.people_missing());
/// ask.answers(|| Some(Assess { reason: reason?, people: people? }))
/// ```
#[derive(Debug)]
pub struct Ask<'a> {
    typed: &'a Typed,
    words: &'a Words,
    errors: FieldErrors,
}

impl<'a> Ask<'a> {
    pub(super) fn new(typed: &'a Typed, words: &'a Words, errors: FieldErrors) -> Self {
        Self { typed, words, errors }
    }

    /// Words up to `most` characters; `missing` is said when there are none.
    pub fn text(&mut self, name: &str, most: usize, missing: impl Display) -> Option<String> {
        let text = self.optional_text(name, most);
        if text.is_none() {
            self.refuse(name, missing);
        }
        text
    }

    /// Words up to `most` characters, or none.
    pub fn optional_text(&mut self, name: &str, most: usize) -> Option<String> {
        let text = self.only(name)?;
        if text.chars().count() > most {
            self.refuse(name, self.words.field_too_long(most));
            return None;
        }
        Some(text.to_owned())
    }

    /// A whole number in `range`; `missing` ("Enter the number of people affected, like 12") is said for anything that
    /// is no number.
    pub fn number(&mut self, name: &str, range: RangeInclusive<i64>, missing: impl Display) -> Option<i64> {
        let Some(text) = self.only(name) else {
            self.refuse(name, missing);
            return None;
        };
        match whole_number(text) {
            Some(number) if range.contains(&number) => Some(number),
            Some(_) => {
                self.refuse(name, self.words.field_number_between(range.start(), range.end()));
                None
            }
            None => {
                self.refuse(name, missing);
                None
            }
        }
    }

    /// A whole number in `range`, or none.
    pub fn optional_number(&mut self, name: &str, range: RangeInclusive<i64>) -> Option<i64> {
        self.only(name)?;
        self.number(name, range, self.words.field_number())
    }

    /// A day typed in three boxes (`name-day`, `name-month`, `name-year`) or in one (`3 3 2027`, `3 March 2027`,
    /// `2027-03-03`). The sentence stands against the box at fault.
    pub fn date(&mut self, name: &str, missing: impl Display) -> Option<Date> {
        let [day, month, year] = self.boxes(name);
        if [&day, &month, &year].iter().all(|part| part.is_empty()) {
            self.refuse(name, missing);
            return None;
        }
        let (month_box, year_box) = (format!("{name}-month"), format!("{name}-year"));
        for (at, part) in [(name, &day), (&month_box, &month), (&year_box, &year)] {
            if part.is_empty() || (at == year_box && part.len() != 4) {
                self.refuse(at, self.words.field_date_whole());
                return None;
            }
        }
        let date = real_date(&day, &month, &year);
        if date.is_none() {
            self.refuse(name, self.words.field_date_real());
        }
        date
    }

    /// A day as in [`Ask::date`], or none.
    pub fn optional_date(&mut self, name: &str) -> Option<Date> {
        if self.boxes(name).iter().all(String::is_empty) {
            return None;
        }
        self.date(name, self.words.field_date())
    }

    /// One of a closed list; `missing` is said when none was chosen, or one that is not listed.
    pub fn one_of<T: FromStr>(&mut self, name: &str, missing: impl Display) -> Option<T> {
        let chosen = self.only(name).and_then(|text| text.parse().ok());
        if chosen.is_none() {
            self.refuse(name, missing);
        }
        chosen
    }

    /// One of a closed list, or none.
    pub fn optional_one_of<T: FromStr>(&mut self, name: &str) -> Option<T> {
        self.only(name)?;
        self.one_of(name, self.words.field_choice())
    }

    /// Any of a closed list (check boxes), without one that is not listed.
    pub fn any_of<T: FromStr>(&mut self, name: &str) -> Vec<T> {
        let typed = self.typed;
        let mut chosen = Vec::new();
        for text in typed.all(name).filter(|text| !text.is_empty()) {
            match text.parse() {
                Ok(value) => chosen.push(value),
                Err(_) => self.refuse(name, self.words.field_choice()),
            }
        }
        chosen
    }

    /// Whether a single check box was ticked.
    #[must_use]
    pub fn ticked(&self, name: &str) -> bool {
        self.typed.all(name).any(|text| !text.is_empty())
    }

    /// Puts `sentence` against `name`. The first sentence about a field stays.
    pub fn refuse(&mut self, name: &str, sentence: impl Display) {
        if self.errors.of(name).is_none() {
            self.errors.add(name, sentence.to_string());
        }
    }

    /// The command, when every question has its answer.
    ///
    /// # Errors
    /// What to mend, in the order it was asked.
    pub fn answers<T>(self, command: impl FnOnce() -> Option<T>) -> Result<T, FieldErrors> {
        if !self.errors.is_empty() {
            return Err(self.errors);
        }
        let command = command();
        debug_assert!(command.is_some(), "an optional answer was asked for with `?`");
        command.ok_or(self.errors)
    }

    /// The one answer to `name`, trimmed; nothing when it is empty, and a sentence when there are two.
    fn only(&mut self, name: &str) -> Option<&'a str> {
        let typed = self.typed;
        let mut all = typed.all(name).map(str::trim).filter(|text| !text.is_empty());
        let first = all.next();
        if all.next().is_some() {
            self.refuse(name, self.words.field_once());
            return None;
        }
        first
    }

    fn boxes(&mut self, name: &str) -> [String; 3] {
        if let Some(text) = self.only(name) {
            return one_box(text);
        }
        ["day", "month", "year"].map(|part| self.only(&format!("{name}-{part}")).unwrap_or_default().to_owned())
    }
}

fn whole_number(text: &str) -> Option<i64> {
    text.chars().filter(|letter| !matches!(letter, ',' | ' ' | '\u{a0}')).collect::<String>().parse().ok()
}

/// Day, month and year of one box: `3 3 2027`, `3/3/2027`, `3 March 2027`, `2027-03-03`.
fn one_box(text: &str) -> [String; 3] {
    let mut parts: Vec<String> =
        text.split([' ', '/', '-', '.', ',']).filter(|part| !part.is_empty()).map(str::to_owned).collect();
    if parts.first().is_some_and(|first| first.len() == 4) {
        parts.reverse();
    }
    if parts.len() > 3 {
        let year = parts.split_off(2).join(" ");
        parts.push(year);
    }
    parts.resize(3, String::new());
    let [day, month, year] = [0, 1, 2].map(|at| std::mem::take(&mut parts[at]));
    [day, month, year]
}

fn real_date(day: &str, month: &str, year: &str) -> Option<Date> {
    Date::new(year.parse().ok()?, month_number(month)?, day.parse().ok()?).ok()
}

fn month_number(text: &str) -> Option<i8> {
    const NAMES: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let start: String = text.chars().take(3).collect::<String>().to_lowercase();
    let named = NAMES.iter().position(|name| *name == start).and_then(|at| i8::try_from(at + 1).ok());
    named.or_else(|| text.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn date(answers: &[(&str, &str)]) -> Result<Date, FieldErrors> {
        let typed = Typed::of(answers.iter().copied());
        let mut ask = typed.ask(Words::english());
        let date = ask.date("due", "Enter when it is due, like 3 3 2027");
        ask.answers(|| date)
    }

    fn at_fault(answers: &[(&str, &str)]) -> String {
        date(answers).expect_err("no date").0[0].field.clone()
    }

    proptest! {
        #[test]
        fn every_date_reads_back_from_three_boxes_and_from_one(year in 1900_i16..2200, month in 1_i8..13, day in 1_i8..29) {
            let wanted = Date::new(year, month, day).expect("a date");
            let (y, m, d) = (year.to_string(), month.to_string(), day.to_string());
            prop_assert_eq!(date(&[("due-day", &d), ("due-month", &m), ("due-year", &y)]), Ok(wanted));
            prop_assert_eq!(date(&[("due", &format!("{d} {m} {y}"))]), Ok(wanted));
            prop_assert_eq!(date(&[("due", &wanted.to_string())]), Ok(wanted));
        }

        #[test]
        fn anything_typed_is_answered_without_a_panic(text in ".{0,20}", more in ".{0,6}") {
            let _ = date(&[("due", &text)]);
            let _ = date(&[("due-day", &more), ("due-month", &text), ("due-year", &more)]);
        }
    }

    #[test]
    fn the_box_at_fault_is_named() {
        assert_eq!(at_fault(&[]), "due");
        assert_eq!(at_fault(&[("due-day", "3"), ("due-year", "2027")]), "due-month");
        assert_eq!(at_fault(&[("due-day", "3"), ("due-month", "3"), ("due-year", "27")]), "due-year");
        assert_eq!(at_fault(&[("due-day", "31"), ("due-month", "2"), ("due-year", "2027")]), "due");
        assert_eq!(at_fault(&[("due", "3 3 2027 or so")]), "due-year");
        assert_eq!(date(&[("due", "3 March 2027")]), Date::new(2027, 3, 3).map_err(|_| FieldErrors::default()));
    }

    #[test]
    fn numbers_say_how_to_mend_them() {
        let said = |text: &str| {
            let typed = Typed::of([("people", text)]);
            let mut ask = typed.ask(Words::english());
            let people = ask.number("people", 1..=500, "Enter the number of people affected, like 12");
            ask.answers(|| people).map_err(|errors| errors.0[0].message.clone())
        };
        assert_eq!(said(" 12 "), Ok(12));
        assert_eq!(said("dozens"), Err("Enter the number of people affected, like 12".into()));
        assert_eq!(said(""), Err("Enter the number of people affected, like 12".into()));
        assert_eq!(said("1,200"), Err("Enter a number between 1 and 500".into()));
        assert_eq!(said("99999999999999999999"), Err("Enter the number of people affected, like 12".into()));
    }

    #[test]
    fn one_question_takes_one_answer_of_bounded_length() {
        let typed = Typed::of([("name", "Ann"), ("name", "Bea"), ("words", "áéíóú")]);
        let mut ask = typed.ask(Words::english());
        assert_eq!(ask.text("name", 10, "Enter a name"), None);
        assert_eq!(ask.optional_text("words", 5).as_deref(), Some("áéíóú"));
        assert_eq!(ask.optional_text("words", 4), None);
        let errors = ask.answers(|| Some(())).expect_err("two faults");
        assert_eq!(errors.of("name"), Some("Give one answer to this question"));
        assert_eq!(errors.of("words"), Some("Use 4 characters or fewer"));
    }

    #[test]
    fn a_choice_must_be_listed() {
        let typed = Typed::of([("level", "7"), ("tick", "yes"), ("many", "1"), ("many", "x")]);
        let mut ask = typed.ask(Words::english());
        assert_eq!(ask.one_of::<bool>("level", "Choose a level"), None);
        assert_eq!(ask.optional_one_of::<u8>("absent"), None);
        assert_eq!(ask.any_of::<u8>("many"), [1]);
        assert!(ask.ticked("tick") && !ask.ticked("absent"));
        let errors = ask.answers(|| Some(())).expect_err("two faults");
        assert_eq!(errors.to_string(), "level, many");
    }
}

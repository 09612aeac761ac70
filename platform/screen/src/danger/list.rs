use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::str::FromStr;

use super::Terms;
use super::hints::Hints;
use super::text::{Choice, Spellings, Text};

/// How many words a `...` may step over.
const GAP: u32 = 3;
/// How far apart the parts of `a & b` may stand.
const NEAR: u32 = 12;
/// The longest stretch of words one phrase may cover: the bits of the mask that follows it.
const LONGEST: usize = 64;

/// A list of danger words that cannot be read: which line, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {what}")]
pub struct ListError {
    /// The line, counted from 1.
    pub line: usize,
    /// One plain sentence.
    pub what: String,
}

/// One line of the list.
#[derive(Debug)]
pub(super) struct Phrase {
    pub(super) group: String,
    pub(super) term: String,
    /// Among hints, which kind of hint it is.
    pub(super) kind: usize,
    steps: Vec<Step>,
}

#[derive(Debug)]
struct Step {
    choice: Choice,
    /// How many words may stand before this step.
    gap: u32,
    optional: bool,
}

/// Phrases, found by the word that each begins with.
#[derive(Debug, Default)]
pub(super) struct Phrases {
    all: Vec<Phrase>,
    /// For each choice, the phrases that begin with it.
    by_first: Vec<Vec<usize>>,
}

impl Phrases {
    pub(super) fn add(&mut self, phrase: Phrase) {
        let first = usize::from(phrase.steps[0].choice);
        self.by_first.resize(self.by_first.len().max(first + 1), Vec::new());
        self.by_first[first].push(self.all.len());
        self.all.push(phrase);
    }

    /// Every phrase in the text with the tokens it covers, in the order of the text. One bounded walk from each token, so
    /// the time grows with the length of the text and with nothing else.
    pub(super) fn found_in(&self, text: &Text<'_>) -> Vec<(&Phrase, Range<usize>)> {
        let mut found = Vec::new();
        for (start, token) in text.tokens.iter().enumerate() {
            for choice in token.choices {
                for &index in self.by_first.get(usize::from(*choice)).map_or(&[][..], Vec::as_slice) {
                    let phrase = &self.all[index];
                    if let Some(length) = phrase.length_at(text, start) {
                        found.push((phrase, start..start + length));
                    }
                }
            }
        }
        found
    }
}

impl Phrase {
    /// How many tokens the phrase covers when it begins at `start`. `reached` has bit n set when the steps so far can end
    /// just before the nth token from there; a gap spreads each bit over the next tokens as long as they are open, which
    /// the end of a sentence is not.
    fn length_at(&self, text: &Text<'_>, start: usize) -> Option<usize> {
        let open = text.open().ahead(start);
        let mut reached: u64 = 1;
        for step in &self.steps {
            for _ in 0..step.gap {
                reached |= (reached & open) << 1;
            }
            let taken = (reached & text.said(step.choice).ahead(start)) << 1;
            reached = if step.optional { reached | taken } else { taken };
            if reached == 0 {
                return None;
            }
        }
        usize::try_from(reached.trailing_zeros()).ok()
    }
}

impl FromStr for Terms {
    type Err = ListError;

    fn from_str(text: &str) -> Result<Self, ListError> {
        let mut reading = Reading::default();
        for (index, line) in text.lines().enumerate() {
            reading.line(line.trim()).map_err(|what| ListError { line: index + 1, what })?;
        }
        let missing = |what: &str| ListError { line: 1, what: format!("the list has no {what}") };
        Ok(Self {
            version: reading.version.ok_or_else(|| missing("version"))?,
            date: reading.date.ok_or_else(|| missing("date"))?,
            dictionary: reading.spellings.into_dictionary(),
            harmless: reading.harmless,
            held: reading.held,
            hints: reading.hints,
        })
    }
}

/// Every order of the parts of `a & b & c`.
fn orders<'l>(parts: &[&'l str]) -> Vec<Vec<&'l str>> {
    if parts.len() <= 1 {
        return vec![parts.to_vec()];
    }
    let mut all = Vec::new();
    for first in 0..parts.len() {
        let rest: Vec<&str> = [&parts[..first], &parts[first + 1..]].concat();
        all.extend(orders(&rest).into_iter().map(|rest| [vec![parts[first]], rest].concat()));
    }
    all
}

/// The list as far as it has been read.
#[derive(Default)]
struct Reading {
    version: Option<u32>,
    date: Option<base::Date>,
    sets: BTreeMap<String, Vec<String>>,
    spellings: Spellings,
    choices: HashMap<String, Choice>,
    group: Option<Group>,
    harmless: Phrases,
    held: Phrases,
    hints: Hints,
}

/// What the phrases under a `[heading]` are.
#[derive(Clone)]
enum Group {
    Harmless,
    Danger(String),
    Hint,
}

impl Reading {
    fn line(&mut self, line: &str) -> Result<(), String> {
        if line.is_empty() || line.starts_with('#') {
            return Ok(());
        }
        if let Some(group) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            return self.begin(group);
        }
        match (self.group.clone(), line.split_once(' ')) {
            (Some(group), _) => self.phrase(&group, line),
            (None, Some(("version", number))) => {
                self.version = Some(number.parse().map_err(|_| "write the version as a number, like 3")?);
                Ok(())
            }
            (None, Some(("date", day))) => {
                self.date = Some(day.parse().map_err(|_| "write the date like 2026-11-21")?);
                Ok(())
            }
            (None, Some(("ordinary", words))) => {
                self.spellings.ordinary(words.split(' '));
                Ok(())
            }
            (None, Some(("set", rest))) => self.set(rest),
            (None, Some(("dialect", rest))) => {
                let (spoken, written) = rest.split_once(" = ").ok_or("write dialect as: dialect cor = cant|cannot")?;
                self.spellings.dialect(spoken.split('|'), written.split('|'));
                Ok(())
            }
            (None, _) => Err("a phrase stands under a [group]".to_owned()),
        }
    }

    fn begin(&mut self, heading: &str) -> Result<(), String> {
        self.group = Some(match heading.strip_prefix("hint ") {
            Some(hint) => {
                let weight = hint.split_once(": ").and_then(|(weight, _)| weight.parse().ok());
                self.hints.begin(weight.ok_or("write a kind of hint with its weight, like [hint 2: tears]")?);
                Group::Hint
            }
            None if heading == "harmless" => Group::Harmless,
            None => Group::Danger(heading.to_owned()),
        });
        Ok(())
    }

    fn set(&mut self, line: &str) -> Result<(), String> {
        let (name, words) = line.split_once(" = ").ok_or("write a set as: set child = child|children")?;
        let words = self.spelt(words)?;
        self.sets.insert(name.to_owned(), words);
        Ok(())
    }

    fn phrase(&mut self, group: &Group, line: &str) -> Result<(), String> {
        for order in orders(&line.split(" & ").collect::<Vec<_>>()) {
            self.in_order(group, line, &order)?;
        }
        Ok(())
    }

    /// One phrase whose `parts` stand near each other in this order.
    fn in_order(&mut self, group: &Group, line: &str, parts: &[&str]) -> Result<(), String> {
        let mut steps: Vec<Step> = Vec::new();
        let mut gap = 0;
        for part in parts {
            if part.starts_with("...") || part.ends_with("...") {
                return Err("a phrase starts and ends with a word".to_owned());
            }
            for word in part.split(' ') {
                if word == "..." {
                    gap += GAP;
                    continue;
                }
                let (word, optional) = word.strip_suffix('?').map_or((word, false), |word| (word, true));
                steps.push(Step { choice: self.choice(word)?, gap, optional });
                gap = 0;
            }
            gap = NEAR;
        }
        if steps[0].optional {
            return Err("the first word of a phrase has to be there".to_owned());
        }
        if steps.iter().map(|step| step.gap as usize + 1).sum::<usize>() >= LONGEST {
            return Err("the phrase is too long".to_owned());
        }
        let phrase = |group: &str| Phrase { group: group.to_owned(), term: line.to_owned(), kind: 0, steps };
        match group {
            Group::Harmless => self.harmless.add(phrase("harmless")),
            Group::Danger(kind) => self.held.add(phrase(kind)),
            Group::Hint => self.hints.add(phrase("Hints")),
        }
        Ok(())
    }

    /// The number of one choice of words, such as `he|she|@child`.
    fn choice(&mut self, word: &str) -> Result<Choice, String> {
        if let Some(&known) = self.choices.get(word) {
            return Ok(known);
        }
        let number = Choice::try_from(self.choices.len()).map_err(|_| "the list has too many words")?;
        let spelt = self.spelt(word)?;
        self.spellings.add(number, spelt);
        self.choices.insert(word.to_owned(), number);
        Ok(number)
    }

    /// Every word that `he|hit~|@child` stands for.
    fn spelt(&self, choice: &str) -> Result<Vec<String>, String> {
        let mut words = Vec::new();
        for word in choice.split('|') {
            if let Some(set) = word.strip_prefix('@') {
                words.extend_from_slice(self.sets.get(set).ok_or_else(|| format!("there is no set @{set}"))?);
            } else if let Some(stem) = word.strip_suffix('~') {
                words.extend(super::text::with_endings(stem));
            } else if base::fold(word) == word && !word.is_empty() {
                words.push(word.to_owned());
            } else {
                return Err(format!("write \u{201c}{word}\u{201d} in small letters without marks"));
            }
        }
        Ok(words)
    }
}

//! Danger words: what holds a resident's concern until the front door's safeguarding lead has read it.
//!
//! The list is data (`danger/danger-terms.txt`, whose head explains how a line is read), versioned and measured against
//! the golden sentences of `danger/golden.tsv`. It reads English alone: a concern in another language is never held by it,
//! which the crate's README states with what happens instead.

mod hints;
mod list;
mod text;

use std::ops::Range;
use std::sync::LazyLock;

use base::Date;

use hints::Hints;
pub use list::ListError;
use list::Phrases;
use text::{Dictionary, Text, Token};

/// The list as it is written: what is said outright, then the hints.
const WRITTEN: &str = concat!(include_str!("danger/danger-terms.txt"), include_str!("danger/danger-hints.txt"));

#[expect(clippy::expect_used, reason = "the list is part of the program and a test reads it")]
static OURS: LazyLock<Terms> = LazyLock::new(|| WRITTEN.parse().expect("the shipped danger words"));

/// A versioned list of danger words, ready to read with.
#[derive(Debug)]
pub struct Terms {
    version: u32,
    date: Date,
    dictionary: Dictionary,
    harmless: Phrases,
    held: Phrases,
    hints: Hints,
}

/// The text holds its concern, and why. Treat the concern as protected at L4 until a safeguarding lead releases it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held<'t> {
    /// The version of the list that was read with.
    pub version: u32,
    /// Every term that was found, each once, in the order of the text.
    pub terms: Vec<Found<'t>>,
}

/// One danger term, where it was first found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found<'t> {
    /// The kind of danger, such as `Domestic abuse`, or `Hints` for one of several that hold only together.
    pub group: &'t str,
    /// The term as the list writes it.
    pub term: &'t str,
    /// Which bytes of the text it was found in, for the lead's page to mark.
    pub words: Range<usize>,
}

/// Reads `text` with the list that ships with Wardmote. `None` means that nothing holds it.
#[must_use]
pub fn held(text: &str) -> Option<Held<'static>> {
    ours().held(text)
}

/// The list that ships with Wardmote.
#[must_use]
pub fn ours() -> &'static Terms {
    &OURS
}

impl Terms {
    /// The version of the list, which every hold records.
    #[must_use]
    pub fn version(&self) -> u32 {
        self.version
    }

    /// The day this version was agreed.
    #[must_use]
    pub fn date(&self) -> Date {
        self.date
    }

    /// Reads `text`: what is harmless is struck out, then every danger term is looked for, and hints that together weigh
    /// enough. `None` means clear.
    #[must_use]
    pub fn held(&self, text: &str) -> Option<Held<'_>> {
        let mut tokens = self.dictionary.read(text);
        let harmless = self.harmless.found_in(&Text::new(&tokens));
        for (_, struck) in harmless {
            tokens[struck].iter_mut().for_each(Token::strike);
        }
        let read = Text::new(&tokens);
        let mut terms: Vec<Found<'_>> = Vec::new();
        let mut found = [self.held.found_in(&read), self.hints.together_in(&read)].concat();
        found.sort_by_key(|(_, at)| at.start);
        for (phrase, at) in found {
            if !terms.iter().any(|known| known.term == phrase.term && known.group == phrase.group) {
                let words = tokens[at.start].bytes.start..tokens[at.end - 1].bytes.end;
                terms.push(Found { group: &phrase.group, term: &phrase.term, words });
            }
        }
        (!terms.is_empty()).then_some(Held { version: self.version, terms })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    fn list(phrases: &str) -> Terms {
        format!("version 3\ndate 2026-11-21\nset child = kid|kids|son\n[A]\n{phrases}").parse().expect("a list")
    }

    fn terms<'t>(list: &'t Terms, text: &str) -> Vec<&'t str> {
        list.held(text).map_or_else(Vec::new, |held| held.terms.iter().map(|found| found.term).collect())
    }

    #[test]
    fn the_shipped_list_is_readable_and_dated() {
        assert!(ours().version() >= 1);
        assert_eq!(ours().date().year(), 2026);
    }

    /// A hint under two kinds would weigh twice.
    #[test]
    fn no_term_stands_under_two_kinds() {
        let lines = WRITTEN.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        let (mut kind, mut kinds) = ("", HashMap::new());
        for line in lines.skip_while(|line| !line.starts_with('[')) {
            if line.starts_with('[') {
                kind = line;
                continue;
            }
            let terms = if line.contains(' ') { vec![line] } else { line.split('|').collect() };
            for term in terms {
                assert_eq!(*kinds.entry(term).or_insert(kind), kind, "{term} stands under two kinds");
            }
        }
        assert!(kinds.len() > 1000, "the list was read");
    }

    #[test]
    fn a_phrase_is_words_endings_choices_and_gaps() {
        let list = list("hit~ ... @child\nred|blue lamp? post\n");
        assert_eq!(terms(&list, "He was hitting the poor little KID."), ["hit~ ... @child"]);
        assert!(terms(&list, "hitting one two three four kid").is_empty(), "a gap is three words at most");
        assert!(terms(&list, "He hit it. The kid ran").is_empty(), "a gap never leaves its sentence");
        assert!(terms(&list, "whitkid hitherto kidney").is_empty(), "whole words only");
        assert_eq!(terms(&list, "a blue post"), ["red|blue lamp? post"]);
        assert_eq!(terms(&list, "the red lamp-post"), ["red|blue lamp? post"]);
    }

    #[test]
    fn what_is_harmless_is_struck_out_and_nothing_else() {
        let list = list("knife\n[harmless]\nknife and fork\n");
        assert!(terms(&list, "a knife and fork in the grass").is_empty());
        assert_eq!(terms(&list, "a knife and fork, and he has a knife"), ["knife"]);
    }

    #[test]
    fn disguised_and_misspelt_words_are_read() {
        let list = list("kill\nsuicide\nviolence\n");
        for text in ["k1ll", "ki11!", "k*ll", "k i l l", "K.I.L.L.", "kiiiill", "5u1c1de", "su!cide", "$uicide"] {
            assert!(list.held(text).is_some(), "{text}");
        }
        for text in ["violance", "voilence", "vilence", "viollence"] {
            assert!(list.held(text).is_some(), "{text}");
        }
        assert!(list.held("k9 unit, 4 lamps, no1, £5 a week, B&Q").is_none());
    }

    #[test]
    fn hints_hold_together_and_none_alone() {
        let list =
            list("beaten\n[hint 1: somebody]\nshe|he\n[hint 2: a child]\n@child\n[hint 3: silence]\nwont say why\n");
        for text in ["She won't say why.", "My son, he's well. He is.", "wont say why, wont say why, wont say why"] {
            assert!(list.held(text).is_none(), "{text}");
        }
        let found = list.held("He was in, my son. He won\u{2019}t say why").expect("held").terms;
        assert_eq!(found.iter().map(|found| found.term).collect::<Vec<_>>(), ["she|he", "@child", "wont say why"]);
        assert!(found.iter().all(|found| found.group == "Hints"));
        let far = format!("my son, he {} won't say why", "and so on ".repeat(10));
        assert!(list.held(&far).is_none(), "hints stand together within thirty words");
        assert!(list.held("My son. Yes. He won't say why").is_none(), "the end of a sentence is as good as eighteen");
    }

    #[test]
    fn dialect_is_read_as_what_it_stands_for_and_as_itself() {
        let list: Terms = "version 1\ndate 2026-11-21\ndialect cor = cant|cannot\ndialect babby = baby\n[A]\ncannot wake\nbabby cries\nbaby hurt\n"
            .parse()
            .expect("a list");
        for text in ["she cor wake", "the babby cries", "the babby hurt", "the baby hurt"] {
            assert!(list.held(text).is_some(), "{text}");
        }
        assert!(list.held("the baby cries").is_none());
    }

    #[test]
    fn a_hold_says_which_version_which_terms_and_where() {
        let list = list("hit~ ... @child\n");
        let text = "Oh no, he hits his \u{2018}son\u{2019}!";
        let held = list.held(text).expect("held");
        assert_eq!((held.version, held.terms[0].group), (3, "A"));
        assert!(text[held.terms[0].words.clone()].starts_with("hits his"));
    }

    #[test]
    fn a_list_that_cannot_be_read_says_which_line() {
        let error = |text: &str| text.parse::<Terms>().expect_err("refused").to_string();
        assert_eq!(error("version 1\ndate 2026-01-01\n[A]\nhit @nobody\n"), "line 4: there is no set @nobody");
        assert_eq!(error("version one\n"), "line 1: write the version as a number, like 3");
        assert_eq!(error("version 1\ndate 2026-01-01\nhit\n"), "line 3: a phrase stands under a [group]");
        assert_eq!(error("version 1\ndate 2026-01-01\n[A]\n... hit\n"), "line 4: a phrase starts and ends with a word");
        let weight = "line 1: write a kind of hint with its weight, like [hint 2: tears]";
        assert_eq!(error("[hint heavy: tears]\n"), weight);
        assert_eq!(error("dialect cor cannot\n"), "line 1: write dialect as: dialect cor = cant|cannot");
    }
}

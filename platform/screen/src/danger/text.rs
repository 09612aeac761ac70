use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use base::fold;

/// The number of one choice of words (`he|she|@child`) in a list.
pub(super) type Choice = u16;

/// Words shorter than this are known only as they are written: one wrong letter makes them another word.
const LONG_ENOUGH_TO_MISSPELL: usize = 8;

/// One word of the text, or the end of a sentence.
#[derive(Debug, Clone)]
pub(super) struct Token<'d> {
    /// The choices that this word belongs to; none for an ordinary word.
    pub(super) choices: &'d [Choice],
    pub(super) bytes: Range<usize>,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Word,
    Letter(char),
    Stop,
}

impl Token<'_> {
    /// Takes the word out of the reading: nothing matches it and no gap steps over it.
    pub(super) fn strike(&mut self) {
        self.choices = &[];
        self.kind = Kind::Stop;
    }

    /// Whether no phrase may reach over this token.
    pub(super) fn is_stop(&self) -> bool {
        self.kind == Kind::Stop
    }

    fn letter(&self) -> Option<char> {
        if let Kind::Letter(letter) = self.kind { Some(letter) } else { None }
    }
}

/// The tokens of a text, and where in it each choice stands, so that a step of a phrase costs one look.
#[derive(Debug)]
pub(super) struct Text<'t> {
    pub(super) tokens: &'t [Token<'t>],
    /// How many words of 64 bits a row has.
    width: usize,
    /// One bit for each token: in the first row where a gap may step over, in each further row where a choice stands.
    rows: Vec<u64>,
}

/// One row of a [`Text`]: one bit for each token.
#[derive(Debug, Clone, Copy)]
pub(super) struct Places<'t>(&'t [u64]);

impl<'t> Text<'t> {
    pub(super) fn new(tokens: &'t [Token<'t>]) -> Self {
        let last = tokens.iter().flat_map(|token| token.choices).max();
        let (width, choices) = (tokens.len().div_ceil(64), last.map_or(0, |&last| usize::from(last) + 1));
        // One piece of memory for all rows: every report is read, and most of its rows are empty.
        let mut text = Self { tokens, width, rows: vec![0; width * (choices + 1)] };
        for (place, token) in tokens.iter().enumerate() {
            token.choices.iter().for_each(|&choice| text.add(usize::from(choice) + 1, place));
            if !token.is_stop() {
                text.add(0, place);
            }
        }
        text
    }

    fn add(&mut self, row: usize, place: usize) {
        self.rows[row * self.width + place / 64] |= 1 << (place % 64);
    }

    fn row(&self, row: usize) -> Places<'_> {
        Places(self.rows.get(row * self.width..(row + 1) * self.width).unwrap_or_default())
    }

    /// Where a gap may step over.
    pub(super) fn open(&self) -> Places<'_> {
        self.row(0)
    }

    /// Where a word of `choice` stands.
    pub(super) fn said(&self, choice: Choice) -> Places<'_> {
        self.row(usize::from(choice) + 1)
    }
}

impl Places<'_> {
    /// The bits of the 64 tokens from `start` on, the first of them lowest.
    pub(super) fn ahead(self, start: usize) -> u64 {
        let (word, shift) = (start / 64, start % 64);
        let low = self.0.get(word).map_or(0, |bits| bits >> shift);
        let high = self.0.get(word + 1).filter(|_| shift > 0).map_or(0, |bits| bits << (64 - shift));
        low | high
    }
}

/// Every word that a list knows, with the choices it belongs to.
#[derive(Debug, Default)]
pub(super) struct Dictionary(HashMap<String, Vec<Choice>>);

impl Dictionary {
    /// The words of `text` in order. What hides a word from a reader of folded text is undone where that is cheap: figures
    /// and marks for letters (`k1ll`, `su!cide`), letters spelt out (`k i l l`), letters drawn out (`killlll`).
    pub(super) fn read(&self, text: &str) -> Vec<Token<'_>> {
        let mut tokens = Vec::new();
        let mut letters = Vec::new();
        let mut at = 0;
        for piece in text.split_inclusive(between_words) {
            let chunk = piece.trim_end_matches(between_words);
            let bytes = at..at + chunk.len();
            at += piece.len();
            for token in self.words_of(chunk, &bytes) {
                if let Kind::Letter(_) = token.kind {
                    letters.push(token);
                } else {
                    self.spell_out(&mut letters, &mut tokens);
                    tokens.push(token);
                }
            }
        }
        self.spell_out(&mut letters, &mut tokens);
        tokens
    }

    fn words_of(&self, chunk: &str, bytes: &Range<usize>) -> Vec<Token<'_>> {
        let token = |choices, kind| Token { choices, bytes: bytes.clone(), kind };
        let mut tokens = match self.unmasked(chunk) {
            Some(choices) => vec![token(choices, Kind::Word)],
            None => fold(chunk)
                .split(' ')
                .filter(|word| !word.is_empty())
                .map(|word| token(self.choices(word), lone_letter(word).map_or(Kind::Word, Kind::Letter)))
                .collect(),
        };
        if ends_sentence(chunk) {
            tokens.push(token(&[], Kind::Stop));
        }
        tokens
    }

    /// The choices of a folded word as it stands, or with its drawn-out letters drawn in.
    fn choices(&self, word: &str) -> &[Choice] {
        let known = self.0.get(word).or_else(|| {
            has_run_of_three(word).then(|| [1, 2].iter().find_map(|&keep| self.0.get(&drawn_in(word, keep))))?
        });
        known.map_or(&[], Vec::as_slice)
    }

    /// The choices of a word of the list that is written with figures or marks for letters.
    fn unmasked(&self, chunk: &str) -> Option<&[Choice]> {
        let chunk = chunk.trim_end_matches(|c: char| !c.is_alphanumeric());
        let chunk = chunk.trim_start_matches(|c: char| !c.is_alphanumeric() && !masks(c));
        if !chunk.contains(masks) || !chunk.contains(char::is_alphabetic) {
            return None;
        }
        let readings = ['i', 'l'].into_iter().flat_map(|one| "aeiou".chars().map(move |star| (one, star)));
        readings.into_iter().find_map(|(one, star)| {
            let plain: String = chunk.chars().map(|c| unmask(c, one, star)).collect();
            self.0.get(&fold(&plain)).map(Vec::as_slice)
        })
    }

    /// Puts a run of lone letters into `tokens`: as one word if they spell one of the list's, else as they are. The run may
    /// have swallowed an `I` or an `a` at either end.
    fn spell_out<'d>(&'d self, letters: &mut Vec<Token<'d>>, tokens: &mut Vec<Token<'d>>) {
        let last = letters.len();
        let runs = [(0, last), (1, last), (0, last.saturating_sub(1))];
        let spelt = runs.into_iter().filter(|(from, to)| to.saturating_sub(*from) >= 3 && last <= 24);
        let word = spelt.into_iter().find_map(|(from, to)| {
            let word: String = letters[from..to].iter().filter_map(|token| token.letter()).collect();
            Some((from, to, self.0.get(&word)?))
        });
        if let Some((from, to, choices)) = word {
            let bytes = letters[from].bytes.start..letters[to - 1].bytes.end;
            letters.splice(from..to, [Token { choices, bytes, kind: Kind::Word }]);
        }
        tokens.append(letters);
    }
}

fn between_words(c: char) -> bool {
    c.is_whitespace() || matches!(c, '/' | '\u{2013}' | '\u{2014}')
}

fn ends_sentence(chunk: &str) -> bool {
    let chunk = chunk.trim_end_matches(['"', '\'', ')', '\u{2019}', '\u{201d}']);
    chunk.ends_with(['.', '!', '?']) && !chunk.ends_with("..")
}

fn lone_letter(word: &str) -> Option<char> {
    let mut letters = word.chars();
    letters.next().filter(|letter| letter.is_alphabetic() && letters.next().is_none())
}

fn masks(c: char) -> bool {
    matches!(c, '0' | '1' | '3' | '4' | '5' | '7' | '@' | '$' | '!' | '*')
}

fn unmask(c: char, one: char, star: char) -> char {
    match c {
        '0' => 'o',
        '1' => one,
        '!' => 'i',
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' => 't',
        '*' => star,
        other => other,
    }
}

fn has_run_of_three(word: &str) -> bool {
    word.as_bytes().windows(3).any(|three| three[0] == three[1] && three[1] == three[2])
}

/// `word` with each run of three letters or more drawn in to `keep`.
fn drawn_in(word: &str, keep: usize) -> String {
    let letters: Vec<char> = word.chars().collect();
    let runs = letters.chunk_by(|letter, next| letter == next);
    runs.flat_map(|run| &run[..if run.len() >= 3 { keep } else { run.len() }]).collect()
}

/// The words of a list as they are gathered, before the misspelt ones are added.
#[derive(Debug, Default)]
pub(super) struct Spellings {
    words: HashMap<String, Vec<Choice>>,
    ordinary: BTreeSet<String>,
    /// Each word of dialect with the words it stands for.
    dialect: Vec<(String, Vec<String>)>,
}

impl Spellings {
    /// Says that these are words of their own, never a misspelling.
    pub(super) fn ordinary<'w>(&mut self, words: impl Iterator<Item = &'w str>) {
        self.ordinary.extend(words.map(str::to_owned));
    }

    /// Says that each word `spoken` is also read as every word `written`.
    pub(super) fn dialect<'w>(
        &mut self,
        spoken: impl Iterator<Item = &'w str>,
        written: impl Iterator<Item = &'w str>,
    ) {
        let written: Vec<String> = written.map(str::to_owned).collect();
        self.dialect.extend(spoken.map(|word| (word.to_owned(), written.clone())));
    }

    /// Says that each of `words` belongs to `choice`.
    pub(super) fn add(&mut self, choice: Choice, words: Vec<String>) {
        for word in words {
            let choices = self.words.entry(word).or_default();
            if !choices.contains(&choice) {
                choices.push(choice);
            }
        }
    }

    /// The finished dictionary: each word also in dialect, and each long word as people misspell it, unless that is a word
    /// of its own.
    pub(super) fn into_dictionary(self) -> Dictionary {
        let mut all = self.words.clone();
        for (spoken, written) in &self.dialect {
            let choices = written.iter().filter_map(|word| self.words.get(word)).flatten();
            let known = all.entry(spoken.clone()).or_default();
            known.extend(choices);
            known.sort_unstable();
            known.dedup();
        }
        for (word, choices) in self.words.iter().filter(|(word, _)| word.len() >= LONG_ENOUGH_TO_MISSPELL) {
            for wrong in misspellings(word) {
                if !self.words.contains_key(&wrong) && !self.ordinary.contains(&wrong) {
                    let known = all.entry(wrong).or_default();
                    known.extend_from_slice(choices);
                    known.sort_unstable();
                    known.dedup();
                }
            }
        }
        Dictionary(all)
    }
}

/// A verb or noun with the endings it may take: `stab` stabs, stabbed, stabbing, stabbin; `threaten`; `bully` bullies.
/// Some of these are no words at all, which costs nothing: nobody types them.
pub(super) fn with_endings(stem: &str) -> Vec<String> {
    let last = &stem[stem.len().saturating_sub(1)..];
    let bare = &stem[..stem.len().saturating_sub(1)];
    let (plain, dropped) = match last {
        "e" => (vec!["", "s", "d", "r", "rs"], bare.to_owned()),
        "y" => (vec!["", "s", "ed", "ing", "in", "er", "ers"], format!("{bare}i")),
        "s" | "h" | "x" | "k" | "w" => (vec!["", "s", "es", "ed", "ing", "in", "er", "ers"], stem.to_owned()),
        _ => (vec!["", "s", "es", "ed", "ing", "in", "er", "ers"], format!("{stem}{last}")),
    };
    let joined = match last {
        "e" => vec!["ing", "in"],
        "y" => vec!["es", "ed", "er"],
        _ => vec!["ed", "ing", "in", "er", "ers"],
    };
    let plain = plain.into_iter().map(|ending| format!("{stem}{ending}"));
    plain.chain(joined.into_iter().map(|ending| format!("{dropped}{ending}"))).collect()
}

/// `word` with one letter dropped, doubled, swapped with the next, or one vowel wrong; its first letter is left alone.
fn misspellings(word: &str) -> Vec<String> {
    let letters: Vec<char> = word.chars().collect();
    let mut wrong = Vec::new();
    for place in 1..letters.len() {
        let around = |middle: &[char], skip: usize| -> String {
            letters[..place].iter().chain(middle).chain(letters.iter().skip(place + skip)).collect()
        };
        let here = letters[place];
        wrong.push(around(&[], 1));
        wrong.push(around(&[here, here], 1));
        if let Some(&next) = letters.get(place + 1) {
            wrong.push(around(&[next, here], 2));
        }
        if "aeiou".contains(here) {
            wrong.extend("aeiou".chars().filter(|&vowel| vowel != here).map(|vowel| around(&[vowel], 1)));
        }
    }
    wrong
}

use std::fmt;
use std::str::FromStr;

use crate::Dice;

/// The letters and digits of a reference: none that is mistaken for another when read aloud or written down.
const ALPHABET: &[u8; 31] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ";

/// A public reference such as `C-7KQ4-M2XD`: a kind letter, a random body and a check character.
///
/// Random but not secret: alone it opens only what is already public. The check character is the sum, modulo 31, of each
/// character's value times its place, over kind and body; 31 is prime, so one wrong character or two swapped neighbours
/// are always noticed. Any case, and missing hyphens or spaces, are accepted (ASK-03).
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Reference(String);

/// The text is no reference: a character is missing, mistaken or swapped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("that is not a reference")]
pub struct ParseReferenceError;

impl Reference {
    /// Draws a new reference for `kind` (C concern, I issue: eight characters; R referral: twelve).
    #[must_use]
    pub fn draw(kind: char, dice: &Dice) -> Self {
        let kind = kind.to_ascii_uppercase();
        let mut body: Vec<u8> = (1..length(kind)).map(|_| ALPHABET[dice.below(31) as usize]).collect();
        body.push(check(kind, &body));
        Self::written(kind, &body)
    }

    /// The kind letter: `C` for a concern, `I` for an issue.
    #[must_use]
    pub fn kind(&self) -> char {
        self.0.chars().next().unwrap_or('?')
    }

    /// As written: `C-7KQ4-M2XD`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether a text that is none was meant as a reference: C or I, then about as many letters and digits as it has, a
    /// hyphen or a digit among them.
    #[must_use]
    pub fn is_meant(text: &str) -> bool {
        let letters: Vec<char> = text.chars().filter(|c| !c.is_whitespace() && !is_hyphen(*c)).collect();
        let is_kind = letters.first().is_some_and(|kind| matches!(kind.to_ascii_uppercase(), 'C' | 'I'));
        is_kind
            && (7..=11).contains(&letters.len())
            && letters.iter().all(char::is_ascii_alphanumeric)
            && text.chars().any(|c| is_hyphen(c) || c.is_ascii_digit())
    }

    fn written(kind: char, body: &[u8]) -> Self {
        let mut text = String::from(kind);
        for four in body.chunks(4) {
            text.push('-');
            text.extend(four.iter().map(|&byte| char::from(byte)));
        }
        Self(text)
    }
}

impl FromStr for Reference {
    type Err = ParseReferenceError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.len() > 64 {
            return Err(ParseReferenceError);
        }
        let mut letters = text.chars().filter(|c| !c.is_whitespace() && !is_hyphen(*c));
        let kind = letters.next().filter(char::is_ascii_alphabetic).ok_or(ParseReferenceError)?.to_ascii_uppercase();
        let body: Vec<u8> = letters
            .map(|letter| u8::try_from(letter.to_ascii_uppercase()).ok().filter(|byte| ALPHABET.contains(byte)))
            .collect::<Option<_>>()
            .ok_or(ParseReferenceError)?;
        match body.split_last() {
            Some((last, rest)) if body.len() == length(kind) && *last == check(kind, rest) => {
                Ok(Self::written(kind, &body))
            }
            _ => Err(ParseReferenceError),
        }
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl serde::Serialize for Reference {
    fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(&self.0)
    }
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}')
}

/// Characters after the kind letter, the check character among them.
fn length(kind: char) -> usize {
    if kind == 'R' { 12 } else { 8 }
}

fn check(kind: char, body: &[u8]) -> u8 {
    let kind_value = (u32::from(kind) - u32::from('A')) % 31;
    let sum = body.iter().zip(2_u32..).fold(kind_value, |sum, (byte, weight)| sum + weight * value(*byte));
    ALPHABET[(sum % 31) as usize]
}

fn value(byte: u8) -> u32 {
    ALPHABET.iter().position(|letter| *letter == byte).and_then(|at| u32::try_from(at).ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_drawn_reads_back_however_it_is_typed(seed: u64, kind in prop::sample::select(vec!['C', 'I', 'R'])) {
            let drawn = Reference::draw(kind, &Dice::seeded(seed));
            prop_assert_eq!(drawn.as_str().parse::<Reference>(), Ok(drawn.clone()));
            let spoken = drawn.as_str().to_lowercase().replace('-', " ");
            prop_assert_eq!(spoken.parse::<Reference>(), Ok(drawn));
        }

        #[test]
        fn one_wrong_character_is_noticed(seed: u64, at in 1_usize..8, other in 0_usize..31) {
            let drawn = Reference::draw('C', &Dice::seeded(seed));
            let mut letters: Vec<char> = drawn.as_str().chars().filter(|c| *c != '-').collect();
            let wrong = char::from(ALPHABET[other]);
            prop_assume!(letters[at] != wrong);
            letters[at] = wrong;
            prop_assert!(letters.iter().collect::<String>().parse::<Reference>().is_err());
        }

        #[test]
        fn two_swapped_neighbours_are_noticed(seed: u64, at in 1_usize..7) {
            let drawn = Reference::draw('I', &Dice::seeded(seed));
            let mut letters: Vec<char> = drawn.as_str().chars().filter(|c| *c != '-').collect();
            prop_assume!(letters[at] != letters[at + 1]);
            letters.swap(at, at + 1);
            prop_assert!(letters.iter().collect::<String>().parse::<Reference>().is_err());
        }

        #[test]
        fn any_text_is_answered_without_a_panic(text in ".{0,80}") {
            let _ = text.parse::<Reference>();
        }
    }

    #[test]
    fn a_mistaken_reference_is_told_from_a_name() {
        for meant in ["C-7KQ4-M2XO", "i7kq4m2xd", "c 7kq4 m2x", "I-7KQ4-M2XDD"] {
            assert!(Reference::is_meant(meant), "{meant}");
        }
        for other in ["Caldmore", "Cottesmore", "WS1 1AA", "Ingram Road", "C", "52.6,-1.98", "E05001305"] {
            assert!(!Reference::is_meant(other), "{other}");
        }
    }

    #[test]
    fn another_kind_letter_is_noticed() {
        let drawn = Reference::draw('C', &Dice::seeded(1));
        assert!(drawn.as_str().replacen('C', "I", 1).parse::<Reference>().is_err());
    }
}

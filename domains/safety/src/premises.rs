//! Which house an address means: its postcode, and its number or name. Pure.

use access::Scope;
use base::fold;
use places::Postcode;

/// The most houses one line of text may mean.
const MOST: usize = 8;
/// What people call a part of a house, and the one word it is kept under.
const UNITS: [(&str, &str); 8] = [
    ("flat", "flat"),
    ("apartment", "flat"),
    ("apt", "flat"),
    ("unit", "unit"),
    ("room", "room"),
    ("bedsit", "room"),
    ("studio", "flat"),
    ("maisonette", "flat"),
];

/// One house, as every way of writing it comes to: `WS1 4AB flat 2 14a`. A flat is not its house, and 14A is not 14C.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Premises(String);

impl Premises {
    /// The house that a number or a name means in a postcode: `14`, `Flat 2, 14a`, `The Old Forge`; by both where it has
    /// both.
    #[must_use]
    pub fn all_of(building: &str, postcode: Postcode) -> Vec<Self> {
        Buildings::read(building).all().iter().map(|building| Self::named(postcode, building)).collect()
    }

    /// Every house that a text may mean: none without a postcode in it. A text with two numbers means both, because
    /// somebody warned for nothing is safer than somebody not warned.
    #[must_use]
    pub fn all_in(text: &str) -> Vec<Self> {
        let Some((postcode, rest)) = postcode_in(text) else { return Vec::new() };
        Self::all_of(&rest, postcode)
    }

    /// The keyed hash by which it is found: the store holds no address that can be read.
    #[must_use]
    pub fn hash(&self, scope: &Scope) -> [u8; 32] {
        scope.site.vault.keyed_hash("premises", scope.partnership(), self.0.as_bytes())
    }

    fn named(postcode: Postcode, building: &str) -> Self {
        Self(format!("{postcode} {building}"))
    }
}

/// Where exactly, with the postcode that was typed beside it, unless it names one itself.
#[must_use]
pub fn with_postcode(said: String, postcode: Option<Postcode>) -> String {
    match postcode.filter(|_| postcode_in(&said).is_none()) {
        Some(postcode) => format!("{said}, {postcode}"),
        None => said,
    }
}

/// The last postcode in a text, and the text without it.
fn postcode_in(text: &str) -> Option<(Postcode, String)> {
    let parts = text.split(is_break).map(|part| part.split_whitespace().collect::<Vec<_>>());
    let mut words: Vec<&str> = parts.collect::<Vec<_>>().join(&",");
    for at in (0..words.len()).rev() {
        for length in [2, 1] {
            let Some(both) = words.get(at..at + length).filter(|both| !both.contains(&",")) else { continue };
            if let Some(postcode) = Postcode::parse(&both.concat()) {
                words.splice(at..at + length, [","]);
                return Some((postcode, words.join(" ")));
            }
        }
    }
    None
}

const fn is_break(letter: char) -> bool {
    matches!(letter, ',' | ';' | '\n')
}

/// What a text without its postcode may call a house.
#[derive(Default)]
struct Buildings {
    unit: Option<String>,
    numbers: Vec<String>,
    names: Vec<String>,
}

impl Buildings {
    fn read(text: &str) -> Self {
        let mut found = Self::default();
        for part in text.split(is_break) {
            found.read_part(part);
        }
        found
    }

    /// One part between commas: `Flat 2`, `No. 14 a Mill Lane`, `The Old Forge`.
    fn read_part(&mut self, part: &str) {
        let lower = part.to_lowercase().replace(['\u{2013}', '\u{2014}', '\u{2010}'], "-");
        let words: Vec<&str> = lower.split_whitespace().map(|word| word.trim_matches(is_mark)).collect();
        let mut words = words.into_iter().filter(|word| !word.is_empty()).peekable();
        let mut plain = true;
        while let Some(word) = words.next() {
            if let Some((_, unit)) = UNITS.iter().find(|(known, _)| *known == word) {
                plain = false;
                self.unit = words.next().map(|which| format!("{unit} {}", fold(which)));
            } else if is_number(word) {
                plain = false;
                let letter = words.next_if(|next| is_suffix(word, next)).unwrap_or_default();
                self.numbers.push(format!("{word}{letter}"));
            }
        }
        let name = fold(part);
        let name = name.strip_prefix("the ").unwrap_or(&name);
        if plain && !name.is_empty() {
            self.names.push(name.to_owned());
        }
    }

    /// Numbers first, each with the flat; then names; a flat alone where there is neither.
    fn all(self) -> Vec<String> {
        let within = |house: &String| match &self.unit {
            Some(unit) => format!("{unit} {house}"),
            None => house.clone(),
        };
        let mut all: Vec<String> = self.numbers.iter().chain(&self.names).map(within).collect();
        if all.is_empty() {
            all.extend(self.unit);
        }
        all.truncate(MOST);
        all
    }
}

const fn is_mark(letter: char) -> bool {
    matches!(letter, '.' | ':' | '(' | ')' | '"' | '\'' | '#')
}

/// `14`, `14a`, `14-16`, `2/14`: up to four digits, perhaps a letter, perhaps two of them.
fn is_number(word: &str) -> bool {
    word.split(['-', '/']).count() <= 2 && word.split(['-', '/']).all(is_one_number)
}

fn is_one_number(word: &str) -> bool {
    let digits = word.trim_end_matches(|letter: char| letter.is_ascii_lowercase());
    (1..=4).contains(&digits.len())
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && word.len() <= digits.len() + 1
}

/// Whether a word is the letter of the number before it: `14 a`.
fn is_suffix(number: &str, next: &str) -> bool {
    number.ends_with(|letter: char| letter.is_ascii_digit())
        && next.len() == 1
        && next.bytes().all(|byte| byte.is_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn house(building: &str) -> Premises {
        let all = Premises::all_of(building, Postcode::parse("WS1 4AB").expect("a postcode"));
        all.into_iter().next().expect("a house")
    }

    fn means(text: &str, building: &str) -> bool {
        Premises::all_in(text).contains(&house(building))
    }

    #[test]
    fn an_address_means_one_house_however_it_is_written() {
        for text in [
            "14 Mill Lane, WS1 4AB",
            "14 mill lane ws14ab",
            "No. 14 Mill Lane, Walsall WS1 4AB.",
            "WS1 4AB, number 14",
            "  14,Mill Lane,Walsall,ws1  4ab",
            "the garden of 14 Mill Lane\nWalsall\nWS1 4AB",
        ] {
            assert!(means(text, "14"), "{text}: {:?}", Premises::all_in(text));
        }
        for (text, building) in [
            ("Flat 2, 14a Mill Lane, WS1 4AB", "Apartment 2, 14A"),
            ("14 A Mill Lane WS1 4AB", "14a"),
            ("14\u{2013}16 Mill Lane, WS1 4AB", "14-16"),
            ("The Old Forge, Mill Lane, WS1 4AB", "old forge"),
            ("Mill Lane, Old Forge, WS1 4AB", "The Old Forge"),
            ("between 14 and 16 Mill Lane, WS1 4AB", "16"),
        ] {
            assert!(means(text, building), "{text}: {:?}", Premises::all_in(text));
        }
    }

    #[test]
    fn a_neighbour_is_somebody_else() {
        for (text, building) in [
            ("14c Mill Lane, WS1 4AB", "14a"),
            ("14 Mill Lane, WS1 4AB", "14a"),
            ("Flat 2, 14 Mill Lane, WS1 4AB", "14"),
            ("Flat 2, 14 Mill Lane, WS1 4AB", "Flat 3, 14"),
            ("14 Mill Lane, WS1 4AD", "14"),
            ("14 Mill Lane, Walsall", "14"),
            ("114 Mill Lane, WS1 4AB", "14"),
        ] {
            assert!(!means(text, building), "{text}: {:?}", Premises::all_in(text));
        }
        assert_eq!(Premises::all_in("By the school"), []);
        assert_eq!(Premises::all_in(" , WS1 4AB"), []);
    }

    proptest! {
        #[test]
        fn no_two_houses_of_a_street_are_one(one in 1_u32..2_000, other in 1_u32..2_000, letter in prop::option::of("[a-h]"), also in prop::option::of("[a-h]")) {
            let written = |number: u32, letter: &Option<String>| format!("{number}{}", letter.clone().unwrap_or_default());
            let (one, other) = (written(one, &letter), written(other, &also));
            let text = format!("{one} Mill Lane, Walsall, WS1 4AB");
            prop_assert!(means(&text, &one));
            prop_assert_eq!(means(&text, &other), one == other);
        }

        #[test]
        fn nothing_anybody_types_is_too_strange(text in "\\PC{0,200}") {
            prop_assert!(Premises::all_in(&text).len() <= MOST);
        }
    }
}

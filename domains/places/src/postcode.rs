//! Postcodes as people type them.

use std::fmt;

/// A whole United Kingdom postcode, normalised: `WS1 1AA`. Well formed; whether it is in use is for a table to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Postcode {
    outward: Outward,
    inward: [u8; 3],
}

/// The part of a postcode before its space, the district: `WS1`, `SW1A`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Outward {
    letters: [u8; 4],
    length: usize,
}

impl Postcode {
    /// Reads a postcode typed in any case, with or without its space, with stray spaces or stops: `ws11aa`, ` WS1  1AA.`
    ///
    /// The form is BS 7666-2's: one or two letters, a digit, perhaps a digit or a letter, then a digit and two letters
    /// that are none of C I K M O V. Because every postcode has two digits, no ward name is one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let typed = typed(text)?;
        let (outward, inward) = typed.split_at_checked(typed.len().checked_sub(3)?)?;
        let [digit, one, other] = *inward else { return None };
        let well_formed = digit.is_ascii_digit() && inward_letter(one) && inward_letter(other);
        let outward = Outward::of(outward)?;
        well_formed.then_some(Self { outward, inward: [digit, one, other] })
    }

    /// The district.
    #[must_use]
    pub fn outward(self) -> Outward {
        self.outward
    }
}

impl Outward {
    /// Reads a district typed alone: `ws1`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::of(&typed(text)?)
    }

    fn of(letters: &[u8]) -> Option<Self> {
        // `9` a digit, `A` a letter. Girobank's GIR is the one exception that was ever made.
        let form: Vec<u8> = letters.iter().map(|letter| if letter.is_ascii_digit() { b'9' } else { b'A' }).collect();
        let well_formed = matches!(form.as_slice(), b"A9" | b"A99" | b"AA9" | b"AA99" | b"A9A" | b"AA9A");
        (well_formed || letters == b"GIR").then(|| {
            let mut held = [0; 4];
            held[..letters.len()].copy_from_slice(letters);
            Self { letters: held, length: letters.len() }
        })
    }

    /// The district as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.letters[..self.length]).unwrap_or_default()
    }
}

impl fmt::Display for Postcode {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [digit, one, other] = self.inward.map(char::from);
        write!(out, "{} {digit}{one}{other}", self.outward)
    }
}

impl fmt::Display for Outward {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

/// The letters and digits in capitals, without what people put between or after them; nothing when anything else is there.
fn typed(text: &str) -> Option<Vec<u8>> {
    let mut letters = Vec::with_capacity(7);
    for letter in text.chars().filter(|letter| !letter.is_whitespace() && !matches!(letter, '.' | ',' | '-')) {
        if !letter.is_ascii_alphanumeric() || letters.len() == 7 {
            return None;
        }
        letters.push(letter.to_ascii_uppercase() as u8);
    }
    Some(letters)
}

fn inward_letter(letter: u8) -> bool {
    letter.is_ascii_uppercase() && !b"CIKMOV".contains(&letter)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn postcodes_are_read_as_typed_and_written_one_way() {
        for (typed, written) in [
            ("ws1 1aa", "WS1 1AA"),
            ("WS11AA", "WS1 1AA"),
            ("  w s 1 1 a a.", "WS1 1AA"),
            ("ws111aa", "WS11 1AA"),
            ("m1 1ae", "M1 1AE"),
            ("SW1A-2AA", "SW1A 2AA"),
            ("w1a0ax", "W1A 0AX"),
            ("gir 0aa", "GIR 0AA"),
        ] {
            assert_eq!(Postcode::parse(typed).unwrap().to_string(), written);
        }
        assert_eq!(Postcode::parse("ws10 1aa").unwrap().outward().as_str(), "WS10");
        assert_eq!(Outward::parse("ws10").unwrap().to_string(), "WS10");
    }

    #[test]
    fn what_is_no_postcode_is_none() {
        for text in [
            "",
            "WS1",
            "WS1 1A",
            "WS1 1CA",
            "WS1 AAA",
            "1WS 1AA",
            "WSW1 1AA",
            "WS1 1AAA",
            "ẄS1 1AA",
            "Pelsall",
            "E05001301",
        ] {
            assert_eq!(Postcode::parse(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn the_written_form_reads_back(area in "[A-Z]{1,2}", district in "[0-9][0-9A-Z]?", inward in "[0-9][ABD-HJLNP-UW-Z]{2}") {
            let written = format!("{area}{district} {inward}");
            let postcode = Postcode::parse(&written).unwrap();
            prop_assert_eq!(postcode.to_string(), written.clone());
            prop_assert_eq!(Postcode::parse(&written.to_lowercase().replace(' ', "")), Some(postcode));
            let district = format!("{area}{district}");
            prop_assert_eq!(postcode.outward().to_string(), district);
        }

        #[test]
        fn no_name_is_a_postcode(name in "[A-Za-z' .-]{0,40}") {
            prop_assert_eq!(Postcode::parse(&name), None);
        }

        #[test]
        fn nothing_typed_breaks_it(text in "\\PC{0,12}") {
            if let Some(postcode) = Postcode::parse(&text) {
                prop_assert_eq!(Postcode::parse(&postcode.to_string()), Some(postcode));
            }
        }
    }
}

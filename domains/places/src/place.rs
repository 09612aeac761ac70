//! What a place is: a code, a name, a kind, the places it belongs to, and the days on which it holds.

use std::borrow::Borrow;
use std::fmt;

use base::{Date, fold};

use crate::hexes::Hex;
use crate::point::Point;

/// The official code of a place (an ONS GSS code, `E05001301`) or, where there is none, the partnership's own (`area-1`).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(String);

impl Code {
    /// A code as it stands in a file or an address, spaces at its ends dropped; nothing when it would be empty.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let text = text.trim();
        (!text.is_empty()).then(|| Self(text.to_owned()))
    }

    /// The code as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it has the form of a GSS code: a country's letter and eight digits (ONS Register of Geographic Codes).
    #[must_use]
    pub fn is_official(&self) -> bool {
        gss(&self.0)
    }
}

/// Whether `text` has the form of a GSS code.
pub(crate) fn gss(text: &str) -> bool {
    let (country, number) = text.split_at_checked(1).unwrap_or_default();
    "EWSNKJ".contains(country) && number.len() == 8 && number.bytes().all(|digit| digit.is_ascii_digit())
}

impl Borrow<str> for Code {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Code {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// A name as a code.
pub(crate) fn slug(name: &str) -> String {
    let folded = fold(name);
    folded
        .split(|letter: char| !letter.is_ascii_alphanumeric())
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("-")
}

/// The kinds of place, from the smallest to the widest. `domain.md` and the API know them by [`Kind::key`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Small, inside an area, where work is more intense for a time.
    PlaceOfFocus,
    /// What residents call their part of town; may cross ward lines.
    Neighbourhood,
    /// The building block: an electoral ward.
    Ward,
    /// Whole wards, with agreed exceptions, that partners work in together.
    Area,
    /// The authority: a borough or a city.
    Borough,
}

impl Kind {
    /// Every kind, the smallest first.
    pub const ALL: [Self; 5] = [Self::PlaceOfFocus, Self::Neighbourhood, Self::Ward, Self::Area, Self::Borough];

    /// The word in the API, in files and on the command line.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::PlaceOfFocus => "place_of_focus",
            Self::Neighbourhood => "neighbourhood",
            Self::Ward => "ward",
            Self::Area => "area",
            Self::Borough => "borough",
        }
    }

    /// The kind with that word.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// The word in a sentence.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::PlaceOfFocus => "place of focus",
            other => other.key(),
        }
    }

    /// Whether such places lie side by side without overlapping, so that a spot is in one of them at most.
    #[must_use]
    pub fn tiles(self) -> bool {
        matches!(self, Self::Ward | Self::Borough)
    }

    /// Whether wider places are composed of such places.
    #[must_use]
    pub fn builds(self) -> bool {
        matches!(self, Self::Ward | Self::Area | Self::Borough)
    }
}

/// A place as it stands from one day until another (XC-03, MAN-02). A later set of wards is new places beside the old.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// Unique in the partnership on any one day.
    pub code: Code,
    /// As people write it: `St Matthew's`.
    pub name: String,
    /// Ward, area, ..
    pub kind: Kind,
    /// The places this one is a part of: a ward's area, an area's borough.
    pub parents: Vec<Code>,
    /// The first day it holds.
    pub valid_from: Date,
    /// The first day it no longer holds (half-open, as all valid time is); open while it is the current one.
    pub valid_to: Option<Date>,
    /// Where its name is put when there is no boundary, and the centre of its cell when boundaries are drawn from centres.
    pub centre: Point,
    /// Its cell in a cartogram.
    pub hex: Option<Hex>,
}

impl Place {
    /// Whether it holds on `day`.
    #[must_use]
    pub fn holds_on(&self, day: Date) -> bool {
        holds(self.valid_from, self.valid_to, day)
    }

    /// `day`, or where it does not hold then, the nearest day on which it does.
    pub(crate) fn nearest_day(&self, day: Date) -> Date {
        let last = self.valid_to.and_then(|end| end.yesterday().ok()).unwrap_or(Date::MAX);
        day.min(last).max(self.valid_from)
    }
}

/// Whether `day` lies in `[from, to)`.
pub(crate) fn holds(from: Date, to: Option<Date>, day: Date) -> bool {
    from <= day && to.is_none_or(|end| day < end)
}

/// What makes a place one of focus (WAL-05, WAL-06): how its boundary was set, what would end it, when it is looked at
/// again ("when is a hot-spot no longer one?").
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Focus {
    /// The place it is about.
    pub code: Code,
    /// Who was asked where the line should run, and what they said.
    pub consultation: String,
    /// What shows that the need is here.
    pub evidence: String,
    /// What would have to be true for the extra work to end.
    pub ends_when: String,
    /// The day it is next reviewed.
    pub review_on: Date,
}

#[cfg(test)]
mod tests {
    use super::*;
    use base::Date;
    use proptest::prelude::*;

    #[test]
    fn a_gss_code_is_known_by_its_form() {
        for code in ["E05001301", "W05000001", "S13002967", "N08000101", "E08000030"] {
            assert!(Code::new(code).unwrap().is_official(), "{code}");
        }
        for code in ["area-1", "E0500130", "e05001301", "00CUFX", "X05001301", "É05001301"] {
            assert!(!Code::new(code).unwrap().is_official(), "{code}");
        }
        assert_eq!(Code::new("  "), None);
    }

    #[test]
    fn kinds_are_ordered_from_small_to_wide_and_named_both_ways() {
        assert!(Kind::ALL.is_sorted());
        for kind in Kind::ALL {
            assert_eq!(Kind::from_key(kind.key()), Some(kind));
        }
        assert_eq!(Kind::from_key("parish"), None);
    }

    proptest! {
        #[test]
        fn a_place_holds_from_its_first_day_until_before_its_end(first in 0_i32..3000, length in 0_i32..3000, asked in 0_i32..9000) {
            let day = |number: i32| Date::constant(2004, 1, 1).saturating_add(days(number));
            let place = Place {
                code: Code::new("w").unwrap(), name: "W".into(), kind: Kind::Ward, parents: vec![],
                valid_from: day(first), valid_to: Some(day(first + length)),
                centre: Point::new(52.6, -2.0).unwrap(), hex: None,
            };
            prop_assert_eq!(place.holds_on(day(asked)), (first..first + length).contains(&asked));
            let open = Place { valid_to: None, ..place };
            prop_assert_eq!(open.holds_on(day(asked)), first <= asked);
        }
    }

    fn days(number: i32) -> std::time::Duration {
        std::time::Duration::from_secs(u64::from(number.unsigned_abs()) * 86_400)
    }
}

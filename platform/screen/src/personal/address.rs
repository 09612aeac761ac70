use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::number::{pattern, standing_alone};
use super::words::Word;
use super::{Finding, Kind};

/// The letters that a UK postcode may begin with.
const POSTCODE_AREAS: &str = "ab|al|ba|bb|bd|bh|bl|bn|br|bs|bt|b|ca|cb|cf|ch|cm|co|cr|ct|cv|cw|da|dd|de|dg|dh|dl|dn|dt|\
    dy|ec|eh|en|ex|e|fk|fy|gl|gu|gy|g|ha|hd|hg|hp|hr|hs|hu|hx|ig|im|ip|iv|je|ka|kt|kw|ky|la|ld|le|ll|ln|ls|lu|l|me|mk|\
    ml|m|ne|ng|nn|np|nr|nw|n|ol|ox|pa|pe|ph|pl|po|pr|rg|rh|rm|sa|se|sg|sk|sl|sm|sn|so|sp|sr|ss|st|sw|sy|s|ta|td|tf|tn|\
    tq|tr|ts|tw|ub|wa|wc|wd|wf|wn|wr|ws|wv|w|yo|ze";

static POSTCODE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(r"(?i)(?:{POSTCODE_AREAS})\d[\da-hjkmnp-y]?[\s\u{{a0}}]{{0,2}}\d[abd-hjlnp-uw-z]{{2}}"))
});
/// "the M6 1st exit" is a motorway and an ordinal.
static MOTORWAY_EXIT: LazyLock<Regex> = LazyLock::new(|| pattern(r"^[Mm]\d{1,2}\s\d(?:st|nd|rd|th)$"));

/// Kinds of street that are words of nothing else.
const STREETS: &[&str] = &[
    "street", "st", "road", "rd", "lane", "ln", "avenue", "ave", "crescent", "cres", "terrace", "gardens", "gdns",
    "mews",
];
/// Kinds of street that are also everyday words, so that they count only when written with a capital. `Park` is not among
/// them: "3 Palfrey Park benches" is far commoner than an address.
const STREETS_WITH_A_CAPITAL: &[&str] = &[
    "bank",
    "boulevard",
    "broadway",
    "close",
    "cl",
    "court",
    "ct",
    "croft",
    "dale",
    "drive",
    "dr",
    "end",
    "fields",
    "fold",
    "gate",
    "green",
    "grove",
    "hill",
    "house",
    "meadow",
    "meadows",
    "mount",
    "orchard",
    "parade",
    "passage",
    "path",
    "place",
    "pl",
    "rise",
    "row",
    "square",
    "sq",
    "vale",
    "view",
    "walk",
    "way",
    "wharf",
    "yard",
];
/// Words that stand between a count and a street, or before a kind of street, but in no street's name.
const NOT_IN_A_NAME: &[&str] = &[
    "a",
    "about",
    "along",
    "and",
    "around",
    "at",
    "bus",
    "busy",
    "by",
    "cycle",
    "damaged",
    "different",
    "each",
    "extra",
    "faulty",
    "for",
    "from",
    "hour",
    "hours",
    "in",
    "into",
    "lamps",
    "lights",
    "local",
    "main",
    "metres",
    "mile",
    "miles",
    "minute",
    "more",
    "mph",
    "near",
    "nearby",
    "of",
    "off",
    "on",
    "one-way",
    "opposite",
    "or",
    "other",
    "outside",
    "over",
    "per",
    "residential",
    "side",
    "to",
    "traffic",
    "under",
    "way",
    "which",
    "with",
    "yards",
];
/// What is counted: "4 Queen Street lamps" are lamps.
const COUNTED: &[&str] = &[
    "benches",
    "bins",
    "bollards",
    "children",
    "columns",
    "drains",
    "families",
    "flats",
    "gullies",
    "homes",
    "households",
    "houses",
    "lamps",
    "lights",
    "neighbours",
    "people",
    "potholes",
    "properties",
    "residents",
    "shops",
    "signs",
    "slabs",
    "tenants",
    "trees",
];
/// What is numbered without being a house: "lamp column 12, Queen Street", "phase 2 Queen Street".
const NUMBERED: &[&str] = &[
    "action", "area", "bay", "bin", "box", "bus", "column", "day", "gully", "item", "junction", "lamp", "lot",
    "priority", "phase", "point", "route", "stage", "stop", "tree", "week", "zone", "than",
];
const MONTHS: &[&str] = &[
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
/// A street's name has at most this many words before its kind: "St John the Baptist Road".
const LONGEST_NAME: usize = 4;

pub(super) fn postcodes(text: &str) -> Vec<Finding> {
    let spans = standing_alone(&POSTCODE, text, char::is_alphanumeric).into_iter();
    spans
        .filter(|span| !MOTORWAY_EXIT.is_match(&text[span.clone()]))
        .map(|span| Finding { kind: Kind::Postcode, span })
        .collect()
}

/// House numbers with their streets, the number before the name or after it.
pub(super) fn houses(text: &str, words: &[Word<'_>]) -> Vec<Finding> {
    let spans = (0..words.len()).filter_map(|at| number_first(words, at).or_else(|| number_last(text, words, at)));
    spans.map(|span| Finding { kind: Kind::HouseAndStreet, span }).collect()
}

/// "14 Queen Street", "14a, Queen St": from the number at `at` to the end of the street's name.
fn number_first(words: &[Word<'_>], at: usize) -> Option<Range<usize>> {
    let number = &words[at];
    let numbered = at.checked_sub(1).is_some_and(|before| NUMBERED.contains(&words[before].lower.as_str()));
    if numbered || !is_house_number(&number.lower) || !number.joins_next() {
        return None;
    }
    let last = street_at(words, at + 1)?;
    let counted =
        words[last].joins_next() && words.get(last + 1).is_some_and(|next| COUNTED.contains(&next.lower.as_str()));
    let date = MONTHS.contains(&words[at + 1].lower.as_str()) && last > at + 2;
    (!counted && !date).then(|| number.span.start..words[last].span.end)
}

/// "Queen Street, number 14" and "Queen Street no. 14", where `at` is the first word of the street's name.
fn number_last(text: &str, words: &[Word<'_>], at: usize) -> Option<Range<usize>> {
    let last = words[at].capital().then(|| street_at(words, at))??;
    let [label, number] = words.get(last + 1..last + 3)? else { return None };
    let labelled = words[last].joins_next() && matches!(label.lower.as_str(), "number" | "no" | "nos" | "numbers");
    let sentence_ends = text[words[last].span.end..label.span.start].contains('.') && label.capital();
    (labelled && !sentence_ends && is_house_number(&number.lower)).then(|| words[at].span.start..number.span.end)
}

/// The last word of a street's name that begins at `first`: one to four words and then a kind of street. Written with
/// capitals any kind counts; in small letters only the kinds that are words of nothing else.
fn street_at(words: &[Word<'_>], first: usize) -> Option<usize> {
    let mut capitals = true;
    for at in first..words.len().min(first + LONGEST_NAME + 1) {
        let word = &words[at];
        let lower = word.lower.as_str();
        let kind = STREETS.contains(&lower) || (capitals && word.capital() && STREETS_WITH_A_CAPITAL.contains(&lower));
        if at > first && kind && !is_saint(words, at) {
            return Some(at);
        }
        let in_a_name = word.capital() || !NOT_IN_A_NAME.contains(&lower) && at < first + 2;
        let figures = lower.starts_with(|c: char| c.is_ascii_digit());
        let mixed = !capitals && word.capital();
        if !word.joins_next() || !in_a_name || mixed || figures || (word.gap.contains(',') && at >= first) {
            return None;
        }
        capitals &= word.capital() || matches!(lower, "the" | "of");
    }
    None
}

/// Whether the word is the "St" of "St John's Road": more of the name follows it, ending in a kind of street.
fn is_saint(words: &[Word<'_>], at: usize) -> bool {
    words[at].lower == "st" && words[at].joins_next() && words.get(at + 1).is_some_and(Word::capital) && {
        let kind = |word: &Word<'_>| {
            STREETS.contains(&word.lower.as_str()) || STREETS_WITH_A_CAPITAL.contains(&word.lower.as_str())
        };
        words.iter().skip(at + 2).take(2).any(kind)
    }
}

/// `14`, `14a`, `12-16`; not a year, and not an ordinal or a time.
fn is_house_number(word: &str) -> bool {
    word.split('-').all(|part| {
        let digits = part.trim_end_matches(|c: char| c.is_ascii_lowercase());
        let letters = part.len() - digits.len();
        let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        plain && digits.len() <= 4 && letters <= 1 && !(digits.len() == 4 && ("1900".."2100").contains(&digits))
    })
}

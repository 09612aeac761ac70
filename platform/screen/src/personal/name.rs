use base::fold;

use super::words::Word;
use super::{Finding, Kind};

/// Titles that are words of nothing else, however they are written.
const TITLES: &[&str] = &["mr", "mrs", "ms", "mx", "cllr", "cllrs", "rev", "revd", "pcso", "sgt"];
/// Titles that are also everyday words or names of things, so that they count only when written with a capital.
const TITLES_WITH_A_CAPITAL: &[&str] = &[
    "miss",
    "dr",
    "doctor",
    "councillor",
    "councillors",
    "reverend",
    "sir",
    "lady",
    "lord",
    "dame",
    "prof",
    "professor",
    "pc",
    "sergeant",
    "inspector",
    "constable",
];
/// What follows a title without being a surname: offices, days, things called after nobody present.
const NOT_A_SURNAME: &[&str] = &[
    "and",
    "mayor",
    "mayoress",
    "lieutenant",
    "chair",
    "leader",
    "for",
    "from",
    "of",
    "the",
    "world",
    "surgery",
    "surgeries",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "england",
    "call",
    "calls",
    "development",
    "training",
    "chief",
];
/// Endings that make a place of a name: "Lord Nelson Street", "Dr Martin Close", "Lady Park".
const PLACES: &[&str] = &[
    "street", "st", "road", "rd", "lane", "avenue", "ave", "close", "way", "court", "house", "park", "school",
    "centre", "crescent", "drive", "hall", "hospital", "inn", "pub", "arms", "gardens", "place", "square", "walk",
    "terrace", "academy", "wood",
];
/// Parts of names that are everyday words: alone they are a name only inside a sentence and with a capital.
const EVERYDAY: &[&str] = &[
    "will", "may", "mark", "rose", "grace", "joy", "hope", "street", "lane", "park", "brown", "green", "white",
    "black", "hill", "wood", "young", "long", "king", "bishop", "west", "north", "south", "field", "cook", "march",
    "april", "june", "bill", "sue", "rob", "pat", "ward", "banks", "rivers", "stone", "day", "summer", "faith", "art",
    "penny", "ray", "miles", "bridge", "marsh", "mills", "price", "page", "best", "little", "small", "church", "shop",
    "farm", "moor", "brook",
];

/// A title with the surname after it, initials or a forename between them allowed.
pub(super) fn titled(text: &str, words: &[Word<'_>]) -> Vec<Finding> {
    let ends = (0..words.len()).filter_map(|at| Some((at, surname_after(words, at)?)));
    let not_a_drive = ends.filter(|&(at, _)| !is_kind_of_street(text, words, at));
    let spans = not_a_drive.map(|(at, end)| words[at].span.start..words[end].span.end);
    spans.map(|span| Finding { kind: Kind::TitleAndSurname, span }).collect()
}

fn surname_after(words: &[Word<'_>], at: usize) -> Option<usize> {
    let lower = words[at].lower.as_str();
    let certain = TITLES.contains(&lower);
    let by_its_capital = words[at].capital() && TITLES_WITH_A_CAPITAL.contains(&lower);
    if !(certain || by_its_capital) {
        return None;
    }
    let small_letters = certain && !words[at].capital();
    let is_name = |word: &Word<'_>| {
        let letters = word.lower.chars().next().is_some_and(char::is_alphabetic);
        letters && (word.capital() || small_letters) && !NOT_A_SURNAME.contains(&word.lower.as_str())
    };
    let mut end = at;
    let most = if small_letters { 1 } else { 4 };
    while end < at + most && directly_after(&words[end], end == at) && words.get(end + 1).is_some_and(is_name) {
        end += 1;
    }
    let next = words.get(end + 1).filter(|_| words[end].joins_next());
    let place = |word: &Word<'_>| PLACES.contains(&word.lower.as_str());
    let is_place = place(&words[end]) || next.is_some_and(place);
    (end > at && !is_place).then_some(end)
}

/// Whether the next word belongs to this one's name: a space, or the full stop of a title or an initial.
fn directly_after(word: &Word<'_>, title: bool) -> bool {
    match word.gap.trim() {
        "" => !word.gap.is_empty() && !word.gap.contains('\n'),
        "." => (title || word.text.len() == 1) && !word.gap.contains('\n'),
        _ => false,
    }
}

/// Whether this `Dr` is the Drive of a street ("Lime Dr Walsall").
fn is_kind_of_street(text: &str, words: &[Word<'_>], at: usize) -> bool {
    let before = at.checked_sub(1).map(|before| &words[before]);
    words[at].lower == "dr"
        && before.is_some_and(|before| {
            let close = text[before.span.end..words[at].span.start].trim().is_empty();
            close && before.capital() && at >= 2
        })
}

/// The names of those who told us: in full, in either order, or one part alone where it stands as a name.
pub(super) fn contributors(text: &str, words: &[Word<'_>], names: &[&str]) -> Vec<Finding> {
    let folded: Vec<String> = words.iter().map(|word| fold(word.text)).collect();
    let mut findings = Vec::new();
    for name in names {
        let parts: Vec<String> = name.split_whitespace().map(fold).filter(|part| !is_title(part)).collect();
        let backwards: Vec<String> = parts.iter().rev().cloned().collect();
        for at in 0..words.len() {
            let whole = [&parts, &backwards].into_iter().any(|parts| folded[at..].starts_with(parts));
            let length = if whole && parts.len() > 1 { parts.len() } else { 1 };
            if (whole && parts.len() > 1) || is_part_alone(text, words, at, &folded[at], &parts) {
                let span = words[at].span.start..words[at + length - 1].span.end;
                findings.push(Finding { kind: Kind::Contributor, span });
            }
        }
    }
    findings
}

fn is_title(word: &str) -> bool {
    word.is_empty() || TITLES.contains(&word) || TITLES_WITH_A_CAPITAL.contains(&word)
}

/// Whether the word is one part of a name, standing as a name: with a capital, and when it is an everyday word too, not
/// first in its sentence and not before a kind of place.
fn is_part_alone(text: &str, words: &[Word<'_>], at: usize, folded: &str, parts: &[String]) -> bool {
    let word = &words[at];
    let named = parts.iter().any(|part| part == folded) && folded.chars().count() >= 3 && word.capital();
    if !named || !EVERYDAY.contains(&folded) {
        return named;
    }
    let before = text[..word.span.start].trim_end();
    let first = before.is_empty() || before.ends_with(['.', '!', '?', ':']);
    let in_a_place = |place: Option<&Word<'_>>| place.is_some_and(Word::capital);
    !first && !in_a_place(words.get(at + 1)) && !in_a_place(at.checked_sub(1).map(|before| &words[before]))
}

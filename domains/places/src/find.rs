//! "Find my area": what somebody typed, read as a postcode, a spot, or the name of a place.

use base::fold;
use strsim::osa_distance;

use crate::lookup::{Lookup, Near};
use crate::place::{Code, Place};
use crate::point::Point;
use crate::postcode::{Outward, Postcode};

/// The most places offered to choose from.
const MOST_CHOICES: usize = 10;

/// What a typed text asks for.
#[derive(Debug, Clone, PartialEq)]
pub enum Asked {
    /// Nothing but spaces and marks.
    Nothing,
    /// A whole postcode.
    Postcode(Postcode),
    /// The first part of a postcode, which is not enough.
    District(Outward),
    /// Latitude and longitude.
    Spot(Point),
    /// A name, or part of one.
    Name(String),
}

/// Reads what was typed. Every text is read as something, and as one thing only.
#[must_use]
pub fn read(text: &str) -> Asked {
    if let Some(postcode) = Postcode::parse(text) {
        Asked::Postcode(postcode)
    } else if let Some(spot) = Point::parse(text) {
        Asked::Spot(spot)
    } else if let Some(district) = Outward::parse(text) {
        Asked::District(district)
    } else if fold(text).is_empty() {
        Asked::Nothing
    } else {
        Asked::Name(text.trim().to_owned())
    }
}

/// What was found for a typed text.
#[derive(Debug, Clone, PartialEq)]
pub enum Found<'a> {
    /// A spot in the partnership and every place that holds it, small before wide.
    Spot(Point, Vec<&'a Place>),
    /// The one place that is meant.
    Place(&'a Place),
    /// Several places may be meant, or one whose name is spelt otherwise: the likeliest first, for the person to choose.
    Choices(Vec<&'a Place>),
    /// Nothing, and why.
    Nothing(Missing<'a>),
}

/// Why nothing was found; the page says it in the reader's language, with what to try.
#[derive(Debug, Clone, PartialEq)]
pub enum Missing<'a> {
    /// Nothing was typed.
    Text,
    /// Nobody has told us where this postcode is.
    Postcode(Postcode),
    /// A postcode of which half was typed.
    Half(Outward),
    /// A spot that no place holds, and the ward nearest to it.
    Outside(Option<Near<'a>>),
    /// No place has such a name; the text as it can be quoted back.
    Name(String),
}

/// Finds what `text` asks for among the places of `lookup`. `spot_of` tells where a postcode is, if it knows.
///
/// # Errors
/// Only those of `spot_of`.
pub fn find<'a, E>(
    lookup: &'a Lookup,
    text: &str,
    spot_of: impl FnOnce(Postcode) -> Result<Option<Point>, E>,
) -> Result<Found<'a>, E> {
    Ok(match read(text) {
        Asked::Nothing => Found::Nothing(Missing::Text),
        Asked::Spot(spot) => at(lookup, spot),
        Asked::Postcode(postcode) => {
            spot_of(postcode)?.map_or(Found::Nothing(Missing::Postcode(postcode)), |spot| at(lookup, spot))
        }
        Asked::District(district) => Found::Nothing(Missing::Half(district)),
        Asked::Name(name) => by_name(lookup.atlas().places(), &name),
    })
}

fn at(lookup: &Lookup, spot: Point) -> Found<'_> {
    match lookup.at(spot) {
        places if places.is_empty() => Found::Nothing(Missing::Outside(lookup.near(spot, 1).first().copied())),
        places => Found::Spot(spot, places),
    }
}

/// How well a typed name fits a place; the better fit is less.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// The whole name, or the code.
    Exact,
    /// The name begins so: `blox` for Bloxwich East.
    Beginning,
    /// Words inside the name begin so: `leamore` for Birchills Leamore.
    Inside,
    /// Each word begins some word, in any order: `south darlaston`.
    Words,
    /// So many slips of the pen away from the whole name (`false`) or from words of it (`true`).
    Misspelt(usize, bool),
}

/// Finds the places whose name or code is meant by `typed`.
#[must_use]
pub fn by_name<'a>(places: impl IntoIterator<Item = &'a Place>, typed: &str) -> Found<'a> {
    let wanted = words(typed);
    let mut fitting: Vec<(Fit, &Place)> = places
        .into_iter()
        .filter_map(|place| {
            Some((if is_code(&place.code, typed) { Fit::Exact } else { fit(&wanted, &words(&place.name))? }, place))
        })
        .collect();
    fitting.sort_by(|a, b| (a.0, a.1.kind, &a.1.name).cmp(&(b.0, b.1.kind, &b.1.name)));

    let as_typed = fitting.iter().filter(|(fit, _)| *fit <= Fit::Words).count();
    match fitting.as_slice() {
        [] => Found::Nothing(Missing::Name(short(typed))),
        [(Fit::Exact, place), rest @ ..] if rest.first().is_none_or(|(fit, _)| *fit != Fit::Exact) => {
            Found::Place(place)
        }
        [(_, place), ..] if as_typed == 1 => Found::Place(place),
        all => {
            // Guesses at spelling are offered only when nothing fits as it was typed.
            let offered = if as_typed > 0 { &all[..as_typed] } else { all };
            Found::Choices(offered.iter().map(|(_, place)| *place).take(MOST_CHOICES).collect())
        }
    }
}

fn is_code(code: &Code, typed: &str) -> bool {
    code.as_str().eq_ignore_ascii_case(typed.trim())
}

/// The words that tell one name from another. `and`, `the` and the kind of place say nothing; a saint is `st`.
fn words(name: &str) -> Vec<String> {
    let folded = fold(name);
    let all = folded.split(' ').map(|word| if word == "saint" { "st" } else { word });
    let telling: Vec<String> =
        all.filter(|word| !matches!(*word, "and" | "the" | "ward" | "area" | "")).map(str::to_owned).collect();
    if telling.is_empty() { folded.split_whitespace().map(str::to_owned).collect() } else { telling }
}

fn fit(wanted: &[String], name: &[String]) -> Option<Fit> {
    let begins = |words: &[String]| words.join(" ").starts_with(&wanted.join(" "));
    if wanted.is_empty() || name.is_empty() {
        None
    } else if wanted == name {
        Some(Fit::Exact)
    } else if begins(name) {
        Some(Fit::Beginning)
    } else if (1..name.len()).any(|first| begins(&name[first..])) {
        Some(Fit::Inside)
    } else if wanted.iter().all(|word| name.iter().any(|other| other.starts_with(word.as_str()))) {
        Some(Fit::Words)
    } else {
        misspelt(&wanted.join(" "), name)
    }
}

/// The fewest slips between what is wanted and any run of words of the name, if they are few for its length.
fn misspelt(wanted: &str, name: &[String]) -> Option<Fit> {
    let length = wanted.chars().count();
    let forgiven = match length {
        0..=3 => return None,
        4..=5 => 1,
        _ => 2,
    };
    let runs = (0..name.len()).flat_map(|first| (first + 1..=name.len()).map(move |last| &name[first..last]));
    runs.map(|run| (run.join(" "), run.len() < name.len()))
        .filter(|(run, _)| run.chars().count().abs_diff(length) <= forgiven)
        .map(|(run, part)| (osa_distance(wanted, &run), part))
        .filter(|(slips, _)| *slips <= forgiven)
        .min()
        .map(|(slips, part)| Fit::Misspelt(slips, part))
}

/// The text as it is quoted back, cut where nobody would read on.
fn short(typed: &str) -> String {
    let typed = typed.trim();
    match typed.char_indices().nth(60) {
        Some((end, _)) => format!("{}\u{2026}", &typed[..end]),
        None => typed.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use super::*;
    use crate::composition::Atlas;
    use crate::place::Kind;
    use crate::test_town::{day, place, point, rectangle};
    use proptest::prelude::*;

    const WARDS: [&str; 12] = [
        "Aldridge Central and South",
        "Aldridge North and Walsall Wood",
        "Bentley and Darlaston North",
        "Birchills Leamore",
        "Bloxwich East",
        "Bloxwich West",
        "Darlaston South",
        "Palfrey",
        "Pelsall",
        "Pleck",
        "Rushall-Shelfield",
        "St Matthew's",
    ];

    fn town() -> Lookup {
        let mut places: Vec<_> = WARDS
            .iter()
            .enumerate()
            .map(|(which, name)| {
                let west = -2.0 + 0.01 * which as f64;
                let mut ward = place(Kind::Ward, &format!("E05{which:06}"), &["walsall"]);
                ward.name = (*name).to_owned();
                (ward, Some(rectangle(west, 52.6, west + 0.01, 52.61)))
            })
            .collect();
        let mut borough = place(Kind::Borough, "walsall", &[]);
        borough.name = "Walsall".to_owned();
        places.push((borough, None));
        Lookup::new(Atlas::on(day(), places, []))
    }

    fn names(lookup: &Lookup, typed: &str) -> Vec<String> {
        match by_name(lookup.atlas().places(), typed) {
            Found::Place(place) => vec![place.name.clone()],
            Found::Choices(places) => {
                std::iter::once("?".to_owned()).chain(places.iter().map(|place| place.name.clone())).collect()
            }
            other => panic!("{typed}: {other:?}"),
        }
    }

    #[test]
    fn a_name_is_found_as_people_type_it() {
        let town = town();
        for (typed, found) in [
            ("pleck", "Pleck"),
            ("Pleck ward", "Pleck"),
            ("saint matthews", "St Matthew's"),
            ("ST. MATTHEW\u{2019}S", "St Matthew's"),
            ("rushall", "Rushall-Shelfield"),
            ("shelfield", "Rushall-Shelfield"),
            ("leamore", "Birchills Leamore"),
            ("south darlaston", "Darlaston South"),
            ("aldridge central & south", "Aldridge Central and South"),
            ("walsall", "Walsall"),
            ("walsall wood", "Aldridge North and Walsall Wood"),
            ("e05000009", "Pleck"),
        ] {
            assert_eq!(names(&town, typed), [found], "{typed}");
        }
    }

    #[test]
    fn what_may_mean_several_is_offered_to_choose_from() {
        let town = town();
        assert_eq!(names(&town, "bloxwich"), ["?", "Bloxwich East", "Bloxwich West"]);
        assert_eq!(names(&town, "Aldridge"), ["?", "Aldridge Central and South", "Aldridge North and Walsall Wood"]);
        assert_eq!(names(&town, "p"), ["?", "Palfrey", "Pelsall", "Pleck"]);
        assert_eq!(
            names(&town, "darlaston")[1],
            "Darlaston South",
            "a name's beginning comes before its inside, and alone"
        );
    }

    #[test]
    fn small_slips_are_forgiven_and_asked_about() {
        let town = town();
        assert_eq!(names(&town, "palsall"), ["?", "Pelsall", "Walsall", "Aldridge North and Walsall Wood"]);
        assert_eq!(names(&town, "st mathews"), ["?", "St Matthew's"]);
        assert_eq!(names(&town, "blocwich"), ["?", "Bloxwich East", "Bloxwich West"]);
        assert_eq!(names(&town, "plekc"), ["?", "Pleck"]);
        assert!(matches!(by_name(town.atlas().places(), "Timbuktu"), Found::Nothing(_)));
        assert!(matches!(by_name(town.atlas().places(), "xyz"), Found::Nothing(_)));
    }

    #[test]
    fn postcodes_and_coordinates_lead_to_a_spot_or_to_why_not() {
        let town = town();
        let known = |text: &str| {
            find::<Infallible>(&town, text, |postcode| {
                Ok((postcode.to_string() == "WS99 9AA").then(|| point(52.605, -1.995)))
            })
            .unwrap()
        };
        for text in ["ws999aa", "52.605,-1.995"] {
            let Found::Spot(_, places) = known(text) else { panic!("{text}") };
            assert_eq!(places.iter().map(|place| place.name.as_str()).collect::<Vec<_>>(), [WARDS[0], "Walsall"]);
        }
        let missing = |text| match known(text) {
            Found::Nothing(missing) => missing,
            other => panic!("{other:?}"),
        };
        assert_eq!(missing("WS99 9ZZ"), Missing::Postcode(Postcode::parse("WS99 9ZZ").unwrap()));
        assert_eq!(missing("ws99"), Missing::Half(Outward::parse("WS99").unwrap()));
        assert!(matches!(missing("51.5,-0.12"), Missing::Outside(Some(near)) if near.place.name == "St Matthew's"));
        assert_eq!(missing("  "), Missing::Text);
        assert_eq!(missing("Timbuktu"), Missing::Name("Timbuktu".to_owned()));
    }

    proptest! {
        #[test]
        fn every_text_is_answered(text in "\\PC{0,80}") {
            let town = town();
            let found = find::<Infallible>(&town, &text, |_| Ok(None)).unwrap();
            if let Found::Choices(places) = found {
                prop_assert!(!places.is_empty() && places.len() <= MOST_CHOICES);
            }
        }

        #[test]
        fn a_whole_name_is_found_in_any_case_and_marks(which in 0_usize..12, upper in any::<bool>(), mark in "[ .,'-]{0,3}") {
            let town = town();
            let typed = if upper { WARDS[which].to_uppercase() } else { WARDS[which].to_lowercase() };
            prop_assert_eq!(names(&town, &format!("{mark}{typed}{mark}")), vec![WARDS[which].to_owned()]);
        }
    }
}

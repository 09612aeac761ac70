use access::Scope;
use base::{Date, FieldErrors, Id, Instant};
use places::{Bounds, Places, Point};
use voice::Categories;
use web::{Typed, Words};

use super::cursor;
use crate::model::Status;
use crate::store::{Filter, Flag, Shown, Sort};

/// What an address may ask of a list of issues, in the order its filters are shown.
pub const NAMES: [&str; 11] =
    ["q", "place", "category", "status", "level", "flag", "seriousness", "assessed", "since", "bbox", "sort"];

/// A list as an address asks for it: what to look for, and the same again in words for links and forms.
#[derive(Debug, Clone)]
pub struct Asked {
    /// What the store is asked.
    pub filter: Filter,
    /// What stood in the address, for links that change one thing: nothing empty, nothing unknown, no cursor.
    pub typed: Typed,
}

impl Asked {
    /// Reads what stands in the address. What cannot be used is named, never passed over: a list that silently shows more
    /// than was asked for would be believed.
    ///
    /// # Errors
    /// A sentence for each filter that cannot be used.
    pub fn read(scope: &Scope, words: &Words, typed: &Typed) -> Result<Self, FieldErrors> {
        let mut reading = Reading { typed, errors: FieldErrors::default() };
        let sort = reading.word("sort", words.issues_bad_sort()).unwrap_or(Sort::Priority);
        let filter = Filter {
            place: reading.read("place", words.issues_bad_place(), |code| place(scope, code)),
            category: reading.read("category", words.issues_bad_category(), |code| category(scope, code)),
            shown: reading.read("status", words.issues_bad_status(), shown).unwrap_or_default(),
            level: reading
                .read("level", words.issues_bad_level(), |text| text.parse().ok().filter(|n| (0..=2).contains(n))),
            flag: reading.word::<Flag>("flag", words.issues_bad_flag()),
            seriousness: reading.read("seriousness", words.issues_bad_seriousness(), |text| {
                text.parse().ok().filter(|n| (1..=5).contains(n))
            }),
            assessed: reading.read("assessed", words.issues_bad_assessed(), |text| match text {
                "yes" => Some(true),
                "no" => Some(false),
                _ => None,
            }),
            since: reading.read("since", words.issues_bad_since(), since),
            bounds: reading.read("bbox", words.issues_bad_bbox(), bounds),
            words: reading.read("q", words.field_too_long(200), |text| {
                (text.chars().count() <= 200).then(|| text.to_owned())
            }),
            sort,
            after: reading.read("after", words.issues_bad_after(), |text| cursor::read_issue(sort, text)),
        };
        if !reading.errors.is_empty() {
            return Err(reading.errors);
        }
        let said = NAMES.iter().filter_map(|name| Some((*name, typed.get(name)?.trim())));
        Ok(Self { filter, typed: Typed::of(said.filter(|(_, value)| !value.is_empty())) })
    }

    /// The query string of the same list with one thing changed, from its beginning: `?place=…&sort=newest`.
    #[must_use]
    pub fn with(&self, name: &str, value: &str) -> String {
        let mut typed = self.typed.clone();
        typed.set(name, value);
        query(&typed)
    }

    /// The query string of the same list without one of its filters.
    #[must_use]
    pub fn without(&self, name: &str) -> String {
        query(&Typed::of(self.typed.iter().filter(|(known, _)| *known != name)))
    }

    /// The query string of this very list.
    #[must_use]
    pub fn same(&self) -> String {
        query(&self.typed)
    }

    /// Whether anything but the order was asked.
    #[must_use]
    pub fn is_filtered(&self) -> bool {
        self.typed.iter().any(|(name, _)| name != "sort")
    }
}

fn query(typed: &Typed) -> String {
    let query = typed.query();
    if query.is_empty() { query } else { format!("?{query}") }
}

struct Reading<'a> {
    typed: &'a Typed,
    errors: FieldErrors,
}

impl Reading<'_> {
    fn read<T>(
        &mut self,
        name: &str,
        sentence: impl std::fmt::Display,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        let text = self.typed.get(name).map(str::trim).filter(|text| !text.is_empty())?;
        let value = parse(text);
        if value.is_none() {
            self.errors.add(name, sentence.to_string());
        }
        value
    }

    fn word<T: std::str::FromStr>(&mut self, name: &str, sentence: &str) -> Option<T> {
        self.read(name, sentence, |text| text.parse().ok())
    }
}

fn place(scope: &Scope, code: &str) -> Option<Id> {
    scope.snapshot.part::<Places>().ok()?.by_code(code).map(|(id, _)| id)
}

fn category(scope: &Scope, code: &str) -> Option<Id> {
    scope.snapshot.part::<Categories>().ok()?.by_code(code).map(|category| category.id)
}

fn shown(text: &str) -> Option<Shown> {
    match text {
        "open" => Some(Shown::Open),
        "settled" => Some(Shown::Settled),
        other => other.parse::<Status>().ok().map(Shown::Only),
    }
}

/// A moment (`2027-03-05T17:00:00Z`) or the beginning of a day (`2027-03-05`).
fn since(text: &str) -> Option<Instant> {
    Instant::parse(text).or_else(|| text.parse::<Date>().ok().map(|day| Instant::on(day, 0)))
}

/// `west,south,east,north`, as RFC 7946 writes a box.
fn bounds(text: &str) -> Option<Bounds> {
    let numbers: Vec<f64> = text.split(',').map(|part| part.trim().parse().ok()).collect::<Option<_>>()?;
    let [west, south, east, north] = <[f64; 4]>::try_from(numbers).ok()?;
    Bounds::new(Point::new(south, west)?, Point::new(north, east)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_box_of_anything_is_answered_without_a_panic(text in ".{0,40}") {
            let _ = bounds(&text);
        }
    }

    #[test]
    fn a_box_is_west_south_east_north() {
        let walsall = bounds("-2.08,52.54,-1.87,52.67").expect("a box");
        assert!(walsall.south_west().lat() < walsall.north_east().lat());
        assert!(bounds("-2.08,52.54,-1.87").is_none() && bounds("a,b,c,d").is_none() && bounds("").is_none());
    }

    #[test]
    fn states_are_open_settled_or_one() {
        assert_eq!(shown("open"), Some(Shown::Open));
        assert_eq!(shown("taking_forward"), Some(Shown::Only(Status::TakingForward)));
        assert_eq!(shown("closed"), None);
    }

    #[test]
    fn since_takes_a_moment_or_a_day() {
        assert_eq!(since("2027-01-08T17:00:00Z").map(Instant::rfc3339).as_deref(), Some("2027-01-08T17:00:00Z"));
        assert_eq!(since("2027-07-01").map(Instant::rfc3339).as_deref(), Some("2027-06-30T23:00:00Z"));
        assert_eq!(since("Friday"), None);
    }

    #[test]
    fn links_change_one_thing_and_leave_the_page_number_behind() {
        let asked = Asked {
            filter: Filter::default(),
            typed: Typed::of([("q", "lamps & posts"), ("sort", "newest")]),
        };
        assert_eq!(asked.with("sort", "oldest"), "?q=lamps+%26+posts&sort=oldest");
        assert_eq!(asked.without("q"), "?sort=newest");
        assert_eq!(Asked { typed: Typed::default(), ..asked }.same(), "");
    }
}

//! Everything a resident reads, in their language. `words/<language>/*.ftl` holds the text, one file a slice; the build
//! writes one method a message, so a word that is missing, or missing in one language, does not compile.

use std::borrow::Cow;
use std::fmt::{self, Display};
use std::sync::OnceLock;

use axum::http::HeaderMap;
use axum::http::header::ACCEPT_LANGUAGE;
use base::{Date, Instant};
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

include!(concat!(env!("OUT_DIR"), "/words.rs"));

/// What stands for the day and the year in the pattern of a month.
const DAY: &str = "\u{1}";
const YEAR: &str = "\u{2}";

/// One language's words.
pub struct Words {
    lang: &'static str,
    /// A day of each month as it is written, so that a list of days asks the catalogue for none of them.
    months: OnceLock<[String; 12]>,
    pseudo: Option<Pseudo>,
    bundle: FluentBundle<FluentResource>,
    plain: Vec<String>,
}

/// How English is changed into a language nobody speaks, to see what a page does with it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Pseudo {
    /// Accented, in brackets and 40% longer.
    Longer,
    /// Written from right to left.
    Mirrored,
}

/// What a plural can be counted by.
pub trait Number {
    /// The number as Fluent counts it.
    fn value(self) -> f64;
}

macro_rules! numbers {
    ($($kind:ty),+) => {$(
        impl Number for $kind {
            fn value(self) -> f64 {
                self as f64
            }
        }
    )+};
}
numbers!(i32, i64, u8, u16, u32, u64, usize);

fn number(count: impl Number) -> FluentValue<'static> {
    count.value().into()
}

fn text(shown: impl Display) -> FluentValue<'static> {
    shown.to_string().into()
}

impl Words {
    /// British English, the model of all the others.
    #[must_use]
    pub fn english() -> &'static Self {
        Self::for_language("en-GB")
    }

    /// The first of the wanted languages that we have, else English. `wanted` is a tag (`cy`) or a whole
    /// `Accept-Language` header (`cy-GB, cy;q=0.9, en;q=0.8`).
    #[must_use]
    pub fn for_language(wanted: &str) -> &'static Self {
        let languages = all();
        let tags = wanted.split(',').map(|tag| tag.split(';').next().unwrap_or_default().trim());
        tags.filter_map(|tag| languages.iter().find(|words| words.speaks(tag)))
            .next()
            .or_else(|| languages.iter().find(|words| words.lang == "en-GB"))
            .unwrap_or_else(|| Self::pseudo())
    }

    /// The first of the languages a browser asks for that we have, else English.
    #[must_use]
    pub fn wanted(headers: &HeaderMap) -> &'static Self {
        Self::for_language(headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default())
    }

    /// The first of the languages a browser asks for that is among `offered`, else the first of those.
    #[must_use]
    pub fn wanted_of(headers: &HeaderMap, offered: &[&'static Self]) -> &'static Self {
        let asked = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let tags = asked.split(',').map(|tag| tag.split(';').next().unwrap_or_default().trim());
        let found = tags.filter_map(|tag| offered.iter().find(|words| words.speaks(tag))).next();
        found.or(offered.first()).copied().unwrap_or_else(Self::english)
    }

    /// The language that an address or a setting names by this tag: `en`, `cy`, an invented one.
    #[must_use]
    pub fn tagged(tag: &str) -> Option<&'static Self> {
        all().iter().chain([Self::pseudo(), Self::mirrored()]).find(|words| words.tag() == tag)
    }

    /// Every language there is.
    pub fn languages() -> impl Iterator<Item = &'static Self> {
        all().iter()
    }

    /// English with accents, 40% longer and in brackets: whatever stays plain on a page was not taken from the
    /// catalogues, and whatever no longer fits would not fit in Welsh.
    #[must_use]
    pub fn pseudo() -> &'static Self {
        static PSEUDO: OnceLock<Words> = OnceLock::new();
        PSEUDO.get_or_init(|| Self::read("en-XA", model(), Some(Pseudo::Longer)))
    }

    /// The same written from right to left: whatever still stands on the left was put there and not at the beginning.
    #[must_use]
    pub fn mirrored() -> &'static Self {
        static MIRRORED: OnceLock<Words> = OnceLock::new();
        MIRRORED.get_or_init(|| Self::read("en-XB", model(), Some(Pseudo::Mirrored)))
    }

    /// Whether it is one of the two invented languages.
    #[must_use]
    pub fn is_pseudo(&self) -> bool {
        self.pseudo.is_some()
    }

    /// As an address and a setting name it: `en`, `cy`.
    #[must_use]
    pub fn tag(&self) -> &'static str {
        if self.is_pseudo() { self.lang } else { primary(self.lang) }
    }

    /// A day on the calendar in London: `3 March 2027`.
    #[must_use]
    pub fn day_of(&self, at: Instant) -> String {
        self.date(at.date())
    }

    /// A day: `3 March 2027`.
    #[must_use]
    pub fn date(&self, day: Date) -> String {
        let months = self.months.get_or_init(|| std::array::from_fn(|at| self.day_of_month(DAY, at + 1, YEAR)));
        let month = months.get(usize::from(day.month().unsigned_abs()).saturating_sub(1));
        let month = month.map(String::as_str).unwrap_or_default();
        month.replace(DAY, &day.day().to_string()).replace(YEAR, &day.year().to_string())
    }

    /// The month of a day: `March 2027`.
    #[must_use]
    pub fn month_of(&self, day: Date) -> String {
        self.month_of_year(day.month().unsigned_abs(), day.year())
    }

    /// The month of a day where there is room for three or four letters: `Mar`.
    #[must_use]
    pub fn short_month_of(&self, day: Date) -> String {
        self.month_letters(day.month().unsigned_abs())
    }

    /// A moment: `3 March 2027 at 6:30pm`.
    #[must_use]
    pub fn moment(&self, at: Instant) -> String {
        self.day_and_time(self.day_of(at), at.time_words())
    }

    /// The language tag for `<html lang>`.
    #[must_use]
    pub fn lang(&self) -> &'static str {
        self.lang
    }

    /// `ltr`, or `rtl` for the languages written from right to left.
    #[must_use]
    pub fn dir(&self) -> &'static str {
        match primary(self.lang) {
            _ if self.pseudo == Some(Pseudo::Mirrored) => "rtl",
            "ar" | "ckb" | "dv" | "fa" | "he" | "ps" | "sd" | "ug" | "ur" | "yi" => "rtl",
            _ => "ltr",
        }
    }

    fn speaks(&self, tag: &str) -> bool {
        self.lang.eq_ignore_ascii_case(tag) || primary(self.lang).eq_ignore_ascii_case(primary(tag))
    }

    fn read(lang: &'static str, files: &[&str], pseudo: Option<Pseudo>) -> Self {
        let locale: LanguageIdentifier = if pseudo.is_some() { "en-GB" } else { lang }.parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![locale]);
        // Isolation marks are invisible letters that people copy into search boxes; `dir` on the element does the work.
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(grouped));
        if pseudo == Some(Pseudo::Longer) {
            bundle.set_transform(Some(accented));
        }
        for file in files {
            // The build has read the same text with the same parser, so there is nothing left to report.
            let resource = FluentResource::try_new((*file).to_owned()).unwrap_or_else(|(resource, _)| resource);
            bundle.add_resource_overriding(resource);
        }
        let mut words = Self { lang, months: OnceLock::new(), pseudo, bundle, plain: Vec::new() };
        words.plain = PLAIN.iter().map(|key| words.say(key, [])).collect();
        words
    }

    fn plain(&self, at: usize) -> &str {
        self.plain.get(at).map_or("", String::as_str)
    }

    fn say<const N: usize>(&self, key: &str, variables: [(&'static str, FluentValue<'static>); N]) -> String {
        let Some(pattern) = self.bundle.get_message(key).and_then(|message| message.value()) else {
            return key.to_owned();
        };
        let arguments: FluentArgs<'_> = variables.into_iter().collect();
        let said = self.bundle.format_pattern(pattern, Some(&arguments), &mut Vec::new());
        match self.pseudo {
            Some(Pseudo::Longer) => lengthened(&said),
            Some(Pseudo::Mirrored) => mirrored(&said),
            None => said.into_owned(),
        }
    }
}

impl fmt::Debug for Words {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Words({})", self.lang)
    }
}

fn all() -> &'static [Words] {
    static ALL: OnceLock<Vec<Words>> = OnceLock::new();
    ALL.get_or_init(|| CATALOGUES.iter().map(|(lang, files)| Words::read(lang, files, None)).collect())
}

/// The texts of British English.
fn model() -> &'static [&'static str] {
    CATALOGUES.iter().find(|(lang, _)| *lang == "en-GB").map_or(&[][..], |(_, files)| files)
}

fn primary(tag: &str) -> &str {
    tag.split('-').next().unwrap_or(tag)
}

/// Numbers as people read them: 1,234.
fn grouped<M>(value: &FluentValue<'_>, _: &M) -> Option<String> {
    let FluentValue::Number(number) = value else { return None };
    let plain = number.as_string();
    let (whole, fraction) = plain.split_once('.').map_or((&*plain, None), |(whole, rest)| (whole, Some(rest)));
    let mut shown = in_threes(whole);
    if let Some(fraction) = fraction {
        shown.push('.');
        shown.push_str(fraction);
    }
    Some(shown)
}

/// A count as people read it: 1,234.
#[must_use]
pub fn thousands(count: i64) -> String {
    in_threes(&count.to_string())
}

fn in_threes(whole: &str) -> String {
    let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |digits| ("-", digits));
    let mut shown = sign.to_owned();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            shown.push(',');
        }
        shown.push(digit);
    }
    shown
}

fn accented(plain: &str) -> Cow<'_, str> {
    plain.chars().map(accent).collect::<String>().into()
}

fn accent(letter: char) -> char {
    const FROM: &str = "aceinouyACEINOUY";
    const TO: &str = "àçéîñöûýÀÇÉÎÑÖÛÝ";
    FROM.chars().position(|plain| plain == letter).and_then(|at| TO.chars().nth(at)).unwrap_or(letter)
}

fn lengthened(said: &str) -> String {
    let more = "~".repeat(said.chars().count() * 2 / 5);
    format!("[{said} {more}]")
}

/// Each word between marks that have it read from right to left (U+202E to U+202C). Word by word, so that a line still
/// breaks where it would.
fn mirrored(said: &str) -> String {
    said.split(' ')
        .map(|word| if word.is_empty() { String::new() } else { format!("\u{202e}{word}\u{202c}") })
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_header_finds_the_first_language_we_have() {
        assert_eq!(Words::for_language("xx-XX, en-US;q=0.8").lang(), "en-GB");
        assert_eq!(Words::for_language("").lang(), "en-GB");
        assert_eq!(Words::for_language("tlh;q=1,,;;,").lang(), "en-GB");
    }

    #[test]
    fn plurals_are_chosen_and_thousands_grouped() {
        let words = Words::english();
        assert_eq!(words.problem_count(1), "There is a problem with 1 answer");
        assert_eq!(words.problem_count(2), "There is a problem with 2 answers");
        assert_eq!(words.problem_count(12_345), "There is a problem with 12,345 answers");
    }

    #[test]
    fn welsh_counts_in_six_forms() {
        let welsh = Words::for_language("cy");
        let told = |count: i64| welsh.story_told_us(count);
        assert_eq!(told(0), "nid oes neb wedi dweud wrthym eto");
        assert_eq!(told(1), "dywedodd 1 person wrthym");
        assert_eq!(told(2), "dywedodd 2 berson wrthym");
        assert_eq!(told(3), "dywedodd 3 pherson wrthym");
        assert_eq!(told(6), "dywedodd 6 pherson wrthym");
        for other in [4, 5, 7, 10, 13, 16, 100] {
            assert_eq!(told(other), format!("dywedodd {other} o bobl wrthym"));
        }
        let issues: Vec<String> = [0, 1, 2, 3, 6, 7].map(|count: i64| welsh.issues_count(count)).into();
        assert_eq!(issues, ["dim", "1 mater", "2 fater", "3 mater", "6 mater", "7 mater"]);
        let days: Vec<String> = [0, 1, 2, 3, 6, 1234].map(|count: i64| welsh.issues_days(count)).into();
        assert_eq!(days, ["heddiw", "1 diwrnod", "2 ddiwrnod", "3 diwrnod", "6 diwrnod", "1,234 diwrnod"]);
    }

    #[test]
    fn days_and_moments_are_told_in_the_language() {
        let at = Instant::parse("2027-08-03T17:30:00Z").expect("a time");
        assert_eq!(Words::english().moment(at), at.words());
        assert_eq!(Words::english().day_of(at), at.day_words());
        assert_eq!(Words::for_language("cy").moment(at), "3 Awst 2027 am 6:30pm");
        let months: Vec<String> = (1..=12_u8).map(|month| Words::for_language("cy").month_name(month)).collect();
        assert_eq!(months.iter().collect::<std::collections::BTreeSet<_>>().len(), 12, "{months:?}");
    }

    #[test]
    fn the_mirrored_language_is_written_from_right_to_left_and_hides_no_word() {
        let words = Words::mirrored();
        assert_eq!((words.lang(), words.dir(), words.tag()), ("en-XB", "rtl", "en-XB"));
        let plain: String = words.skip_link().chars().filter(|letter| !"\u{202e}\u{202c}".contains(*letter)).collect();
        assert_eq!(plain, Words::english().skip_link());
        assert_ne!(words.skip_link(), plain);
    }

    #[test]
    fn pseudo_words_are_accented_bracketed_and_longer() {
        let plain = Words::english().back();
        let pseudo = Words::pseudo().back();
        assert!(pseudo.starts_with('[') && pseudo.ends_with(']'), "{pseudo}");
        assert!(pseudo.chars().count() * 10 >= plain.chars().count() * 14, "{pseudo}");
        assert!(!pseudo.contains(plain), "{pseudo}");
    }

    #[test]
    fn what_is_put_into_a_message_stays_as_it_is() {
        let said = Words::pseudo().signed_in_as("area manager", "Ann Other");
        assert!(said.contains("Ann Other"), "{said}");
        assert!(!said.contains('\u{2068}'), "no isolation marks");
    }
}

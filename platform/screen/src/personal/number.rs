use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::{Finding, Kind};

/// What may stand between two digits of a number that is written out.
const SPACE: &str = r"[\s\u{a0}.\-\u{2010}-\u{2013}()]{0,4}";

static EMAIL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"[\p{Alphabetic}\d._%+'!#$&*/=?^`{|}~-]+@[\p{Alphabetic}\d-]+(?:\.[\p{Alphabetic}\d-]+)+")
});
static PHONE: LazyLock<Regex> = LazyLock::new(|| {
    let beginning = format!(r"(?:(?:\+|00){SPACE}44{SPACE}(?:0{SPACE})?|\(?0{SPACE})");
    pattern(&format!(r"{beginning}[127](?:{SPACE}\d){{8,9}}"))
});
static TEN_DIGITS: LazyLock<Regex> = LazyLock::new(|| pattern(r"\d{3}[ \u{a0}-]?\d{3}[ \u{a0}-]?\d{4}"));
static NATIONAL_INSURANCE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)[a-ceghj-prstw-z][a-ceghj-nprstw-z](?:[ \u{a0}-]?\d\d){3}[ \u{a0}-]?[a-d]"));
static DATE: LazyLock<Regex> = LazyLock::new(|| pattern(r"^[0-3]\d[.\- ][01]\d[.\- ](?:19|20)\d\d"));

#[expect(clippy::expect_used, reason = "the patterns are part of the program and every test run builds them")]
pub(super) fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a pattern")
}

/// Every match of `pattern` that does not stand inside a longer word or number, tried from every character.
pub(super) fn standing_alone(pattern: &Regex, text: &str, joined: fn(char) -> bool) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(hit) = pattern.find_at(text, from) {
        let alone = !text[..hit.start()].ends_with(joined) && !text[hit.end()..].starts_with(joined);
        if alone {
            found.push(hit.range());
        }
        let first = text[hit.start()..].chars().next().map_or(1, char::len_utf8);
        from = if alone { hit.end() } else { hit.start() + first };
    }
    found
}

fn findings(kind: Kind, spans: impl IntoIterator<Item = Range<usize>>) -> Vec<Finding> {
    spans.into_iter().map(|span| Finding { kind, span }).collect()
}

pub(super) fn emails(text: &str) -> Vec<Finding> {
    findings(Kind::Email, EMAIL.find_iter(text).map(|hit| hit.range()))
}

pub(super) fn national_insurance(text: &str) -> Vec<Finding> {
    let barred = ["BG", "GB", "NK", "KN", "TN", "NT", "ZZ"];
    let given_out =
        |span: &Range<usize>| !barred.iter().any(|pair| text[span.start..].to_uppercase().starts_with(pair));
    let spans = standing_alone(&NATIONAL_INSURANCE, text, char::is_alphanumeric);
    findings(Kind::NationalInsuranceNumber, spans.into_iter().filter(given_out))
}

pub(super) fn nhs(text: &str) -> Vec<Finding> {
    let spans = standing_alone(&TEN_DIGITS, text, |c| c.is_ascii_digit());
    findings(Kind::NhsNumber, spans.into_iter().filter(|span| has_nhs_check_digit(&text[span.clone()])))
}

/// Modulus 11: the first nine digits times 10 down to 2; what is left of 11 is the tenth.
fn has_nhs_check_digit(text: &str) -> bool {
    let digits: Vec<u32> = text.chars().filter_map(|c| c.to_digit(10)).collect();
    let sum: u32 = digits.iter().zip((2..=10).rev()).map(|(digit, weight)| digit * weight).sum();
    digits.last() == Some(&((11 - sum % 11) % 11))
}

pub(super) fn phones(text: &str) -> Vec<Finding> {
    let spans = standing_alone(&PHONE, text, |c| c.is_ascii_digit());
    findings(Kind::Phone, spans.into_iter().filter(|span| !DATE.is_match(&text[span.clone()])))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nhs_check_digit_is_modulus_11() {
        assert!(has_nhs_check_digit("943 476 5919"));
        assert!(!has_nhs_check_digit("943 476 5918"));
        assert!(!has_nhs_check_digit("943 476 5991"));
    }
}

//! What a list was asked for, read from its address: one reader for the page, the API and every download, so that the
//! same filters always give the same rows.

use std::str::FromStr;

use access::Scope;
use base::{Date, FieldErrors, Id, Instant, Problem};
use places::{Bounds, Lines};
use voice::Categories;
use web::Typed;

use crate::commands::places_in;
use crate::cursor;
use crate::model::Status;
use crate::store::{After, Filter, Shown, Sort};

/// Reads `place, lines, category, status, level, flag, seriousness, assessed, since, bbox, q, sort, after` and `limit`.
///
/// `status` is `open` (or nothing), `settled`, or one state; `assessed` is `yes` or `no`; `since` is the moment or the day
/// from which on it was opened.
///
/// # Errors
/// An invalid field for each that cannot be used.
pub fn asked(scope: &Scope, typed: &Typed) -> Result<(Filter, i64), Problem> {
    let mut errors = FieldErrors::default();
    let said = |name: &str| typed.get(name).map(str::trim).filter(|text| !text.is_empty());

    let place = said("place").and_then(|code| {
        let found = places_in(scope).ok()?.with_code(code).map(|(id, _)| id);
        found.or_else(|| refuse(&mut errors, "place", "Choose one of the partnership's places"))
    });
    let lines = lines(typed).unwrap_or_else(|sentence| {
        errors.add("lines", sentence);
        Lines::Then
    });
    let category = said("category").and_then(|code| {
        let found = scope.snapshot.part::<Categories>().ok()?.by_code(code).map(|category| category.id);
        found.or_else(|| refuse(&mut errors, "category", "Choose one of the partnership's categories"))
    });
    let shown = match said("status") {
        None | Some("open") => Shown::Open,
        Some("settled") => Shown::Settled,
        Some(text) => one_of::<Status>(&mut errors, "status", text, "Choose open, settled, or one of the states")
            .map_or(Shown::Open, Shown::Only),
    };
    let level = said("level").and_then(|text| {
        let level = text.parse().ok().filter(|level| (0..=crate::model::HIGHEST_LEVEL).contains(level));
        level.or_else(|| refuse(&mut errors, "level", "Choose a level: 0 local, 1 area, 2 borough"))
    });
    let flag = said("flag").and_then(|text| one_of(&mut errors, "flag", text, "Choose one of the flags"));
    let seriousness = said("seriousness").and_then(|text| {
        let seriousness = text.parse().ok().filter(|seriousness| (1..=5).contains(seriousness));
        seriousness.or_else(|| refuse(&mut errors, "seriousness", "Choose how serious it is, from 1 to 5"))
    });
    let assessed = said("assessed").and_then(|text| match text {
        "yes" => Some(true),
        "no" => Some(false),
        _ => refuse(&mut errors, "assessed", "Choose yes or no"),
    });
    let since = said("since").and_then(|text| {
        let sentence = "Enter a time or a day, like 2027-03-03T17:00:00Z or 2027-03-03";
        moment(text).or_else(|| refuse(&mut errors, "since", sentence))
    });
    let bounds = said("bbox").and_then(|text| {
        let sentence = "Enter a box as west,south,east,north in degrees, like -2.05,52.55,-1.88,52.66";
        Bounds::parse(text).or_else(|| refuse(&mut errors, "bbox", sentence))
    });
    let words = said("q").and_then(|text| match text.chars().count() {
        ..=200 => Some(text.to_owned()),
        _ => refuse(&mut errors, "q", "Use 200 characters or fewer"),
    });
    let sort = said("sort")
        .and_then(|text| one_of(&mut errors, "sort", text, "Choose priority, newest or oldest"))
        .unwrap_or(Sort::Priority);
    let after = said("after").map(read_after).transpose()?;
    let limit = cursor::limit(said("limit"))?;
    let filter =
        Filter { place, lines, category, shown, level, flag, seriousness, assessed, since, bounds, words, sort, after };
    errors.or((filter, limit))
}

/// Reads `lines`: by which lines a place is meant.
///
/// # Errors
/// A sentence when it is neither.
pub fn lines(typed: &Typed) -> Result<Lines, &'static str> {
    match typed.get("lines").map(str::trim).filter(|text| !text.is_empty()) {
        None => Ok(Lines::Then),
        Some(text) => text.parse().map_err(|_| "Choose then, as it was drawn at the time, or now, as it is today"),
    }
}

/// A moment, or the beginning of a day.
pub(crate) fn moment(text: &str) -> Option<Instant> {
    Instant::parse(text).or_else(|| text.parse::<Date>().ok().map(|day| Instant::on(day, 0)))
}

fn refuse<T>(errors: &mut FieldErrors, field: &str, sentence: &str) -> Option<T> {
    errors.add(field, sentence);
    None
}

fn one_of<T: FromStr>(errors: &mut FieldErrors, field: &str, text: &str, sentence: &str) -> Option<T> {
    text.parse().ok().or_else(|| refuse(errors, field, sentence))
}

/// The word that stands for where a list goes on, in the address of its next page.
#[must_use]
pub fn after(after: After) -> String {
    cursor::of(&[after.standing, after.opened_at.micros()], after.id)
}

/// Reads what [`after`] wrote.
///
/// # Errors
/// An invalid field when nothing wrote it.
pub fn read_after(text: &str) -> Result<After, Problem> {
    let ([standing, at], id): ([i64; 2], Id) = cursor::read::<2>(text)?;
    Ok(After { standing, opened_at: Instant::from_micros(at), id })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn since_takes_a_moment_or_a_day() {
        assert_eq!(moment("2027-01-08T17:00:00Z").map(Instant::rfc3339).as_deref(), Some("2027-01-08T17:00:00Z"));
        assert_eq!(moment("2027-07-01").map(Instant::rfc3339).as_deref(), Some("2027-06-30T23:00:00Z"));
        assert_eq!(moment("Friday"), None);
    }
}

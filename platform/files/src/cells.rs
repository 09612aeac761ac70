use std::borrow::Cow;

use base::{Date, Instant};

/// Keeps a cell of words from being run as a formula where a spreadsheet opens it (numbers are written as they are): what begins `= + - @`, or with a tab or line
/// end, gets an apostrophe before it, and so does what begins with apostrophes before such a letter.
#[must_use]
pub fn neutral(cell: &str) -> Cow<'_, str> {
    if is_risky(cell) { format!("'{cell}").into() } else { cell.into() }
}

/// What [`neutral`] made of a cell, undone.
#[must_use]
pub fn plain(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if is_risky(rest) => rest,
        _ => cell,
    }
}

fn is_risky(cell: &str) -> bool {
    cell.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\n', '\r'])
}

/// A day: `2026-03-01`, `01/03/2026`, `1.3.2026`. The day stands before the month, as people here write it.
#[must_use]
pub fn day(cell: &str) -> Option<Date> {
    let cell = cell.trim();
    if let Ok(date) = cell.parse() {
        return Some(date);
    }
    let mut parts = cell.split(['/', '.', '-']);
    let (Some(day), Some(month), Some(year), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
        return None;
    };
    if year.len() != 4 || day.len() > 2 || month.len() > 2 {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// A moment: RFC 3339, or a day with or without a time of day in London (`01/03/2026 14:20`); a day alone is its noon, so
/// that it is that day wherever it is read.
#[must_use]
pub fn moment(cell: &str) -> Option<Instant> {
    let cell = cell.trim();
    if let Some(moment) = Instant::parse(cell) {
        return Some(moment);
    }
    let Some((date, time)) = cell.split_once([' ', 'T']) else { return Some(Instant::at(day(cell)?, 12, 0)) };
    let mut parts = time.trim().split(':');
    let (hour, minute) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    let real = (0..24).contains(&hour) && (0..60).contains(&minute);
    real.then(|| day(date).map(|day| Instant::at(day, hour, minute))).flatten()
}

/// A telephone number with the 0 that a spreadsheet took away: ten digits that begin with 1, 2, 3, 7 or 8 had one.
#[must_use]
pub fn phone(cell: &str) -> String {
    let cell = cell.trim();
    let digits = cell.bytes().all(|byte| byte.is_ascii_digit() || byte == b' ');
    let count = cell.bytes().filter(u8::is_ascii_digit).count();
    if digits && count == 10 && cell.starts_with(['1', '2', '3', '7', '8']) {
        format!("0{cell}")
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_neutral_cell_is_plain_again(cell in "['=+@\t-]{0,3}[^\0]{0,8}") {
            let kept = neutral(&cell);
            prop_assert_eq!(plain(&kept), cell.as_str());
            prop_assert!(!kept.starts_with(['=', '+', '-', '@', '\t']), "{}", kept);
        }
    }

    #[test]
    fn days_are_read_as_people_here_write_them() {
        let wanted = Date::constant(2026, 3, 1);
        for text in ["2026-03-01", "01/03/2026", "1/3/2026", "1.3.2026", " 01-03-2026 "] {
            assert_eq!(day(text), Some(wanted), "{text}");
        }
        for text in ["", "31/02/2026", "1/3/26", "3/2026", "March", "46082"] {
            assert_eq!(day(text), None, "{text}");
        }
    }

    #[test]
    fn moments_are_londons() {
        let summer = moment("01/07/2026 14:20").expect("a moment");
        assert_eq!(summer.rfc3339(), "2026-07-01T13:20:00Z");
        assert_eq!(moment("2026-01-05").map(Instant::rfc3339).as_deref(), Some("2026-01-05T12:00:00Z"));
        assert_eq!(moment("2026-01-05T10:00:00Z").map(Instant::rfc3339).as_deref(), Some("2026-01-05T10:00:00Z"));
        assert_eq!(moment("01/07/2026 25:00"), None);
    }

    #[test]
    fn lost_zeros_come_back() {
        assert_eq!(phone("7700900123"), "07700900123");
        assert_eq!(phone("07700 900123"), "07700 900123");
        assert_eq!(phone("+44 7700 900123"), "+44 7700 900123");
        assert_eq!(phone("999"), "999");
    }
}

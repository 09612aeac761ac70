use std::collections::BTreeSet;
use std::sync::LazyLock;

use jiff::ToSpan;
use jiff::civil::Weekday;

use crate::{Date, Instant};

static ENGLAND_AND_WALES: LazyLock<WorkingDays> =
    LazyLock::new(|| WorkingDays::read(include_str!("bank-holidays-england-and-wales.txt")));

/// When offices are open on a working day, in whole hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OfficeHours {
    /// From this hour.
    pub opens: i8,
    /// Until this one.
    pub shuts: i8,
}

impl OfficeHours {
    /// Nine to five.
    pub const USUAL: Self = Self { opens: 9, shuts: 17 };

    fn on(self, day: Date) -> (Instant, Instant) {
        (Instant::at(day, self.opens, 0), Instant::at(day, self.shuts, 0))
    }
}

/// Which days people work: Monday to Friday but for the nation's bank holidays.
#[derive(Debug, Clone)]
pub struct WorkingDays {
    holidays: BTreeSet<Date>,
}

impl WorkingDays {
    /// The calendar of England and Wales.
    #[must_use]
    pub fn england_and_wales() -> &'static Self {
        &ENGLAND_AND_WALES
    }

    fn read(text: &str) -> Self {
        Self { holidays: text.lines().filter_map(|line| line.trim().parse().ok()).collect() }
    }

    /// The last year whose bank holidays are known.
    #[must_use]
    pub fn known_until(&self) -> i16 {
        self.holidays.last().map_or(0, |day| day.year())
    }

    /// Whether people work on `day`.
    #[must_use]
    pub fn works(&self, day: Date) -> bool {
        !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) && !self.holidays.contains(&day)
    }

    /// The end of the working day (5pm) `count` working days after `from`; the day itself never counts.
    #[must_use]
    pub fn deadline(&self, from: Instant, count: u16) -> Instant {
        let mut day = from.date();
        let mut left = count;
        while left > 0 {
            day = day.saturating_add(1.day());
            if self.works(day) {
                left -= 1;
            }
        }
        Instant::at(day, 17, 0)
    }

    /// One calendar month after `day`, or the next working day when that is none: by when the law asks for an answer to
    /// somebody who asks what is held about them.
    #[must_use]
    pub fn month_after(&self, day: Date) -> Date {
        let mut due = day.saturating_add(1.month());
        while !self.works(due) {
            due = due.saturating_add(1.day());
        }
        due
    }

    /// 5pm on the last working day before the day of `now`: what an officer means by "since Friday" on a Monday.
    #[must_use]
    pub fn since_last(&self, now: Instant) -> Instant {
        let mut day = now.date().saturating_sub(1.day());
        while !self.works(day) {
            day = day.saturating_sub(1.day());
        }
        Instant::at(day, 17, 0)
    }

    /// When `micros` of office time have passed after `from`: an hour from 4:45pm on a Friday ends at 9:45am on
    /// Monday, where offices are open from nine to five.
    #[must_use]
    pub fn after_office_time(&self, office: OfficeHours, from: Instant, micros: i64) -> Instant {
        let mut now = from;
        let mut left = micros;
        loop {
            let day = now.date();
            let (opens, shuts) = office.on(day);
            if self.works(day) && now < shuts {
                let begins = now.max(opens);
                let ends = begins.plus(left);
                if ends <= shuts {
                    return ends;
                }
                left -= shuts.micros() - begins.micros();
            }
            now = Instant::on(day.saturating_add(1.day()), 0);
        }
    }

    /// Whether offices are open at `now`.
    #[must_use]
    pub fn open(&self, office: OfficeHours, now: Instant) -> bool {
        let (opens, shuts) = office.on(now.date());
        self.works(now.date()) && now >= opens && now < shuts
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hours;

    fn at(text: &str) -> Instant {
        Instant::parse(text).expect("a time")
    }

    #[test]
    fn deadlines_step_over_weekends_and_bank_holidays() {
        let calendar = WorkingDays::england_and_wales();
        // Thursday 24 December 2026: Friday is Christmas Day, Monday 28 the substitute for Boxing Day.
        assert_eq!(calendar.deadline(at("2026-12-24T10:00:00Z"), 1), at("2026-12-29T17:00:00Z"));
        assert_eq!(calendar.deadline(at("2026-11-20T10:00:00Z"), 10), at("2026-12-04T17:00:00Z"));
        assert_eq!(calendar.deadline(at("2026-11-21T10:00:00Z"), 0), at("2026-11-21T17:00:00Z"));
    }

    #[test]
    fn a_month_later_is_the_same_day_or_the_last_there_is_and_then_a_working_day() {
        let (calendar, day) = (WorkingDays::england_and_wales(), Date::constant);
        assert_eq!(calendar.month_after(day(2027, 3, 2)), day(2027, 4, 2));
        assert_eq!(calendar.month_after(day(2027, 1, 31)), day(2027, 3, 1), "28 February 2027 is a Sunday");
        assert_eq!(calendar.month_after(day(2026, 11, 25)), day(2026, 12, 29), "Christmas and its Mondays");
    }

    #[test]
    fn since_friday_on_a_monday_and_since_yesterday_on_a_tuesday() {
        let calendar = WorkingDays::england_and_wales();
        assert_eq!(calendar.since_last(at("2026-11-23T08:55:00Z")), at("2026-11-20T17:00:00Z"));
        assert_eq!(calendar.since_last(at("2026-11-24T08:55:00Z")), at("2026-11-23T17:00:00Z"));
        assert_eq!(calendar.since_last(at("2026-12-29T08:55:00Z")), at("2026-12-24T17:00:00Z"));
    }

    #[test]
    fn an_hour_of_office_time_runs_on_when_the_office_opens_again() {
        let calendar = WorkingDays::england_and_wales();
        let hour = |from: &str| calendar.after_office_time(OfficeHours::USUAL, at(from), hours(1));
        assert_eq!(hour("2026-11-20T10:00:00Z"), at("2026-11-20T11:00:00Z"));
        assert_eq!(hour("2026-11-20T16:00:00Z"), at("2026-11-20T17:00:00Z"));
        assert_eq!(hour("2026-11-20T16:45:00Z"), at("2026-11-23T09:45:00Z"));
        assert_eq!(hour("2026-11-21T12:00:00Z"), at("2026-11-23T10:00:00Z"));
        assert_eq!(hour("2026-11-23T03:00:00Z"), at("2026-11-23T10:00:00Z"));
    }

    #[test]
    fn the_office_is_shut_on_christmas_day() {
        let calendar = WorkingDays::england_and_wales();
        assert!(calendar.open(OfficeHours::USUAL, at("2026-12-24T16:59:00Z")));
        assert!(!calendar.open(OfficeHours::USUAL, at("2026-12-24T17:00:00Z")));
        assert!(!calendar.open(OfficeHours::USUAL, at("2026-12-25T12:00:00Z")));
        assert!(calendar.known_until() >= 2028);
    }
}

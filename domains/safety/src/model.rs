//! What a marker is and what may be done with it. Pure.

use base::{Conflict, Date, Id, Instant, Problem};

/// Months until somebody looks at it again, at most.
const REVIEW_WITHIN: i64 = 6;
/// Months that it holds in all, however often it is looked at: after that the decision is made afresh or not at all.
const HOLDS_FOR: i64 = 12;
/// Days before the review when whoever decided is reminded.
pub const REMIND_BEFORE: i64 = 28;

db::words! {
    /// Where a marker stands.
    pub enum State {
        /// Shown before a visit.
        InForce = "in_force",
        /// Shown before a visit, and somebody asked for it to go.
        Appealed = "appealed",
        /// Shown to nobody any more.
        Ended = "ended",
    }
}

db::words! {
    /// How it ended.
    pub enum Ending {
        /// Nobody looked at it again in time.
        Lapsed = "lapsed",
        /// The risk is over, or it should not have been set.
        Ended = "ended",
        /// An appeal was right.
        Appeal = "appeal",
    }
}

impl Ending {
    /// In words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Lapsed => "Lapsed: nobody looked at it again in time",
            Self::Ended => "Ended",
            Self::Appeal => "Ended after an appeal",
        }
    }
}

/// What may be done from where: the API's 409 and the forms of the page come from this table.
pub const TRANSITIONS: &[(&str, &[State])] = &[
    ("review", &[State::InForce, State::Appealed]),
    ("end", &[State::InForce, State::Appealed]),
    ("appeal", &[State::InForce]),
    ("answer", &[State::Appealed]),
];

impl State {
    /// What may be done now.
    #[must_use]
    pub fn allowed(self) -> Vec<&'static str> {
        TRANSITIONS.iter().filter(|(_, from)| from.contains(&self)).map(|(verb, _)| *verb).collect()
    }

    /// # Errors
    /// [`Conflict::State`] when `verb` cannot be done from here.
    pub fn may(self, verb: &str) -> Result<(), Problem> {
        let allowed = self.allowed();
        if allowed.contains(&verb) {
            return Ok(());
        }
        Err(Problem::Conflict(Conflict::State { now: self.as_str(), allowed }))
    }
}

/// The last day on which a marker may next be looked at: six months from today, and never past twelve from the day it was
/// set. On that day it lapses by itself.
#[must_use]
pub fn latest_review(set_on: Date, today: Date) -> Date {
    in_months(today, REVIEW_WITHIN).min(in_months(set_on, HOLDS_FOR))
}

fn in_months(day: Date, months: i64) -> Date {
    Instant::at(day, 12, 0).months_before(-months).date()
}

/// The words of a marker, sealed as one.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Account {
    /// What happened, as a fact.
    pub happened: String,
    /// Who reported it.
    pub source: String,
    /// What may happen, in plain words.
    pub risk: String,
    /// What to do.
    pub precautions: String,
    /// Why the person concerned was not told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_told_why: Option<String>,
}

db::row! {
    /// A marker as stored.
    pub struct Marker {
        /// Its key.
        pub id: Id,
        /// Its reference.
        pub reference: String,
        /// Its version.
        pub version: i64,
        /// The address, sealed.
        pub address: Option<Vec<u8>>,
        /// The [`Account`], sealed.
        pub account: Option<Vec<u8>>,
        /// What an appeal says, sealed.
        pub appeal: Option<Vec<u8>>,
        /// When it happened.
        pub happened_on: Date,
        /// With what authority it was decided.
        pub authority: String,
        /// In what role.
        pub capacity: String,
        /// By whom.
        pub decided_by: Option<Id>,
        /// When.
        pub set_at: Instant,
        /// When the person concerned was told.
        pub told_on: Option<Date>,
        /// By when it is looked at again; on this day it lapses.
        pub review_on: Date,
        /// When somebody last did.
        pub reviewed_at: Option<Instant>,
        /// Who.
        pub reviewed_by: Option<Id>,
        /// Why it was kept.
        pub review_reason: Option<String>,
        /// When somebody asked for it to go.
        pub appealed_on: Option<Date>,
        /// Whether it was kept all the same.
        pub appeal_kept: Option<bool>,
        /// Why.
        pub appeal_reason: Option<String>,
        /// When that was decided.
        pub answered_at: Option<Instant>,
        /// By whom.
        pub answered_by: Option<Id>,
        /// When it ended.
        pub ended_at: Option<Instant>,
        /// How.
        pub ended_how: Option<Ending>,
        /// Why.
        pub ended_why: Option<String>,
        /// The key it is sealed under, wrapped; nothing once that was destroyed.
        pub wrapped: Option<Vec<u8>>,
    }
}

impl Marker {
    /// Where it stands on a day. What nobody looked at in time has lapsed, whether or not the program was there to end it.
    #[must_use]
    pub fn state(&self, today: Date) -> State {
        match self {
            Self { ended_at: Some(_), .. } => State::Ended,
            _ if self.review_on <= today => State::Ended,
            Self { appealed_on: Some(_), answered_at: None, .. } => State::Appealed,
            _ => State::InForce,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn it_holds_for_a_year_at_most_and_is_looked_at_twice_in_it() {
        let day = |month, day| Date::constant(2027, month, day);
        assert_eq!(latest_review(day(3, 2), day(3, 2)), day(9, 2));
        assert_eq!(latest_review(day(3, 2), day(9, 1)), Date::constant(2028, 3, 1));
        assert_eq!(latest_review(day(3, 2), day(12, 24)), Date::constant(2028, 3, 2));
        assert_eq!(latest_review(day(8, 31), day(8, 31)), Date::constant(2028, 2, 29), "a month has its own last day");
    }

    proptest! {
        #[test]
        fn no_review_leads_past_a_year(set in 0_i64..4_000, later in 0_i64..366) {
            let set_on = Instant::from_micros(0).plus(base::days(set)).date();
            let today = Instant::from_micros(0).plus(base::days(set + later)).date();
            let latest = latest_review(set_on, today);
            prop_assert!(latest <= in_months(set_on, 12) && latest <= in_months(today, 6));
        }
    }

    #[test]
    fn an_ended_marker_can_only_be_read() {
        assert!(State::Ended.allowed().is_empty());
        assert!(State::InForce.may("answer").is_err() && State::Appealed.may("answer").is_ok());
        assert!(State::Appealed.may("appeal").is_err(), "one appeal at a time");
    }
}

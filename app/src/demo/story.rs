//! `presets/walsall/story.toml` as it is written; its head says how it is read.

use base::{Date, Instant, WorkingDays, minutes};
use serde::Deserialize;

const STORY: &str = include_str!("../../../presets/walsall/story.toml");

/// All that happened.
#[derive(Debug, Deserialize)]
pub struct Story {
    /// Matters that became issues.
    pub issue: Vec<IssueRow>,
    /// Concerns that stand alone.
    pub concern: Vec<ConcernRow>,
}

/// An issue with its concerns and what was done.
#[derive(Debug, Clone, Deserialize)]
pub struct IssueRow {
    /// What staff called it.
    pub title: String,
    /// The category's code.
    pub category: String,
    /// The ward's code.
    pub ward: String,
    /// Degrees north.
    pub lat: Option<f64>,
    /// Degrees east.
    pub lon: Option<f64>,
    /// When it was opened.
    pub days_before: i64,
    /// Who opened it.
    pub opened_by: String,
    /// How many more said "this affects me too".
    #[serde(default)]
    pub also_affected: i64,
    /// What people said.
    #[serde(default)]
    pub concern: Vec<ConcernRow>,
    /// What was done.
    #[serde(default)]
    pub step: Vec<StepRow>,
}

/// What somebody said.
#[derive(Debug, Clone, Deserialize)]
pub struct ConcernRow {
    /// The category's code, where it stands alone.
    pub category: Option<String>,
    /// The ward's code, where it stands alone.
    pub ward: Option<String>,
    /// When, counted back from the day the story is loaded.
    pub days_before: i64,
    /// London's time of day.
    pub time: Time,
    /// How it reached us.
    pub channel: String,
    /// The words, or their translation.
    pub words: String,
    /// The words as spoken, where `words` is a translation.
    pub original_words: Option<String>,
    /// Whose translation it is.
    pub translated_by: Option<String>,
    /// Where, in words.
    pub street: Option<String>,
    /// Degrees north.
    pub lat: Option<f64>,
    /// Degrees east.
    pub lon: Option<f64>,
    /// How many people, as they think.
    pub people_affected: Option<i64>,
    /// Who wrote it down for them.
    pub recorded_by: Option<String>,
    /// The language to answer in.
    pub language: Option<String>,
    /// How to reach them.
    pub contact: Option<ContactRow>,
}

/// How to reach somebody.
#[derive(Debug, Clone, Deserialize)]
pub struct ContactRow {
    /// What to call them.
    pub name: String,
    /// E-mail address.
    pub email: Option<String>,
    /// Telephone number.
    pub phone: Option<String>,
    /// Whether they may be reached that way.
    pub safe: bool,
    /// Whether they want to be told.
    pub consent: bool,
}

/// One thing that was done about an issue.
#[derive(Debug, Clone, Deserialize)]
#[serde(tag = "verb", rename_all = "snake_case")]
pub enum What {
    /// Weighed.
    Assess {
        /// 1 to 5.
        seriousness: i64,
        /// How many people.
        people_affected: i64,
        /// Why.
        reason: String,
        /// What it rests on.
        evidence: Option<String>,
        /// For a 5: who holds it.
        holder: Option<String>,
        /// For a 5: who was told.
        told: Option<String>,
        /// For a 5: when.
        told_time: Option<Time>,
    },
    /// Given to an agency.
    Assign {
        /// The organisation's code.
        holder: String,
    },
    /// Decided.
    Decide {
        /// Which way.
        decision: String,
        /// Why.
        reason: String,
        /// In what capacity.
        capacity: String,
        /// With what authority.
        authority: Option<String>,
        /// Whom it waits for.
        waiting_for: Option<String>,
        /// Until when, before today.
        waiting_until_days_before: Option<i64>,
        /// Until when, after today.
        waiting_until_days_after: Option<i64>,
        /// Watched until, before today.
        watching_until_days_before: Option<i64>,
        /// Watched until, after today.
        watching_until_days_after: Option<i64>,
    },
    /// Sent up a level.
    Escalate {
        /// Why.
        reason: String,
    },
    /// Ended.
    Resolve {
        /// How.
        outcome: String,
        /// What was done.
        what_we_did: String,
    },
    /// "It is still there."
    Contest {
        /// Whose secret link: the issue's nth concern.
        concern: usize,
        /// What they say.
        words: Option<String>,
    },
}

/// One thing that was done, by whom and when.
#[derive(Debug, Clone, Deserialize)]
pub struct StepRow {
    /// When, counted back from the day the story is loaded.
    pub days_before: i64,
    /// London's time of day.
    pub time: Time,
    /// Who did it; nobody where a resident did.
    #[serde(default)]
    pub by: String,
    /// Whether it may be done on a day when nobody works.
    #[serde(default)]
    pub any_day: bool,
    /// What.
    #[serde(flatten)]
    pub what: What,
}

/// A time of day, `18:52`.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(try_from = "String")]
pub struct Time(i8, i8);

impl TryFrom<String> for Time {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let parts = text.split_once(':').and_then(|(hour, minute)| Some((hour.parse().ok()?, minute.parse().ok()?)));
        let (hour, minute) = parts.ok_or_else(|| format!("{text} is no time of day"))?;
        Ok(Self(hour, minute))
    }
}

impl Story {
    /// The story that is built in.
    ///
    /// # Errors
    /// What does not read; a test keeps it readable.
    pub fn read() -> Result<Self, toml::de::Error> {
        toml::from_str(STORY)
    }
}

/// The calendar by which the story is told: it ends at `now`.
#[derive(Debug, Clone, Copy)]
pub struct Calendar {
    now: Instant,
}

impl Calendar {
    /// A story that ends at `now`.
    pub const fn ending(now: Instant) -> Self {
        Self { now }
    }

    /// The day so many days before today; negative is after.
    pub fn day(&self, before: i64) -> Date {
        self.now.plus(-base::days(before)).date()
    }

    /// A moment of a day; what would lie in the future is just before now.
    pub fn at(&self, before: i64, Time(hour, minute): Time) -> Instant {
        Instant::at(self.day(before), hour, minute).min(self.now.plus(-minutes(2)))
    }

    /// The same, moved back to the last day on which people work.
    pub fn working(&self, before: i64, time: Time) -> Instant {
        let calendar = WorkingDays::england_and_wales();
        let back = (before..before + 14).find(|before| calendar.works(self.day(*before)));
        self.at(back.unwrap_or(before), time)
    }

    /// Nine in the morning.
    pub fn morning(&self, before: i64) -> Instant {
        self.at(before, Time(9, 0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_story_reads_and_lies_in_the_past() {
        let story = Story::read().expect("the story reads");
        assert!(story.issue.len() > 20 && story.concern.len() > 5);
        let calendar = Calendar::ending(Instant::parse("2027-03-02T09:30:00Z").expect("a time"));
        for concern in story.issue.iter().flat_map(|issue| &issue.concern).chain(&story.concern) {
            assert!(calendar.at(concern.days_before, concern.time) < calendar.now);
        }
    }

    #[test]
    fn work_is_done_on_working_days() {
        // Monday 1 March 2027.
        let calendar = Calendar::ending(Instant::parse("2027-03-01T12:00:00Z").expect("a time"));
        assert_eq!(calendar.working(1, Time(10, 0)).rfc3339(), "2027-02-26T10:00:00Z");
        assert_eq!(calendar.at(1, Time(10, 0)).rfc3339(), "2027-02-28T10:00:00Z");
        assert_eq!(calendar.at(0, Time(23, 0)).rfc3339(), "2027-03-01T11:58:00Z");
    }
}

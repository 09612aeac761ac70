//! What is kept for how long, and why. Pure.

use access::{Figure, Snapshot};
use base::Instant;
use voice::Kept;

db::words! {
    /// One kind of record and what becomes of it.
    pub enum Rule {
        /// How contributors can be reached.
        Contact = "contact",
        /// What people told us.
        Concerns = "concerns",
        /// What staff noted on an issue.
        Notes = "notes",
        /// Requests to take something down.
        TakeDowns = "take_downs",
        /// Requests about somebody's own data.
        Subjects = "subject_requests",
        /// Requests for information.
        Disclosures = "disclosure_requests",
        /// Staff-safety markers that ended.
        Markers = "safety_markers",
    }
}

/// Contact details go after so many months whatever became of the concern.
pub const LONGEST_CONTACT: i64 = 24;

impl Rule {
    /// The kind of record.
    #[must_use]
    pub const fn what(self) -> &'static str {
        match self {
            Self::Contact => "How you can be reached",
            Self::Concerns => "What you told us, and notes of talks with you",
            Self::Notes => "Notes of staff on an issue",
            Self::TakeDowns => "Requests to take something down",
            Self::Subjects => "Requests about your own data",
            Self::Disclosures => "Requests for information, in the words of whoever asked",
            Self::Markers => "Staff-safety markers that ended",
        }
    }

    /// Its class of data (docs/security.md).
    #[must_use]
    pub const fn class(self) -> &'static str {
        match self {
            Self::Contact => "contact",
            Self::Concerns | Self::TakeDowns | Self::Disclosures | Self::Markers => "words",
            Self::Notes => "work",
            Self::Subjects => "contact",
        }
    }

    /// Why it is kept, and why no longer.
    #[must_use]
    pub const fn basis(self) -> &'static str {
        match self {
            Self::Contact => "To tell you what became of it. Nothing is left to tell once it is closed.",
            Self::Concerns => "To answer for what was decided, while a claim could still be made.",
            Self::Notes => "To answer for what was decided, while a claim could still be made.",
            Self::TakeDowns | Self::Subjects | Self::Disclosures => "To show that the request was answered in time.",
            Self::Markers => "To show why whoever visited was warned, if somebody asks.",
        }
    }

    /// What is left of it.
    #[must_use]
    pub const fn left(self) -> &'static str {
        match self {
            Self::Contact => "That it was there, and when it went",
            Self::Concerns => "The reference, what it was about, when it was told and what became of it",
            Self::Notes => "What was decided, by whom, and the words that were published",
            Self::TakeDowns | Self::Subjects => "That it came, when it was answered and how",
            Self::Disclosures => "That it came, which records it was about, and when it was answered",
            Self::Markers => "That there was one, from when to when, and who decided it",
        }
    }

    /// How long, as the partnership set it.
    #[must_use]
    pub fn period(self, snapshot: &Snapshot) -> String {
        let figure = snapshot.figure(self.figure());
        match self {
            Self::Contact => {
                format!(
                    "{figure} months after it is closed, and {LONGEST_CONTACT} months after it last changed at most"
                )
            }
            Self::Concerns => format!("{figure} years after it is closed"),
            Self::Notes => format!("{figure} years after the issue ended"),
            Self::TakeDowns | Self::Subjects | Self::Disclosures => format!("{figure} years after it was answered"),
            Self::Markers => format!("{figure} years after it ended"),
        }
    }

    const fn figure(self) -> Figure {
        match self {
            Self::Contact => Figure::ContactKept,
            Self::Concerns => Figure::ConcernsKept,
            Self::Notes => Figure::NotesKept,
            Self::TakeDowns | Self::Subjects | Self::Disclosures | Self::Markers => Figure::RequestsKept,
        }
    }

    /// What was closed before this moment is over its period.
    #[must_use]
    pub fn cutoff(self, snapshot: &Snapshot, now: Instant) -> Instant {
        let figure = snapshot.figure(self.figure());
        now.months_before(if self == Self::Contact { figure } else { figure * 12 })
    }

    /// Whether this concern's time is over.
    #[must_use]
    pub fn is_over(self, kept: &Kept, cutoff: Instant, now: Instant) -> bool {
        let closed = kept.status.is_settled() && kept.changed_at < cutoff;
        closed || (self == Self::Contact && kept.changed_at < now.months_before(LONGEST_CONTACT))
    }

    /// The rule after this one.
    #[must_use]
    pub fn next(self) -> Option<Self> {
        let at = Self::ALL.iter().position(|rule| *rule == self)?;
        Self::ALL.get(at + 1).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use base::Id;
    use proptest::prelude::*;
    use voice::ConcernStatus;

    fn kept(status: ConcernStatus, changed_at: Instant) -> Kept {
        Kept { id: Id::nil(), status, changed_at }
    }

    proptest! {
        #[test]
        fn what_is_open_keeps_its_words_however_old(status in prop::sample::select(ConcernStatus::ALL), age in 0_i64..4_000) {
            let now = Instant::parse("2027-03-02T09:30:00Z").expect("a time");
            let one = kept(status, now.plus(-base::days(age)));
            let cutoff = now.months_before(72);
            prop_assert_eq!(Rule::Concerns.is_over(&one, cutoff, now), status.is_settled() && one.changed_at < cutoff);
            prop_assert!(Rule::Contact.is_over(&one, cutoff, now) == (age > 731 || (age == 731 && one.changed_at < now.months_before(24)))
                || status.is_settled());
        }
    }

    #[test]
    fn every_rule_comes_once() {
        let mut all = vec![Rule::Contact];
        while let Some(next) = all.last().and_then(|rule| rule.next()) {
            all.push(next);
        }
        assert_eq!(all, Rule::ALL);
    }
}

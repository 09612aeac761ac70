//! What is kept for how long, and why. Pure.

use access::{Figure, Snapshot};
use base::Instant;
use voice::Kept;
use web::Words;

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
    pub fn what(self, words: &Words) -> &str {
        match self {
            Self::Contact => words.retention_contact(),
            Self::Concerns => words.retention_concerns(),
            Self::Notes => words.retention_notes(),
            Self::TakeDowns => words.retention_take_downs(),
            Self::Subjects => words.retention_subjects(),
            Self::Disclosures => words.retention_disclosures(),
            Self::Markers => words.retention_markers(),
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
    pub fn basis(self, words: &Words) -> &str {
        match self {
            Self::Contact => words.retention_why_contact(),
            Self::Concerns | Self::Notes => words.retention_why_decisions(),
            Self::TakeDowns | Self::Subjects | Self::Disclosures => words.retention_why_requests(),
            Self::Markers => words.retention_why_markers(),
        }
    }

    /// What is left of it.
    #[must_use]
    pub fn left(self, words: &Words) -> &str {
        match self {
            Self::Contact => words.retention_left_contact(),
            Self::Concerns => words.retention_left_concerns(),
            Self::Notes => words.retention_left_notes(),
            Self::TakeDowns | Self::Subjects => words.retention_left_requests(),
            Self::Disclosures => words.retention_left_disclosures(),
            Self::Markers => words.retention_left_markers(),
        }
    }

    /// How long, as the partnership set it.
    #[must_use]
    pub fn period(self, snapshot: &Snapshot, words: &Words) -> String {
        let figure = snapshot.figure(self.figure());
        match self {
            Self::Contact => words.retention_months_closed(LONGEST_CONTACT, figure),
            Self::Concerns => words.retention_years_closed(figure),
            Self::Notes => words.retention_years_ended(figure),
            Self::TakeDowns | Self::Subjects | Self::Disclosures => words.retention_years_answered(figure),
            Self::Markers => words.retention_years_over(figure),
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

//! The figures a partnership sets: how long something may take or lives, and how often something happens.

use base::OfficeHours;

use crate::Snapshot;

db::words! {
    /// One of them, by the name of its setting.
    pub enum Figure {
        /// Working days until a decision is due, for a category that is added.
        AnswerWithin = "answer_within_working_days",
        /// Working days a second person has to look at words for the public (XC-05).
        WordsDeadline = "words_deadline_working_days",
        /// From which hour of a working day reports are read, in the morning.
        OfficeOpens = "office_opens_am",
        /// Until which hour, in the afternoon.
        OfficeShuts = "office_shuts_pm",
        /// Days an invitation can be used.
        Invitation = "invitation_days",
        /// Minutes a sign-in link can be used.
        Link = "link_minutes",
        /// Months that contact details are kept once a concern is closed (XC-06).
        ContactKept = "contact_kept_months",
        /// Years that what was told is kept once it is closed.
        ConcernsKept = "concerns_kept_years",
        /// Years that the notes of staff on an issue are kept once it ended.
        NotesKept = "notes_kept_years",
        /// Years that a request about information is kept once it is answered.
        RequestsKept = "requests_kept_years",
        /// Meetings of an area partnership, ward group or community committee (WAL-22).
        AreaMeetings = "area_partnership_meetings_a_year",
        /// Tasking meetings in a place of focus.
        FocusTasking = "focus_tasking_meetings_a_year",
        /// Meetings that everybody may come to, in each area.
        CommunityMeetings = "community_meetings_a_year",
        /// Newsletters to every household.
        Newsletters = "newsletters_a_year",
        /// Reports to the community on what was done.
        ProgressReports = "progress_reports_a_year",
    }
}

impl Figure {
    /// What it is where the partnership has not said; the least and the most it may be.
    #[must_use]
    pub const fn bounds(self) -> (i64, i64, i64) {
        match self {
            Self::AnswerWithin => (10, 1, 60),
            Self::WordsDeadline => (2, 1, 10),
            Self::OfficeOpens => (9, 5, 11),
            Self::OfficeShuts => (5, 1, 11),
            Self::Invitation => (7, 1, 30),
            Self::Link => (15, 5, 60),
            Self::ContactKept => (12, 1, 24),
            Self::ConcernsKept | Self::NotesKept => (6, 1, 25),
            Self::RequestsKept => (3, 1, 10),
            Self::AreaMeetings => (12, 0, 52),
            Self::FocusTasking => (52, 0, 366),
            Self::CommunityMeetings => (6, 0, 52),
            Self::Newsletters | Self::ProgressReports => (2, 0, 12),
        }
    }

    /// What is asked, on a page.
    #[must_use]
    pub const fn question(self) -> &'static str {
        match self {
            Self::AnswerWithin => "A decision is due within, unless its category says otherwise",
            Self::WordsDeadline => "A second person looks at words for the public within",
            Self::OfficeOpens => "On working days, reports are read from",
            Self::OfficeShuts => "On working days, reports are read until",
            Self::Invitation => "An invitation can be used for",
            Self::Link => "A sign-in link can be used for",
            Self::ContactKept => "Contact details are kept, once a concern is closed, for",
            Self::ConcernsKept => "What people told us is kept, once it is closed, for",
            Self::NotesKept => "Notes of staff on an issue are kept, once it ended, for",
            Self::RequestsKept => "A request about information is kept, once it is answered, for",
            Self::AreaMeetings => "Meetings of each area's partners",
            Self::FocusTasking => "Tasking meetings in each place of focus",
            Self::CommunityMeetings => "Community meetings in each area",
            Self::Newsletters => "Newsletters to every household",
            Self::ProgressReports => "Reports to the community on what was done",
        }
    }

    /// What it is counted in.
    #[must_use]
    pub const fn unit(self) -> &'static str {
        match self {
            Self::AnswerWithin | Self::WordsDeadline => "working days",
            Self::OfficeOpens => "am",
            Self::OfficeShuts => "pm",
            Self::Invitation => "days",
            Self::Link => "minutes",
            Self::ContactKept => "months",
            Self::ConcernsKept | Self::NotesKept | Self::RequestsKept => "years",
            Self::AreaMeetings
            | Self::FocusTasking
            | Self::CommunityMeetings
            | Self::Newsletters
            | Self::ProgressReports => "a year",
        }
    }

    /// `text` as this figure, when it is a whole number within its bounds.
    #[must_use]
    pub fn read(self, text: &str) -> Option<i64> {
        let (_, least, most) = self.bounds();
        text.trim().parse().ok().filter(|number| (least..=most).contains(number))
    }
}

impl Snapshot {
    /// A figure as the partnership set it, else its default.
    #[must_use]
    pub fn figure(&self, figure: Figure) -> i64 {
        let (default, ..) = figure.bounds();
        self.setting(figure.as_str()).and_then(|text| figure.read(text)).unwrap_or(default)
    }

    /// When somebody reads reports, on a working day.
    #[must_use]
    pub fn office_hours(&self) -> OfficeHours {
        let hour = |figure| i8::try_from(self.figure(figure)).unwrap_or_default();
        OfficeHours { opens: hour(Figure::OfficeOpens), shuts: hour(Figure::OfficeShuts) + 12 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_default_is_within_its_bounds_and_nothing_beyond_them_is_read() {
        for figure in Figure::ALL {
            let (default, least, most) = figure.bounds();
            assert_eq!(figure.read(&default.to_string()), Some(default), "{figure}");
            for bad in [&(least - 1).to_string(), &(most + 1).to_string(), "", "ten", "2.5"] {
                assert_eq!(figure.read(bad), None, "{figure}: {bad}");
            }
        }
    }
}

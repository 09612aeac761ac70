//! Which issues a list holds, and in which order.

use base::{Id, Instant};
use places::{Bounds, Lines};

use crate::model::Status;

db::words! {
    /// What stands beside a rank, never hidden in it.
    pub enum Flag {
        /// It had ended and came back.
        CameBack = "came_back",
        /// In a place of focus.
        PlaceOfFocus = "place_of_focus",
        /// Many more voices since the assessment.
        LookAgain = "look_again",
        /// Not decided in time.
        Overdue = "overdue",
        /// Somebody asks for another decision.
        Contested = "contested",
    }
}

db::words! {
    /// In which order.
    pub enum Sort {
        /// What should be done first.
        Priority = "priority",
        /// Newest first.
        Newest = "newest",
        /// Oldest first.
        Oldest = "oldest",
    }
}

/// The flags that are set, in the order came back, place of focus, look again, overdue, contested.
pub(super) fn flags(set: [bool; 5]) -> Vec<Flag> {
    Flag::ALL.iter().zip(set).filter(|(_, set)| *set).map(|(flag, _)| *flag).collect()
}

/// Which states to list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Shown {
    /// Those of which anything may still come.
    #[default]
    Open,
    /// Those that ended or were decided against.
    Settled,
    /// One state.
    Only(Status),
}

/// Which issues to list, and how.
#[derive(Debug, Clone)]
pub struct Filter {
    /// In this place; everywhere without.
    pub place: Option<Id>,
    /// As it was drawn when each was opened, or as it is today.
    pub lines: Lines,
    /// Of this category.
    pub category: Option<Id>,
    /// Which states.
    pub shown: Shown,
    /// At this level.
    pub level: Option<i64>,
    /// With this flag.
    pub flag: Option<Flag>,
    /// This serious, as assessed or as is usual.
    pub seriousness: Option<i64>,
    /// Assessed by somebody, or not yet.
    pub assessed: Option<bool>,
    /// Opened at this moment or later.
    pub since: Option<Instant>,
    /// Whose public place lies in this box.
    pub bounds: Option<Bounds>,
    /// With these words in the title.
    pub words: Option<String>,
    /// In which order.
    pub sort: Sort,
    /// From here on.
    pub after: Option<After>,
}

impl Default for Filter {
    fn default() -> Self {
        Self {
            place: None,
            lines: Lines::Then,
            category: None,
            shown: Shown::Open,
            level: None,
            flag: None,
            seriousness: None,
            assessed: None,
            since: None,
            bounds: None,
            words: None,
            sort: Sort::Priority,
            after: None,
        }
    }
}

/// The last line of the page before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct After {
    /// Its standing.
    pub standing: i64,
    /// When it was opened.
    pub opened_at: Instant,
    /// Its key.
    pub id: Id,
}

impl Sort {
    /// What comes before every line in this order: the first page too is a walk from somewhere, so that every page finds
    /// its beginning in the index.
    pub(super) const fn beginning(self) -> After {
        match self {
            Self::Priority | Self::Oldest => {
                After { standing: i64::MIN, opened_at: Instant::from_micros(i64::MIN), id: Id::nil() }
            }
            Self::Newest => After { standing: i64::MAX, opened_at: Instant::from_micros(i64::MAX), id: Id::max() },
        }
    }
}

impl Filter {
    /// Whether it asks for nothing but a place, states and a category: then an index alone can count it.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        self.bounds.is_none() && self.asks_where_alone()
    }

    /// Whether it asks for nothing but a place, a box, states and a category.
    pub(super) fn asks_where_alone(&self) -> bool {
        self.level.is_none()
            && self.flag.is_none()
            && self.seriousness.is_none()
            && self.assessed.is_none()
            && self.since.is_none()
            && self.words.is_none()
    }
}

/// Which index a list walks: that of all that is open or settled, of the open issues of one category, or of one state.
pub(super) enum Along {
    Open,
    Category,
    State,
}

impl Along {
    pub const fn of(filter: &Filter) -> Self {
        match (filter.shown, filter.category) {
            (Shown::Only(_), _) => Self::State,
            (Shown::Open, Some(_)) => Self::Category,
            (Shown::Open | Shown::Settled, _) => Self::Open,
        }
    }
}

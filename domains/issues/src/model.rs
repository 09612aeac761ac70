//! What an issue is: what several concerns are about, how serious, for how many, and what was decided. Pure rules.

use base::Conflict;

db::words! {
    /// Where an issue stands (domain.md, "Deciding").
    pub enum Status {
        /// Made of concerns; nobody has assessed it.
        New = "new",
        /// Assessed; a decision is due.
        Considering = "considering",
        /// Somebody is doing something about it.
        TakingForward = "taking_forward",
        /// Decided against, for a published reason.
        NotTakingForward = "not_taking_forward",
        /// Ended, with an outcome.
        Resolved = "resolved",
    }
}

db::words! {
    /// How an issue ended.
    pub enum Outcome {
        /// It is sorted.
        Sorted = "sorted",
        /// Some of it is.
        Partly = "partly",
        /// We have done what we can.
        DoneWhatWeCan = "done_what_we_can",
        /// We looked and found nothing.
        NothingFound = "nothing_found",
        /// It stopped by itself.
        StoppedByItself = "stopped_by_itself",
    }
}

db::words! {
    /// The two ways a decision can go.
    pub enum Decision {
        /// We do something about it.
        TakingForward = "taking_forward",
        /// We do not, because.
        NotTakingForward = "not_taking_forward",
    }
}

db::words! {
    /// In what capacity somebody decided (ASK-01, ASK-10).
    pub enum Capacity {
        /// A body decided: a meeting, a partnership board.
        Body = "body",
        /// An officer decided, with authority given to them.
        DelegatedOfficer = "delegated_officer",
        /// A rule decided.
        Rule = "rule",
    }
}

db::words! {
    /// One step in an issue's story, as its timeline names it.
    pub enum Act {
        /// It was made of concerns.
        Opened = "opened",
        /// Concerns were added.
        Attached = "attached",
        /// Its seriousness and reach were assessed.
        Assessed = "assessed",
        /// It was decided to take it forward.
        TakenForward = "taken_forward",
        /// It was decided not to.
        NotTakenForward = "not_taken_forward",
        /// It went up a level.
        Escalated = "escalated",
        /// It came down a level.
        HandedDown = "handed_down",
        /// Somebody holds it.
        Assigned = "assigned",
        /// It ended.
        Resolved = "resolved",
        /// It was opened again.
        Reopened = "reopened",
        /// A contributor says it is still there.
        Contested = "contested",
        /// A contributor asked again.
        AskedAgain = "asked_again",
        /// A title was put before a second person.
        Titled = "titled",
    }
}

impl Act {
    /// Whether it is a step of the story everybody reads. How concerns came to the issue is told of those that are still
    /// in it, because one that was protected since may not be missed; a title that waits is for the desk.
    #[must_use]
    pub const fn is_told(self) -> bool {
        !matches!(self, Self::Attached | Self::Titled)
    }

    /// Whether it is a decision.
    #[must_use]
    pub const fn decides(self) -> bool {
        matches!(self, Self::TakenForward | Self::NotTakenForward)
    }

    /// Whether a contributor brought it back: it is still there, or they asked again.
    #[must_use]
    pub const fn is_return(self) -> bool {
        matches!(self, Self::Contested | Self::AskedAgain)
    }
}

db::words! {
    /// Whether staff words may be read by the public.
    pub enum WordsState {
        /// There are none.
        Nothing = "none",
        /// For staff only.
        Staff = "staff",
        /// Checked clean, or approved.
        Public = "public",
        /// A second person is to look.
        Waiting = "waiting",
        /// Nobody looked in time: the template sentence went out.
        Template = "template",
    }
}

/// The verbs that change an issue's state, with the states each is allowed from: the API's 409 and the docs read this.
pub const TRANSITIONS: &[(&str, &[Status])] = &[
    ("assess", &[Status::New, Status::Considering, Status::TakingForward, Status::NotTakingForward]),
    ("decide", &[Status::New, Status::Considering, Status::TakingForward]),
    ("resolve", &[Status::TakingForward]),
    ("reopen", &[Status::Resolved, Status::NotTakingForward]),
    ("escalate", &[Status::New, Status::Considering, Status::TakingForward]),
    ("hand-down", &[Status::New, Status::Considering, Status::TakingForward]),
    ("assign", &[Status::New, Status::Considering, Status::TakingForward]),
    ("attach", &[Status::New, Status::Considering, Status::TakingForward, Status::NotTakingForward, Status::Resolved]),
    ("ask-again", &[Status::NotTakingForward]),
    ("contest", &[Status::Resolved]),
];

impl Status {
    /// The verbs allowed from here.
    #[must_use]
    pub fn allows(self) -> Vec<&'static str> {
        TRANSITIONS.iter().filter(|(_, from)| from.contains(&self)).map(|(verb, _)| *verb).collect()
    }

    /// Whether `verb` may be done from here.
    ///
    /// # Errors
    /// The conflict that names what is allowed.
    pub fn check(self, verb: &str) -> Result<(), Conflict> {
        let allowed = self.allows();
        if allowed.contains(&verb) { Ok(()) } else { Err(Conflict::State { now: self.as_str(), allowed }) }
    }

    /// Whether anything may still come of it.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::New | Self::Considering | Self::TakingForward)
    }

    /// In the words of staff.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::New => "New",
            Self::Considering => "Considering",
            Self::TakingForward => "Taking forward",
            Self::NotTakingForward => "Not taking forward",
            Self::Resolved => "Resolved",
        }
    }
}

impl Outcome {
    /// For a page.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Sorted => "Sorted",
            Self::Partly => "Partly sorted",
            Self::DoneWhatWeCan => "Done what we can",
            Self::NothingFound => "Nothing found",
            Self::StoppedByItself => "Stopped by itself",
        }
    }
}

impl Capacity {
    /// For a page.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Body => "A body decided (a meeting or a board)",
            Self::DelegatedOfficer => "An officer decided, with delegated authority",
            Self::Rule => "A rule decided",
        }
    }
}

/// How serious, in words, 1 to 5.
pub const SERIOUSNESS: [&str; 5] = ["nuisance", "minor", "moderate", "serious", "danger to life or safety"];

/// The highest level: 0 local, 1 area, 2 borough (EVO-01).
pub const HIGHEST_LEVEL: i64 = 2;

/// What a level is called.
#[must_use]
pub const fn level_words(level: i64) -> &'static str {
    match level {
        0 => "local",
        1 => "area",
        _ => "borough",
    }
}

/// The reach band of a number of people: 1; 2-9; 10-49; 50-249; 250 and more.
#[must_use]
pub const fn reach(people: i64) -> i64 {
    match people {
        ..2 => 1,
        2..10 => 2,
        10..50 => 3,
        50..250 => 4,
        _ => 5,
    }
}

/// A partnership's way of weighing: priority by seriousness (row) and reach (column), 1 to 25. Versioned as a setting.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Matrix(pub [[i64; 5]; 5]);

impl Default for Matrix {
    /// Seriousness times reach, and "a serious matter never scores below 12, nor a dangerous one below 20" (WAL-32).
    fn default() -> Self {
        Self([[1, 2, 3, 4, 5], [2, 4, 6, 8, 10], [3, 6, 9, 12, 15], [12, 12, 12, 16, 20], [20, 20, 20, 20, 25]])
    }
}

impl Matrix {
    /// What keeps this from being a fair way of weighing: at which seriousness, 1 to 5, and in one sentence.
    #[must_use]
    pub fn fault(&self) -> Option<(usize, &'static str)> {
        let Self(rows) = self;
        (1..=5).rev().find_map(|seriousness| {
            let row = &rows[seriousness - 1];
            let less_serious = rows[..seriousness - 1].last();
            let says = if row.iter().any(|priority| !(1..=25).contains(priority)) {
                "Use numbers from 1 to 25"
            } else if !row.is_sorted() {
                "More people must never make it less urgent: no number may be smaller than the one before it"
            } else if less_serious.is_some_and(|less| less.iter().zip(row).any(|(less, more)| less > more)) {
                "What is more serious must never be less urgent: no number may be smaller than the one under it"
            } else {
                return None;
            };
            Some((seriousness, says))
        })
    }

    /// The priority of a seriousness and a reach, both 1 to 5.
    #[must_use]
    pub fn priority(&self, seriousness: i64, reach: i64) -> i64 {
        let at = |n: i64| usize::try_from(n.clamp(1, 5) - 1).unwrap_or(0);
        self.0[at(seriousness)][at(reach)]
    }
}

/// Where an issue stands in its list: the smaller, the sooner. A 5 before all; then priority, seriousness, people
/// affected. The oldest comes first among equals, by the time it was opened.
#[must_use]
pub fn standing(seriousness: i64, priority: i64, people: i64) -> i64 {
    const MOST_PEOPLE: i64 = 9_999_999;
    let danger = i64::from(seriousness >= 5);
    let weight = ((danger * 100 + priority.clamp(0, 99)) * 10 + seriousness.clamp(0, 9)) * (MOST_PEOPLE + 1);
    -(weight + people.clamp(0, MOST_PEOPLE))
}

/// What decides an issue's rank.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Weighed {
    /// 1 to 5: assessed, or the category's default until then.
    pub seriousness: i64,
    /// How many people, as assessed; nobody's word for it until then.
    pub people_affected: Option<i64>,
    /// How many people told us.
    pub voices: i64,
}

impl Weighed {
    /// The number the rank counts: the assessment once there is one, voices until then.
    #[must_use]
    pub fn counted(self) -> i64 {
        self.people_affected.unwrap_or(self.voices).max(1)
    }

    /// The reach band.
    #[must_use]
    pub fn reach(self) -> i64 {
        reach(self.counted())
    }

    /// Why it ranks where it does (WAL-32, ASK-01).
    #[must_use]
    pub const fn why(self, priority: i64) -> Why {
        Why { weighed: self, priority }
    }
}

/// Why an issue ranks where it does, said in one sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Why {
    weighed: Weighed,
    priority: i64,
}

impl std::fmt::Display for Why {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Weighed { seriousness, people_affected, voices } = self.weighed;
        let name = SERIOUSNESS[usize::try_from(seriousness.clamp(1, 5) - 1).unwrap_or(0)];
        let people = |n: i64| if n == 1 { "person" } else { "people" };
        write!(out, "Priority {} of 25", self.priority)?;
        match people_affected {
            Some(n) => write!(out, ": assessed as {seriousness} ({name}) for {n} {}.", people(n)),
            None => write!(
                out,
                " for now: {seriousness} ({name}) is usual for this kind of thing, and {voices} {} told us. Not yet \
                 assessed.",
                people(voices)
            ),
        }
    }
}

impl serde::Serialize for Why {
    fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_str(self)
    }
}

/// Whether so many more people have told us since the assessment that somebody should look again: as many again, and at
/// least five.
#[must_use]
pub const fn look_again(voices: i64, voices_then: i64, assessed: bool) -> bool {
    assessed && voices >= voices_then + 5 && voices >= voices_then * 2
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_serious_matter_never_scores_low_and_a_dangerous_one_never_below_twenty(people in 0_i64..100_000) {
            let matrix = Matrix::default();
            prop_assert!(matrix.priority(4, reach(people)) >= 12);
            prop_assert!(matrix.priority(5, reach(people)) >= 20);
        }

        #[test]
        fn more_people_or_more_harm_never_rank_lower(
            seriousness in 1_i64..5, people in 1_i64..1000, more in 1_i64..1000,
        ) {
            let matrix = Matrix::default();
            let rank = |s, p| standing(s, matrix.priority(s, reach(p)), p);
            prop_assert!(rank(seriousness, people + more) <= rank(seriousness, people));
            prop_assert!(matrix.priority(seriousness + 1, reach(people)) >= matrix.priority(seriousness, reach(people)));
        }

        #[test]
        fn danger_comes_before_everything(people in 0_i64..10_000_000, other in 1_i64..5, crowd in 0_i64..100_000_000) {
            let matrix = Matrix([[25; 5]; 5]);
            prop_assert!(standing(5, matrix.priority(5, reach(people)), people)
                < standing(other, matrix.priority(other, reach(crowd)), crowd));
        }

        #[test]
        fn voices_count_only_until_somebody_assessed(voices in 0_i64..500, affected in 1_i64..500) {
            let unassessed = Weighed { seriousness: 3, people_affected: None, voices };
            prop_assert_eq!(unassessed.counted(), voices.max(1));
            prop_assert_eq!(Weighed { people_affected: Some(affected), ..unassessed }.counted(), affected);
        }
    }

    #[test]
    fn what_would_weigh_unfairly_is_named() {
        let with = |at: usize, row: [i64; 5]| {
            let mut matrix = Matrix::default();
            matrix.0[at] = row;
            matrix.fault().map(|(seriousness, _)| seriousness)
        };
        assert_eq!(Matrix::default().fault(), None);
        assert_eq!(with(2, [3, 6, 9, 8, 15]), Some(3), "more people, less urgent");
        assert_eq!(with(3, [12, 12, 12, 14, 14]), Some(4), "more serious, less urgent");
        assert_eq!(with(4, [20, 20, 20, 20, 26]), Some(5), "over 25");
        assert_eq!(with(0, [0, 1, 1, 1, 1]), Some(1), "under 1");
    }

    #[test]
    fn the_default_matrix_is_the_one_in_the_books() {
        let by_rule: Vec<[i64; 5]> = (1..=5_i64)
            .map(|s| {
                [1, 2, 3, 4, 5].map(|r: i64| {
                    (s * r).max(if s == 5 {
                        20
                    } else if s == 4 {
                        12
                    } else {
                        0
                    })
                })
            })
            .collect();
        assert_eq!(Matrix::default().0.to_vec(), by_rule);
    }

    #[test]
    fn bands_begin_where_they_say() {
        assert_eq!([0, 1, 2, 9, 10, 49, 50, 249, 250].map(reach), [1, 1, 2, 2, 3, 3, 4, 4, 5]);
    }

    #[test]
    fn what_is_settled_is_reopened_before_it_is_decided_again() {
        assert_eq!(Status::Resolved.allows(), ["reopen", "attach", "contest"]);
        assert_eq!(Status::NotTakingForward.allows(), ["assess", "reopen", "attach", "ask-again"]);
        assert!(Status::New.check("resolve").is_err());
        assert!(Status::TakingForward.check("resolve").is_ok());
    }

    #[test]
    fn a_jump_in_voices_asks_for_another_look_and_moves_no_rank() {
        assert!(!look_again(40, 1, false));
        assert!(!look_again(5, 1, true));
        assert!(look_again(6, 1, true));
        assert!(!look_again(14, 10, true));
    }

    #[test]
    fn the_reason_for_a_rank_is_one_sentence_anybody_can_read() {
        let weighed = Weighed { seriousness: 4, people_affected: Some(41), voices: 9 };
        assert_eq!(weighed.why(12).to_string(), "Priority 12 of 25: assessed as 4 (serious) for 41 people.");
        let new = Weighed { seriousness: 2, people_affected: None, voices: 1 };
        let why = new.why(2).to_string();
        assert!(why.contains("1 person told us") && why.ends_with("Not yet assessed."));
    }
}

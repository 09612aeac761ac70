//! What a request is, and when asking is enough to hide something. Pure.

use base::{Id, Instant};

db::words! {
    /// What somebody asks to have taken down.
    pub enum Kind {
        /// An issue: its title and the words of its story.
        Issue = "issue",
        /// The page of a concern's reference.
        Concern = "concern",
    }
}

db::words! {
    /// Why.
    pub enum Why {
        /// It names somebody, or shows who they are.
        Names = "names",
        /// It shows where somebody lives.
        Home = "home",
        /// It could put somebody in danger.
        Danger = "danger",
        /// It is not true.
        Untrue = "untrue",
        /// Something else.
        Other = "other",
    }
}

db::words! {
    /// What a person decided.
    pub enum Decision {
        /// The public does not see it.
        KeepHidden = "keep_hidden",
        /// The public sees it, as before.
        ShowAgain = "show_again",
    }
}

impl Why {
    /// Why it matters, to whoever decides.
    #[must_use]
    pub const fn matters(self) -> &'static str {
        match self {
            Self::Names => "It may say who somebody is, who did not want to be known.",
            Self::Home => "It may show where somebody lives.",
            Self::Danger => "Somebody may be in danger while it can be read.",
            Self::Untrue => "It may wrong somebody.",
            Self::Other => "Their own words say why.",
        }
    }

    /// The reason in a list.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Names => "Shows who somebody is",
            Self::Home => "Shows where somebody lives",
            Self::Danger => "Could put somebody in danger",
            Self::Untrue => "Is not true",
            Self::Other => "Something else",
        }
    }
}

db::row! {
    /// A request as stored; its words and contact are sealed under its own key.
    pub struct Request {
        /// Its key.
        pub id: Id,
        /// Its reference.
        pub reference: String,
        /// Counts its changes.
        pub version: i64,
        /// What it is about.
        pub kind: Kind,
        /// Which.
        pub record: Id,
        /// Its reference.
        pub record_reference: String,
        /// Why.
        pub why: Why,
        /// Their sealed words.
        pub words: Option<Vec<u8>>,
        /// Their sealed e-mail address, if it is safe to write to them.
        pub contact: Option<Vec<u8>>,
        /// When they asked.
        pub asked_at: Instant,
        /// Whether asking hid it.
        pub hidden: bool,
        /// By when a person decides.
        pub decide_by: Instant,
        /// What was decided.
        pub decision: Option<Decision>,
        /// Why, in words that are told to whoever asked.
        pub reason: Option<String>,
        /// When.
        pub decided_at: Option<Instant>,
        /// By whom.
        pub decided_by: Option<Id>,
        /// When whoever asked was told.
        pub told_at: Option<Instant>,
        /// The language they are answered in; nothing for English.
        pub language: Option<String>,
        /// The key it is sealed under, wrapped; nothing once that was destroyed.
        pub wrapped: Option<Vec<u8>>,
    }
}

/// Working days until a person has decided.
pub const DECIDE_WITHIN: u16 = 2;
/// Records that are hidden at once before any person looked: what a flood of requests can hide at most.
pub const MOST_HIDDEN: i64 = 10;

/// Whether asking is enough to hide a record: not when a person already looked at it for the same reason and showed it
/// again, nor when as much as may be is hidden unseen already. Then a person looks first.
#[must_use]
pub fn hides(why: Why, decided: &[(Why, Decision)], hidden_unseen: i64) -> bool {
    hidden_unseen < MOST_HIDDEN && !decided.contains(&(why, Decision::ShowAgain))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn whys() -> impl Strategy<Value = Why> {
        prop::sample::select(Why::ALL)
    }

    fn decisions() -> impl Strategy<Value = Vec<(Why, Decision)>> {
        prop::collection::vec((whys(), prop::sample::select(Decision::ALL)), 0..8)
    }

    proptest! {
        #[test]
        fn what_a_person_showed_again_is_not_hidden_again_for_the_same_reason(why in whys(), mut before in decisions()) {
            before.push((why, Decision::ShowAgain));
            prop_assert!(!hides(why, &before, 0));
        }

        #[test]
        fn however_many_ask_only_so_much_is_hidden_unseen(asked in prop::collection::vec(whys(), 0..60)) {
            let mut hidden = 0;
            for why in asked {
                hidden += i64::from(hides(why, &[], hidden));
            }
            prop_assert!(hidden <= MOST_HIDDEN);
        }

        #[test]
        fn one_record_is_hidden_once_for_each_reason_at_most(asked in prop::collection::vec(whys(), 0..40)) {
            let mut before = Vec::new();
            let mut hidden = 0;
            for why in asked {
                hidden += usize::from(hides(why, &before, 0));
                before.push((why, Decision::ShowAgain));
            }
            prop_assert!(hidden <= Why::ALL.len());
        }
    }

    #[test]
    fn the_first_who_asks_hides_it() {
        assert!(hides(Why::Names, &[], 0));
        assert!(hides(Why::Names, &[(Why::Untrue, Decision::ShowAgain)], 3));
    }
}

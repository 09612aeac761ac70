use access::{Right, Scope};
use base::Conflict;

use crate::commands::AtHand;
use crate::model::{HIGHEST_LEVEL, level_words};
use crate::store::Issue;

/// Something staff can do with an issue, each with a page of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verb {
    Assess,
    Decide,
    Resolve,
    Reopen,
    Attach,
    Assign,
    Escalate,
    HandDown,
}

impl Verb {
    pub(crate) const ALL: [Self; 8] = [
        Self::Assess,
        Self::Decide,
        Self::Resolve,
        Self::Reopen,
        Self::Attach,
        Self::Assign,
        Self::Escalate,
        Self::HandDown,
    ];

    /// As addresses, the API and the table of transitions name it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Assess => "assess",
            Self::Decide => "decide",
            Self::Resolve => "resolve",
            Self::Reopen => "reopen",
            Self::Attach => "attach",
            Self::Assign => "assign",
            Self::Escalate => "escalate",
            Self::HandDown => "hand-down",
        }
    }

    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verb| verb.name() == name)
    }

    /// On a button.
    pub(crate) const fn label(self) -> &'static str {
        match self {
            Self::Assess => "Assess it",
            Self::Decide => "Decide",
            Self::Resolve => "Resolve it",
            Self::Reopen => "Open it again",
            Self::Attach => "Add concerns",
            Self::Assign => "Say who holds it",
            Self::Escalate => "Escalate",
            Self::HandDown => "Hand down",
        }
    }

    /// When it was done.
    pub(crate) const fn done(self) -> &'static str {
        match self {
            Self::Assess => "Your assessment is stored. Next, decide what is to be done",
            Self::Decide => "The decision is stored. Whoever told us will be told, by the way they said is safe",
            Self::Resolve => "The issue is resolved. Whoever told us will be told, by the way they said is safe",
            Self::Reopen => "The issue is open again. Next, decide what is to be done",
            Self::Attach => "The concerns belong to this issue now",
            Self::Assign => "The holder is stored",
            Self::Escalate => "The issue went up a level",
            Self::HandDown => "The issue came down a level",
        }
    }

    /// The right it takes on this issue.
    fn right(self, hand: &AtHand) -> Right {
        match self {
            Self::Assess => Right::AssessIssue,
            Self::Decide => hand.deciding(),
            Self::Resolve | Self::Reopen => Right::ResolveIssue,
            Self::Attach => Right::GroupConcerns,
            Self::Assign => Right::AssignIssue,
            Self::Escalate | Self::HandDown => Right::MoveIssue,
        }
    }

    /// Leave to do it, whatever state the issue is in.
    pub(crate) fn leave(self, scope: &Scope, hand: &AtHand) -> Result<(), base::Problem> {
        scope.may(self.right(hand), &hand.ground)?;
        let of_the_borough = hand.issue.level >= HIGHEST_LEVEL && matches!(self, Self::Resolve | Self::HandDown);
        if of_the_borough {
            scope.may(Right::DecideBoroughIssue, &hand.ground)?;
        }
        Ok(())
    }

    /// Whether the issue's state and level allow it.
    pub(crate) fn check(self, issue: &Issue) -> Result<(), Conflict> {
        issue.status.check(self.name())?;
        let level_allows = match self {
            Self::Escalate => issue.level < HIGHEST_LEVEL,
            Self::HandDown => issue.level > 0,
            _ => true,
        };
        if level_allows {
            return Ok(());
        }
        let allowed = issue.status.allows().into_iter().filter(|verb| *verb != self.name()).collect();
        Err(Conflict::State { now: level_words(issue.level), allowed })
    }

    /// Whether this person may do it to this issue as it stands: what a page offers.
    pub(crate) fn may(self, scope: &Scope, hand: &AtHand) -> bool {
        self.check(&hand.issue).is_ok() && self.leave(scope, hand).is_ok()
    }

    /// Whether this person works on the issue at all.
    pub(crate) fn any(scope: &Scope, hand: &AtHand) -> bool {
        scope.hat().is_some() && Self::ALL.into_iter().any(|verb| verb.leave(scope, hand).is_ok())
    }
}

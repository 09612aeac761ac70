//! "You said, we did": what was decided and done, in the words the public reads.

use access::{Scope, visible_issues};
use base::{Id, Instant};
use db::{Error, Tx, sql};

use crate::model::{Act, Outcome, Status};

db::row! {
    /// One thing that was said to the public about an issue.
    pub struct Said {
        /// The step.
        pub id: Id,
        /// What was done.
        pub act: Act,
        /// When.
        pub at: Instant,
        /// In these words.
        pub said: Option<String>,
        /// How it ended, if it did.
        pub outcome: Option<Outcome>,
        /// The issue's reference.
        pub reference: String,
        /// The issue's title.
        pub title: String,
        /// How many people told us.
        pub voices: i64,
        /// Where the issue stands now.
        pub status: Status,
    }
}

impl Said {
    /// Whether it still stands: nothing was decided or done since, and the issue did not come back.
    #[must_use]
    pub fn stands(&self) -> bool {
        matches!(
            (self.act, self.status),
            (Act::TakenForward, Status::TakingForward)
                | (Act::NotTakenForward, Status::NotTakingForward)
                | (Act::Resolved, Status::Resolved)
        )
    }
}

/// What was said, newest first: everywhere, or in one place.
///
/// # Errors
/// Whatever the store answers.
pub fn said(
    tx: &mut Tx<'_>,
    scope: &Scope,
    place: Option<Id>,
    before: Option<(Instant, Id)>,
    limit: i64,
) -> Result<Vec<Said>, Error> {
    // The first page too is a walk from somewhere, so that every page finds its beginning in the index.
    let (at, id) = before.unwrap_or((Instant::from_micros(i64::MAX), Id::max()));
    // Whether a step's issue lies in the place is asked of the step: most do not, and then the issue is not looked up.
    tx.all(
        sql!(
            "select step.id, step.act, step.at, step.said, step.outcome, issue.reference, issue.title, issue.voices, \
             issue.status \
             from step join issue on issue.partnership = step.partnership and issue.id = step.issue \
             where step.partnership = $1 and step.said is not null \
             and step.act in ('taken_forward', 'not_taken_forward', 'resolved') \
             and issue.published_at is not null and issue.hidden_at is null \
             and exists (select 1 from issue_place where issue_place.partnership = step.partnership \
             and issue_place.issue = step.issue and issue_place.place = $2 and issue_place.is_then and issue_place.is_seen) \
             and (step.at, step.id) < ($3, $4) and {visible:issue} \
             order by step.at desc, step.id desc limit $5",
            scope.partnership(),
            place.unwrap_or(scope.partnership()),
            at,
            id,
            limit
        )
        .visible(visible_issues(scope)),
    )
}

/// What some steps said, for whoever is told of them.
///
/// # Errors
/// Whatever the store answers.
pub fn said_in(tx: &mut Tx<'_>, scope: &Scope, steps: &[Id]) -> Result<Vec<Said>, Error> {
    tx.all(
        sql!(
            "select step.id, step.act, step.at, step.said, step.outcome, issue.reference, issue.title, issue.voices, \
             issue.status \
             from step join issue on issue.partnership = step.partnership and issue.id = step.issue \
             where step.partnership = $1 and {visible:issue} and issue.hidden_at is null and step.id in {list} order by step.at, step.id",
            scope.partnership(),
            steps
        )
        .visible(visible_issues(scope)),
    )
}

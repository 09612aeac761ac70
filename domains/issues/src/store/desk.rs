use access::{Scope, visible_issues};
use base::{Id, Instant};
use db::{Error, Tx, sql};

db::row! {
    /// What somebody wants to know at 8:55 on a Monday, in one statement; each figure is a list's count.
    pub struct Desk {
        /// Dangerous and open.
        pub dangerous: i64,
        /// Came back and not decided again.
        pub came_back: i64,
        /// A decision is overdue.
        pub overdue: i64,
        /// Nobody has assessed it.
        pub to_assess: i64,
        /// Many more people have told us since.
        pub look_again: i64,
        /// Somebody asks for another decision.
        pub contested: i64,
        /// Opened since the last working day ended.
        pub new_since: i64,
        /// All that is open.
        pub open: i64,
        /// Words that wait for somebody else than whoever wrote them.
        pub words: i64,
    }
}

/// The figures of a place; of everywhere without one.
///
/// # Errors
/// Whatever the store answers.
pub fn desk(tx: &mut Tx<'_>, scope: &Scope, place: Option<Id>, since: Instant) -> Result<Desk, Error> {
    tx.one(
        sql!(
            "select count(*) filter (where issue.seriousness = 5) as dangerous, \
             count(*) filter (where issue.came_back) as came_back, \
             count(*) filter (where issue.status in ('new', 'considering') and issue.answer_by < $3) as overdue, \
             count(*) filter (where issue.assessed_at is null) as to_assess, \
             count(*) filter (where issue.look_again) as look_again, \
             count(*) filter (where issue.contested) as contested, \
             count(*) filter (where issue.opened_at >= $4) as new_since, count(*) as open, \
             (select count(*) from step join issue on issue.partnership = step.partnership and issue.id = step.issue \
             where step.partnership = $1 and step.words_state = 'waiting' \
             and (step.person is null or step.person <> $7) and {visible:issue} \
             and exists (select 1 from issue_place here where here.partnership = step.partnership \
             and here.issue = step.issue and here.place = $2 and here.is_then)) as words \
             from issue_place join issue on issue.partnership = issue_place.partnership and issue.id = issue_place.issue \
             where issue_place.partnership = $1 and issue_place.place = $2 and issue_place.is_open = $5 and issue_place.is_then \
             and (issue_place.is_seen or $6) and {visible:issue}",
            scope.partnership(),
            place.unwrap_or(scope.partnership()),
            scope.now,
            since,
            true,
            super::list::works(scope),
            scope.hat().map_or(Id::nil(), |hat| hat.person)
        )
        .visible(visible_issues(scope))
        .visible(visible_issues(scope)),
    )
}

use access::{Scope, visible_issues};
use base::{Id, Instant};
use db::{Error, Tx, sql};

use super::issue::marks;
use super::list::sees_all_of;

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

/// The figures of a place; of everywhere without one. One index holds all that they count.
///
/// # Errors
/// Whatever the store answers.
pub fn desk(tx: &mut Tx<'_>, scope: &Scope, place: Option<Id>, since: Instant) -> Result<Desk, Error> {
    tx.one(
        sql!(
            "select count(*) filter (where marks & $7 <> 0) as dangerous, \
             count(*) filter (where marks & $8 <> 0) as came_back, \
             count(*) filter (where status in ('new', 'considering') and answer_by < $3) as overdue, \
             count(*) filter (where marks & $9 <> 0) as to_assess, \
             count(*) filter (where marks & $10 <> 0) as look_again, \
             count(*) filter (where marks & $11 <> 0) as contested, \
             count(*) filter (where opened_at >= $4) as new_since, count(*) as open, \
             (select count(*) from step join issue on issue.partnership = step.partnership and issue.id = step.issue \
             where step.partnership = $1 and step.words_state = 'waiting' \
             and (step.person is null or step.person <> $6) and {visible:issue} \
             and exists (select 1 from issue_place here where here.partnership = step.partnership \
             and here.issue = step.issue and here.place = $2 and here.is_then)) as words \
             from issue_place where partnership = $1 and place = $2 and is_open and is_then and (is_seen or $5)",
            scope.partnership(),
            place.unwrap_or(scope.partnership()),
            scope.now,
            since,
            sees_all_of(scope, place),
            scope.hat().map_or(Id::nil(), |hat| hat.person),
            marks::DANGEROUS,
            marks::CAME_BACK,
            marks::TO_ASSESS,
            marks::LOOK_AGAIN,
            marks::CONTESTED
        )
        .visible(visible_issues(scope)),
    )
}

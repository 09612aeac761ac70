use access::{Scope, visible_issues};
use base::Id;
use db::{Error, Tx, sql};
use places::Lines;

use super::list::{index_alone_decides, works};

db::row! {
    /// How many open issues there are in a place, or in somebody's hands.
    #[derive(Copy)]
    pub struct Held {
        /// The place or person.
        pub id: Id,
        /// Open issues.
        pub open: i64,
        /// Of them, those whose decision is overdue.
        pub overdue: i64,
    }
}

/// Open issues of each of these places. One index holds all that is counted, unless somebody's own places decide what they
/// see.
///
/// # Errors
/// Whatever the store answers.
pub fn open_in(tx: &mut Tx<'_>, scope: &Scope, places: &[Id]) -> Result<Vec<Held>, Error> {
    if index_alone_decides(scope, None, Lines::Then) {
        return tx.all(sql!(
            "select place as id, count(*) as open, \
             count(*) filter (where status in ('new', 'considering') and answer_by < $2) as overdue \
             from issue_place where partnership = $1 and is_open and is_then and (is_seen or $3) and place in {list} \
             group by place order by place",
            scope.partnership(),
            scope.now,
            works(scope),
            places.to_vec()
        ));
    }
    tx.all(
        sql!(
            "select issue_place.place as id, count(*) as open, \
             count(*) filter (where issue.status in ('new', 'considering') and issue.answer_by < $2) as overdue \
             from issue_place join issue on issue.partnership = issue_place.partnership and issue.id = issue_place.issue \
             where issue_place.partnership = $1 and issue_place.is_open = $3 and issue_place.is_then and {visible:issue} \
             and issue_place.place in {list} group by issue_place.place order by issue_place.place",
            scope.partnership(),
            scope.now,
            true,
            places.to_vec()
        )
        .visible(visible_issues(scope)),
    )
}

db::row! {
    /// How many open issues of a place stand at a level.
    #[derive(Copy)]
    pub struct OpenAt {
        /// The place.
        pub place: Id,
        /// The level.
        pub level: i64,
        /// Open issues.
        pub open: i64,
    }
}

/// Open issues of each of these places, level by level: as many as the list with those filters shows this reader.
///
/// # Errors
/// Whatever the store answers.
pub fn open_by_level(tx: &mut Tx<'_>, scope: &Scope, places: &[Id]) -> Result<Vec<OpenAt>, Error> {
    tx.all(
        sql!(
            "select issue_place.place, issue.level, count(*) as open from issue_place \
             join issue on issue.partnership = issue_place.partnership and issue.id = issue_place.issue \
             where issue_place.partnership = $1 and issue_place.is_open = $2 and issue_place.is_then \
             and (issue_place.is_seen or $3) and {visible:issue} and issue_place.place in {list} \
             group by issue_place.place, issue.level order by issue_place.place, issue.level",
            scope.partnership(),
            true,
            works(scope),
            places.to_vec()
        )
        .visible(visible_issues(scope)),
    )
}

db::row! {
    /// How many issues of a category are open in a place.
    #[derive(Copy)]
    pub struct OpenOf {
        /// The place.
        pub place: Id,
        /// The category.
        pub category: Id,
        /// Open issues.
        pub open: i64,
    }
}

/// Open issues of each category in each of these places: as many as the list with those filters shows this reader.
///
/// # Errors
/// Whatever the store answers.
pub fn open_of_each(tx: &mut Tx<'_>, scope: &Scope, places: &[Id]) -> Result<Vec<OpenOf>, Error> {
    if index_alone_decides(scope, None, Lines::Then) {
        return tx.all(sql!(
            "select place, category, count(*) as open from issue_place \
             where partnership = $1 and is_open = $2 and is_then and (is_seen or $3) and place in {list} \
             group by place, category order by place, category",
            scope.partnership(),
            true,
            works(scope),
            places.to_vec()
        ));
    }
    tx.all(
        sql!(
            "select issue_place.place, issue_place.category, count(*) as open from issue_place \
             join issue on issue.partnership = issue_place.partnership and issue.id = issue_place.issue \
             where issue_place.partnership = $1 and issue_place.is_open = $2 and issue_place.is_then \
             and (issue_place.is_seen or $3) and {visible:issue} and issue_place.place in {list} \
             group by issue_place.place, issue_place.category order by issue_place.place, issue_place.category",
            scope.partnership(),
            true,
            works(scope),
            places.to_vec()
        )
        .visible(visible_issues(scope)),
    )
}

/// Open issues that each of these people holds.
///
/// # Errors
/// Whatever the store answers.
pub fn held_by(tx: &mut Tx<'_>, scope: &Scope, people: &[Id]) -> Result<Vec<Held>, Error> {
    tx.all(
        sql!(
            "select issue.holder_person as id, count(*) as open, \
             count(*) filter (where issue.status in ('new', 'considering') and issue.answer_by < $2) as overdue \
             from issue where issue.partnership = $1 and issue.status in ('new', 'considering', 'taking_forward') \
             and {visible:issue} and issue.holder_person in {list} \
             group by issue.holder_person order by issue.holder_person",
            scope.partnership(),
            scope.now,
            people.to_vec()
        )
        .visible(visible_issues(scope)),
    )
}

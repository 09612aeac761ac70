//! Lists of issues: by place, by state, in three orders, each walking one index.

use access::{Reach, Scope, visible_issues};
use base::{Id, Instant};
use db::{Error, Tx, sql};
use places::cells::{self, Cell};
use places::{Bounds, Lines};

use super::boxed::boxed;
use super::filter::{After, Along, Filter, Flag, Shown, Sort, flags};
use crate::model::{Outcome, Status};

db::row! {
    /// An issue in a list.
    pub struct Line {
        /// Its key.
        pub id: Id,
        /// Its reference.
        pub reference: String,
        /// Its title.
        pub title: String,
        /// Its category.
        pub category: Id,
        /// Degrees north of the public place.
        pub public_lat: Option<f64>,
        /// Degrees east of the public place.
        pub public_lon: Option<f64>,
        /// 1 to 5.
        pub seriousness: i64,
        /// As assessed.
        pub people_affected: Option<i64>,
        /// 1 to 5.
        pub reach: i64,
        /// 1 to 25.
        pub priority: i64,
        /// Smaller is sooner.
        pub standing: i64,
        /// 0 to 2.
        pub level: i64,
        /// Where it stands.
        pub status: Status,
        /// How it ended.
        pub outcome: Option<Outcome>,
        /// It had ended and came back.
        pub came_back: bool,
        /// A decision is contested.
        pub contested: bool,
        /// Many more voices since the assessment.
        pub look_again: bool,
        /// In a place of focus.
        pub in_focus: bool,
        /// How many people told us.
        pub voices: i64,
        /// Which agency holds it.
        pub holder_organisation: Option<Id>,
        /// Whom it waits for.
        pub waiting_for: Option<String>,
        /// When a decision is due.
        pub answer_by: Instant,
        /// When it began.
        pub opened_at: Instant,
        /// When it was assessed.
        pub assessed_at: Option<Instant>,
        /// When it last changed.
        pub changed_at: Instant,
        /// Since when the public sees it.
        pub published_at: Option<Instant>,
        /// When it was hidden from the public.
        pub hidden_at: Option<Instant>,
    }
}

impl Line {
    /// What the rank is made of.
    #[must_use]
    pub const fn weighed(&self) -> crate::model::Weighed {
        crate::model::Weighed {
            seriousness: self.seriousness,
            people_affected: self.people_affected,
            voices: self.voices,
        }
    }

    /// Whether a decision is due and was not made.
    #[must_use]
    pub fn is_overdue(&self, now: Instant) -> bool {
        matches!(self.status, Status::New | Status::Considering) && self.answer_by < now
    }

    /// Its flags, as the API names them.
    #[must_use]
    pub fn flags(&self, now: Instant) -> Vec<Flag> {
        flags([self.came_back, self.in_focus, self.look_again, self.is_overdue(now), self.contested])
    }
}

db::row! {
    /// An issue as a map shows it: where it is and what its label says.
    pub struct Spot {
        /// Its key.
        pub id: Id,
        /// Its reference.
        pub reference: String,
        /// Its title.
        pub title: String,
        /// Its category.
        pub category: Id,
        /// Degrees north of the public place.
        pub public_lat: Option<f64>,
        /// Degrees east of the public place.
        pub public_lon: Option<f64>,
        /// 1 to 25.
        pub priority: i64,
        /// Smaller is sooner.
        pub standing: i64,
        /// 0 to 2.
        pub level: i64,
        /// Where it stands.
        pub status: Status,
        /// How many people told us.
        pub voices: i64,
        /// When it began.
        pub opened_at: Instant,
    }
}

impl Spot {
    /// Where a list that ends here goes on.
    #[must_use]
    pub const fn after(&self) -> After {
        After { standing: self.standing, opened_at: self.opened_at, id: self.id }
    }
}

impl Line {
    /// Where a list that ends here goes on.
    #[must_use]
    pub const fn after(&self) -> After {
        After { standing: self.standing, opened_at: self.opened_at, id: self.id }
    }
}

/// What a [`Line`] is read from.
macro_rules! line_columns {
    () => {
        "issue.id, issue.reference, issue.title, issue.category, issue.public_lat, issue.public_lon, \
         issue.seriousness, issue.people_affected, issue.reach, issue.priority, issue.standing, issue.level, \
         issue.status, issue.outcome, issue.came_back, issue.contested, issue.look_again, issue.in_focus, \
         issue.voices, issue.holder_organisation, issue.waiting_for, issue.answer_by, issue.opened_at, \
         issue.assessed_at, issue.changed_at, issue.published_at, issue.hidden_at"
    };
}
pub(super) use line_columns;

/// One walk along an index: what is read of each issue, the states' clause, the page's beginning, the order. A list and
/// its count are the same walk, so they cannot disagree. A box of a few streets is looked up by its cells; a wider one
/// is a walk that passes over what lies elsewhere.
macro_rules! walk {
    ($tx:expr, $how:ident, $scope:expr, $filter:expr, $limit:expr, $what:expr, $states:literal, $after:literal, $end:literal) => {{
        let filter: &Filter = $filter;
        match filter.bounds.as_ref().and_then(cells::covering) {
            // The states stand where no other index can use them, for in a box there is one that serves.
            Some(cells) => walk!(
                $tx, $how, $scope, filter, $limit, $what,
                "case when cast($4 as text) is null then (issue_place.is_open and $3) or not (issue_place.is_open or $3) \
                 else issue_place.status = $4 end",
                $after, $end, " and issue_place.fine in {list}",
                cells.into_iter().map(Cell::number).collect::<Vec<i64>>()
            ),
            None => walk!($tx, $how, $scope, filter, $limit, $what, $states, $after, $end, ""),
        }
    }};
    ($tx:expr, $how:ident, $scope:expr, $filter:expr, $limit:expr, $what:expr, $states:literal, $after:literal, $end:literal, $cells:literal $(, $list:expr)?) => {{
        let filter: &Filter = $filter;
        let scope: &Scope = $scope;
        let after = filter.after.unwrap_or(filter.sort.beginning());
        let (south, west, north, east) = corners(filter.bounds);
        let status = match filter.shown {
            Shown::Only(status) => Some(status),
            Shown::Open | Shown::Settled => None,
        };
        $tx.$how(
            sql!(
                concat!(
                    "select ",
                    $what,
                    " from issue_place \
                     join issue on issue.partnership = issue_place.partnership and issue.id = issue_place.issue \
                     where issue_place.partnership = $1 and issue_place.place = $2 and ",
                    $states,
                    " and (issue_place.is_seen or $5) \
                     and case when $27 and ($5 or issue.public_lat is not null) then issue_place.is_now \
                     else issue_place.is_then end and ",
                    $after,
                    " and ($9 or issue_place.category = $10) and ($11 or issue.level = $12) \
                     and ($13 or (issue_place.lat between $14 and $15 and issue_place.lon between $16 and $17))",
                    $cells,
                    " and (cast($18 as text) is null or issue.folded like $18) \
                     and (cast($19 as text) is null or ($19 = 'came_back' and issue.came_back) \
                     or ($19 = 'contested' and issue.contested) or ($19 = 'look_again' and issue.look_again) \
                     or ($19 = 'place_of_focus' and issue.in_focus) \
                     or ($19 = 'overdue' and issue.status in ('new', 'considering') and issue.answer_by < $20)) \
                     and ($21 or issue.seriousness = $22) and ($23 or (issue.assessed_at is not null) = $24) \
                     and issue.opened_at >= $25 and {visible:issue}",
                    $end
                ),
                scope.partnership(),
                filter.place.unwrap_or(scope.partnership()),
                filter.shown == Shown::Open,
                status,
                works(scope),
                after.standing,
                after.opened_at,
                after.id,
                filter.category.is_none(),
                filter.category.unwrap_or_default(),
                filter.level.is_none(),
                filter.level.unwrap_or_default(),
                filter.bounds.is_none(),
                south,
                north,
                west,
                east,
                filter.words.as_deref().map(like),
                filter.flag,
                scope.now,
                filter.seriousness.is_none(),
                filter.seriousness.unwrap_or_default(),
                filter.assessed.is_none(),
                filter.assessed.unwrap_or_default(),
                filter.since.unwrap_or_default(),
                $limit,
                filter.lines == Lines::Now
                $(, $list)?
            )
            .visible(visible_issues(scope)),
        )
    }};
}

/// A page of a list.
macro_rules! page {
    ($tx:expr, $scope:expr, $filter:expr, $limit:expr, $states:literal, $after:literal, $order:literal) => {
        walk!($tx, all, $scope, $filter, $limit, line_columns!(), $states, $after, $order)
    };
}

/// The points of a map, what matters most first.
macro_rules! points {
    ($tx:expr, $scope:expr, $filter:expr, $limit:expr, $states:literal) => {
        walk!(
            $tx,
            all,
            $scope,
            $filter,
            $limit,
            "issue.id, issue.reference, issue.title, issue.category, issue.public_lat, issue.public_lon, \
             issue.priority, issue.standing, issue.level, issue.status, issue.voices, issue.opened_at",
            $states,
            "(issue_place.standing, issue_place.opened_at, issue_place.issue) > ($6, $7, $8)",
            " order by issue_place.standing, issue_place.opened_at, issue_place.issue limit $26"
        )
    };
}

/// Issues this person may see, a page of them.
///
/// # Errors
/// Whatever the store answers.
pub fn list(tx: &mut Tx<'_>, scope: &Scope, filter: &Filter, limit: i64) -> Result<Vec<Line>, Error> {
    if let Some(found) = boxed(tx, scope, filter, limit) {
        return found;
    }
    match (filter.sort, Along::of(filter)) {
        (Sort::Priority, Along::Open) => page!(
            tx,
            scope,
            filter,
            limit,
            "issue_place.is_open = $3 and cast($4 as text) is null",
            "(issue_place.standing, issue_place.opened_at, issue_place.issue) > ($6, $7, $8)",
            " order by issue_place.standing, issue_place.opened_at, issue_place.issue limit $26"
        ),
        (Sort::Priority, Along::Category) => page!(
            tx,
            scope,
            filter,
            limit,
            "issue_place.is_open and issue_place.category = $10 and $3 and cast($4 as text) is null",
            "(issue_place.standing, issue_place.opened_at, issue_place.issue) > ($6, $7, $8)",
            " order by issue_place.standing, issue_place.opened_at, issue_place.issue limit $26"
        ),
        (Sort::Priority, Along::State) => page!(
            tx,
            scope,
            filter,
            limit,
            "issue_place.status = $4 and ($3 or not $3)",
            "(issue_place.standing, issue_place.opened_at, issue_place.issue) > ($6, $7, $8)",
            " order by issue_place.standing, issue_place.opened_at, issue_place.issue limit $26"
        ),
        (Sort::Oldest, Along::Open) => page!(
            tx,
            scope,
            filter,
            limit,
            "issue_place.is_open = $3 and cast($4 as text) is null",
            "(issue_place.opened_at, issue_place.issue) > ($7, $8) and cast($6 as bigint) is not null",
            " order by issue_place.opened_at, issue_place.issue limit $26"
        ),
        (Sort::Oldest, Along::Category) => page!(
            tx,
            scope,
            filter,
            limit,
            "issue_place.is_open and issue_place.category = $10 and $3 and cast($4 as text) is null",
            "(issue_place.opened_at, issue_place.issue) > ($7, $8) and cast($6 as bigint) is not null",
            " order by issue_place.opened_at, issue_place.issue limit $26"
        ),
        (Sort::Oldest, Along::State) => page!(
            tx,
            scope,
            filter,
            limit,
            "issue_place.status = $4 and ($3 or not $3)",
            "(issue_place.opened_at, issue_place.issue) > ($7, $8) and cast($6 as bigint) is not null",
            " order by issue_place.opened_at, issue_place.issue limit $26"
        ),
        (Sort::Newest, Along::Open) => page!(
            tx,
            scope,
            filter,
            limit,
            "issue_place.is_open = $3 and cast($4 as text) is null",
            "(issue_place.opened_at, issue_place.issue) < ($7, $8) and cast($6 as bigint) is not null",
            " order by issue_place.opened_at desc, issue_place.issue desc limit $26"
        ),
        (Sort::Newest, Along::Category) => page!(
            tx,
            scope,
            filter,
            limit,
            "issue_place.is_open and issue_place.category = $10 and $3 and cast($4 as text) is null",
            "(issue_place.opened_at, issue_place.issue) < ($7, $8) and cast($6 as bigint) is not null",
            " order by issue_place.opened_at desc, issue_place.issue desc limit $26"
        ),
        (Sort::Newest, Along::State) => page!(
            tx,
            scope,
            filter,
            limit,
            "issue_place.status = $4 and ($3 or not $3)",
            "(issue_place.opened_at, issue_place.issue) < ($7, $8) and cast($6 as bigint) is not null",
            " order by issue_place.opened_at desc, issue_place.issue desc limit $26"
        ),
    }
}

/// The same issues as points of a map, which knows no order but what matters most first.
///
/// # Errors
/// Whatever the store answers.
pub fn spots(tx: &mut Tx<'_>, scope: &Scope, filter: &Filter, limit: i64) -> Result<Vec<Spot>, Error> {
    let filter = &Filter { sort: Sort::Priority, ..filter.clone() };
    if filter.is_plain() && filter.place.is_none() && filter.shown == Shown::Open && filter.lines == Lines::Then {
        return open_spots(tx, scope, filter, limit);
    }
    match Along::of(filter) {
        Along::State => points!(tx, scope, filter, limit, "issue_place.status = $4 and ($3 or not $3)"),
        Along::Category => {
            points!(
                tx,
                scope,
                filter,
                limit,
                "issue_place.is_open and issue_place.category = $10 and $3 and cast($4 as text) is null"
            )
        }
        Along::Open => points!(tx, scope, filter, limit, "issue_place.is_open = $3 and cast($4 as text) is null"),
    }
}

/// The map that most people look at, of all that is open: one index holds all that its labels say.
fn open_spots(tx: &mut Tx<'_>, scope: &Scope, filter: &Filter, limit: i64) -> Result<Vec<Spot>, Error> {
    let after = filter.after.unwrap_or(filter.sort.beginning());
    tx.all(
        sql!(
            "select id, reference, title, category, public_lat, public_lon, priority, standing, level, status, voices, \
             opened_at from issue where partnership = $1 and status in ('new', 'considering', 'taking_forward') \
             and (standing, opened_at, id) > ($2, $3, $4) and ($5 or category = $6) and {visible:issue} \
             order by standing, opened_at, id limit $7",
            scope.partnership(),
            after.standing,
            after.opened_at,
            after.id,
            filter.category.is_none(),
            filter.category.unwrap_or_default(),
            limit
        )
        .visible(visible_issues(scope)),
    )
}

/// How many there are, up to `most`: beyond that a page says "more than".
///
/// # Errors
/// Whatever the store answers.
pub fn count(tx: &mut Tx<'_>, scope: &Scope, filter: &Filter, most: i64) -> Result<i64, Error> {
    // In whatever order it is listed, it is counted along one index.
    let filter = &Filter { after: None, sort: Sort::Priority, ..filter.clone() };
    if filter.is_plain() && index_alone_decides(scope, filter.place, filter.lines) {
        return count_index(tx, scope, filter, most);
    }
    match Along::of(filter) {
        Along::Open => walk!(
            tx,
            one,
            scope,
            filter,
            most,
            "count(*) from (select 1",
            "issue_place.is_open = $3 and cast($4 as text) is null",
            "(issue_place.standing, issue_place.opened_at, issue_place.issue) > ($6, $7, $8)",
            " order by issue_place.standing, issue_place.opened_at, issue_place.issue limit $26) as here"
        ),
        Along::Category => walk!(
            tx,
            one,
            scope,
            filter,
            most,
            "count(*) from (select 1",
            "issue_place.is_open and issue_place.category = $10 and $3 and cast($4 as text) is null",
            "(issue_place.standing, issue_place.opened_at, issue_place.issue) > ($6, $7, $8)",
            " order by issue_place.standing, issue_place.opened_at, issue_place.issue limit $26) as here"
        ),
        Along::State => walk!(
            tx,
            one,
            scope,
            filter,
            most,
            "count(*) from (select 1",
            "issue_place.status = $4 and ($3 or not $3)",
            "(issue_place.standing, issue_place.opened_at, issue_place.issue) > ($6, $7, $8)",
            " order by issue_place.standing, issue_place.opened_at, issue_place.issue limit $26) as here"
        ),
    }
}

/// Counts what a filter asks that names nothing but a place, states and a category, without a look at the issues.
fn count_index(tx: &mut Tx<'_>, scope: &Scope, filter: &Filter, most: i64) -> Result<i64, Error> {
    let place = filter.place.unwrap_or(scope.partnership());
    let works = works(scope);
    match (filter.shown, filter.category) {
        (Shown::Only(status), category) => tx.one(sql!(
            "select count(*) from (select 1 from issue_place where partnership = $1 and place = $2 and status = $3 \
             and (is_seen or $4) and ($6 or category = $7) and case when $8 then is_now else is_then end \
             order by standing, opened_at, issue limit $5) as here",
            scope.partnership(),
            place,
            status,
            works,
            most,
            category.is_none(),
            category.unwrap_or_default(),
            filter.lines == Lines::Now
        )),
        (Shown::Open, Some(category)) => tx.one(sql!(
            "select count(*) from (select 1 from issue_place where partnership = $1 and place = $2 and category = $3 \
             and is_open and (is_seen or $4) and case when $6 then is_now else is_then end \
             order by standing, opened_at, issue limit $5) as here",
            scope.partnership(),
            place,
            category,
            works,
            most,
            filter.lines == Lines::Now
        )),
        (shown, category) => tx.one(sql!(
            "select count(*) from (select 1 from issue_place where partnership = $1 and place = $2 and is_open = $3 \
             and (is_seen or $4) and ($6 or category = $7) and case when $8 then is_now else is_then end \
             order by standing, opened_at, issue limit $5) as here",
            scope.partnership(),
            place,
            shown == Shown::Open,
            works,
            most,
            category.is_none(),
            category.unwrap_or_default(),
            filter.lines == Lines::Now
        )),
    }
}

/// Whether what somebody sees of a place is what `is_seen` says, or everything: then no issue need be asked. By today's
/// lines the public finds only what it knows the spot or the street of, which the issue says.
pub(super) fn index_alone_decides(scope: &Scope, place: Option<Id>, lines: Lines) -> bool {
    let by_seen = !works(scope) && lines == Lines::Then;
    by_seen || sees_all_of(scope, place)
}

/// Whether somebody sees whatever lies in a place, in all of them without one: `{visible:issue}` says the same of each.
pub(super) fn sees_all_of(scope: &Scope, place: Option<Id>) -> bool {
    let reach = scope.hat().map(|hat| hat.reach);
    works(scope)
        && match reach {
            None | Some(Reach::Partnership) => true,
            Some(Reach::Place(own)) => place == Some(own),
            Some(Reach::Organisation(_) | Reach::Body(_)) => false,
        }
}

db::row! {
    /// Where an issue of a page lies.
    pub struct LinePlace {
        /// The issue.
        pub issue: Id,
        /// The place.
        pub place: Id,
        /// Whether the public may find the issue by it.
        pub is_public: bool,
        /// By the lines of the day the issue was opened on.
        pub is_then: bool,
        /// By the lines of today.
        pub is_now: bool,
    }
}

impl Line {
    /// Whether `here` is where it lies by these lines, for this reader. What the public knows by its ward alone it finds by
    /// the lines of then in either reading: two sets of lines together would say more than each may (`lines=now`).
    #[must_use]
    pub fn lies(&self, scope: &Scope, here: &LinePlace, lines: Lines) -> bool {
        let by_now = lines == Lines::Now && (works(scope) || self.public_lat.is_some());
        if by_now { here.is_now } else { here.is_then }
    }
}

/// The places of the issues of one page, in one statement. The public reads only those it may find the issue by.
///
/// # Errors
/// Whatever the store answers.
pub fn places_of_lines(tx: &mut Tx<'_>, scope: &Scope, issues: &[Id]) -> Result<Vec<LinePlace>, Error> {
    tx.all(sql!(
        "select issue, place, is_public, is_then, is_now from issue_place where partnership = $1 and place <> $1 and (is_seen or $2) \
         and issue in {list} order by issue, place",
        scope.partnership(),
        works(scope),
        issues
    ))
}

/// Whether somebody's list may hold what the public's does not; `{visible:issue}` then says which.
pub fn works(scope: &Scope) -> bool {
    scope.has(access::Right::GroupConcerns) || scope.has(access::Right::TakeDown)
}

fn like(words: &str) -> String {
    format!("%{}%", base::fold(words))
}

pub(super) fn corners(bounds: Option<Bounds>) -> (f64, f64, f64, f64) {
    bounds.map_or((0.0, 0.0, 0.0, 0.0), |bounds| {
        let (low, high) = (bounds.south_west(), bounds.north_east());
        (low.lat(), low.lon(), high.lat(), high.lon())
    })
}

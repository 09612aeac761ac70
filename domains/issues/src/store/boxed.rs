//! A page of a list in a box of a few streets.

use access::{Scope, visible_issues};
use db::{Error, Tx, sql};
use places::Lines;
use places::cells::{self, Cell};

use super::filter::{Filter, Shown, Sort};
use super::list::{Line, corners, index_alone_decides, line_columns, works};

/// One page: where it begins, its order by the index, the same order of what was found. Whether an issue is open stands
/// between two bounds: an index that is in order for each answer would then have to be sorted too, and so the planner takes
/// the one that knows the cells.
macro_rules! page {
    ($tx:expr, $scope:expr, $filter:expr, $limit:expr, $cells:expr, $after:literal, $order:literal, $found:literal) => {{
        let (scope, filter): (&Scope, &Filter) = ($scope, $filter);
        let after = filter.after.unwrap_or(filter.sort.beginning());
        let (south, west, north, east) = corners(filter.bounds);
        let (status, least, most) = match filter.shown {
            Shown::Open => (None, true, true),
            Shown::Settled => (None, false, false),
            Shown::Only(status) => (Some(status), false, true),
        };
        $tx.all(
            sql!(
                concat!(
                    "select ",
                    line_columns!(),
                    " from (select issue, standing, opened_at from issue_place \
                     where partnership = $1 and place = $2 and fine in {list} \
                     and is_open >= $3 and is_open <= $17 and (cast($4 as text) is null or status = $4) \
                     and (is_seen or $5) and case when $11 then is_now else is_then end and ($9 or category = $10) \
                     and lat between $12 and $13 and lon between $14 and $15 and ",
                    $after,
                    $order,
                    " limit $16) as here join issue on issue.partnership = $1 and issue.id = here.issue \
                     where {visible:issue}",
                    $found
                ),
                scope.partnership(),
                filter.place.unwrap_or(scope.partnership()),
                least,
                status,
                works(scope),
                after.standing,
                after.opened_at,
                after.id,
                filter.category.is_none(),
                filter.category.unwrap_or_default(),
                filter.lines == Lines::Now,
                south,
                north,
                west,
                east,
                $limit,
                most,
                $cells
            )
            .visible(visible_issues(scope)),
        )
    }};
}

/// A page of what lies in a box of a few streets, where one index says all that is asked of an issue: it is looked up by the
/// box's narrow cells, put in order there, and only the issues of the page are read. Nothing where the box is wider, or
/// where the issues themselves must be asked; [`list`](super::list()) walks then.
pub(super) fn boxed(tx: &mut Tx<'_>, scope: &Scope, filter: &Filter, limit: i64) -> Option<Result<Vec<Line>, Error>> {
    if !(filter.asks_where_alone() && index_alone_decides(scope, filter.place, filter.lines)) {
        return None;
    }
    let cells: Vec<i64> = cells::covering(filter.bounds.as_ref()?)?.into_iter().map(Cell::number).collect();
    Some(match filter.sort {
        Sort::Priority => page!(
            tx,
            scope,
            filter,
            limit,
            cells,
            "(standing, opened_at, issue) > ($6, $7, $8)",
            " order by standing, opened_at, issue",
            " order by here.standing, here.opened_at, here.issue"
        ),
        Sort::Newest => page!(
            tx,
            scope,
            filter,
            limit,
            cells,
            "(opened_at, issue) < ($7, $8) and cast($6 as bigint) is not null",
            " order by opened_at desc, issue desc",
            " order by here.opened_at desc, here.issue desc"
        ),
        Sort::Oldest => page!(
            tx,
            scope,
            filter,
            limit,
            cells,
            "(opened_at, issue) > ($7, $8) and cast($6 as bigint) is not null",
            " order by opened_at, issue",
            " order by here.opened_at, here.issue"
        ),
    })
}

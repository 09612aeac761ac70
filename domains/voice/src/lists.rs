//! Lists of concerns for those who work with them: to triage, held, what somebody recorded themselves.

use access::{Scope, visible_concerns};
use base::{Id, Instant};
use db::{Error, Tx, sql};
use places::Lines;
use record::{Unsealed, Vault, wrapped_key};

use crate::{Channel, ConcernStatus, SafeWay};

db::row! {
    /// A concern in a list.
    pub struct ConcernLine {
        /// Its key.
        pub id: Id,
        /// Its reference.
        pub reference: String,
        /// Its category.
        pub category: Id,
        /// Where it stands.
        pub status: ConcernStatus,
        /// How it reached us.
        pub channel: Channel,
        /// When.
        pub heard_at: Instant,
        /// How many people, as told.
        pub people_affected: Option<i64>,
        /// How serious the worker thinks.
        pub suggested_seriousness: Option<i64>,
        /// 0 to 5.
        pub protection: i64,
        /// Held by danger words.
        pub held: bool,
        /// The sealed words.
        pub words: Option<Vec<u8>>,
        /// The sealed whereabouts.
        pub whereabouts: Option<Vec<u8>>,
        /// The key they are sealed under, wrapped; nothing once that was destroyed.
        pub wrapped: Option<Vec<u8>>,
    }
}

impl ConcernLine {
    /// Its words, and its whereabouts.
    ///
    /// # Errors
    /// Those of [`Vault::open`].
    pub fn opened(&self, vault: &Vault) -> Result<[Unsealed; 2], Error> {
        let open = |purpose, sealed: Option<&[u8]>| vault.open(self.id, self.wrapped.as_deref(), purpose, sealed);
        let words = open("concern.words", self.words.as_deref())?;
        Ok([words, open("concern.whereabouts", self.whereabouts.as_deref())?])
    }
}

/// What is read of a concern in a list.
macro_rules! columns {
    () => {
        concat!(
            "concern.id, concern.reference, concern.category, concern.status, concern.channel, concern.heard_at, \
             concern.people_affected, concern.suggested_seriousness, concern.protection, concern.held, concern.words, \
             concern.whereabouts, ",
            wrapped_key!("concern.id")
        )
    };
}

/// Which concerns to list.
#[derive(Debug, Clone, Default)]
pub struct ConcernFilter {
    /// In this place.
    pub place: Option<Id>,
    /// As it was drawn when each was heard, or as it is today.
    pub lines: Lines,
    /// With this status.
    pub status: Option<ConcernStatus>,
    /// Told to us since then.
    pub since: Option<Instant>,
    /// From here on: the last line of the page before.
    pub after: Option<(Instant, Id)>,
}

/// What comes before every concern in a list of the oldest first: the first page too is a walk from somewhere, so that
/// every page finds its beginning in the index.
const BEGINNING: (Instant, Id) = (Instant::from_micros(i64::MIN), Id::nil());

/// One walk along one index: in a place or everywhere, in one status or in any. What is settled is much, and a place's own
/// walk soon finds it; what is at hand is little, and its walk soon passes other places by. A list and its count are the
/// same walk.
macro_rules! walk {
    ($tx:expr, $how:ident, $scope:expr, $filter:expr, $limit:expr, $what:expr, $end:literal) => {{
        let (scope, filter): (&Scope, &ConcernFilter) = ($scope, $filter);
        let (partnership, rule) = (scope.partnership(), visible_concerns(scope));
        let since = filter.since.map(|since| (since, Id::nil()));
        let (at, id) = filter.after.max(since).unwrap_or(BEGINNING);
        let now = filter.lines == Lines::Now;
        match (filter.place, filter.status) {
            (Some(place), Some(ConcernStatus::Heard)) => $tx.$how(
                sql!(
                    concat!(
                        "select ",
                        $what,
                        " from concern_place here \
                         join concern on concern.partnership = here.partnership and concern.id = here.concern \
                         where here.partnership = $1 and here.place = $2 and here.waits \
                         and case when $6 then here.is_now else here.is_then end \
                         and (here.heard_at, here.concern) > ($3, $4) and {visible:concern} \
                         order by here.heard_at, here.concern limit $5",
                        $end
                    ),
                    partnership,
                    place,
                    at,
                    id,
                    $limit,
                    now
                )
                .visible(rule),
            ),
            (Some(place), Some(status)) if status.is_settled() => $tx.$how(
                sql!(
                    concat!(
                        "select ",
                        $what,
                        " from concern_place here \
                         join concern on concern.partnership = here.partnership and concern.id = here.concern \
                         where here.partnership = $1 and here.place = $2 and concern.status = $3 \
                         and case when $7 then here.is_now else here.is_then end \
                         and (here.heard_at, here.concern) > ($4, $5) and {visible:concern} \
                         order by here.heard_at, here.concern limit $6",
                        $end
                    ),
                    partnership,
                    place,
                    status,
                    at,
                    id,
                    $limit,
                    now
                )
                .visible(rule),
            ),
            (Some(place), Some(status)) => $tx.$how(
                sql!(
                    concat!(
                        "select ",
                        $what,
                        " from concern where concern.partnership = $1 and concern.status = $3 \
                         and exists (select 1 from concern_place here where here.partnership = concern.partnership \
                         and here.concern = concern.id and here.place = $2 \
                         and case when $7 then here.is_now else here.is_then end) \
                         and (concern.heard_at, concern.id) > ($4, $5) and {visible:concern} \
                         order by concern.heard_at, concern.id limit $6",
                        $end
                    ),
                    partnership,
                    place,
                    status,
                    at,
                    id,
                    $limit,
                    now
                )
                .visible(rule),
            ),
            (Some(place), None) => $tx.$how(
                sql!(
                    concat!(
                        "select ",
                        $what,
                        " from concern_place here \
                         join concern on concern.partnership = here.partnership and concern.id = here.concern \
                         where here.partnership = $1 and here.place = $2 \
                         and case when $6 then here.is_now else here.is_then end \
                         and (here.heard_at, here.concern) > ($3, $4) and {visible:concern} \
                         order by here.heard_at, here.concern limit $5",
                        $end
                    ),
                    partnership,
                    place,
                    at,
                    id,
                    $limit,
                    now
                )
                .visible(rule),
            ),
            (None, Some(status)) => $tx.$how(
                sql!(
                    concat!(
                        "select ",
                        $what,
                        " from concern where concern.partnership = $1 and concern.status = $2 \
                         and (concern.heard_at, concern.id) > ($3, $4) and {visible:concern} \
                         order by concern.heard_at, concern.id limit $5",
                        $end
                    ),
                    partnership,
                    status,
                    at,
                    id,
                    $limit
                )
                .visible(rule),
            ),
            (None, None) => $tx.$how(
                sql!(
                    concat!(
                        "select ",
                        $what,
                        " from concern where concern.partnership = $1 \
                         and (concern.heard_at, concern.id) > ($2, $3) and {visible:concern} \
                         order by concern.heard_at, concern.id limit $4",
                        $end
                    ),
                    partnership,
                    at,
                    id,
                    $limit
                )
                .visible(rule),
            ),
        }
    }};
}

/// Concerns this person may read, oldest first so that nobody waits unseen; `limit` lines.
///
/// # Errors
/// Whatever the store answers.
pub fn list(tx: &mut Tx<'_>, scope: &Scope, filter: &ConcernFilter, limit: i64) -> Result<Vec<ConcernLine>, Error> {
    walk!(tx, all, scope, filter, limit, columns!(), "")
}

/// Held and protected concerns, for the safeguarding lead of the front door; oldest first.
///
/// # Errors
/// Whatever the store answers.
pub fn held(
    tx: &mut Tx<'_>,
    scope: &Scope,
    after: Option<(Instant, Id)>,
    limit: i64,
) -> Result<Vec<ConcernLine>, Error> {
    let (at, id) = after.unwrap_or(BEGINNING);
    tx.all(
        sql!(
            concat!(
                "select ",
                columns!(),
                " from concern where partnership = $1 and (held or protection >= 3) \
                 and (heard_at, id) > ($2, $3) and {visible:concern} order by heard_at, id limit $4"
            ),
            scope.partnership(),
            at,
            id,
            limit
        )
        .visible(visible_concerns(scope)),
    )
}

/// How many concerns a filter finds, up to `most`.
///
/// # Errors
/// Whatever the store answers.
pub fn count(tx: &mut Tx<'_>, scope: &Scope, filter: &ConcernFilter, most: i64) -> Result<i64, Error> {
    let filter = &ConcernFilter { after: None, ..filter.clone() };
    walk!(tx, one, scope, filter, most, "count(*) from (select 1", ") as found")
}

/// What somebody recorded for others, newest first.
///
/// # Errors
/// Whatever the store answers.
pub fn recorded(tx: &mut Tx<'_>, scope: &Scope, membership: Id, limit: i64) -> Result<Vec<ConcernLine>, Error> {
    tx.all(
        sql!(
            concat!(
                "select ",
                columns!(),
                " from concern where partnership = $1 and recorded_by = $2 and {visible:concern} \
                 order by heard_at desc, id desc limit $3"
            ),
            scope.partnership(),
            membership,
            limit
        )
        .visible(visible_concerns(scope)),
    )
}

/// The places of the concerns of one page by these lines, ancestors and all, in one statement.
///
/// # Errors
/// Whatever the store answers.
pub fn places_of_concerns(
    tx: &mut Tx<'_>,
    partnership: Id,
    concerns: &[Id],
    lines: Lines,
) -> Result<Vec<(Id, Id)>, Error> {
    tx.all(sql!(
        "select concern, place from concern_place where partnership = $1 and case when $2 then is_now else is_then end \
         and concern in {list} order by concern, place",
        partnership,
        lines == Lines::Now,
        concerns
    ))
}

db::row! {
    /// What waits for whoever triages a place.
    pub struct ToDo {
        /// Concerns that nobody has considered.
        pub to_triage: i64,
        /// Since when the oldest of them waits.
        pub oldest: Option<Instant>,
        /// Calls and letters to make: people to tell, however much there is to tell each.
        pub to_tell: i64,
        /// Told to us since some moment, whatever became of it.
        pub told_since: i64,
    }
}

/// What waits in a place, or everywhere, in one statement; each figure is its list's count, up to `most`.
///
/// # Errors
/// Whatever the store answers.
pub fn to_do(tx: &mut Tx<'_>, scope: &Scope, place: Option<Id>, since: Instant, most: i64) -> Result<ToDo, Error> {
    let rule = visible_concerns(scope);
    match place {
        Some(place) => tx.one(sql!(
            "select count(*) as to_triage, min(heard_at) as oldest, (select count(distinct telling.concern) from telling \
             join concern on concern.partnership = telling.partnership and concern.id = telling.concern \
             where telling.partnership = $1 and telling.told_at is null and telling.way <> $2 and {visible:concern}) as to_tell, \
             (select count(*) from (select here.concern from concern_place here \
             join concern on concern.partnership = here.partnership and concern.id = here.concern \
             where here.partnership = $1 and here.place = $4 and here.is_then and here.heard_at >= $5 and {visible:concern} \
             order by here.heard_at, here.concern limit $3) as told) as told_since \
             from (select here.heard_at from concern_place here \
             join concern on concern.partnership = here.partnership and concern.id = here.concern \
             where here.partnership = $1 and here.place = $4 and here.waits and here.is_then and {visible:concern} \
             order by here.heard_at, here.concern limit $3) as found",
            scope.partnership(),
            SafeWay::Email,
            most,
            place,
            since
        ).visible(&rule).visible(&rule).visible(&rule)),
        None => tx.one(sql!(
            "select count(*) as to_triage, min(heard_at) as oldest, (select count(distinct telling.concern) from telling \
             join concern on concern.partnership = telling.partnership and concern.id = telling.concern \
             where telling.partnership = $1 and telling.told_at is null and telling.way <> $3 and {visible:concern}) as to_tell, \
             (select count(*) from (select concern.id from concern \
             where concern.partnership = $1 and concern.heard_at >= $5 and {visible:concern} \
             order by concern.heard_at, concern.id limit $4) as told) as told_since \
             from (select concern.heard_at from concern \
             where concern.partnership = $1 and concern.status = $2 and {visible:concern} \
             order by concern.heard_at, concern.id limit $4) as found",
            scope.partnership(),
            ConcernStatus::Heard,
            SafeWay::Email,
            most,
            since
        ).visible(&rule).visible(&rule).visible(&rule)),
    }
}

/// How many concerns wait in each of these places.
///
/// # Errors
/// Whatever the store answers.
pub fn waiting_in(tx: &mut Tx<'_>, scope: &Scope, places: &[Id]) -> Result<Vec<(Id, i64)>, Error> {
    tx.all(
        sql!(
            "select here.place, count(*) from concern_place here \
             join concern on concern.partnership = here.partnership and concern.id = here.concern \
             where here.partnership = $1 and here.waits and here.is_then and {visible:concern} and here.place in {list} \
             group by here.place order by here.place",
            scope.partnership(),
            places.to_vec()
        )
        .visible(visible_concerns(scope)),
    )
}

/// The spot of the first of these concerns that was told with one, degrees north and east: never public as it is.
///
/// # Errors
/// Whatever the store answers.
pub fn first_spot(tx: &mut Tx<'_>, partnership: Id, concerns: &[Id]) -> Result<Option<(f64, f64)>, Error> {
    tx.opt(sql!(
        "select lat, lon from concern where partnership = $1 and lat is not null and lon is not null \
         and {unfiltered: for the issue they are part of, which shows what its category allows} \
         and id in {list} order by heard_at, id limit 1",
        partnership,
        concerns
    ))
}

//! The nightly count of what everybody may read, place by place: so that a place's page shows a year of figures in one
//! statement, however many issues there are.

use std::collections::BTreeMap;

use ::jobs::{Desk, Handler, Job, NewJob};
use access::{Done, Ground, Right, Scope};
use base::{Date, Id, Instant, Problem};
use db::Tx;
use places::Places;

use crate::model::Status;
use crate::store::{self, Counted, Figure};

/// The job that counts, and asks for the next night's.
pub const COUNT: Handler = Handler { kind: "issues.count", run: |desk, scope, job| Box::pin(work(desk, scope, job)) };

/// Months that are told, the present one among them.
pub const MONTHS: i64 = 12;
/// At what hour of the night.
const HOUR: i8 = 4;
/// Issues read in one transaction.
const CHUNK: i64 = 2_000;

/// What a figure is of: place, what is counted, month, category.
type Key = (Id, Counted, Date, Id);

/// The first day of the month that is so many months before that of `now`.
#[must_use]
pub fn month(now: Instant, before: i64) -> Date {
    let first = Instant::on(now.date().first_of_month(), base::hours(12));
    first.months_before(before).date().first_of_month()
}

/// Counts everything anew. Read some at a time, so that nothing waits for it; written in one.
///
/// # Errors
/// Whatever the store answers.
pub async fn count(scope: &Scope) -> Result<(), Problem> {
    let db = scope.site.db.clone();
    let partnership = scope.partnership();
    let since = month(scope.now, MONTHS - 1);
    let mut amounts: BTreeMap<Key, i64> = BTreeMap::new();

    let mut after = (Instant::on(since, 0), Id::nil());
    loop {
        let (read, seen) = db
            .read(move |tx| {
                let read = store::changed_since(tx, partnership, after, CHUNK)?;
                let ids: Vec<Id> = read.iter().map(|issue| issue.id).collect();
                let seen = if ids.is_empty() { Vec::new() } else { store::seen_in(tx, partnership, &ids)? };
                Ok::<_, db::Error>((read, seen))
            })
            .await?;
        let Some(last) = read.last() else { break };
        after = (last.changed_at, last.id);
        for issue in &read {
            let from = seen.partition_point(|(id, _)| *id < issue.id);
            for (_, place) in seen.iter().skip(from).take_while(|(id, _)| *id == issue.id) {
                for (counted, month) in counted(issue, since) {
                    *amounts.entry((*place, counted, month, Id::nil())).or_default() += 1;
                }
            }
        }
    }

    let known = scope.snapshot.part::<Places>()?;
    let places = known.every().into_iter().filter(|(_, place)| place.holds_on(scope.now.date())).map(|(id, _)| id);
    for place in std::iter::once(partnership).chain(places) {
        let open = db.read(move |tx| store::open_by_category(tx, partnership, place)).await?;
        amounts.extend(open.into_iter().map(|(category, open)| ((place, Counted::Open, since, category), open)));
    }

    let counted_at = scope.now;
    let figure =
        |((place, counted, month, category), amount)| Figure { place, counted, month, category, amount, counted_at };
    let figures: Vec<Figure> = amounts.into_iter().map(figure).collect();
    let scope = scope.clone();
    db.bulk(move |tx| {
        let permit = scope.may(Right::SeeAllAreas, &Ground::default())?;
        store::set_figures(tx, &permit, &figures)?;
        scope.tell(
            tx,
            Done { kind: "place_figure", record: partnership, verb: "count", fields: &["amount"], values: "" },
        )?;
        Ok(())
    })
    .await
}

/// What an issue adds to: one each of the figures of the months since.
fn counted(issue: &store::Dated, since: Date) -> Vec<(Counted, Date)> {
    let within = |at: Instant| Some(at.date().first_of_month()).filter(|month| *month >= since);
    let settled = match issue.status {
        Status::Resolved => issue.resolved_at,
        Status::NotTakingForward => issue.decided_at,
        Status::New | Status::Considering | Status::TakingForward => None,
    };
    let decided = issue.decided_at.filter(|at| at.date() >= since);
    let in_time = decided.filter(|at| *at <= issue.answer_by);
    [
        within(issue.opened_at).map(|month| (Counted::Opened, month)),
        settled.and_then(within).map(|month| (Counted::Settled, month)),
        decided.map(|_| (Counted::Decided, since)),
        in_time.map(|_| (Counted::InTime, since)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

async fn work(desk: &Desk, scope: Scope, job: Job) -> Result<(), Problem> {
    count(&scope).await?;
    desk.site
        .db
        .write(move |tx| {
            ask(tx, &scope, scope.now.next_time(HOUR, 0))?;
            Ok(::jobs::done(tx, &job)?)
        })
        .await
}

fn ask(tx: &mut Tx<'_>, scope: &Scope, at: Instant) -> Result<(), Problem> {
    let job = NewJob {
        id: scope.new_id(),
        kind: COUNT.kind,
        about: scope.partnership(),
        detail: "",
        run_at: at,
        operation: scope.operation,
    };
    Ok(::jobs::enqueue(tx, scope.partnership(), &job)?)
}

/// Sees to it that every partnership is counted, now and then each night: when a worker starts.
///
/// # Errors
/// Whatever the store answers.
pub async fn schedule(desk: &Desk) -> Result<(), Problem> {
    let site = &desk.site;
    for (partnership, _) in site.db.read(access::all_partnerships).await? {
        let scope = desk.scope(partnership, COUNT.kind, site.dice.id(site.clock.now())).await?;
        let wanted = move |tx: &mut Tx<'_>| match ::jobs::is_waiting(tx, partnership, COUNT.kind)? {
            true => Ok(()),
            false => ask(tx, &scope, scope.now),
        };
        site.db.housekeep("the nightly count", wanted).await?;
    }
    Ok(())
}

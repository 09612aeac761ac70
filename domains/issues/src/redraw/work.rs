//! Counting what stands where, drawing the lines, and placing every record by them: in chunks, each with its cursor.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use ::jobs::{Desk, Job};
use access::{Done, Ground, Permit, Right, Scope};
use base::{Date, Id, Instant, Problem};
use db::Tx;
use places::{Kind, Lies, Places, Point, Vintages, placed_again};
use record::{Operation, OperationState as S, Progress};
use voice::{A_CHUNK, ConcernSpot};

use super::plan::{Drawing, Plan, day_words, file_of, place_again};
use super::tally::{Counted, Stage, Tally, add};
use crate::store::{self, Placing};

/// Lines as a chunk needs them, read once a turn.
#[derive(Clone)]
enum Lines {
    /// As they would be: for counting.
    Proposed { kind: Kind, before: Arc<Places>, after: Arc<Places> },
    /// As they are and were: for placing.
    Drawn { since: Option<Date>, vintages: Arc<Vintages> },
}

type Held = Arc<Mutex<Option<Lines>>>;

/// Does a redraw: whatever its state asks for.
///
/// # Errors
/// Those of [`jobs::carry_on`](::jobs::carry_on).
pub async fn work(desk: &Desk, scope: Scope, job: Job) -> Result<(), Problem> {
    let held = Held::default();
    ::jobs::carry_on(desk, scope, job, move |scope, operation| {
        let held = Arc::clone(&held);
        async move {
            let tally = Tally::read(&operation.cursor)?;
            match (tally.stage, operation.state) {
                (Stage::Lines, S::Checking) => begin_counting(&scope, operation, tally).await,
                (Stage::Lines, _) => draw(&scope, operation, tally).await,
                (Stage::Concerns | Stage::Issues, _) => next(&scope, operation, tally, &held).await,
                (Stage::End, _) => end(&scope, operation).await,
            }
        }
    })
    .await
}

/// A day has come on which lines changed, or somebody changed one by hand: has every record placed again.
///
/// # Errors
/// Whatever the store answers.
pub async fn due(desk: &Desk, scope: Scope, job: Job) -> Result<(), Problem> {
    desk.site
        .db
        .write(move |tx| {
            let newest = Operation::newest(tx, scope.partnership(), true, None, 20)?;
            let waits = |one: &Operation| one.kind == super::KIND && one.state == S::Running && one.cursor.is_empty();
            if !newest.iter().any(waits) {
                place_again(tx, &scope, job.detail.parse().ok())?;
            }
            ::jobs::done(tx, &job).map_err(Problem::from)
        })
        .await
}

/// Agrees to what was looked at.
///
/// # Errors
/// [`base::Conflict::State`] when it is past that.
pub(super) fn agree(tx: &mut Tx<'_>, scope: &Scope, id: Id) -> Result<Operation, Problem> {
    let partnership = scope.partnership();
    let operation = Operation::find(tx, partnership, id)?.ok_or(Problem::NotFound)?;
    operation.state.after("run")?;
    let plan: Plan = serde_json::from_str(&operation.detail).map_err(Problem::fault)?;
    let agreed = serde_json::to_string(&Plan { agreed: true, ..plan }).map_err(Problem::fault)?;
    operation.rewind(tx, partnership, &agreed, scope.now)?;
    ::jobs::take_step(tx, scope, &operation, "run")?;
    Operation::find(tx, partnership, id)?.ok_or(Problem::NotFound)
}

/// Whether a redraw was stopped after somebody agreed, by hand or by a fault: it can go on from where it was.
#[must_use]
pub fn can_go_on(operation: &Operation) -> bool {
    let agreed =
        || serde_json::from_str(&operation.detail).is_ok_and(|plan: Plan| plan.agreed || plan.drawing.is_none());
    operation.kind == super::KIND && matches!(operation.state, S::Cancelled | S::Failed) && agreed()
}

/// Has it go on from where it was stopped, for whoever asks: the one who began it may be gone.
///
/// # Errors
/// [`Problem::NotAllowed`] without the right to configure; [`base::Conflict::State`] when it was not stopped.
pub fn go_on(tx: &mut Tx<'_>, scope: &Scope, operation: &Operation) -> Result<(), Problem> {
    super::allowed(scope)?;
    if !can_go_on(operation) {
        let nothing = base::Conflict::State { now: operation.state.as_str(), allowed: Vec::new() };
        return Err(Problem::Conflict(nothing));
    }
    operation.hand_to(tx, scope.partnership(), scope.hat().map(|hat| hat.membership))?;
    ::jobs::take_step(tx, scope, operation, "run")?;
    Ok(())
}

fn permit(scope: &Scope) -> Result<Permit, Problem> {
    scope.may(Right::Configure, &Ground::default())
}

async fn begin_counting(scope: &Scope, operation: Operation, tally: Tally) -> Result<(), Problem> {
    let within = scope.clone();
    scope
        .site
        .db
        .bulk(move |tx| keep(tx, &within, &operation, &Tally { stage: Stage::Concerns, ..tally.clone() }, (0, 0), &[]))
        .await
}

/// Draws the lines; records follow at once, or on the day from which the lines hold.
async fn draw(scope: &Scope, operation: Operation, tally: Tally) -> Result<(), Problem> {
    let plan: Plan = serde_json::from_str(&operation.detail).map_err(Problem::fault)?;
    let mut later = None;
    if let Some(Drawing { asked, .. }) = &plan.drawing {
        let (within, id) = (scope.clone(), operation.id);
        let has_file = asked.wards.is_empty();
        let bytes =
            scope.site.db.read(move |tx| if has_file { file_of(tx, &within, id) } else { Ok(Vec::new()) }).await?;
        asked.draw(scope, &bytes).await?;
        later = (asked.from > scope.now.date()).then_some(asked.from);
    }
    let within = scope.clone();
    scope
        .site
        .db
        .bulk(move |tx| {
            let Some(from) = later else {
                return keep(tx, &within, &operation, &Tally { stage: Stage::Concerns, ..tally.clone() }, (0, 0), &[]);
            };
            places::place_records_again(tx, &within, from)?;
            let day = day_words(from);
            let says = format!("The lines are drawn and hold from {day}. Records are placed by them on that day.");
            operation.say(tx, within.partnership(), &says)?;
            keep(tx, &within, &operation, &Tally { stage: Stage::End, ..tally.clone() }, (0, 0), &[])
        })
        .await
}

/// The next chunk of records: counted, or placed.
async fn next(scope: &Scope, operation: Operation, tally: Tally, held: &Held) -> Result<(), Problem> {
    let found = held.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let lines = match found {
        Some(lines) => lines,
        None => {
            let read = read(scope, &operation).await?;
            *held.lock().unwrap_or_else(PoisonError::into_inner) = Some(read.clone());
            read
        }
    };
    let within = scope.clone();
    scope
        .site
        .db
        .bulk(move |tx| match tally.stage {
            Stage::Concerns => concerns(tx, &within, &operation, tally.clone(), &lines),
            _ => issues(tx, &within, &operation, tally.clone(), &lines),
        })
        .await
}

async fn read(scope: &Scope, operation: &Operation) -> Result<Lines, Problem> {
    let plan: Plan = serde_json::from_str(&operation.detail).map_err(Problem::fault)?;
    let Some(Drawing { asked, .. }) = plan.drawing.filter(|_| operation.state == S::Checking) else {
        let since = plan.since;
        let first = since.unwrap_or(scope.now.date());
        return Ok(Lines::Drawn { since, vintages: Arc::new(Vintages::since(scope, first).await?) });
    };
    let (within, id) = (scope.clone(), operation.id);
    let has_file = asked.wards.is_empty();
    let bytes = scope.site.db.read(move |tx| if has_file { file_of(tx, &within, id) } else { Ok(Vec::new()) }).await?;
    let kind = asked.kind().ok_or(Problem::NotFound)?;
    let (_, after) = asked.propose(scope, &bytes).await?;
    let (partnership, today) = (scope.partnership(), scope.now.date());
    let before = scope.site.db.read(move |tx| places::places_on(tx, partnership, today)).await?;
    Ok(Lines::Proposed { kind, before: Arc::new(before), after: Arc::new(after) })
}

fn concerns(
    tx: &mut Tx<'_>,
    scope: &Scope,
    operation: &Operation,
    mut tally: Tally,
    lines: &Lines,
) -> Result<(), Problem> {
    let permit = permit(scope)?;
    let most = i64::try_from(A_CHUNK).unwrap_or(i64::MAX);
    let found = voice::concerns_to_place(tx, &permit, tally.after.unwrap_or_default(), most)?;
    let Some((last, _)) = found.last() else {
        return keep(tx, scope, operation, &Tally { stage: Stage::Issues, after: None, ..tally }, (0, 0), &[]);
    };
    tally.after = Some(last.id);
    let counted = found.iter().filter(|(spot, _)| spot.is_counted());
    let spot_of = |spot: &ConcernSpot| Point::new(spot.lat?, spot.lon?);
    for (spot, lies) in counted.clone() {
        lines.count(&mut tally, Counted::Concern, spot_of(spot), lies);
    }
    let counted: BTreeSet<Id> = counted.map(|(spot, _)| spot.id).collect();
    let move_ = |(spot, lies): (ConcernSpot, Vec<Lies>)| {
        let moved = lines.place(spot_of(&spot), spot.heard_at, &lies)?;
        Some((spot, moved))
    };
    let moved: Vec<(ConcernSpot, Vec<Lies>)> = found.into_iter().filter_map(move_).collect();
    if !moved.is_empty() {
        voice::place_concerns(tx, &permit, &moved)?;
    }
    let ids: Vec<Id> = moved.iter().map(|(spot, _)| spot.id).collect();
    let done = ids.iter().filter(|id| counted.contains(*id)).count();
    keep(tx, scope, operation, &tally, (done, counted.len() - done), &ids)
}

fn issues(
    tx: &mut Tx<'_>,
    scope: &Scope,
    operation: &Operation,
    mut tally: Tally,
    lines: &Lines,
) -> Result<(), Problem> {
    let permit = permit(scope)?;
    let most = i64::try_from(A_CHUNK).unwrap_or(i64::MAX);
    let found = store::issues_to_place(tx, &permit, tally.after.unwrap_or_default(), most)?;
    let Some(last) = found.last() else {
        return keep(tx, scope, operation, &Tally { stage: Stage::End, after: None, ..tally }, (0, 0), &[]);
    };
    tally.after = Some(last.spot.id);
    let spot_of = |one: &Placing| Point::new(one.spot.lat?, one.spot.lon?);
    for one in &found {
        lines.count(&mut tally, Counted::Issue, spot_of(one), &one.lies);
    }
    let all = found.len();
    let moved: Vec<Placing> = found
        .into_iter()
        .filter_map(|one| {
            let lies = lines.place(spot_of(&one), one.spot.opened_at, &one.lies)?;
            Some(one.moved(lies, |place| lines.is_ward_or_larger(place)))
        })
        .collect();
    if !moved.is_empty() {
        store::place_issues(tx, &permit, &moved)?;
    }
    let ids: Vec<Id> = moved.iter().map(|one| one.spot.id).collect();
    keep(tx, scope, operation, &tally, (ids.len(), all - ids.len()), &ids)
}

/// Keeps the cursor with the chunk, and tells the record.
fn keep(
    tx: &mut Tx<'_>,
    scope: &Scope,
    operation: &Operation,
    tally: &Tally,
    (done, unchanged): (usize, usize),
    placed: &[Id],
) -> Result<(), Problem> {
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let progress =
        Progress { cursor: tally.write()?, done: count(done), unchanged: count(unchanged), ..Progress::default() };
    operation.advance(tx, scope.partnership(), &progress, scope.now)?;
    let placed: Vec<String> = placed.iter().map(Id::to_string).collect();
    let (verb, fields) = ("place records", &["cursor", "done", "unchanged"]);
    scope.tell(tx, Done { kind: "operation", record: operation.id, verb, fields, values: &placed.join(" ") })?;
    Ok(())
}

async fn end(scope: &Scope, operation: Operation) -> Result<(), Problem> {
    let verb = if operation.state == S::Checking { "found" } else { "finish" };
    let within = scope.clone();
    scope
        .site
        .db
        .write(move |tx| {
            if verb == "found" {
                operation.bound(tx, within.partnership(), Some(operation.done + operation.unchanged), None)?;
            }
            operation.step(tx, within.partnership(), verb, within.now)?;
            within.tell(tx, Done { kind: "operation", record: operation.id, verb, fields: &["state"], values: "" })?;
            Ok(())
        })
        .await
}

impl Lines {
    /// Counts where a record would stand; nothing when it is being placed.
    fn count(&self, tally: &mut Tally, what: Counted, spot: Option<Point>, lies: &[Lies]) {
        let Self::Proposed { kind, before, after } = self else { return };
        let Some(spot) = spot else { return add(&mut tally.no_spot, what) };
        let to = after.at(spot);
        if to.is_empty() {
            return add(&mut tally.outside, what);
        }
        let own: Vec<Id> = lies.iter().filter(|lies| lies.is_now).map(|lies| lies.place).collect();
        let of_kind = |places: &Places, ids: &[Id]| {
            places.of(ids).into_iter().find(|place| place.kind == *kind).map(|place| place.name.clone())
        };
        tally.count(what, of_kind(before, &own).as_deref(), of_kind(after, &to).as_deref());
    }

    /// Where a record lies by these lines; nothing when that is where it lies, or when it is only being counted.
    fn place(&self, spot: Option<Point>, came_in: Instant, lies: &[Lies]) -> Option<Vec<Lies>> {
        let Self::Drawn { since, vintages } = self else { return None };
        let spot = spot?;
        let day = came_in.date();
        let then = since.filter(|since| *since <= day).map(|_| vintages.on(day).at(spot));
        placed_again(lies, then.as_deref(), &vintages.today().at(spot))
    }

    fn is_ward_or_larger(&self, place: Id) -> bool {
        match self {
            Self::Proposed { after, .. } => after.is_ward_or_larger(place),
            Self::Drawn { vintages, .. } => vintages.today().is_ward_or_larger(place),
        }
    }
}

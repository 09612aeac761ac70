//! Measuring overlaps: when a partner's lines come in, and as a job when ours change. Never for a page.

use access::{Done, Ground as Leave, Right, Scope};
use base::{Date, Id, Problem};
use db::Tx;
use jobs::{Handler, Job, NewJob};

use super::overlap::OverTime;
use crate::store;

/// Measures a partnership's overlaps; about the record whose change calls for it.
const MEASURE: &str = "places.measure";

/// The jobs of this slice.
pub(crate) const MEASURES: Handler =
    Handler { kind: MEASURE, run: |_, scope, job| Box::pin(async move { measure(&scope, Some(&job)).await }) };

/// Has the overlaps measured once a change of our lines, or of theirs, is stored.
pub(crate) fn follow(tx: &mut Tx<'_>, scope: &Scope, about: Id) -> Result<(), Problem> {
    if !store::has_partner_sets(tx, scope.partnership())? {
        return Ok(());
    }
    let (id, operation) = (scope.new_id(), scope.operation);
    let job = NewJob { id, kind: MEASURE, about, detail: "", run_at: scope.now, operation };
    Ok(jobs::enqueue(tx, scope.partnership(), &job)?)
}

/// Measures how far every division of every partner lies over every place, on every day, and stores what is another than
/// before. Safe to do twice.
///
/// # Errors
/// [`Problem::NotAllowed`] without the right to configure; else whatever the store answers.
pub async fn measure_partner_lines(scope: &Scope) -> Result<(), Problem> {
    measure(scope, None).await
}

async fn measure(scope: &Scope, job: Option<&Job>) -> Result<(), Problem> {
    scope.may(Right::Configure, &Leave::default())?;
    let (partnership, db) = (scope.partnership(), &scope.site.db);
    let turns: Vec<Date> = db.read(move |tx| store::turns_of_lines(tx, partnership)).await?;
    let mut over_time = OverTime::default();
    for (at, from) in turns.iter().copied().enumerate() {
        let until = turns.get(at + 1).copied();
        let days = db.read(move |tx| store::lines_from(tx, partnership, from, until)).await?;
        let measured = tokio::task::spawn_blocking(move || {
            over_time.measure(days);
            over_time
        });
        over_time = measured.await.map_err(Problem::fault)?;
    }
    let (held, scope, job) = (over_time.done(), scope.clone(), job.cloned());
    db.bulk(move |tx| {
        let permit = scope.may(Right::Configure, &Leave::default())?;
        if store::keep_overlaps(tx, &permit, &held)? {
            let (record, values) = (scope.partnership(), held.len().to_string());
            let done = Done { kind: "partner_lines", record, verb: "measure", fields: &["overlaps"], values: &values };
            scope.tell(tx, done)?;
        }
        job.as_ref().map_or(Ok(()), |job| jobs::done(tx, job))?;
        Ok::<_, Problem>(())
    })
    .await
}

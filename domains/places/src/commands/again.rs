use access::Scope;
use base::{Date, Instant, Problem};
use db::Tx;
use jobs::NewJob;

/// The job that has every record placed again by the lines of its day; whoever keeps records does it.
pub const PLACE_RECORDS: &str = "places.place-records";

/// Has every record placed again, now that lines are others from a day on: at once, or on that day.
///
/// # Errors
/// Whatever the store answers.
pub fn place_records_again(tx: &mut Tx<'_>, scope: &Scope, from: Date) -> Result<(), Problem> {
    let detail = from.to_string();
    let job = NewJob {
        id: scope.new_id(),
        kind: PLACE_RECORDS,
        about: scope.partnership(),
        detail: &detail,
        run_at: scope.now.max(Instant::on(from, 0)),
        operation: scope.operation,
    };
    Ok(jobs::enqueue(tx, scope.partnership(), &job)?)
}

use std::future::Future;

use access::{Done, Scope};
use base::{Id, Problem, seconds};
use db::Tx;
use record::{NewOperation, Operation, OperationState};

use crate::queue::{self, Job, NewJob};
use crate::worker::Desk;

/// How long a worker stays with one piece of long work before others have their turn.
const A_TURN: i64 = seconds(20);

/// Long work as whoever asks begins it.
#[derive(Debug, Clone, Copy)]
pub struct LongWork<'a> {
    /// Its operation's key.
    pub id: Id,
    /// The job that does it.
    pub kind: &'static str,
    /// What it is called on its page.
    pub title: &'a str,
    /// What its job needs to know.
    pub detail: &'a str,
    /// Where it starts.
    pub state: OperationState,
    /// How many rows it has, where that is known.
    pub total: Option<i64>,
}

/// Records long work under the name and hat of whoever asks. Nothing is done until it is [set going](set_going).
///
/// # Errors
/// Whatever the store answers.
pub fn begin(tx: &mut Tx<'_>, scope: &Scope, work: &LongWork<'_>) -> Result<(), Problem> {
    let LongWork { id, kind, title, detail, state, total } = *work;
    let hat = scope.hat();
    let (begun_by, hat) = (hat.map(|hat| hat.person), hat.map(|hat| hat.membership));
    let new = NewOperation { id, kind, title, detail, state, total, begun_by, hat };
    Ok(Operation::begin(tx, scope.partnership(), &new, scope.now)?)
}

/// Begins long work at once: its job is written in the transaction that sets it going.
///
/// # Errors
/// Whatever the store answers.
pub fn set_going(tx: &mut Tx<'_>, scope: &Scope, kind: &str, operation: Id) -> Result<(), Problem> {
    let job = NewJob {
        id: scope.new_id(),
        kind,
        about: operation,
        detail: "",
        run_at: scope.now,
        operation: scope.operation,
    };
    Ok(queue::enqueue(tx, scope.partnership(), &job)?)
}

/// Carries on with long work, chunk by chunk, until it ends, is cancelled or has had its turn; then it is queued again.
/// `chunk` does at most 500 rows and keeps its cursor in the same transaction ([`Operation::advance`]), or takes the step
/// that ends the state at hand ([`Operation::step`]). It is given the scope of whoever began the work, as they are today.
///
/// A fault that trying again cannot mend ([`Problem::Invalid`], [`Problem::NotAllowed`], [`Problem::NotFound`]) ends the
/// work and says why; what was done until then stands.
///
/// # Errors
/// Whatever a chunk answers that trying again may mend.
pub async fn carry_on<'a, F, Doing>(desk: &'a Desk, scope: Scope, job: Job, chunk: F) -> Result<(), Problem>
where
    F: Fn(Scope, Operation) -> Doing,
    Doing: Future<Output = Result<(), Problem>> + Send + 'a,
{
    let turn_ends = desk.site.clock.now().plus(A_TURN);
    loop {
        let scope = desk.scope(job.partnership, scope_name(&scope), job.operation).await?;
        let (partnership, about) = (job.partnership, job.about);
        let found = desk.site.db.read(move |tx| Operation::find(tx, partnership, about)).await?;
        let Some(operation) = found.filter(|operation| operation.state.is_at_work()) else {
            return strike(desk, job).await;
        };
        if operation.cancel_asked_at.is_some() && operation.can("cancel") {
            end(desk, &scope, job.clone(), operation, "cancel", None).await?;
            continue;
        }
        let acting = match operation.hat {
            None => Some(scope.clone()),
            Some(hat) => scope.acting_as(hat),
        };
        let Some(acting) = acting else {
            let gone = "Whoever began this no longer holds the role it needs. Begin it again.";
            end(desk, &scope, job.clone(), operation, "fail", Some(gone.into())).await?;
            continue;
        };
        match chunk(acting, operation.clone()).await {
            Ok(()) => {}
            // Somebody took it, or a record of the chunk, further meanwhile: nothing of the chunk was kept, and it is looked at
            // anew. Striking the job would leave the work to whoever that was, who may be gone.
            Err(Problem::Conflict(base::Conflict::Version)) => {}
            Err(Problem::Invalid(fields)) => {
                let said = fields.0.first().map(|field| field.message.clone()).unwrap_or_default();
                end(desk, &scope, job.clone(), operation, "fail", Some(said)).await?;
            }
            Err(problem @ (Problem::NotAllowed(_) | Problem::NotFound)) => {
                end(desk, &scope, job.clone(), operation, "fail", Some(problem.to_string())).await?;
            }
            Err(other) => return Err(other),
        }
        if desk.site.clock.now() > turn_ends {
            return again(desk, &scope, job).await;
        }
    }
}

fn scope_name(scope: &Scope) -> &'static str {
    match scope.who {
        access::Who::System(name) => name,
        _ => "long work",
    }
}

/// Takes the step that ends it, and says why.
async fn end(
    desk: &Desk,
    scope: &Scope,
    job: Job,
    operation: Operation,
    verb: &'static str,
    sentence: Option<String>,
) -> Result<(), Problem> {
    let scope = scope.clone();
    desk.site
        .db
        .write(move |tx| {
            operation.step(tx, job.partnership, verb, scope.now)?;
            if let Some(sentence) = &sentence {
                operation.say(tx, job.partnership, sentence)?;
            }
            let fields = &["state"];
            scope.tell(tx, Done { kind: "operation", record: operation.id, verb, fields, values: "" })?;
            Ok(())
        })
        .await
}

/// The work is over, or somebody else's.
async fn strike(desk: &Desk, job: Job) -> Result<(), Problem> {
    Ok(desk.site.db.housekeep("long work ended", move |tx| queue::done(tx, &job)).await?)
}

/// The turn is over: the job goes to the end of the queue.
async fn again(desk: &Desk, scope: &Scope, job: Job) -> Result<(), Problem> {
    let (id, now) = (scope.new_id(), desk.site.clock.now());
    desk.site
        .db
        .housekeep("long work waits for its next turn", move |tx| {
            queue::done(tx, &job)?;
            queue::enqueue_again(tx, &job, id, now)
        })
        .await?;
    Ok(())
}

/// The step that a person asks for: `run`, `check`, `undo`. What leads to work is set going.
///
/// # Errors
/// Those of [`Operation::step`].
pub fn take_step(
    tx: &mut Tx<'_>,
    scope: &Scope,
    operation: &Operation,
    verb: &'static str,
) -> Result<OperationState, Problem> {
    let to = operation.step(tx, scope.partnership(), verb, scope.now)?;
    scope.tell(tx, Done { kind: "operation", record: operation.id, verb, fields: &["state"], values: "" })?;
    if to.is_at_work() {
        set_going(tx, scope, &operation.kind, operation.id)?;
    }
    Ok(to)
}

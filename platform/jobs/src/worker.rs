use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use access::{Scope, Site, Who};
use base::{Id, Problem};
use db::{Error, Tx, sql};
use futures_util::{StreamExt as _, stream};
use notify::Post;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tracing::Instrument as _;

use crate::queue::{self, Job};

/// What a handler works with.
#[derive(Clone)]
pub struct Desk {
    /// The installation.
    pub site: Arc<Site>,
    /// Where mail goes.
    pub post: Post,
    handlers: Arc<HashMap<&'static str, Handler>>,
}

/// The answer of a handler.
type Doing<'a> = Pin<Box<dyn Future<Output = Result<(), Problem>> + Send + 'a>>;

/// One kind of work. `run` must be safe to run twice; it strikes the job itself with [`crate::done`] in the transaction
/// of what it did.
#[derive(Clone, Copy)]
pub struct Handler {
    /// The kind of job it does.
    pub kind: &'static str,
    /// Does it.
    pub run: for<'a> fn(&'a Desk, Scope, Job) -> Doing<'a>,
}

impl Desk {
    /// A desk with these handlers.
    #[must_use]
    pub fn new(site: Arc<Site>, post: Post, handlers: &[Handler]) -> Self {
        Self { site, post, handlers: Arc::new(handlers.iter().map(|one| (one.kind, *one)).collect()) }
    }

    /// The program's own scope in a partnership.
    ///
    /// # Errors
    /// [`Problem::NotFound`] when there is no such partnership.
    pub async fn scope(&self, partnership: Id, doing: &'static str, operation: Id) -> Result<Scope, Problem> {
        let epoch: i64 = self
            .site
            .db
            .read(move |tx| {
                tx.opt(sql!("select epoch from partnership where id = $1", partnership))?.ok_or(Problem::NotFound)
            })
            .await?;
        Ok(Scope {
            snapshot: self.site.snapshot(partnership, epoch).await?,
            who: Who::System(doing),
            now: self.site.clock.now(),
            operation,
            language: None,
            site: Arc::clone(&self.site),
        })
    }

    async fn does(&self, job: Job) -> bool {
        let span = tracing::info_span!("job", operation_id = %job.operation, kind = %job.kind);
        self.does_or_notes(job).instrument(span).await
    }

    /// Answers whether it was done; what was not is tried again later.
    async fn does_or_notes(&self, job: Job) -> bool {
        let failed = job.clone();
        let tried = self.tries(job).await;
        let done = tried.is_ok();
        if let Err(problem) = tried {
            let said = problem.to_string();
            if let Problem::Fault(cause) = &problem {
                tracing::error!(%cause, "fault");
            }
            tracing::warn!(attempts = failed.attempts, error = %said, "a job failed");
            let now = self.site.clock.now();
            let noted = self.site.db.housekeep("a job failed", move |tx| queue::failed(tx, &failed, &said, now)).await;
            if let Err(error) = noted {
                tracing::error!(%error, "a job's failure could not be noted; it is claimed again later");
            }
        }
        done
    }

    async fn tries(&self, job: Job) -> Result<(), Problem> {
        let handler =
            self.handlers.get(job.kind.as_str()).ok_or_else(|| Problem::fault("nobody does this kind of job"))?;
        let scope = self.scope(job.partnership, handler.kind, job.operation).await?;
        (handler.run)(self, scope, job).await
    }
}

/// Jobs at hand at once: their transactions are then made durable together, and a slow mail server holds up no more.
const HANDS: usize = 16;

/// Does everything that is due, and what that asks for in turn; answers how many jobs were done.
///
/// # Errors
/// Whatever the store answers.
pub async fn run_due(desk: &Desk) -> Result<usize, Error> {
    let mut count = 0;
    loop {
        let now = desk.site.clock.now();
        let due = desk.site.db.housekeep("claim jobs", move |tx| queue::claim(tx, now, 32)).await?;
        if due.is_empty() {
            return Ok(count);
        }
        count += due.len();
        stream::iter(due)
            .for_each_concurrent(HANDS, |job| async {
                desk.does(job).await;
            })
            .await;
    }
}

/// Does what this request asked for and is due, for a command that runs where no worker does; answers whether all of it was
/// done. What was not is tried again by the next worker.
///
/// # Errors
/// Whatever the store answers.
pub async fn run_asked_for(desk: &Desk, scope: &Scope) -> Result<bool, Error> {
    let (partnership, operation, now) = (scope.partnership(), scope.operation, desk.site.clock.now());
    let claim = move |tx: &mut Tx<'_>| queue::claim_of(tx, partnership, operation, now);
    let mut all = true;
    for job in desk.site.db.housekeep("claim jobs", claim).await? {
        all &= desk.does(job).await;
    }
    Ok(all)
}

/// A worker that runs until it is stopped.
pub struct Running {
    stop: watch::Sender<bool>,
    tasks: Vec<JoinHandle<()>>,
}

impl Running {
    /// Lets the job at hand end, then stops.
    pub async fn stop(self) {
        let _ = self.stop.send(true);
        for task in self.tasks {
            let _ = task.await;
        }
    }
}

/// Starts the worker and the sequencer, which gives committed events their place in the audit tree within a second.
#[must_use]
pub fn start(desk: Desk) -> Running {
    let (stop, stopped) = watch::channel(false);
    let (working, site) = (desk.clone(), Arc::clone(&desk.site));
    let tasks = vec![
        tokio::spawn(every(Duration::from_millis(500), Arc::clone(&site), stopped.clone(), move || {
            let desk = working.clone();
            async move { run_due(&desk).await.map(|_| ()) }
        })),
        tokio::spawn(every(Duration::from_millis(400), site, stopped, move || {
            let desk = desk.clone();
            async move { place_all_events(&desk.site).await }
        })),
    ];
    Running { stop, tasks }
}

/// Each round is an operation of its own in the log.
async fn every<F: Future<Output = Result<(), Error>>>(
    wait: Duration,
    site: Arc<Site>,
    mut stopped: watch::Receiver<bool>,
    mut act: impl FnMut() -> F,
) {
    while !*stopped.borrow() {
        let span = tracing::info_span!("background", operation_id = %site.dice.id(site.clock.now()));
        let round = async {
            if let Err(error) = act().await {
                tracing::warn!(%error, "background work failed; trying again");
            }
        };
        round.instrument(span).await;
        let _ = tokio::time::timeout(wait, stopped.changed()).await;
    }
}

/// Gives every committed event its place.
///
/// # Errors
/// Whatever the store answers.
pub async fn place_all_events(site: &Site) -> Result<(), Error> {
    loop {
        let waiting: Vec<Id> = site.db.read(|tx: &mut Tx<'_>| partnerships_waiting(tx)).await?;
        if waiting.is_empty() {
            return Ok(());
        }
        for partnership in waiting {
            let now = site.clock.now();
            site.db.bulk(move |tx| record::place_events(tx, partnership, now, 500)).await?;
        }
    }
}

fn partnerships_waiting(tx: &mut Tx<'_>) -> Result<Vec<Id>, Error> {
    tx.all(sql!(
        "select id from partnership where exists (select 1 from event where event.partnership = partnership.id \
         and event.position is null) order by id"
    ))
}

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::oneshot;

use crate::Error;
use crate::tx::{Mode, Tx};

/// A transaction that takes longer holds up others and is logged.
const LONG: Duration = Duration::from_millis(20);
/// How often bulk work may be passed over before its turn comes all the same.
const MOST_PASSED_OVER: u32 = 32;

/// One transaction that waits for a connection.
pub(crate) trait Job: Send {
    fn mode(&self) -> Mode;
    /// Runs the closure, keeps its answer, and says whether what it did may be stored. May be called again.
    fn run(&mut self, tx: &mut Tx<'_>) -> bool;
    /// Gives the kept answer to whoever waits for it, if anybody still does.
    fn answer(self: Box<Self>);
    /// Answers with an error instead.
    fn refuse(self: Box<Self>, error: Error);
}

pub(crate) struct Task<T, E, F> {
    pub mode: Mode,
    pub closure: F,
    /// What asked for it: what it logs carries the same operation id.
    pub span: tracing::Span,
    pub reply: oneshot::Sender<Result<T, E>>,
    pub kept: Option<Result<T, E>>,
}

impl<T, E, F> Job for Task<T, E, F>
where
    T: Send,
    E: From<Error> + Send,
    F: Fn(&mut Tx<'_>) -> Result<T, E> + Send,
{
    fn mode(&self) -> Mode {
        self.mode
    }

    fn run(&mut self, tx: &mut Tx<'_>) -> bool {
        let _asked = self.span.enter();
        let began = Instant::now();
        let outcome = catch_unwind(AssertUnwindSafe(|| (self.closure)(tx)));
        let took = began.elapsed();
        if took > LONG {
            let closure = std::any::type_name::<F>();
            tracing::warn!(closure, mode = ?self.mode, ms = took.as_millis(), "a long transaction");
        }
        let outcome = match outcome {
            Ok(outcome) => outcome.and_then(|value| tx.verdict().map(|()| value).map_err(E::from)),
            Err(panic) => Err(Error::Panicked(words(panic.as_ref())).into()),
        };
        self.kept.insert(outcome).is_ok()
    }

    fn answer(self: Box<Self>) {
        let kept = self.kept.unwrap_or_else(|| Err(Error::closed().into()));
        let _ = self.reply.send(kept);
    }

    fn refuse(self: Box<Self>, error: Error) {
        let _ = self.reply.send(Err(error.into()));
    }
}

fn words(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    text.unwrap_or("without words").to_owned()
}

/// What a store has done since it was opened.
#[derive(Default)]
pub(crate) struct Counts {
    pub statements: AtomicU64,
    pub commits: AtomicU64,
    pub writes: AtomicU64,
}

impl Counts {
    /// That so many writes were made durable together.
    pub fn committed(&self, writes: usize) {
        self.commits.fetch_add(1, Ordering::Relaxed);
        self.writes.fetch_add(writes as u64, Ordering::Relaxed);
    }
}

/// Which of a queue's two lines a job stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lane {
    Ordinary,
    /// Long work cut into chunks: goes when nothing ordinary waits, one at a time.
    Bulk,
}

/// The jobs that wait for the threads of one kind of connection.
pub(crate) struct Queue {
    waiting: Mutex<Waiting>,
    ready: Condvar,
    capacity: usize,
}

#[derive(Default)]
struct Waiting {
    ordinary: VecDeque<Box<dyn Job>>,
    bulk: VecDeque<Box<dyn Job>>,
    bulk_runs: bool,
    passed_over: u32,
    closed: bool,
}

impl Queue {
    pub fn new(capacity: usize) -> Self {
        Self { waiting: Mutex::default(), ready: Condvar::new(), capacity }
    }

    pub fn push(&self, lane: Lane, job: Box<dyn Job>) -> Result<(), Error> {
        let mut waiting = self.lock();
        if waiting.closed {
            return Err(Error::closed());
        }
        let line = waiting.line(lane);
        if line.len() >= self.capacity {
            return Err(Error::Busy);
        }
        line.push_back(job);
        drop(waiting);
        self.ready.notify_one();
        Ok(())
    }

    /// The next job, waiting for one; none when the queue is closed and empty.
    pub fn take(&self) -> Option<(Lane, Box<dyn Job>)> {
        let mut waiting = self.lock();
        loop {
            if let Some(taken) = waiting.take() {
                return Some(taken);
            }
            if waiting.closed {
                return None;
            }
            waiting = self.ready.wait(waiting).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Another ordinary job, if one waits already.
    pub fn more(&self) -> Option<Box<dyn Job>> {
        self.lock().ordinary.pop_front()
    }

    /// That the bulk job taken last is done.
    pub fn bulk_done(&self) {
        self.lock().bulk_runs = false;
    }

    /// How many jobs wait, of both lines.
    pub fn waiting(&self) -> usize {
        let waiting = self.lock();
        waiting.ordinary.len() + waiting.bulk.len()
    }

    /// Takes no more jobs; those that wait are still done.
    pub fn close(&self) {
        self.lock().closed = true;
        self.ready.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Waiting {
    fn line(&mut self, lane: Lane) -> &mut VecDeque<Box<dyn Job>> {
        match lane {
            Lane::Ordinary => &mut self.ordinary,
            Lane::Bulk => &mut self.bulk,
        }
    }

    fn take(&mut self) -> Option<(Lane, Box<dyn Job>)> {
        let bulk_may = !self.bulk_runs && !self.bulk.is_empty();
        if bulk_may && (self.ordinary.is_empty() || self.passed_over >= MOST_PASSED_OVER) {
            (self.bulk_runs, self.passed_over) = (true, 0);
            return self.bulk.pop_front().map(|job| (Lane::Bulk, job));
        }
        self.passed_over += u32::from(bulk_may);
        self.ordinary.pop_front().map(|job| (Lane::Ordinary, job))
    }
}

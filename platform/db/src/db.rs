use std::collections::BTreeMap;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{Builder, JoinHandle};

use tokio::sync::oneshot;

use crate::migrate::Slice;
use crate::queue::{Counts, Lane, Queue, Task};
use crate::tx::{Mode, Tx};
use crate::{Engine, Error, Options, Target};

/// The store. Cloning shares it.
///
/// Every method sends a closure to a thread that owns a connection. The closure runs to its end whether or not anybody
/// still waits for it, and may be run again when its transaction met another: it reads its inputs by reference, has no
/// effect outside its [`Tx`], and neither hashes, renders, sends nor waits.
#[derive(Clone)]
pub struct Db(Arc<Store>);

struct Store {
    target: Target,
    hands: Hands,
}

/// The queues and the threads that serve them.
pub(crate) struct Hands {
    pub reads: Arc<Queue>,
    /// None when the store is open for reading only.
    pub writes: Option<Arc<Queue>>,
    pub threads: Mutex<Vec<JoinHandle<()>>>,
    pub counts: Arc<Counts>,
}

/// What waits for a store's threads, and what they did since it was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figures {
    /// Reads that wait; on PostgreSQL reads and writes wait together.
    pub reads_waiting: usize,
    /// Writes that wait.
    pub writes_waiting: usize,
    /// COMMITs that made something durable.
    pub commits: u64,
    /// Writes that they made durable: on SQLite several share one.
    pub writes: u64,
}

impl Db {
    /// Opens the store and connects, so that a bad URL or a folder without permission fails here.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the file cannot be opened or the server cannot be reached.
    pub fn open(target: &Target, options: Options) -> Result<Self, Error> {
        let hands = match target {
            Target::Sqlite(path) => crate::sqlite::start(path, &options)?,
            Target::Postgres(url) => crate::postgres::start(url, &options)?,
        };
        Ok(Self(Arc::new(Store { target: target.clone(), hands })))
    }

    /// The engine that holds the records.
    #[must_use]
    pub fn engine(&self) -> Engine {
        self.0.target.engine()
    }

    /// Where the records are kept, for a test that takes them away.
    #[cfg(feature = "testing")]
    pub(crate) fn target(&self) -> &Target {
        &self.0.target
    }

    /// Reads from one snapshot. No longer than a page: exports repeat short reads.
    ///
    /// # Errors
    /// What the closure answers, or an [`Error`] of the store.
    pub async fn read<T, E>(&self, f: impl Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        submit(Some(&self.0.hands.reads), Lane::Ordinary, Mode::Read, f).await
    }

    /// Reads with one statement, which needs no transaction around it: for what every request asks first.
    ///
    /// # Errors
    /// As [`Db::read`]; [`Error::Sql`] at a second statement.
    pub async fn glance<T, E>(&self, f: impl Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        submit(Some(&self.0.hands.reads), Lane::Ordinary, Mode::Glance, f).await
    }

    /// Writes; what it wrote is durable when it answers.
    ///
    /// # Errors
    /// What the closure answers, or an [`Error`] of the store: [`Error::Unaudited`] when a record was written and no
    /// audit entry with it.
    pub async fn write<T, E>(&self, f: impl Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        submit(self.0.hands.writes.as_ref(), Lane::Ordinary, Mode::Write, f).await
    }

    /// Writes a chunk (at most 500 rows) of long work, giving way to ordinary writes.
    ///
    /// # Errors
    /// As [`Db::write`].
    pub async fn bulk<T, E>(&self, f: impl Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        submit(self.0.hands.writes.as_ref(), Lane::Bulk, Mode::Write, f).await
    }

    /// Writes to housekeeping tables, without an audit entry; `reason` goes to the log.
    ///
    /// # Errors
    /// As [`Db::write`]; [`Error::NotHousekeeping`] for any other table.
    pub async fn housekeep<T, E>(
        &self,
        reason: &'static str,
        f: impl Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        tracing::debug!(reason, "housekeeping");
        submit(self.0.hands.writes.as_ref(), Lane::Ordinary, Mode::Housekeep, f).await
    }

    /// Brings the tables of `slices` up to date, in their order. Several nodes may do so at once on PostgreSQL.
    ///
    /// # Errors
    /// [`Error::Sql`] naming the migration that was refused or has changed since it was applied.
    pub async fn migrate(&self, slices: &[Slice]) -> Result<(), Error> {
        let (target, slices) = (self.0.target.clone(), slices.to_vec());
        let (reply, answer) = oneshot::channel();
        spawn("store-migrate", move || drop(reply.send(crate::migrate::run(&target, &slices))))?;
        answer.await.unwrap_or_else(|_| Err(Error::closed()))
    }

    /// The migrations of `slices` that this store has not had yet, as `slice/name`; none when it is current.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when it cannot be reached.
    pub async fn pending_migrations(&self, slices: &[Slice]) -> Result<Vec<String>, Error> {
        let (target, slices) = (self.0.target.clone(), slices.to_vec());
        let (reply, answer) = oneshot::channel();
        spawn("store-migrations", move || drop(reply.send(crate::migrate::pending(&target, &slices))))?;
        answer.await.unwrap_or_else(|_| Err(Error::closed()))
    }

    /// How far the migrations of this store have come, whoever's they are: a slice and the number of its last.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when it cannot be reached.
    pub async fn applied_migrations(&self) -> Result<BTreeMap<String, u32>, Error> {
        let target = self.0.target.clone();
        let (reply, answer) = oneshot::channel();
        spawn("store-migrations", move || drop(reply.send(crate::migrate::applied(&target))))?;
        answer.await.unwrap_or_else(|_| Err(Error::closed()))
    }

    /// How many statements transactions of this store have run since it was opened.
    #[must_use]
    pub fn statements(&self) -> u64 {
        self.0.hands.counts.statements.load(Ordering::Relaxed)
    }

    /// What waits and what was done, for whoever watches the machine.
    #[must_use]
    pub fn figures(&self) -> Figures {
        let Hands { reads, writes, counts, .. } = &self.0.hands;
        Figures {
            reads_waiting: reads.waiting(),
            writes_waiting: writes.as_ref().map_or(0, |queue| queue.waiting()),
            commits: counts.commits.load(Ordering::Relaxed),
            writes: counts.writes.load(Ordering::Relaxed),
        }
    }

    /// Closes the store for every clone of it: takes no more work, does what waits, and closes the connections.
    pub async fn close(self) {
        self.0.hands.close();
        let threads = std::mem::take(&mut *self.0.hands.threads.lock().unwrap_or_else(PoisonError::into_inner));
        let (done, all_done) = oneshot::channel();
        let join = move || {
            for thread in threads {
                let _ = thread.join();
            }
            let _ = done.send(());
        };
        if spawn("store-close", join).is_ok() {
            let _ = all_done.await;
        }
    }
}

impl Hands {
    pub fn close(&self) {
        self.reads.close();
        if let Some(writes) = &self.writes {
            writes.close();
        }
    }
}

/// Threads of a store that nobody holds any more end by themselves.
impl Drop for Store {
    fn drop(&mut self) {
        self.hands.close();
    }
}

async fn submit<T, E>(
    queue: Option<&Arc<Queue>>,
    lane: Lane,
    mode: Mode,
    closure: impl Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
) -> Result<T, E>
where
    T: Send + 'static,
    E: From<Error> + Send + 'static,
{
    let (reply, answer) = oneshot::channel();
    let queue = queue.ok_or(Error::ReadOnly)?;
    queue.push(lane, Box::new(Task { mode, closure, span: tracing::Span::current(), reply, kept: None }))?;
    answer.await.unwrap_or_else(|_| Err(Error::closed().into()))
}

pub(crate) fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> Result<JoinHandle<()>, Error> {
    let thread = Builder::new().name(name.to_owned()).spawn(work);
    thread.map_err(|error| Error::Unavailable(format!("no thread: {error}")))
}

//! PostgreSQL: a few threads, each with its own connection, serve one queue of reads and writes.

mod errors;
mod line;
mod values;

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, PoisonError, RwLock, mpsc};
use std::time::Duration;

use base::Dice;
use line::{Fault, Line};
use postgres::{Client, NoTls};
use tokio_postgres::{Config, Statement};

use crate::db::{Hands, spawn};
use crate::queue::{Counts, Job, Lane, Queue};
use crate::tx::{self, Mode, See, Tx};
use crate::{Bound, Error, Options};
pub(crate) use errors::map;
pub(crate) use values::cell;

/// How often a transaction that met another is tried before the asker is told.
const TRIES: u32 = 24;
/// After so many it is tried alone: however many write at once, nobody's turn fails to come.
const TRIES_AMONG_OTHERS: u32 = 6;
/// Prepared statements a connection keeps; more than a program has, but for lists of many lengths.
const MOST_PREPARED: usize = 2_000;

/// Starts the threads; answers when the first is connected.
pub(crate) fn start(url: &str, options: &Options) -> Result<Hands, Error> {
    let config = read(url)?;
    let counts = Arc::new(Counts::default());
    let queue = Arc::new(Queue::new(options.write_queue.max(options.read_queue)));
    let alone = Arc::new(RwLock::new(()));
    let (report, connected) = mpsc::channel();
    let mut threads = Vec::new();
    for number in 1..=options.connections.max(1) {
        let mut connection = Connection::new(config.clone(), options.busy, Arc::clone(&alone), Arc::clone(&counts));
        let queue = Arc::clone(&queue);
        let first = (number == 1).then(|| report.clone());
        let work = move || {
            if let Some(report) = first {
                let _ = report.send(connection.connect());
            }
            connection.work(&queue);
        };
        threads.push(spawn(&format!("store-{number}"), work)?);
    }
    let writes = (!options.read_only).then(|| Arc::clone(&queue));
    let hands = Hands { reads: queue, writes, threads: Mutex::new(threads), counts };
    match connected.recv().unwrap_or_else(|_| Err(Error::closed())) {
        Ok(()) => Ok(hands),
        Err(error) => {
            hands.close();
            Err(error)
        }
    }
}

/// A connection of its own, for what is done once.
pub(crate) fn connect(url: &str) -> Result<Client, Error> {
    postgres::Config::from(read(url)?).connect(NoTls).map_err(|error| errors::unreachable(&error))
}

fn read(url: &str) -> Result<Config, Error> {
    url.parse().map_err(|_| Error::Unavailable("the PostgreSQL URL cannot be read".into()))
}

/// How far a transaction has come.
enum Stage {
    /// There is none.
    Outside,
    /// This begins it, and its first statement takes it along.
    Waiting(&'static str),
    /// Something has been done in it.
    Begun,
}

/// One thread's connection.
pub(crate) struct Connection {
    config: Config,
    lock_timeout: Duration,
    line: Option<Line>,
    prepared: HashMap<Cow<'static, str>, Statement>,
    stage: Stage,
    /// Whether the transaction met another, an old plan or a connection that had gone away, and is worth another try.
    again: bool,
    dice: Dice,
    /// Shared by this program's writes, held whole by one that has met others too often.
    alone: Arc<RwLock<()>>,
    counts: Arc<Counts>,
}

impl Connection {
    fn new(config: Config, lock_timeout: Duration, alone: Arc<RwLock<()>>, counts: Arc<Counts>) -> Self {
        let dice = Dice::system();
        Self {
            config,
            lock_timeout,
            line: None,
            prepared: HashMap::new(),
            stage: Stage::Outside,
            again: false,
            dice,
            alone,
            counts,
        }
    }

    fn connect(&mut self) -> Result<(), Error> {
        self.line = None;
        self.prepared.clear();
        let line = Line::open(&self.config)?;
        // A plan rests on the statement alone, as on SQLite: every list is made to walk one index whatever is asked of it,
        // and to end soon. Compiling a statement, or starting processes that share it, takes longer than running it.
        let settings = format!(
            "set lock_timeout = {}; set default_transaction_read_only = on; set plan_cache_mode = force_generic_plan; \
             set jit = off; set max_parallel_workers_per_gather = 0",
            self.lock_timeout.as_millis()
        );
        line.control(&settings).map_err(|error| map(&error))?;
        self.line = Some(line);
        Ok(())
    }

    fn work(mut self, queue: &Queue) {
        while let Some((lane, job)) = queue.take() {
            self.perform(job);
            if lane == Lane::Bulk {
                queue.bulk_done();
            }
        }
    }

    fn perform(&mut self, mut job: Box<dyn Job>) {
        for tried in 0..TRIES {
            if tried > 0 {
                std::thread::sleep(Duration::from_micros(self.dice.below(1_000 << tried.min(6)).into()));
            }
            let ended = match job.mode() {
                Mode::Glance | Mode::Read => self.attempt(job.as_mut()),
                Mode::Write | Mode::Housekeep => {
                    let alone = Arc::clone(&self.alone);
                    if tried < TRIES_AMONG_OTHERS {
                        let _shared = alone.read().unwrap_or_else(PoisonError::into_inner);
                        self.attempt(job.as_mut())
                    } else {
                        let _whole = alone.write().unwrap_or_else(PoisonError::into_inner);
                        self.attempt(job.as_mut())
                    }
                }
            };
            match ended {
                _ if self.again => {}
                Ok(()) => return job.answer(),
                Err(error) => return job.refuse(error),
            }
        }
        job.refuse(Error::Conflict);
    }

    /// The transaction once, from its beginning to its end.
    fn attempt(&mut self, job: &mut dyn Job) -> Result<(), Error> {
        self.begin(job.mode())?;
        let keep = self.run(job);
        if keep && !self.again { self.end(job.mode()) } else { self.undo() }
    }

    /// Sends nothing yet: the first statement takes it along. A connection that went away is noticed then, when nothing has
    /// been done, and a new one is tried.
    fn begin(&mut self, mode: Mode) -> Result<(), Error> {
        self.again = false;
        self.stage = match mode {
            Mode::Glance => Stage::Outside,
            Mode::Read => Stage::Waiting("begin isolation level repeatable read"),
            Mode::Write | Mode::Housekeep => Stage::Waiting("begin isolation level serializable read write"),
        };
        if self.line.as_ref().is_none_or(Line::is_closed) { self.connect() } else { Ok(()) }
    }

    /// What still begins the transaction.
    fn beginning(&mut self) -> Option<&'static str> {
        match self.stage {
            Stage::Outside | Stage::Begun => None,
            Stage::Waiting(begin) => {
                self.stage = Stage::Begun;
                Some(begin)
            }
        }
    }

    fn run(&mut self, job: &mut dyn Job) -> bool {
        let counts = Arc::clone(&self.counts);
        let mut tx = Tx::new(tx::Connection::Postgres(self), job.mode());
        let keep = job.run(&mut tx);
        counts.statements.fetch_add(tx.statements().into(), Ordering::Relaxed);
        keep
    }

    /// Keeps what was written. What only read has nothing to keep, and nobody waits for its end.
    fn end(&mut self, mode: Mode) -> Result<(), Error> {
        match (&self.stage, mode) {
            (Stage::Begun, Mode::Write | Mode::Housekeep) => {
                self.control("commit").inspect(|()| self.counts.committed(1))
            }
            _ => self.undo(),
        }
    }

    /// Undoes what a closure did that has its own answer.
    fn undo(&mut self) -> Result<(), Error> {
        if let (Stage::Begun, Some(line)) = (&self.stage, &self.line) {
            line.send("rollback");
        }
        Ok(())
    }

    /// COMMIT, SAVEPOINT and their kin.
    pub fn control(&mut self, text: &'static str) -> Result<(), Error> {
        if let Some(begin) = self.beginning() {
            let begun = self.line()?.control(begin);
            begun.map_err(|error| self.lost(&error))?;
        }
        let done = self.line()?.control(text);
        done.map_err(|error| self.fault(&error))
    }

    /// The statement, prepared once for each text.
    pub fn prepare(&mut self, bound: &Bound<'_>) -> Result<Statement, Error> {
        if let Some(statement) = self.prepared.get(&bound.text) {
            return Ok(statement.clone());
        }
        let prepared = self.line()?.prepare(&bound.text);
        let statement = prepared.map_err(|error| self.fault(&error))?;
        if self.prepared.len() >= MOST_PREPARED {
            self.prepared.clear();
        }
        self.prepared.insert(bound.text.clone(), statement.clone());
        Ok(statement)
    }

    /// Runs a statement, shows its rows, and answers how many it gave or changed.
    pub fn each(&mut self, bound: &Bound<'_>, see: See<'_>) -> Result<u64, Error> {
        let statement = self.prepare(bound)?;
        values::fit(&statement, &bound.values)?;
        let begin = self.beginning();
        self.line()?.each(begin, &statement, bound, see).map_err(|fault| match fault {
            Fault::Begin(error) => self.lost(&error),
            Fault::Server(error) => self.fault(&error),
            Fault::Reader(error) => error,
        })
    }

    fn line(&mut self) -> Result<&Line, Error> {
        self.line.as_ref().ok_or_else(|| Error::Unavailable("the connection is gone".into()))
    }

    /// The connection is no good, and nothing has been done on it: a new one is worth a try.
    fn lost(&mut self, error: &postgres::Error) -> Error {
        self.line = None;
        self.again = true;
        map(error)
    }

    /// Maps an error and remembers what it says of the whole transaction.
    fn fault(&mut self, error: &postgres::Error) -> Error {
        let mapped = map(error);
        if !matches!(self.stage, Stage::Begun) && matches!(mapped, Error::Unavailable(_)) {
            return self.lost(error);
        }
        if errors::plan_is_old(error) {
            self.prepared.clear();
            self.again = true;
        }
        self.again |= mapped == Error::Conflict;
        mapped
    }
}

//! PostgreSQL: a few threads, each with its own connection, serve one queue of reads and writes.

mod errors;
mod line;
mod values;

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::time::Duration;

use base::Dice;
use line::{Fault, Line};
use postgres::{Client, NoTls};
use tokio_postgres::{Config, Statement};

use crate::db::{Hands, spawn};
use crate::queue::{Job, Lane, Queue};
use crate::tx::{self, Mode, See, Tx};
use crate::{Bound, Error, Options};
pub(crate) use errors::map;
pub(crate) use values::cell;

/// How often a transaction that met another is tried before the asker is told.
const TRIES: u32 = 24;
/// Prepared statements a connection keeps; more than a program has, but for lists of many lengths.
const MOST_PREPARED: usize = 2_000;

/// Starts the threads; answers when the first is connected.
pub(crate) fn start(url: &str, options: &Options) -> Result<Hands, Error> {
    let config = read(url)?;
    let statements = Arc::new(AtomicU64::new(0));
    let queue = Arc::new(Queue::new(options.write_queue.max(options.read_queue)));
    let (report, connected) = mpsc::channel();
    let mut threads = Vec::new();
    for number in 1..=options.connections.max(1) {
        let mut connection = Connection::new(config.clone(), options.busy, Arc::clone(&statements));
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
    let hands = Hands { reads: queue, writes, threads: Mutex::new(threads), statements };
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

/// One thread's connection.
pub(crate) struct Connection {
    config: Config,
    lock_timeout: Duration,
    line: Option<Line>,
    prepared: HashMap<Cow<'static, str>, Statement>,
    /// What begins the transaction, until its first statement takes it along.
    begin: Option<&'static str>,
    /// Whether the transaction met another, an old plan or a connection that had gone away, and is worth another try.
    again: bool,
    dice: Dice,
    statements: Arc<AtomicU64>,
}

impl Connection {
    fn new(config: Config, lock_timeout: Duration, statements: Arc<AtomicU64>) -> Self {
        let dice = Dice::system();
        Self { config, lock_timeout, line: None, prepared: HashMap::new(), begin: None, again: false, dice, statements }
    }

    fn connect(&mut self) -> Result<(), Error> {
        self.line = None;
        self.prepared.clear();
        let line = Line::open(&self.config)?;
        let settings = format!("set lock_timeout = {}", self.lock_timeout.as_millis());
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
            if let Err(error) = self.begin(job.mode()) {
                return job.refuse(error);
            }
            let keep = self.run(job.as_mut());
            let ended = if keep && !self.again { self.end(job.mode()) } else { self.undo() };
            match ended {
                _ if self.again => {}
                Ok(()) => return job.answer(),
                Err(error) => return job.refuse(error),
            }
        }
        job.refuse(Error::Conflict);
    }

    /// Nothing is sent yet: the first statement takes it along. A connection that went away is noticed then, when nothing has
    /// been done, and the transaction is tried again on a new one.
    fn begin(&mut self, mode: Mode) -> Result<(), Error> {
        self.again = false;
        self.begin = Some(match mode {
            Mode::Read => "begin isolation level repeatable read read only",
            Mode::Write | Mode::Housekeep => "begin isolation level serializable",
        });
        if self.line.as_ref().is_none_or(Line::is_closed) { self.connect() } else { Ok(()) }
    }

    fn run(&mut self, job: &mut dyn Job) -> bool {
        let statements = Arc::clone(&self.statements);
        let mut tx = Tx::new(tx::Connection::Postgres(self), job.mode());
        let keep = job.run(&mut tx);
        statements.fetch_add(tx.statements().into(), Ordering::Relaxed);
        keep
    }

    /// Keeps what was written; what only read has nothing to keep, and nobody waits for its end.
    fn end(&mut self, mode: Mode) -> Result<(), Error> {
        if mode == Mode::Read || self.begin.is_some() { self.undo() } else { self.control("commit") }
    }

    /// Undoes what a closure did that has its own answer.
    fn undo(&mut self) -> Result<(), Error> {
        if let (None, Some(line)) = (self.begin.take(), &self.line) {
            line.send("rollback");
        }
        Ok(())
    }

    /// COMMIT, SAVEPOINT and their kin.
    pub fn control(&mut self, text: &'static str) -> Result<(), Error> {
        if let Some(begin) = self.begin.take() {
            let begun = self.line()?.control(begin);
            begun.map_err(|error| self.not_begun(&error))?;
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
        let begin = self.begin.take();
        self.line()?.each(begin, &statement, bound, see).map_err(|fault| match fault {
            Fault::Begin(error) => self.not_begun(&error),
            Fault::Server(error) => self.fault(&error),
            Fault::Reader(error) => error,
        })
    }

    fn line(&mut self) -> Result<&Line, Error> {
        self.line.as_ref().ok_or_else(|| Error::Unavailable("the connection is gone".into()))
    }

    /// The connection is no good, and nothing has been done on it: a new one is worth a try.
    fn not_begun(&mut self, error: &postgres::Error) -> Error {
        self.line = None;
        self.again = true;
        map(error)
    }

    /// Maps an error and remembers what it says of the whole transaction.
    fn fault(&mut self, error: &postgres::Error) -> Error {
        if self.begin.is_some() && error.is_closed() {
            return self.not_begun(error);
        }
        if errors::plan_is_old(error) {
            self.prepared.clear();
            self.again = true;
        }
        let mapped = map(error);
        self.again |= mapped == Error::Conflict;
        mapped
    }
}

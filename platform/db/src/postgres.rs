//! PostgreSQL: a few threads, each with its own connection, serve one queue of reads and writes.

mod errors;
mod values;

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::time::Duration;

use base::Dice;
use postgres::fallible_iterator::FallibleIterator;
use postgres::{Client, Config, NoTls, Statement};

use crate::db::{Hands, spawn};
use crate::queue::{Job, Lane, Queue};
use crate::tx::{self, Mode, See, Tx};
use crate::{Bound, Error, Options, Row, row};
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
    knock(&read(url)?)
}

fn read(url: &str) -> Result<Config, Error> {
    url.parse().map_err(|_| Error::Unavailable("the PostgreSQL URL cannot be read".into()))
}

fn knock(config: &Config) -> Result<Client, Error> {
    config.connect(NoTls).map_err(|error| errors::unreachable(&error))
}

/// One thread's connection.
pub(crate) struct Connection {
    config: Config,
    lock_timeout: Duration,
    client: Option<Client>,
    prepared: HashMap<Cow<'static, str>, Statement>,
    /// Whether the transaction met another, or an old plan, and is worth another try.
    again: bool,
    dice: Dice,
    statements: Arc<AtomicU64>,
}

impl Connection {
    fn new(config: Config, lock_timeout: Duration, statements: Arc<AtomicU64>) -> Self {
        let dice = Dice::system();
        Self { config, lock_timeout, client: None, prepared: HashMap::new(), again: false, dice, statements }
    }

    fn connect(&mut self) -> Result<(), Error> {
        self.client = None;
        self.prepared.clear();
        let mut client = knock(&self.config)?;
        let settings = format!("set lock_timeout = {}", self.lock_timeout.as_millis());
        client.batch_execute(&settings).map_err(|error| map(&error))?;
        self.client = Some(client);
        Ok(())
    }

    fn work(mut self, queue: &Queue) {
        while let Some((lane, job)) = queue.take() {
            self.perform(job);
            if lane == Lane::Bulk {
                queue.bulk_done();
            }
        }
        if let Some(client) = self.client.take() {
            let _ = client.close();
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
            let committed = if keep && !self.again { self.control("commit") } else { self.undo() };
            match committed {
                _ if self.again => {}
                Ok(()) => return job.answer(),
                Err(error) => return job.refuse(error),
            }
        }
        job.refuse(Error::Conflict);
    }

    /// A connection that went away is noticed here, where nothing has been done yet, and made anew once.
    fn begin(&mut self, mode: Mode) -> Result<(), Error> {
        let text = match mode {
            Mode::Read => "begin isolation level repeatable read read only",
            Mode::Write | Mode::Housekeep => "begin isolation level serializable",
        };
        self.again = false;
        if self.client.is_some() && self.control(text).is_ok() {
            return Ok(());
        }
        self.connect()?;
        self.control(text)
    }

    fn run(&mut self, job: &mut dyn Job) -> bool {
        let statements = Arc::clone(&self.statements);
        let mut tx = Tx::new(tx::Connection::Postgres(self), job.mode());
        let keep = job.run(&mut tx);
        statements.fetch_add(tx.statements().into(), Ordering::Relaxed);
        keep
    }

    /// Undoes what a closure did that has its own answer; a connection that cannot do so is given up.
    fn undo(&mut self) -> Result<(), Error> {
        if self.client.as_mut().is_some_and(|client| client.batch_execute("rollback").is_err()) {
            self.client = None;
        }
        Ok(())
    }

    /// BEGIN, SAVEPOINT and their kin.
    pub fn control(&mut self, text: &'static str) -> Result<(), Error> {
        let done = self.client()?.batch_execute(text);
        done.map_err(|error| self.fault(&error))
    }

    /// The statement, prepared once for each text.
    pub fn prepare(&mut self, bound: &Bound<'_>) -> Result<Statement, Error> {
        if let Some(statement) = self.prepared.get(&bound.text) {
            return Ok(statement.clone());
        }
        let statement = self.client()?.prepare(&bound.text).map_err(|error| self.fault(&error))?;
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
        fetch(self.client()?, &statement, bound, see).map_err(|fault| match fault {
            Fault::Server(error) => self.fault(&error),
            Fault::Reader(error) => error,
        })
    }

    fn client(&mut self) -> Result<&mut Client, Error> {
        self.client.as_mut().ok_or_else(|| Error::Unavailable("the connection is gone".into()))
    }

    /// Maps an error and remembers what it says of the whole transaction.
    fn fault(&mut self, error: &postgres::Error) -> Error {
        if errors::plan_is_old(error) {
            self.prepared.clear();
            self.again = true;
        }
        let mapped = map(error);
        self.again |= mapped == Error::Conflict;
        mapped
    }
}

enum Fault {
    Server(postgres::Error),
    Reader(Error),
}

/// Shows the rows for as long as they are wanted. The rest are taken all the same: what goes wrong after them spoils the
/// transaction, and a commit of a spoilt transaction says nothing and keeps nothing.
fn fetch(client: &mut Client, statement: &Statement, bound: &Bound<'_>, see: See<'_>) -> Result<u64, Fault> {
    let mut rows = client.query_raw(statement, bound.values.iter()).map_err(Fault::Server)?;
    let (mut seen, mut wanted) = (0, true);
    while let Some(found) = rows.next().map_err(Fault::Server)? {
        if wanted {
            seen += 1;
            wanted = see(&Row::of(row::Source::Postgres(&found))).map_err(Fault::Reader)?;
        }
    }
    Ok(if wanted { rows.rows_affected().unwrap_or(seen) } else { seen })
}

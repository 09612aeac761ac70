use std::sync::Arc;
use std::time::{Duration, Instant};

use super::{control, run};
use crate::Error;
use crate::queue::{Counts, Job, Lane, Queue};

/// The most jobs that share a COMMIT.
const MOST_JOBS: usize = 64;
/// The one thread that writes. Jobs that wait together share a COMMIT, and so one wait for the disk.
pub(super) struct Writer {
    pub connection: rusqlite::Connection,
    pub queue: Arc<Queue>,
    pub counts: Arc<Counts>,
    /// How long a group may gather while its first member waits for the COMMIT.
    pub gather: Duration,
}

impl Writer {
    pub fn work(self) {
        while let Some((lane, job)) = self.queue.take() {
            match lane {
                Lane::Ordinary => self.group(job),
                Lane::Bulk => {
                    self.alone(job);
                    self.queue.bulk_done();
                }
            }
        }
    }

    /// Runs `first` and whatever else waits, commits, and only then answers. A group that cannot be committed whole is
    /// run again one by one, so that only the job that spoilt it fails.
    fn group(&self, first: Box<dyn Job>) {
        if let Err(error) = control(&self.connection, "begin immediate") {
            return self.refuse_all(first, &error);
        }
        let deadline = Instant::now() + self.gather;
        let mut jobs = Vec::new();
        let mut next = Some(first);
        let mut whole = true;
        while let Some(mut job) = next {
            whole = self.member(job.as_mut());
            jobs.push(job);
            let room = whole && jobs.len() < MOST_JOBS && Instant::now() < deadline;
            next = if room { self.queue.more() } else { None };
        }
        if whole && control(&self.connection, "commit").is_ok() {
            self.counts.committed(jobs.len());
            jobs.into_iter().for_each(|job| job.answer());
        } else {
            self.undo();
            jobs.into_iter().for_each(|job| self.alone(job));
        }
    }

    /// Runs one job of a group inside a savepoint; `false` when the group is lost. A full disk or a failed read makes
    /// SQLite roll the whole transaction back by itself, and what follows would commit statement by statement.
    fn member(&self, job: &mut dyn Job) -> bool {
        if control(&self.connection, "savepoint job").is_err() {
            return false;
        }
        let keep = run(&self.connection, job, &self.counts);
        !self.connection.is_autocommit()
            && (keep || control(&self.connection, "rollback to savepoint job").is_ok())
            && control(&self.connection, "release savepoint job").is_ok()
    }

    fn alone(&self, mut job: Box<dyn Job>) {
        if let Err(error) = control(&self.connection, "begin immediate") {
            return job.refuse(error);
        }
        let committed = if run(&self.connection, job.as_mut(), &self.counts) {
            control(&self.connection, "commit").inspect(|()| self.counts.committed(1))
        } else {
            Ok(())
        };
        self.undo();
        match committed {
            Ok(()) => job.answer(),
            Err(error) => job.refuse(error),
        }
    }

    fn undo(&self) {
        if !self.connection.is_autocommit() {
            let _ = control(&self.connection, "rollback");
        }
    }

    /// Another process holds the file: nobody in the queue waits for it a second time.
    fn refuse_all(&self, first: Box<dyn Job>, error: &Error) {
        first.refuse(error.clone());
        while let Some(job) = self.queue.more() {
            job.refuse(error.clone());
        }
    }
}

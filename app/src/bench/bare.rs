//! The same engine and the same disk without the program, in the same minutes.

use std::time::{Duration, Instant};

use db::bare::Bare;

use super::machine;
use super::report::Single;
use super::server::Place;
use crate::failure::Failure;

/// How long each reference is measured.
const LONG: Duration = Duration::from_secs(2);

/// What the bare engine and disk do.
pub struct References {
    /// The first process of the database's server, when it is on this machine.
    pub postmaster: Option<u32>,
    /// The disk: half of the calls that make four kilobytes durable take no longer.
    pub fdatasync_ms: f64,
    /// One row a COMMIT on one connection.
    pub inserts_a_second: f64,
    /// Processor time of one such insert, the server's included.
    pub insert_ms: f64,
    /// Processor time of three reads by key in one snapshot.
    pub selects_ms: f64,
}

/// Measures all of them.
///
/// # Errors
/// Whatever the engine or the disk answers.
pub fn measure(place: &Place) -> Result<References, Failure> {
    let fdatasync_ms = machine::fdatasync_ms(&place.folder)
        .map_err(|error| Failure::because(format!("The disk cannot be measured: {error}.")))?;
    let mut bare = Bare::open(&place.target, &place.folder)?;
    let postmaster = bare.server()?.and_then(machine::parent_of);
    let (inserted, took, insert_ms) = repeat(postmaster, |n| bare.insert(n))?;
    let (_, _, selects_ms) =
        repeat(postmaster, |n| bare.three_selects([n % inserted, (n * 7) % inserted, (n * 13) % inserted]))?;
    bare.clear()?;
    Ok(References {
        postmaster,
        fdatasync_ms,
        inserts_a_second: inserted as f64 / took.as_secs_f64(),
        insert_ms,
        selects_ms,
    })
}

/// How often it was done, how long that took, and the processor time of once in milliseconds.
fn repeat(
    postmaster: Option<u32>,
    mut act: impl FnMut(i64) -> Result<(), db::Error>,
) -> Result<(i64, Duration, f64), Failure> {
    let cpu = || machine::cpu_of(std::process::id()) + postmaster.map_or(Duration::ZERO, machine::cpu_of_family);
    let (before, began) = (cpu(), Instant::now());
    let mut done = 0;
    while began.elapsed() < LONG {
        act(done)?;
        done += 1;
    }
    let took = began.elapsed();
    Ok((done, took, (cpu() - before).as_secs_f64() * 1e3 / done as f64))
}

impl References {
    /// For the report.
    pub fn lines(&self) -> Vec<Single> {
        vec![
            Single::figure("fdatasync of 4 kB, p50", self.fdatasync_ms, "ms"),
            Single::figure("bare one-row durable inserts, one connection", self.inserts_a_second, "a second"),
            Single::figure("bare one-row insert", self.insert_ms, "ms"),
            Single::figure("bare three selects in a snapshot", self.selects_ms, "ms"),
        ]
    }
}

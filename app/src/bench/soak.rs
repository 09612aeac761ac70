//! A borough's busy hours, made short: people ask and tell at an even pace while the work of the night, an export and a
//! backup run beside them, and every ten seconds what it felt like and what it took is written down.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde::Serialize;

use super::cases::{self, Case};
use super::curve;
use super::load::{Ask, Line};
use super::measure::Deep;
use super::seed::{SLUG, Town, progress};
use super::server::{Place, Server, have_night};
use crate::cli::say;
use crate::failure::Failure;

/// Connections that ask at once.
const CLIENTS: u32 = 16;
/// How long one line of the record is.
const LINE: Duration = Duration::from_secs(10);

/// Of every hundred requests, how many are which case.
const MIX: [(&str, u32); 12] = [
    ("what happened: a concern's public page", 30),
    ("issue list of 50, HTML", 15),
    ("issue page", 15),
    ("place page", 6),
    ("home", 10),
    ("report, first page", 6),
    ("newest 50 in a box of 0.05 degrees, JSON", 4),
    ("similar: what may be the same thing", 4),
    ("my work", 2),
    ("issue list for staff, HTML", 2),
    ("create", 5),
    ("decide", 1),
];

/// What ten seconds were like.
#[derive(Debug, Serialize)]
pub struct Moment {
    /// Seconds since the first request.
    pub at_s: f64,
    /// Answers.
    pub answers: usize,
    /// Answers that were not what they should have been.
    pub wrong: usize,
    /// Half of the answers came sooner after the moment they were due to be asked, in milliseconds.
    pub p50_ms: f64,
    /// All but one in a hundred.
    pub p99_ms: f64,
    /// The slowest.
    pub worst_ms: f64,
    /// Memory of the server that is its own, in megabytes.
    pub anonymous_mb: f64,
    /// The log of SQLite that is still to be brought home, in megabytes.
    pub log_mb: f64,
    /// The records, in megabytes.
    pub records_mb: f64,
}

/// Work that ran beside, from when to when, in seconds.
#[derive(Debug, Clone, Serialize)]
pub struct Beside {
    /// What it was.
    pub what: &'static str,
    /// When it began.
    pub from_s: f64,
    /// When it was done.
    pub to_s: f64,
}

/// All of it.
#[derive(Debug, Serialize)]
pub struct Soak {
    /// Requests a second that were asked for.
    pub pace: u32,
    /// Line by line.
    pub moments: Vec<Moment>,
    /// What ran beside.
    pub beside: Vec<Beside>,
    /// The first answer that was not what it should have been.
    pub wrong: Option<String>,
}

/// What the clients have heard since the last line.
#[derive(Debug, Default)]
struct Heard {
    latencies: Vec<Duration>,
    wrong: usize,
    first_wrong: Option<String>,
}

/// Asks for `minutes` at `pace` requests a second; leaves `soak.json` and `soak.svg` in the place's folder.
///
/// # Errors
/// A sentence when the server goes away or the files cannot be written.
pub async fn soak(place: &Place, town: &Arc<Town>, server: &Server, minutes: u32, pace: u32) -> Result<(), Failure> {
    let lasts = Duration::from_secs(u64::from(minutes) * 60);
    let began = Instant::now();
    let heard = Arc::new(Mutex::new(Heard::default()));
    let mix = Arc::new(Mix::of(cases::all(town, &Deep::default())));
    let asked = Arc::new(AtomicU64::new(1));
    let clients: Vec<_> = (0..CLIENTS)
        .map(|number| {
            let client = Client { number, pace, began, lasts, port: server.port };
            tokio::spawn(client.ask(Arc::clone(&mix), Arc::clone(&asked), Arc::clone(&heard)))
        })
        .collect();
    let beside = tokio::spawn(work_beside(place.clone(), Arc::clone(town), server.port, began, lasts));

    let mut soak = Soak { pace, moments: Vec::new(), beside: Vec::new(), wrong: None };
    while began.elapsed() < lasts {
        tokio::time::sleep(LINE).await;
        let last = std::mem::take(&mut *heard.lock().unwrap_or_else(PoisonError::into_inner));
        soak.wrong = soak.wrong.or(last.first_wrong.clone());
        let moment = moment(began, last, server, place);
        progress(&format!(
            "{:>5.0} s: {} answers, {} wrong, p50 {:.1} ms, p99 {:.1} ms, worst {:.0} ms, memory {:.0} MB, log {:.1} MB",
            moment.at_s,
            moment.answers,
            moment.wrong,
            moment.p50_ms,
            moment.p99_ms,
            moment.worst_ms,
            moment.anonymous_mb,
            moment.log_mb
        ));
        soak.moments.push(moment);
    }
    for client in clients {
        client.await.map_err(stopped)??;
    }
    soak.beside = beside.await.map_err(stopped)??;
    keep(&soak, &place.folder)?;
    say(&soak.table());
    Ok(())
}

/// Cases in the proportions of [`MIX`].
struct Mix(Vec<Case>, Vec<usize>);

impl Mix {
    fn of(all: Vec<Case>) -> Self {
        let cases: Vec<Case> = all.into_iter().filter(|case| MIX.iter().any(|(name, _)| *name == case.name)).collect();
        let share =
            |case: &Case| MIX.iter().find(|(name, _)| *name == case.name).map_or(0, |(_, share)| *share as usize);
        let turns = cases.iter().enumerate().flat_map(|(at, case)| std::iter::repeat_n(at, share(case))).collect();
        Self(cases, turns)
    }

    /// The case of the `n`th request: any hundred in a row hold each in its proportion, well mixed.
    fn turn(&self, n: u64) -> &Case {
        &self.0[self.1[(n * 37) as usize % self.1.len()]]
    }
}

/// One connection that asks at even times, whether or not the last answer was late.
struct Client {
    number: u32,
    pace: u32,
    began: Instant,
    lasts: Duration,
    port: u16,
}

impl Client {
    async fn ask(self, mix: Arc<Mix>, asked: Arc<AtomicU64>, heard: Arc<Mutex<Heard>>) -> Result<(), Failure> {
        let mut line = Line::open(self.port).await?;
        let apart = Duration::from_secs(1) * CLIENTS / self.pace;
        let mut due = self.began + apart * self.number / CLIENTS;
        while due < self.began + self.lasts {
            tokio::time::sleep_until(due.into()).await;
            let n = asked.fetch_add(1, Ordering::Relaxed);
            let case = mix.turn(n);
            let ask = (case.make)(n);
            let answer = line.ask(&ask).await?;
            let mut heard = heard.lock().unwrap_or_else(PoisonError::into_inner);
            heard.latencies.push(due.elapsed());
            if answer.status != case.expect {
                heard.wrong += 1;
                heard.first_wrong.get_or_insert_with(|| format!("{} answered {}", ask.path(), answer.status));
            }
            drop(heard);
            due += apart;
        }
        Ok(())
    }
}

fn moment(began: Instant, heard: Heard, server: &Server, place: &Place) -> Moment {
    let mut latencies = heard.latencies;
    latencies.sort_unstable();
    let ms = |share: f64| {
        let at = (latencies.len() as f64 * share) as usize;
        latencies.get(at.min(latencies.len().saturating_sub(1))).map_or(0.0, |taken| taken.as_secs_f64() * 1e3)
    };
    let size = |name: &str| std::fs::metadata(place.folder.join(name)).map_or(0.0, |file| file.len() as f64 / 1e6);
    Moment {
        at_s: began.elapsed().as_secs_f64(),
        answers: latencies.len(),
        wrong: heard.wrong,
        p50_ms: ms(0.5),
        p99_ms: ms(0.99),
        worst_ms: ms(1.0),
        anonymous_mb: server.anonymous_mb(),
        log_mb: size("wardmote.sqlite-wal"),
        records_mb: size("wardmote.sqlite"),
    }
}

/// Three rounds of the night's work, an export and a backup: one after the other, and the last round all at once.
async fn work_beside(
    place: Place,
    town: Arc<Town>,
    port: u16,
    began: Instant,
    lasts: Duration,
) -> Result<Vec<Beside>, Failure> {
    let at = |twelfths: u32| began + lasts * twelfths / 12;
    let work = Arc::new(Work { place, town, port, began });
    let mut beside = Vec::new();
    for (twelfths, what) in [(1, NIGHT), (2, EXPORT), (3, BACKUP), (5, NIGHT), (6, EXPORT), (7, BACKUP)] {
        tokio::time::sleep_until(at(twelfths).into()).await;
        beside.push(work.done(what).await?);
    }
    tokio::time::sleep_until(at(9).into()).await;
    let (night, export, backup) = tokio::try_join!(work.done(NIGHT), work.done(EXPORT), work.done(BACKUP))?;
    beside.extend([night, export, backup]);
    Ok(beside)
}

const NIGHT: &str = "the night's work";
const EXPORT: &str = "an export";
const BACKUP: &str = "a backup";

struct Work {
    place: Place,
    town: Arc<Town>,
    port: u16,
    began: Instant,
}

impl Work {
    async fn done(&self, what: &'static str) -> Result<Beside, Failure> {
        let from_s = self.began.elapsed().as_secs_f64();
        match what {
            NIGHT => have_night(self.port).await?,
            EXPORT => self.export().await?,
            _ => self.back_up().await?,
        }
        Ok(Beside { what, from_s, to_s: self.began.elapsed().as_secs_f64() })
    }

    /// Every issue there is, settled ones too.
    async fn export(&self) -> Result<(), Failure> {
        let cookie = format!("{}={}", web::asking::SESSION_COOKIE, self.town.session);
        for status in ["open", "settled"] {
            let path = format!("/{SLUG}/issues.csv?status={status}");
            let answer = Line::open(self.port).await?.ask(&Ask::get(path).with("cookie", &cookie)).await?;
            if answer.status != 200 {
                return Err(Failure::because(format!("The export answered {}.", answer.status)));
            }
        }
        Ok(())
    }

    async fn back_up(&self) -> Result<(), Failure> {
        let folder = tempfile::TempDir::new_in(&self.place.folder).map_err(stopped)?;
        let program = std::env::current_exe().map_err(stopped)?;
        let mut backup = std::process::Command::new(program);
        backup.arg("backup").arg(folder.path().join("backup")).args(self.place.flags()).stdout(Stdio::null());
        let done = tokio::task::spawn_blocking(move || backup.status()).await.map_err(stopped)?.map_err(stopped)?;
        if done.success() { Ok(()) } else { Err(Failure::because("The backup failed.")) }
    }
}

impl Soak {
    /// A line a minute, and what ran beside.
    fn table(&self) -> String {
        let mut out = format!("{} requests a second\n", self.pace);
        out.push_str("| minute | answers | wrong | p50 ms | p99 ms | worst ms | RssAnon MB | log MB | records MB |\n");
        out.push_str("| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n");
        for (minute, lines) in self.moments.chunks(6).enumerate() {
            let most = |of: fn(&Moment) -> f64| lines.iter().map(of).fold(0.0, f64::max);
            let sum = |of: fn(&Moment) -> usize| lines.iter().map(of).sum::<usize>();
            out.push_str(&format!(
                "| {} | {} | {} | {:.1} | {:.1} | {:.0} | {:.0} | {:.1} | {:.0} |\n",
                minute + 1,
                sum(|one| one.answers),
                sum(|one| one.wrong),
                most(|one| one.p50_ms),
                most(|one| one.p99_ms),
                most(|one| one.worst_ms),
                most(|one| one.anonymous_mb),
                most(|one| one.log_mb),
                most(|one| one.records_mb),
            ));
        }
        for one in &self.beside {
            out.push_str(&format!("{}: {:.0} to {:.0} s\n", one.what, one.from_s, one.to_s));
        }
        out.push_str(
            &self.wrong.as_ref().map(|wrong| format!("The first that was wrong: {wrong}\n")).unwrap_or_default(),
        );
        out
    }
}

fn keep(soak: &Soak, folder: &Path) -> Result<(), Failure> {
    let file = |name: &str| -> PathBuf { folder.join(name) };
    std::fs::write(file("soak.json"), serde_json::to_vec(soak).map_err(stopped)?).map_err(stopped)?;
    std::fs::write(file("soak.svg"), curve::drawn(soak)).map_err(stopped)
}

fn stopped(error: impl std::fmt::Display) -> Failure {
    Failure::because(format!("The soak cannot go on: {error}."))
}

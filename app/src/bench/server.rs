//! The program under measurement: the same binary in a process of its own, with limits on tries off and mail caught.

use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use access::Site;
use axum::extract::State;
use axum::response::IntoResponse as _;
use axum::routing::{get, post};
use axum::{Json, Router};
use base::{Clock, Dice, Id};
use db::{Engine, Target};
use notify::Post;
use serde::{Deserialize, Serialize};

use super::load::{Ask, Line};
use super::machine;
use crate::cli::say;
use crate::config::{Config, Known, Store, StoreArgs};
use crate::failure::{Done, Failure, Outcome};
use crate::house::{House, Purpose};
use crate::running::{self, LogStyle, Patience, Stop};
use crate::wiring;

/// `wardmote bench-server`: the child's side.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    store: StoreArgs,
    #[arg(long)]
    master_key: Option<String>,
}

/// Serves until it is stopped; says its port first.
pub async fn run(args: Args) -> Outcome {
    let stop = Stop::listen();
    let config = Known::read(&args.store, &[("store.master_key", args.master_key)])?.config;
    running::begin_log(&config.log.filter, LogStyle::Json)?;
    web::assets::ready().map_err(Failure::because)?;
    let listener = running::listen("127.0.0.1:0").await?;
    let address = listener.local_addr().map_err(|error| Failure::because(format!("No address: {error}.")))?;
    say(&address.port().to_string());
    let dice = Dice::system();
    let house = House::open(&config, Purpose::Own, &dice).await?;
    let settings =
        access::SiteSettings { public_url: format!("http://{address}"), demo: false, limits: false, mail_waits: false };
    let site = wiring::site(house.db.clone(), Clock::system(), dice, house.vault.clone(), settings);
    let workers = running::begin_jobs(wiring::desk(&site, Post::Caught)).await?;
    let of_the_bench =
        Router::new().route(STANDING, get(standing)).route(NIGHT, post(night)).route(MORNING, post(morning));
    let router = wiring::router(&site, of_the_bench);
    let served = running::answer_until_stopped(listener, router, false, Patience::default(), stop).await;
    workers.stop().await;
    house.db.close().await;
    served.map(|()| Done::All)
}

const STANDING: &str = "/bench/standing";
const NIGHT: &str = "/bench/night";
const MORNING: &str = "/bench/morning";

/// What the server's store has done and has still to do.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Standing {
    /// Statements run since it was opened.
    pub statements: u64,
    /// Jobs that are due, and events that wait for their place.
    pub waiting: u64,
}

async fn standing(State(site): State<Arc<Site>>) -> web::Answer {
    let statements = site.db.statements();
    let now = site.clock.now();
    let waiting = site.db.read(move |tx| {
        let mut waiting = jobs::due(tx, now)?.unsigned_abs();
        for (partnership, _) in access::all_partnerships(tx)? {
            waiting += record::unplaced(tx, partnership)?;
        }
        Ok::<_, base::Problem>(waiting)
    });
    Ok(Json(Standing { statements, waiting: waiting.await? }).into_response())
}

/// Makes the work of the night due at once, and answers what that is.
async fn night(State(site): State<Arc<Site>>) -> web::Answer {
    let now = site.clock.now();
    let due = site.db.housekeep("a night of the bench", move |tx| jobs::bring_forward(tx, now)).await;
    Ok(Json(due.map_err(base::Problem::from)?).into_response())
}

/// Whether something of it is left.
async fn morning(State(site): State<Arc<Site>>, Json(due): Json<Vec<Id>>) -> web::Answer {
    let left = site.db.read(move |tx| due.iter().map(|job| jobs::is_left(tx, *job)).collect::<Result<Vec<_>, _>>());
    let left: Vec<bool> = left.await.map_err(|problem: db::Error| base::Problem::from(problem))?;
    Ok(Json(left.contains(&true)).into_response())
}

/// Where the installation is that the server serves.
#[derive(Debug, Clone)]
pub struct Place {
    /// A folder of the bench's own: the records on SQLite, the key and the log on both engines.
    pub folder: PathBuf,
    /// The store.
    pub target: Target,
}

impl Place {
    /// The flags that name it.
    pub fn flags(&self) -> Vec<String> {
        match &self.target {
            Target::Sqlite(_) => vec!["--data".into(), self.folder.display().to_string()],
            Target::Postgres(url) => vec![
                "--database-url".into(),
                url.clone(),
                "--master-key".into(),
                self.folder.join("master.key").display().to_string(),
            ],
        }
    }

    /// The same for this process.
    pub fn config(&self) -> Config {
        let (data, database_url, master_key) = match &self.target {
            Target::Sqlite(_) => (Some(self.folder.clone()), None, None),
            Target::Postgres(url) => (None, Some(url.clone()), Some(self.folder.join("master.key"))),
        };
        Config { store: Store { data, database_url, master_key }, ..Config::default() }
    }

    /// The engine.
    pub fn engine(&self) -> Engine {
        self.target.engine()
    }
}

/// A server that runs.
pub struct Server {
    child: Child,
    /// Its port on 127.0.0.1.
    pub port: u16,
    /// From the start of its process to the first 200 from `/readyz`.
    pub ready_after: Duration,
    /// The first process of the database's server, where there is one on this machine.
    postmaster: Option<u32>,
}

impl Server {
    /// Starts one and waits until it is ready. `postmaster` is the first process of the database's server.
    ///
    /// # Errors
    /// A sentence when it does not start.
    pub async fn start(place: &Place, postmaster: Option<u32>) -> Result<Self, Failure> {
        let program = std::env::current_exe().map_err(cannot)?;
        Self::start_program(&program, place, postmaster).await
    }

    async fn start_program(program: &Path, place: &Place, postmaster: Option<u32>) -> Result<Self, Failure> {
        let log = File::options().create(true).append(true).open(place.folder.join("server.log")).map_err(cannot)?;
        let began = Instant::now();
        let mut child = Command::new(program)
            .arg("bench-server")
            .args(place.flags())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .map_err(cannot)?;
        let mut said = String::new();
        if let Some(out) = child.stdout.take() {
            BufReader::new(out).read_line(&mut said).map_err(cannot)?;
        }
        let port = said.trim().parse().map_err(|_| not_started(place))?;
        let mut server = Self { child, port, ready_after: Duration::ZERO, postmaster };
        let ready = Ask::get("/readyz");
        while !matches!(server.ask(&ready).await, Ok(200)) {
            if server.child.try_wait().map_err(cannot)?.is_some() {
                return Err(not_started(place));
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        server.ready_after = began.elapsed();
        Ok(server)
    }

    async fn ask(&self, ask: &Ask) -> Result<u16, Failure> {
        Ok(Line::open(self.port).await?.ask(ask).await?.status)
    }

    /// Processor time so far: the program's, and the database server's.
    pub fn cpu(&self) -> (Duration, Duration) {
        (machine::cpu_of(self.child.id()), self.postmaster.map_or(Duration::ZERO, machine::cpu_of_family))
    }

    /// Its own memory, in megabytes.
    pub fn anonymous_mb(&self) -> f64 {
        machine::anonymous_mb(self.child.id()).unwrap_or_default()
    }

    /// What its store has done and has still to do.
    ///
    /// # Errors
    /// A sentence when it does not answer.
    pub async fn standing(&self) -> Result<Standing, Failure> {
        let heard = Line::open(self.port).await?.ask(&Ask::get(STANDING)).await?;
        serde_json::from_slice(&heard.body).map_err(cannot)
    }

    /// Waits until everything that writes asked for is done too: mail caught, events placed.
    ///
    /// # Errors
    /// A sentence when it does not answer.
    pub async fn settle(&self) -> Result<(), Failure> {
        for _ in 0..600 {
            if self.standing().await?.waiting == 0 {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        Err(Failure::because("The server does not come to the end of its jobs. Its log says why."))
    }
}

/// Has the server on this port do the work of a night, and answers when it is done.
///
/// # Errors
/// A sentence when it does not answer.
pub async fn have_night(port: u16) -> Result<(), Failure> {
    let mut line = Line::open(port).await?;
    let due = line.ask(&Ask::post(NIGHT, &serde_json::Value::Null)).await?.body;
    let due: serde_json::Value = serde_json::from_slice(&due).map_err(cannot)?;
    while line.ask(&Ask::post(MORNING, &due)).await?.body.as_ref() == b"true" {
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    Ok(())
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn not_started(place: &Place) -> Failure {
    let log = std::fs::read_to_string(place.folder.join("server.log")).unwrap_or_default();
    Failure::because(format!("The server did not start. It said: {}", log.lines().last().unwrap_or("nothing")))
}

fn cannot(error: impl std::fmt::Display) -> Failure {
    Failure::because(format!("The bench cannot go on: {error}."))
}

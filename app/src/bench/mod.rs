//! `wardmote bench`: a borough's two years made up, served by this same program, and every figure set beside a reference
//! of the same run.

mod bare;
mod cases;
mod curve;
pub mod load;
mod machine;
mod measure;
mod page;
mod report;
mod seed;
mod server;
mod soak;
pub mod swell;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use base::{Clock, Dice};
use db::{Engine, Target};
use tempfile::TempDir;

use crate::cli::say;
use crate::failure::{Done, Failure, Outcome};
use crate::house::{House, Purpose, kept_key};
use measure::Measuring;
use record::Vault;
use report::{Machine, Report, Run, Single};
use seed::Town;
use server::{Place, Server};

pub use server::{Args as ServerArgs, run as serve};

/// `wardmote bench`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// How many concerns to make up
    #[arg(long, value_name = "N", default_value_t = 1_000_000, value_parser = clap::value_parser!(u32).range(100..))]
    concerns: u32,
    /// An empty PostgreSQL database, to be measured after SQLite in the same run; it is left filled
    #[arg(long, value_name = "URL")]
    database_url: Option<String>,
    /// The figures as one JSON object
    #[arg(long)]
    json: bool,
    /// Only the cases whose name holds this word
    #[arg(long, value_name = "WORD")]
    only: Option<String>,
    /// Keep what is filled in this folder; what an earlier run filled there is measured again
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
    /// Measure the same borough with its concerns and issues so many times over
    #[arg(long, value_name = "N", default_value_t = 1, requires = "dir", value_parser = clap::value_parser!(u32).range(1..=100))]
    times: u32,
    /// Instead of the cases: ask for so long at an even pace, while the night's work, an export and a backup run
    #[arg(long, value_name = "MINUTES")]
    soak: Option<u32>,
    /// Requests a second of a soak
    #[arg(long, value_name = "N", default_value_t = 200, value_parser = clap::value_parser!(u32).range(16..))]
    pace: u32,
}

/// Fills each engine, measures it and says the figures.
///
/// # Errors
/// No room for the folder; a database that is not empty or does not answer.
pub async fn run(args: Args) -> Outcome {
    web::assets::ready().map_err(Failure::because)?;
    if let Some(minutes) = args.soak {
        for url in [None].into_iter().chain(args.database_url.as_ref().map(Some)) {
            soaked(&args, url, minutes).await?;
        }
        return Ok(Done::All);
    }
    let clock = Clock::system();
    let machine =
        Machine { processors: machine::processors(), version: env!("CARGO_PKG_VERSION"), on: clock.now().date() };
    let mut runs = vec![measured(&args, None).await?];
    if let Some(url) = &args.database_url {
        runs.push(measured(&args, Some(url)).await?);
    }
    let report = Report { machine, runs };
    if args.json {
        let json = serde_json::to_string(&report);
        say(&json.map_err(|error| Failure::because(format!("The figures cannot be written: {error}.")))?);
    } else {
        say(&report.table());
    }
    Ok(Done::All)
}

/// Fills one engine and soaks it.
async fn soaked(args: &Args, url: Option<&String>, minutes: u32) -> Result<(), Failure> {
    let folder = Folder::of(args, url)?;
    let place = place(folder.path(), url);
    let town = Arc::new(town(args, &place).await?);
    let server = Server::start(&place, None).await?;
    soak::soak(&place, &town, &server, minutes, args.pace).await
}

/// Fills one engine and measures it.
async fn measured(args: &Args, url: Option<&String>) -> Result<Run, Failure> {
    let folder = Folder::of(args, url)?;
    let place = place(folder.path(), url);
    let began = Instant::now();
    let town = Arc::new(town(args, &place).await?);
    let seeding_s = began.elapsed().as_secs_f64();

    // The bare PostgreSQL connection brings a runtime of its own, which may not stand inside this one.
    let bare = place.clone();
    let references = tokio::task::spawn_blocking(move || bare::measure(&bare)).await;
    let references = references.map_err(|error| Failure::because(error.to_string()))??;
    let server = Server::start(&place, references.postmaster).await?;
    let mut single = references.lines();
    single.push(Single::under("exec to /readyz", server.ready_after.as_secs_f64() * 1e3, "ms", 1_000.0));
    let deep = measure::deep(&server).await?;
    let mut measuring = Measuring { server, references, figures: Vec::new() };
    single.push(measuring.idle().await?);
    for case in cases::all(&town, &deep) {
        if args.only.as_ref().is_none_or(|word| case.name.contains(word.as_str())) {
            measuring.case(&case).await?;
        }
    }
    single.extend(measuring.throughput());
    if args.only.is_none() {
        single.extend(page::first_page(measuring.server.port).await?);
        single.extend(measuring.csv(&town).await?);
    }
    single.push(Single::under("RssAnon at the end", measuring.server.anonymous_mb(), "MB", 150.0));
    let engine = match place.engine() {
        Engine::Sqlite => "sqlite",
        Engine::Postgres => "postgres",
    };
    Ok(Run { engine, concerns: town.size, seeding_s, single, cases: measuring.figures })
}

/// Where a run's files are: gone afterwards unless they are to be kept.
enum Folder {
    Kept(PathBuf),
    Gone(TempDir),
}

impl Folder {
    fn of(args: &Args, url: Option<&String>) -> Result<Self, Failure> {
        let no_room = |error| {
            let advice = "Set TMPDIR or --dir to where there is room.";
            Failure::because(format!("A folder for the bench cannot be made: {error}. {advice}"))
        };
        let Some(dir) = &args.dir else {
            return TempDir::with_prefix("wardmote-bench-").map(Self::Gone).map_err(no_room);
        };
        let engine = if url.is_some() { "postgres" } else { "sqlite" };
        let dir = match args.times {
            1 => dir.join(engine),
            times => dir.join(format!("{engine}-{times}")),
        };
        std::fs::create_dir_all(&dir).map_err(no_room)?;
        Ok(Self::Kept(dir))
    }

    fn path(&self) -> &Path {
        match self {
            Self::Kept(dir) => dir,
            Self::Gone(dir) => dir.path(),
        }
    }
}

/// What was filled in this place, now or by an earlier run. What SQLite was filled with in the same folder is carried over
/// rather than lived through again. The installation is closed and its folder free again when this answers.
async fn town(args: &Args, place: &Place) -> Result<Town, Failure> {
    let known = place.folder.join(TOWN);
    if known.exists() {
        seed::progress(&format!("measuring again what was filled: {}", place.target));
        return read(&known);
    }
    let first = args.dir.as_ref().map(|dir| self::place(&dir.join("sqlite"), None));
    match first.filter(|first| first.folder != place.folder && first.folder.join(TOWN).exists()) {
        Some(first) => carried_over(first, place.clone(), args.times).await,
        None if args.times > 1 => {
            Err(Failure::because("There is nothing yet to have more of. Run the bench with the same --dir first."))
        }
        None => filled(place, args.concerns).await,
    }
}

/// Where a run keeps what the bench asks for again.
const TOWN: &str = "town.json";

async fn filled(place: &Place, concerns: u32) -> Result<Town, Failure> {
    seed::progress(&format!("filling {}", place.target));
    let house = House::open(&place.config(), Purpose::Own, &Dice::system()).await?;
    let town = seed::seed(&house, concerns).await;
    house.db.close().await;
    let town = town?;
    let text = serde_json::to_vec(&town).map_err(|error| Failure::because(error.to_string()))?;
    std::fs::write(place.folder.join(TOWN), text).map_err(not_kept)?;
    Ok(town)
}

async fn carried_over(from: Place, to: Place, times: u32) -> Result<Town, Failure> {
    seed::progress(&format!("carrying {} over to {}", from.target, to.target));
    let key = to.folder.join("master.key");
    std::fs::copy(from.folder.join("master.key"), &key).map_err(not_kept)?;
    let key = kept_key(&key)?.ok_or_else(|| Failure::because("The bench has no master key."))?;
    let mut town: Town = read(&from.folder.join(TOWN))?;
    town.size *= times;
    let folder = to.folder.clone();
    let carried =
        tokio::task::spawn_blocking(move || swell::swell(&from.target, &to.target, times, &Vault::new(key))).await;
    carried.map_err(|error| Failure::because(error.to_string()))??;
    let text = serde_json::to_vec(&town).map_err(|error| Failure::because(error.to_string()))?;
    std::fs::write(folder.join(TOWN), text).map_err(not_kept)?;
    Ok(town)
}

fn read(known: &Path) -> Result<Town, Failure> {
    let text = std::fs::read(known).map_err(not_kept)?;
    serde_json::from_slice(&text)
        .map_err(|error| Failure::because(format!("{} cannot be read: {error}.", known.display())))
}

fn not_kept(error: std::io::Error) -> Failure {
    Failure::because(format!("The bench cannot be kept: {error}."))
}

fn place(folder: &Path, url: Option<&String>) -> Place {
    let target = url.map_or_else(|| Target::sqlite(folder), |url| Target::Postgres(url.clone()));
    Place { folder: folder.to_owned(), target }
}

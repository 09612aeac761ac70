//! `wardmote bench`: a borough's two years made up, served by this same program, and every figure set beside a reference
//! of the same run.

mod bare;
mod cases;
pub mod load;
mod machine;
mod measure;
mod page;
mod report;
mod seed;
mod server;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use base::{Clock, Dice};
use db::{Engine, Target};
use tempfile::TempDir;

use crate::cli::say;
use crate::failure::{Done, Failure, Outcome};
use crate::house::{House, Purpose};
use measure::Measuring;
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
}

/// Fills each engine, measures it and says the figures.
///
/// # Errors
/// No room for the folder; a database that is not empty or does not answer.
pub async fn run(args: Args) -> Outcome {
    web::assets::ready().map_err(Failure::because)?;
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

/// Fills one engine and measures it.
async fn measured(args: &Args, url: Option<&String>) -> Result<Run, Failure> {
    let folder = Folder::of(args, url)?;
    let place = place(folder.path(), url);
    let began = Instant::now();
    let town = Arc::new(town(&place, args.concerns).await?);
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
        let dir = dir.join(if url.is_some() { "postgres" } else { "sqlite" });
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

/// What was filled in this place, now or by an earlier run. The installation is closed and its folder free again when this
/// answers.
async fn town(place: &Place, concerns: u32) -> Result<Town, Failure> {
    let known = place.folder.join("town.json");
    if let Ok(text) = std::fs::read(&known) {
        seed::progress(&format!("measuring again what was filled: {}", place.target));
        return serde_json::from_slice(&text)
            .map_err(|error| Failure::because(format!("{} cannot be read: {error}.", known.display())));
    }
    seed::progress(&format!("filling {}", place.target));
    let house = House::open(&place.config(), Purpose::Own, &Dice::system()).await?;
    let town = seed::seed(&house, concerns).await;
    house.db.close().await;
    let town = town?;
    let text = serde_json::to_vec(&town).map_err(|error| Failure::because(error.to_string()))?;
    std::fs::write(&known, text).map_err(|error| Failure::because(format!("The bench cannot be kept: {error}.")))?;
    Ok(town)
}

fn place(folder: &Path, url: Option<&String>) -> Place {
    let target = url.map_or_else(|| Target::sqlite(folder), |url| Target::Postgres(url.clone()));
    Place { folder: folder.to_owned(), target }
}

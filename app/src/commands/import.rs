use std::fs;
use std::path::{Path, PathBuf};

use base::{Clock, Date, Dice, Problem};
use clap::Subcommand;
use places::boundary_file::{Columns, MOST_BYTES, Refused};
use places::{Import, Imported, Kind, import_boundaries};

use super::admin::no_such;
use super::serve::public_url;
use crate::cli::{complain, say};
use crate::config::{Known, StoreArgs};
use crate::failure::{Done, Failure, Outcome};
use crate::founding;
use crate::house::{House, Purpose};
use crate::wiring;

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Places and their boundaries, from a GeoJSON file
    Places(PlacesArgs),
}

/// `wardmote import places`.
#[derive(Debug, clap::Args)]
pub struct PlacesArgs {
    /// The file
    file: PathBuf,
    /// The partnership's short name
    #[arg(long, value_name = "SLUG")]
    partnership: String,
    /// What kind of places it holds: ward, area, place_of_focus ...
    #[arg(long, value_parser = kind)]
    kind: Kind,
    /// The first day on which its lines hold; else today
    #[arg(long, value_name = "DATE")]
    valid_from: Option<Date>,
    /// Which column of the file is which, like WD24CD=code
    #[arg(long, value_name = "COL=FIELD", num_args = 1..)]
    map: Vec<String>,
    /// Only say what would be done
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    store: StoreArgs,
}

pub async fn run(command: Command) -> Outcome {
    let Command::Places(args) = command;
    places(args).await
}

async fn places(args: PlacesArgs) -> Outcome {
    let columns = columns(&args.map)?;
    let bytes = read(&args.file)?;
    let config = Known::read(&args.store, &[])?.config;
    let dice = Dice::system();
    let house = House::open(&config, Purpose::Own, &dice).await?;
    let settings = access::SiteSettings { public_url: public_url(&config), demo: false, limits: true };
    let site = wiring::site(house.db.clone(), Clock::system(), dice, house.vault.clone(), settings);
    let scope = founding::scope_of(&site, &args.partnership, "import").await.map_err(|_| no_such(&args.partnership))?;
    let valid_from = args.valid_from.unwrap_or_else(|| scope.now.date());
    let import = Import { bytes: &bytes, kind: args.kind, columns, valid_from, dry_run: args.dry_run };
    let done = import_boundaries(&scope, &import).await.map_err(|problem| unread(problem, &args.file))?;
    house.db.close().await;
    report(&done, &args)
}

/// What was done, what to look at, and where the rows stand that were not taken in.
fn report(done: &Imported, args: &PlacesArgs) -> Outcome {
    for warning in &done.warnings {
        complain(warning);
    }
    let would = if args.dry_run { "Would take in: " } else { "" };
    say(&format!("{would}{} added, {} changed, {} as they were.", done.added, done.changed, done.unchanged));
    if !done.ended.is_empty() {
        say(&format!("Ended, because their ground was divided anew: {}.", done.ended.join(", ")));
    }
    if done.refused.is_empty() {
        return Ok(Done::All);
    }
    let errors = PathBuf::from(format!("{}.errors.csv", args.file.display()));
    write_errors(&errors, &done.refused)
        .map_err(|error| Failure::because(format!("{} cannot be written: {error}.", errors.display())))?;
    let count = done.refused.len();
    complain(&format!("{count} not taken in: {} says why.", errors.display()));
    Ok(Done::ButForSome)
}

fn write_errors(path: &Path, refused: &[Refused]) -> Result<(), csv::Error> {
    let mut file = csv::Writer::from_path(path)?;
    file.write_record(["feature", "line", "error"])?;
    for row in refused {
        file.write_record([row.feature.to_string(), row.line.to_string(), row.sentence.clone()])?;
    }
    Ok(file.flush()?)
}

fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    let cannot = |error: std::io::Error| Failure::because(format!("{} cannot be read: {error}.", path.display()));
    let size = fs::metadata(path).map_err(cannot)?.len();
    if size > MOST_BYTES as u64 {
        return Err(Failure::because(format!(
            "{} is larger than {} MB. Leave out what is not needed, or simplify its lines.",
            path.display(),
            MOST_BYTES >> 20
        )));
    }
    fs::read(path).map_err(cannot)
}

fn unread(problem: Problem, file: &Path) -> Failure {
    match problem {
        Problem::Invalid(fields) => {
            let all: Vec<&str> = fields.0.iter().map(|error| error.message.trim_end_matches('.')).collect();
            Failure::because(format!("{}: {}.", file.display(), all.join("; ")))
        }
        other => other.into(),
    }
}

fn columns(map: &[String]) -> Result<Columns<Option<String>>, Failure> {
    let mut columns = Columns::default();
    for pair in map {
        match pair.split_once('=') {
            Some((column, "code")) => columns.code = Some(column.to_owned()),
            Some((column, "name")) => columns.name = Some(column.to_owned()),
            _ => return Err(Failure::Usage(format!("--map {pair} names no field. Write COL=code or COL=name."))),
        }
    }
    Ok(columns)
}

fn kind(text: &str) -> Result<Kind, String> {
    Kind::from_key(text).ok_or_else(|| "use a kind of place, like ward or area".to_owned())
}

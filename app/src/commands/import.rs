mod cartogram;
mod concerns;
mod directory;
mod errors;
mod gazetteer;
mod partner_lines;
mod postcodes;

use std::fs;
use std::path::{Path, PathBuf};

use base::{Date, Problem};
use clap::Subcommand;
use places::boundary_file::{Columns, MOST_BYTES, Refused};
use places::{Import, Imported, Kind, import_boundaries};

use super::opened::Opened;
use crate::cli::{complain, say};
use crate::config::StoreArgs;
use crate::failure::{Done, Failure, Outcome};

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Places and their boundaries, from a GeoJSON file
    Places(PlacesArgs),
    /// The cartogram, from a HexJSON file
    Cartogram(cartogram::Args),
    /// Names of streets and settlements with where they are, from OS Open Names or another CSV file
    Gazetteer(gazetteer::Args),
    /// A partner's own divisions, from a GeoJSON file or a list of which places each covers
    PartnerLines(partner_lines::Args),
    /// Organisations, from a CSV file
    Organisations(directory::Args),
    /// People and their roles, from a CSV file
    People(directory::Args),
    /// Where postcodes are, from ONSPD, NSPL or another CSV file
    Postcodes(postcodes::Args),
    /// What people told somebody else, from a CSV file
    Concerns(concerns::Args),
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
    /// These are all places of the kind from that day on: every other one ends
    #[arg(long)]
    whole: bool,
    /// Take in places too that lie outside the partnership's ground
    #[arg(long)]
    everywhere: bool,
    /// Why places end that end with it
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
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
    match command {
        Command::Places(args) => places(args).await,
        Command::Cartogram(args) => cartogram::run(args).await,
        Command::Gazetteer(args) => gazetteer::run(args).await,
        Command::PartnerLines(args) => partner_lines::run(args).await,
        Command::Organisations(args) => directory::run(::directory::import::Kind::Organisations, args).await,
        Command::People(args) => directory::run(::directory::import::Kind::People, args).await,
        Command::Postcodes(args) => postcodes::run(args).await,
        Command::Concerns(args) => concerns::run(args).await,
    }
}

async fn places(args: PlacesArgs) -> Outcome {
    let columns = columns(&args.map)?;
    let bytes = read(&args.file)?;
    let opened = Opened::at(&args.partnership, &args.store).await?;
    let scope = &opened.scope;
    let valid_from = args.valid_from.unwrap_or_else(|| scope.now.date());
    let PlacesArgs { kind, whole, everywhere, dry_run, .. } = args;
    let reason = args.reason.as_deref();
    let import = Import { bytes: &bytes, kind, columns, valid_from, whole, everywhere, reason, dry_run };
    let done = import_boundaries(scope, &import).await.map_err(|problem| unread(problem, &args.file))?;
    if !args.dry_run && done.changes_lines() {
        let begun = scope.clone();
        opened.house.db.write(move |tx| places::place_records_again(tx, &begun, valid_from)).await?;
    }
    opened.close().await?;
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

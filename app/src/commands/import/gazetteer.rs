use std::fs::File;
use std::io::BufReader;
use std::path::PathBuf;

use indicatif::HumanCount;
use places::{GazetteerColumns, NamesTaken, import_gazetteer};

use super::errors::Errors;
use super::postcodes::{BUFFER, bar};
use super::unread;
use crate::cli::{complain, say};
use crate::commands::opened::Opened;
use crate::config::StoreArgs;
use crate::failure::{Done, Failure, Outcome};

/// `wardmote import gazetteer`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The file: any CSV with a name and where it is, like OS Open Names with its headings
    file: PathBuf,
    /// The partnership's short name
    #[arg(long, value_name = "SLUG")]
    partnership: String,
    /// Which column of the file is which: name, settlement, lat, long, easting or northing, like NAME1=name
    #[arg(long, value_name = "COL=FIELD", num_args = 1..)]
    map: Vec<String>,
    /// Only say what would be done
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    store: StoreArgs,
}

pub async fn run(args: Args) -> Outcome {
    let mut columns = GazetteerColumns::default();
    for pair in &args.map {
        let (column, field) = pair.split_once('=').ok_or_else(|| {
            Failure::Usage(format!(
                "--map {pair} names no field. Write COL=name, settlement, lat, long, easting or northing."
            ))
        })?;
        columns.set(column, field).map_err(Failure::Usage)?;
    }
    let cannot = |error: std::io::Error| Failure::because(format!("{} cannot be read: {error}.", args.file.display()));
    let file = File::open(&args.file).map_err(cannot)?;
    let length = file.metadata().map_err(cannot)?.len();
    let opened = Opened::at(&args.partnership, &args.store).await?;
    let scope = &opened.scope;
    let mut errors = Errors::beside(&args.file);
    let bar = bar(length, "names");
    let reader = BufReader::with_capacity(BUFFER, bar.wrap_read(file));
    let taken = import_gazetteer(scope, reader, &columns, args.dry_run, |taken, faults| {
        errors.keep(faults.iter().map(|fault| (fault.line, fault.field.as_str(), fault.sentence.as_str())));
        bar.set_message(HumanCount(taken.rows).to_string());
    })
    .await;
    bar.finish_and_clear();
    let taken = taken.map_err(|problem| unread(problem, &args.file))?;
    opened.close().await?;
    report(taken, &args, &mut errors)
}

fn report(taken: NamesTaken, args: &Args, errors: &mut Errors) -> Outcome {
    let would = if args.dry_run { "Would take in: " } else { "" };
    let NamesTaken { added, unchanged, far, refused, .. } = taken;
    say(&format!("{would}{added} added, {unchanged} as they were."));
    if far > 0 {
        say(&format!("{far} left out, more than 10 km away from the partnership's ground."));
    }
    if refused == 0 {
        return Ok(Done::All);
    }
    errors.finish()?;
    complain(&format!("{refused} not taken in: {} says why.", errors.path.display()));
    Ok(Done::ButForSome)
}

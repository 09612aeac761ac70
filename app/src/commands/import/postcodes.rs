use std::fs::File;
use std::io::BufReader;
use std::path::PathBuf;

use indicatif::{HumanCount, ProgressBar, ProgressStyle};
use places::{PostcodeColumns, PostcodeImport, PostcodesTaken, import_postcodes};

use super::errors::Errors;
use super::unread;
use crate::cli::{complain, say};
use crate::commands::opened::Opened;
use crate::config::StoreArgs;
use crate::failure::{Done, Failure, Outcome};

/// How much of the file is read at once: one request of the disk for some hundred rows.
pub(super) const BUFFER: usize = 256 * 1024;

/// `wardmote import postcodes`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The file: ONSPD, NSPL or any CSV with postcode, latitude and longitude
    file: PathBuf,
    /// The partnership's short name
    #[arg(long, value_name = "SLUG")]
    partnership: String,
    /// Which column of the file is which: code, lat, long, from or until, like pcds=code
    #[arg(long, value_name = "COL=FIELD", num_args = 1..)]
    map: Vec<String>,
    /// Keep every postcode, not only those on the partnership's ground and 10 km around it
    #[arg(long)]
    everywhere: bool,
    /// Only say what would be done
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    store: StoreArgs,
}

pub async fn run(args: Args) -> Outcome {
    let mut columns = PostcodeColumns::default();
    for pair in &args.map {
        let (column, field) = pair.split_once('=').ok_or_else(|| {
            Failure::Usage(format!("--map {pair} names no field. Write COL=code, lat, long, from or until."))
        })?;
        columns.set(column, field).map_err(Failure::Usage)?;
    }
    let cannot = |error: std::io::Error| Failure::because(format!("{} cannot be read: {error}.", args.file.display()));
    let file = File::open(&args.file).map_err(cannot)?;
    let length = file.metadata().map_err(cannot)?.len();
    let opened = Opened::at(&args.partnership, &args.store).await?;
    let scope = &opened.scope;
    let mut errors = Errors::beside(&args.file);
    let bar = bar(length, "postcodes");
    let import = PostcodeImport { columns, everywhere: args.everywhere, dry_run: args.dry_run };
    let reader = BufReader::with_capacity(BUFFER, bar.wrap_read(file));
    let taken = import_postcodes(scope, reader, &import, |taken, faults| {
        errors.keep(faults.iter().map(|fault| (fault.line, fault.field.as_str(), fault.sentence.as_str())));
        bar.set_message(HumanCount(taken.rows).to_string());
    })
    .await;
    bar.finish_and_clear();
    let taken = taken.map_err(|problem| unread(problem, &args.file))?;
    opened.close().await?;
    report(taken, &args, &mut errors)
}

/// A line that moves on a terminal, and nowhere else.
pub(super) fn bar(length: u64, what: &str) -> ProgressBar {
    let bar = ProgressBar::new(length);
    match ProgressStyle::with_template(&format!(
        "{{wide_bar}} {{percent}} %, {{msg}} {what}, {{elapsed}} of about {{duration}}"
    )) {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

fn report(taken: PostcodesTaken, args: &Args, errors: &mut Errors) -> Outcome {
    let would = if args.dry_run { "Would take in: " } else { "" };
    let PostcodesTaken { added, changed, unchanged, far, unplaced, refused, .. } = taken;
    say(&format!("{would}{added} added, {changed} changed, {unchanged} as they were."));
    if far > 0 {
        say(&format!("{far} left out, more than 10 km away from the partnership's ground."));
    }
    if unplaced > 0 {
        say(&format!("{unplaced} left out, which the file gives no position."));
    }
    if refused == 0 {
        return Ok(Done::All);
    }
    errors.finish()?;
    complain(&format!("{refused} not taken in: {} says why.", errors.path.display()));
    Ok(Done::ButForSome)
}

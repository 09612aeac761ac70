//! `wardmote import organisations` and `wardmote import people`.

use std::path::PathBuf;

use ::directory::Columns;
use ::directory::import::{Imported, Kind, import};

use super::errors::Errors;
use super::{read, unread};
use crate::cli::{complain, say};
use crate::commands::opened::Opened;
use crate::config::StoreArgs;
use crate::failure::{Done, Failure, Outcome};

/// A file of organisations, or of people and their roles.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The file
    file: PathBuf,
    /// The partnership's short name
    #[arg(long, value_name = "SLUG")]
    partnership: String,
    /// Which column of the file is which, like "Work e-mail=email"
    #[arg(long, value_name = "COL=FIELD", num_args = 1..)]
    map: Vec<String>,
    /// Only say what would be done
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    store: StoreArgs,
}

pub async fn run(kind: Kind, args: Args) -> Outcome {
    let columns = Columns::read(&args.map, kind.fields()).map_err(Failure::Usage)?;
    let bytes = read(&args.file)?;
    let opened = Opened::at(&args.partnership, &args.store).await?;
    let scope = &opened.scope;
    let done = import(scope, kind, &bytes, &columns, args.dry_run).await;
    let done = done.map_err(|problem| unread(problem, &args.file))?;
    opened.close().await?;
    report(&done, &args)
}

fn report(done: &Imported, args: &Args) -> Outcome {
    let would = if args.dry_run { "Would take in: " } else { "" };
    say(&format!("{would}{} added, {} changed, {} as they were.", done.added, done.changed, done.unchanged));
    if done.faults.is_empty() {
        return Ok(Done::All);
    }
    let mut errors = Errors::beside(&args.file);
    errors.keep(done.faults.iter().map(|fault| (fault.line, fault.field.as_str(), fault.sentence.as_str())));
    errors.finish()?;
    complain(&format!("{} not taken in: {} says why.", done.rejected(), errors.path.display()));
    Ok(Done::ButForSome)
}

use std::path::PathBuf;

use places::import_cartogram;

use super::{read, unread};
use crate::cli::{complain, say};
use crate::commands::opened::Opened;
use crate::config::StoreArgs;
use crate::failure::{Done, Outcome};

/// `wardmote import cartogram`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The file: HexJSON, in any of its four layouts
    file: PathBuf,
    /// The partnership's short name
    #[arg(long, value_name = "SLUG")]
    partnership: String,
    /// Only say what would be done
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    store: StoreArgs,
}

pub async fn run(args: Args) -> Outcome {
    let bytes = read(&args.file)?;
    let opened = Opened::at(&args.partnership, &args.store).await?;
    let scope = &opened.scope;
    let taken = import_cartogram(scope, &bytes, args.dry_run).await;
    let taken = taken.map_err(|problem| unread(problem, &args.file))?;
    opened.close().await?;
    taken.warnings.iter().for_each(|warning| complain(warning));
    let would = if args.dry_run { "Would take in: " } else { "" };
    say(&format!("{would}{} places have a hexagon, {} of them another than before.", taken.placed, taken.changed));
    Ok(Done::All)
}

use std::path::PathBuf;

use base::Date;
use places::{SentDivisions, SentSet, Service, import_partner_lines};

use super::{columns, read, unread, write_errors};
use crate::cli::{complain, say};
use crate::commands::opened::Opened;
use crate::config::StoreArgs;
use crate::failure::{Done, Failure, Outcome};

/// `wardmote import partner-lines`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The file: GeoJSON or, where a partner has no lines, a line for each division like "North sector: Pelsall, Rushall"
    file: PathBuf,
    /// The partnership's short name
    #[arg(long, value_name = "SLUG")]
    partnership: String,
    /// The code of the organisation whose divisions they are
    #[arg(long, value_name = "CODE")]
    organisation: String,
    /// What they are for: policing, children, health, neighbourhood_services, regeneration, housing or other
    #[arg(long, value_parser = service)]
    service: Service,
    /// What the partner calls them, like "Police sectors"
    #[arg(long)]
    name: String,
    /// Their code; else one is made of organisation and name
    #[arg(long)]
    code: Option<String>,
    /// Where the lines come from, and their licence
    #[arg(long, default_value = "")]
    source: String,
    /// The first day they hold; else today
    #[arg(long, value_name = "DATE")]
    valid_from: Option<Date>,
    /// Which column of the file is which, like SECTOR=name
    #[arg(long, value_name = "COL=FIELD", num_args = 1..)]
    map: Vec<String>,
    /// Only say what would be done
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    store: StoreArgs,
}

pub async fn run(args: Args) -> Outcome {
    let columns = columns(&args.map)?;
    let bytes = read(&args.file)?;
    let by_hand = String::from_utf8_lossy(&bytes);
    let is_json = by_hand.trim_start_matches('\u{feff}').trim_start().starts_with(['{', '[']);
    let divisions = if is_json { SentDivisions::Lines(&bytes, columns) } else { SentDivisions::ByHand(&by_hand) };
    let opened = Opened::at(&args.partnership, &args.store).await?;
    let scope = &opened.scope;
    let set = SentSet {
        organisation: &args.organisation,
        service: args.service,
        name: &args.name,
        code: args.code.as_deref(),
        source: &args.source,
        from: args.valid_from.unwrap_or_else(|| scope.now.date()),
        divisions,
        dry_run: args.dry_run,
    };
    let taken = import_partner_lines(scope, &set).await.map_err(|problem| unread(problem, &args.file))?;
    opened.close().await?;
    taken.warnings.iter().for_each(|warning| complain(warning));
    let would = if args.dry_run { "Would take in: " } else { "" };
    let same = if taken.unchanged { ", all as they were" } else { "" };
    say(&format!("{would}{} divisions{same}.", taken.divisions));
    if taken.refused.is_empty() {
        return Ok(Done::All);
    }
    let errors = PathBuf::from(format!("{}.errors.csv", args.file.display()));
    write_errors(&errors, &taken.refused)
        .map_err(|error| Failure::because(format!("{} cannot be written: {error}.", errors.display())))?;
    complain(&format!("{} not taken in: {} says why.", taken.refused.len(), errors.display()));
    Ok(Done::ButForSome)
}

fn service(text: &str) -> Result<Service, String> {
    let known = || Service::ALL.iter().map(|one| one.as_str()).collect::<Vec<_>>().join(", ");
    text.parse().map_err(|_| format!("use one of {}", known()))
}

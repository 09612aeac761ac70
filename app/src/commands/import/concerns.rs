use std::fs::File;
use std::io::{BufReader, IsTerminal as _, Write as _};
use std::path::PathBuf;

use base::{Problem, fold};
use issues::import::{Outcome as Came, Plan, from_reader};

use super::errors::Errors;
use super::unread;
use crate::cli::{complain, say};
use crate::commands::opened::Opened;
use crate::config::StoreArgs;
use crate::failure::{Done, Failure, Outcome};

/// `wardmote import concerns`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The file: CSV with a heading
    file: PathBuf,
    /// The partnership's short name
    #[arg(long, value_name = "SLUG")]
    partnership: String,
    /// Which column of the file is which, like "Report type=category"
    #[arg(long, value_name = "COL=FIELD", num_args = 1..)]
    map: Vec<String>,
    /// Which of the partnership's categories one of the file's words means, like "Dumped rubbish=fly-tipping"
    #[arg(long, value_name = "THEIRS=CODE", num_args = 1..)]
    category: Vec<String>,
    /// Only say what would be done
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    store: StoreArgs,
}

pub async fn run(args: Args) -> Outcome {
    let file = File::open(&args.file)
        .map_err(|error| Failure::because(format!("{} cannot be read: {error}.", args.file.display())))?;
    let opened = Opened::at(&args.partnership, &args.store).await?;
    let scope = &opened.scope;
    let mut errors = Errors::beside(&args.file);
    let mut progress = Progress::new();
    let name = args.file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let came = from_reader(
        scope,
        &name,
        BufReader::new(file),
        |plan| settle(plan, &args),
        args.dry_run,
        |came, faults| {
            errors.keep(faults.iter().map(|fault| (fault.line, fault.field.as_str(), fault.sentence.as_str())));
            progress.show(came);
        },
    )
    .await
    .map_err(|problem: Problem| unread(problem, &args.file))?;
    progress.end();
    opened.close().await?;
    report(&came, &args, &mut errors)
}

/// What was said on the command line of columns and categories.
fn settle(plan: &mut Plan, args: &Args) -> Result<(), String> {
    for pair in &args.map {
        let (column, field) = pair.split_once('=').ok_or_else(|| format!("Write --map COL=FIELD, not {pair}"))?;
        plan.set(column, field)?;
    }
    for pair in &args.category {
        let (theirs, code) = pair.split_once('=').ok_or_else(|| format!("Write --category THEIRS=CODE, not {pair}"))?;
        plan.categories.insert(fold(theirs), code.to_owned());
    }
    Ok(())
}

fn report(came: &Came, args: &Args, errors: &mut Errors) -> Outcome {
    let would = if args.dry_run { "Would take in: " } else { "" };
    say(&format!("{would}{} new, {} here already, {} not taken in.", came.done, came.unchanged, came.rejected));
    if came.rejected == 0 {
        return Ok(Done::All);
    }
    errors.finish()?;
    complain(&format!("{} not taken in: {} says why.", came.rejected, errors.path.display()));
    Ok(Done::ButForSome)
}

/// How far it came, on a terminal and nowhere else.
struct Progress {
    terminal: bool,
    shown: bool,
}

impl Progress {
    fn new() -> Self {
        Self { terminal: std::io::stderr().is_terminal(), shown: false }
    }

    fn show(&mut self, came: &Came) {
        if self.terminal {
            self.shown = true;
            let rows = came.done + came.unchanged + came.rejected;
            let _ = write!(std::io::stderr().lock(), "\r{rows} rows");
        }
    }

    fn end(&self) {
        if self.shown {
            let _ = writeln!(std::io::stderr().lock());
        }
    }
}

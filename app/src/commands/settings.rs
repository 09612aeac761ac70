use std::path::{Path, PathBuf};

use clap::Subcommand;

use super::opened::Opened;
use crate::cli::say;
use crate::config::StoreArgs;
use crate::failure::{Done, Failure, Outcome};
use crate::house::Purpose;
use crate::settled::{self, Settled};

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Print what a partnership settled, as a file that `settings set` takes
    Show {
        /// The partnership's short name
        #[arg(long, value_name = "SLUG")]
        partnership: String,
        #[command(flatten)]
        store: StoreArgs,
    },
    /// Bring a partnership to what a file says; what the file does not name stays
    Set {
        /// The file: name, brand_colour, settings, pages, terms, category
        file: PathBuf,
        /// The partnership's short name
        #[arg(long, value_name = "SLUG")]
        partnership: String,
        /// Say what would change, and change nothing
        #[arg(long)]
        dry_run: bool,
        #[command(flatten)]
        store: StoreArgs,
    },
}

pub async fn run(command: Command) -> Outcome {
    match command {
        Command::Show { partnership, store } => show(&partnership, &store).await,
        Command::Set { file, partnership, dry_run, store } => set(&file, &partnership, dry_run, &store).await,
    }
}

async fn show(slug: &str, store: &StoreArgs) -> Outcome {
    let Opened { house, scope, .. } = Opened::to(Purpose::Look, slug, store).await?;
    let settled = Settled::of(&scope.snapshot, scope.now.date())?;
    let text =
        toml::to_string(&settled).map_err(|error| Failure::because(format!("It cannot be written: {error}.")))?;
    say(text.trim_end());
    house.db.close().await;
    Ok(Done::All)
}

async fn set(file: &Path, slug: &str, dry_run: bool, store: &StoreArgs) -> Outcome {
    let shown = file.display();
    let text = std::fs::read_to_string(file)
        .map_err(|error| Failure::because(format!("{shown} cannot be read: {error}. Check its name.")))?;
    let wanted: Settled = toml::from_str(&text).map_err(|error| {
        Failure::because(format!("{shown} does not read: {}.", error.message().trim_end_matches('.')))
    })?;
    let opened = Opened::at(slug, store).await?;
    let scope = opened.scope.clone();
    let ours = Settled::of(&scope.snapshot, scope.now.date())?;
    for one in settled::differences(&ours, &wanted) {
        let now = one.ours.as_deref().unwrap_or("nothing");
        say(&format!("{} ({}): {now} -> {}", one.key, one.kind.words(), one.theirs.as_deref().unwrap_or_default()));
    }
    if dry_run {
        settled::faults(&scope, &wanted).or(())?;
        say("Nothing was changed: this was a dry run.");
    } else {
        let changed = opened.house.db.write(move |tx| settled::apply(tx, &scope, &wanted)).await?;
        say(&format!("{changed} {} changed.", if changed == 1 { "thing" } else { "things" }));
    }
    opened.done().await
}

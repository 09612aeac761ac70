use std::path::PathBuf;

use base::{Clock, Dice};
use db::Target;
use record::Vault;

use crate::backup::{self, Asked};
use crate::cli::say;
use crate::config::{Known, StoreArgs};
use crate::failure::{Done, Failure, Outcome};
use crate::house;

/// `wardmote restore`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The backup
    file: PathBuf,
    /// Its key file, where it is not FILE.keys
    #[arg(long, value_name = "FILE")]
    keys: Option<PathBuf>,
    /// Key files of later backups kept elsewhere, so that whoever was forgotten since stays forgotten; those beside FILE
    /// are read anyway
    #[arg(long, value_name = "FILE", num_args = 1..)]
    later_keys: Vec<PathBuf>,
    #[command(flatten)]
    store: StoreArgs,
}

pub async fn run(args: Args) -> Outcome {
    let config = Known::read(&args.store, &[])?.config;
    let (target, key) = house::places(&config)?;
    let master = house::kept_key(&key)?.ok_or_else(|| {
        Failure::because(format!(
            "A master key is in no backup. Put the one of the installation that was backed up at {} first.",
            key.display()
        ))
    })?;
    let _lock = match &target {
        Target::Sqlite(file) => Some(house::own(file.parent().unwrap_or(".".as_ref()))?),
        Target::Postgres(_) => None,
    };
    let asked = Asked { file: args.file, keys: args.keys, later: args.later_keys };
    let now = Clock::system().now();
    let restored = backup::restore(&target, &Vault::new(master), asked, &Dice::system(), now).await?;
    say(&format!("Restored {} rows to {target}, as they were on {}.", restored.rows, restored.made_at.words()));
    if restored.forgotten > 0 {
        say(&format!("Forgotten again: {}, who had been forgotten since.", restored.forgotten));
    }
    say(&format!(
        "Who was forgotten is known until {}. If a key file of a later backup lies elsewhere, restore again with --later-keys.",
        restored.known_until.words()
    ));
    say("Now run `wardmote doctor`.");
    Ok(Done::All)
}

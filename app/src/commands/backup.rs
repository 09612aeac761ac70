use std::path::PathBuf;

use base::{Clock, Dice, days};

use crate::backup::{self, keys_beside};
use crate::cli::say;
use crate::config::{Known, StoreArgs};
use crate::failure::{Done, Failure, Outcome};
use crate::house::{House, Purpose};

/// `wardmote backup`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The file to write; the keys go to FILE.keys beside it
    file: PathBuf,
    #[command(flatten)]
    store: StoreArgs,
}

pub async fn run(args: Args) -> Outcome {
    let config = Known::read(&args.store, &[])?.config;
    let dice = Dice::system();
    let house = House::open(&config, Purpose::Look, &dice).await?;
    let (target, vault, file) = (house.target.clone(), house.vault.clone(), args.file);
    let (kept_days, now) = (config.backup.keep_keys_days, Clock::system().now());
    house.db.close().await;
    let work = move || {
        let taken = backup::take(&target, &vault, &file, &dice, now)?;
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(".".as_ref());
        let gone = backup::clear_old(folder, &vault, kept_days, now)?;
        Ok::<_, Failure>((taken, file, gone))
    };
    let done = tokio::task::spawn_blocking(work).await;
    let (taken, file, gone) = done.map_err(|error| Failure::because(format!("It was stopped: {error}.")))??;
    say(&format!("Backed up {} rows of {} tables to {}.", taken.rows, taken.tables, file.display()));
    say(&format!(
        "The keys are in {}. Remove that file, and every copy of it, on {}: whoever asks to be forgotten is forgotten everywhere when the last such file is gone.",
        keys_beside(&file).display(),
        now.plus(days(kept_days.into())).day_words()
    ));
    for path in gone {
        say(&format!("Removed {}, older than {kept_days} days.", path.display()));
    }
    Ok(Done::All)
}

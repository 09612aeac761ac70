use base::Dice;

use crate::cli::say;
use crate::config::{Known, StoreArgs};
use crate::failure::{Done, Outcome};
use crate::house::{House, Purpose};

/// `wardmote migrate`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    store: StoreArgs,
}

pub async fn run(args: Args) -> Outcome {
    let known = Known::read(&args.store, &[])?;
    // Opening to write brings the tables up to date.
    let house = House::open(&known.config, Purpose::Own, &Dice::system()).await?;
    say(&format!("The tables of {} are current.", house.target));
    house.db.close().await;
    Ok(Done::All)
}

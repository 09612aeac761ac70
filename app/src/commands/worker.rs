use base::{Clock, Dice};

use super::serve::{post, public_url};
use crate::config::{Known, StoreArgs};
use crate::failure::{Done, Failure, Outcome};
use crate::house::{House, Purpose, places};
use crate::metrics::Metrics;
use crate::running::{self, LogStyle, Stop};
use crate::wiring;

/// `wardmote worker`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    store: StoreArgs,
}

pub async fn run(args: Args) -> Outcome {
    let config = Known::read(&args.store, &[])?.config;
    if places(&config)?.0.engine() == db::Engine::Sqlite {
        return Err(Failure::because(
            "On SQLite one process does everything: run `wardmote serve`, which does the jobs too.",
        ));
    }
    running::begin_log(&config.log.filter, LogStyle::Json)?;
    let stop = Stop::listen();
    let dice = Dice::system();
    let house = House::open(&config, Purpose::Own, &dice).await?;
    let settings =
        access::SiteSettings { public_url: public_url(&config), demo: false, limits: true, mail_waits: false };
    let site = wiring::site(house.db.clone(), Clock::system(), dice, house.vault.clone(), settings);
    let _metrics = Metrics::begin(config.metrics.bind.as_deref(), &site).await?;
    let workers = running::begin_jobs(wiring::desk(&site, post(&config)?)).await?;
    tracing::info!(store = %house.target, "doing jobs");
    stop.told().await;
    workers.stop().await;
    house.db.close().await;
    Ok(Done::All)
}

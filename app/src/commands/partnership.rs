use clap::Subcommand;

use super::opened::{self, Opened};
use crate::cli::say;
use crate::config::{Known, StoreArgs};
use crate::failure::{Done, Outcome};
use crate::founding::{self, Founding};
use crate::house::Purpose;
use crate::{presets, settled};

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make a partnership
    Create {
        /// Its short name in addresses, like walsall
        slug: String,
        /// The preset it is made from
        #[arg(long, value_name = "NAME")]
        preset: String,
        /// Its name, like Walsall Partnership
        #[arg(long)]
        name: String,
        /// The council or other body that answers for it in law
        #[arg(long, value_name = "NAME")]
        accountable_body: Option<String>,
        /// Its colour, like #00625a
        #[arg(long, value_name = "COLOUR", default_value = "#00625a")]
        colour: String,
        #[command(flatten)]
        store: StoreArgs,
    },
    /// Let the public in, once nothing that it needs is missing
    Open {
        /// Its short name
        slug: String,
        #[command(flatten)]
        store: StoreArgs,
    },
    /// Show what a newer version of its preset would change, and take over what is named
    Upgrade {
        /// Its short name
        slug: String,
        /// A thing to take over, as it is listed; name several, or `all`
        #[arg(long, value_name = "KEY")]
        take: Vec<String>,
        /// Keep everything else as it is here, and ask no more about this version
        #[arg(long)]
        settle: bool,
        #[command(flatten)]
        store: StoreArgs,
    },
}

pub async fn run(command: Command) -> Outcome {
    match command {
        Command::Create { slug, preset, name, accountable_body, colour, store } => {
            let founding = Founding { slug, name, preset, accountable_body, brand_colour: colour, is_open: false };
            create(founding, &store).await
        }
        Command::Open { slug, store } => open(&slug, &store).await,
        Command::Upgrade { slug, take, settle, store } => upgrade(&slug, take, settle, &store).await,
    }
}

async fn create(founding: Founding, store: &StoreArgs) -> Outcome {
    founding.faults().or(())?;
    let (house, site) = opened::site(Purpose::Own, &Known::read(store, &[])?.config).await?;
    let scope = founding.scope(&site, "command line", site.clock.now());
    house.db.write(move |tx| founding::found(tx, &scope)).await?;
    say(&format!("Made {} at /{}.", founding.name, founding.slug));
    say(&format!("It is closed to the public until `wardmote partnership open {}`.", founding.slug));
    house.db.close().await;
    Ok(Done::All)
}

async fn open(slug: &str, store: &StoreArgs) -> Outcome {
    let opened = Opened::at(slug, store).await?;
    let scope = opened.scope.clone();
    opened.house.db.write(move |tx| settled::open(tx, &scope)).await?;
    say(&format!("/{slug} is open to the public."));
    opened.done().await
}

async fn upgrade(slug: &str, take: Vec<String>, settle: bool, store: &StoreArgs) -> Outcome {
    let opened = Opened::at(slug, store).await?;
    let scope = opened.scope.clone();
    let Some(found) = presets::upgrade(&scope.snapshot, scope.now.date())? else {
        say("Its preset is the newest.");
        return opened.done().await;
    };
    for one in &found.differences {
        let since = if one.ours_since { "; changed here since" } else { "" };
        say(&format!("{} ({}{since})", one.key, one.kind.words()));
        say(&format!("  here: {}", one.ours.as_deref().unwrap_or("nothing")));
        say(&format!("  new:  {}", one.theirs.as_deref().unwrap_or("it ends today")));
    }
    if take.is_empty() && !settle {
        say("Take over what you want with --take KEY or --take all; keep everything as it is with --settle.");
    } else {
        let everything = take.iter().any(|key| key == "all");
        let all = || found.differences.iter().map(|one| one.key.to_string()).collect();
        let keys: Vec<String> = if everything { all() } else { take };
        let changed = opened.house.db.write(move |tx| presets::take_over(tx, &scope, &keys)).await?;
        say(&format!("Took over {changed}. The rest stays as it is here."));
    }
    opened.done().await
}

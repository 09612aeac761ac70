use base::{Clock, Dice};
use clap::Subcommand;

use super::serve::public_url;
use crate::cli::say;
use crate::config::{Known, StoreArgs};
use crate::failure::{Done, Outcome};
use crate::founding::{self, Founding};
use crate::house::{House, Purpose};
use crate::wiring;

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
        #[command(flatten)]
        store: StoreArgs,
    },
}

pub async fn run(command: Command) -> Outcome {
    let Command::Create { slug, preset, name, store } = command;
    let founding = Founding { slug, name, preset, accountable_body: None, brand_colour: "#00625a".into() };
    founding.faults().or(())?;
    let config = Known::read(&store, &[])?.config;
    let dice = Dice::system();
    let house = House::open(&config, Purpose::Own, &dice).await?;
    let settings = access::SiteSettings { public_url: public_url(&config), demo: false, limits: true };
    let site = wiring::site(house.db.clone(), Clock::system(), dice, house.vault.clone(), settings);
    let scope = founding.scope(&site, "command line", site.clock.now());
    house.db.write(move |tx| founding::found(tx, &scope)).await?;
    say(&format!("Made {} at /{}.", founding.name, founding.slug));
    house.db.close().await;
    Ok(Done::All)
}

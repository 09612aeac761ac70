use access::{Page, Reach, Role, SignInLink};
use base::{Clock, Dice, days};
use clap::Subcommand;

use super::serve::public_url;
use crate::cli::say;
use crate::config::{Known, StoreArgs};
use crate::failure::{Done, Failure, Outcome};
use crate::founding::{self, Newcomer};
use crate::house::{House, Purpose};
use crate::wiring;

/// How long an invitation can be used, in microseconds.
const INVITED_FOR: i64 = days(3);

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make somebody an administrator and print a link for them to sign in with
    Invite {
        /// Their e-mail address
        email: String,
        /// The partnership's short name
        #[arg(long, value_name = "SLUG")]
        partnership: String,
        /// Their name; else the part of the address before the @
        #[arg(long)]
        name: Option<String>,
        #[command(flatten)]
        store: StoreArgs,
    },
}

pub async fn run(command: Command) -> Outcome {
    let Command::Invite { email, partnership, name, store } = command;
    let Some((before, _)) = email.split_once('@').filter(|(before, after)| !before.is_empty() && !after.is_empty())
    else {
        return Err(Failure::Usage(format!("{email} is no e-mail address. Write one like name@example.org.")));
    };
    let administrator = Newcomer {
        name: name.unwrap_or_else(|| before.to_owned()),
        email: email.clone(),
        organisation: None,
        phone: None,
        role: Role::Administrator,
        reach: Reach::Partnership,
        title: None,
    };
    let config = Known::read(&store, &[])?.config;
    let dice = Dice::system();
    let house = House::open(&config, Purpose::Own, &dice).await?;
    let settings = access::SiteSettings { public_url: public_url(&config), demo: false, limits: true };
    let site = wiring::site(house.db.clone(), Clock::system(), dice, house.vault.clone(), settings);
    let scope = founding::scope_of(&site, &partnership, "command line").await.map_err(|_| no_such(&partnership))?;
    let link = SignInLink::of(&house.vault, scope.new_id());
    let (within, kept) = (scope.clone(), link.clone());
    house
        .db
        .write(move |tx| {
            let arrived = founding::welcome(tx, &within, &administrator)?;
            let goes_to = within.url(Page::Account);
            access::make_link(tx, &kept, arrived.account, &goes_to, within.now, INVITED_FOR)?;
            Ok::<_, base::Problem>(())
        })
        .await?;
    say(&format!(
        "{email} administers {}. Send them this link; it works once, for 3 days:",
        scope.snapshot.partnership.name
    ));
    say(&scope.full_url(Page::SignInLink(&link.secret)));
    house.db.close().await;
    Ok(Done::All)
}

/// The partnership was misspelt.
pub fn no_such(slug: &str) -> Failure {
    Failure::because(format!(
        "There is no partnership {slug}. Check --partnership, or make it with `wardmote partnership create`."
    ))
}

//! The demonstration: four partnerships of invented people, in a folder of its own, on this machine only.

mod accounts;
mod beside;
mod bodies;
mod cast;
mod folder;
mod neighbours;
mod pages;
mod replay;
mod story;
mod tour;
mod walsall;

use std::path::PathBuf;
use std::sync::Arc;

use access::{Site, SiteSettings};
use base::{Clock, Dice, Instant, Problem};
use db::Db;
use notify::Post;
use record::Vault;
use serde::Serialize;

use crate::cli::say;
use crate::failure::{Done, Failure, Outcome};
use crate::running::{self, LogStyle, Patience, Stop};
use crate::wiring;
use accounts::Account;
use folder::Folder;

/// `wardmote demo`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The port to listen on
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// The folder to keep it in; without one it goes when you stop
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
    /// Where its records are: sqlite, or an empty PostgreSQL database like postgres://user@host/name
    #[arg(long, default_value = "sqlite", value_name = "ENGINE")]
    engine: String,
    /// Print one line of JSON for programs, and nothing else
    #[arg(long)]
    json: bool,
}

/// What `--json` prints.
#[derive(Serialize)]
struct Opened<'a> {
    url: &'a str,
    accounts: &'a [Account],
}

pub async fn run(args: Args) -> Outcome {
    running::begin_log("warn,app=info", LogStyle::Human)?;
    web::assets::ready().map_err(Failure::because)?;
    let stop = Stop::listen();
    let listener = running::listen(&format!("127.0.0.1:{}", args.port)).await?;
    let address = listener.local_addr().map_err(|error| Failure::because(format!("No port: {error}.")))?;
    let url = format!("http://{address}");

    let dice = Dice::system();
    let mut folder = Folder::open(args.dir, &args.engine, &dice).await?;
    let settings = SiteSettings { public_url: url.clone(), demo: true, limits: false, mail_waits: false };
    if !folder.is_loaded() {
        let began = std::time::Instant::now();
        load(folder.house.db.clone(), folder.house.vault.clone(), settings.clone(), Clock::system().now()).await?;
        folder.loaded(Clock::system().now())?;
        tracing::info!(millis = began.elapsed().as_millis(), "the demonstration is loaded");
    }
    let clock = Clock::system_plus(folder.offset());
    let site = wiring::site(folder.house.db.clone(), clock, dice, folder.house.vault.clone(), settings);
    let accounts = accounts::mint(&site).await?;
    if args.json {
        let line = serde_json::to_string(&Opened { url: &url, accounts: &accounts });
        say(&line.map_err(|error| Failure::because(format!("No JSON: {error}.")))?);
    } else {
        welcome(&url, &folder, &accounts);
    }
    let workers = running::begin_jobs(wiring::desk(&site, Post::Caught)).await?;
    let router = wiring::router(&site, pages::routes(accounts, folder.loaded_at(), folder.clock_keeper()));
    let served = running::answer_until_stopped(listener, router, false, Patience::default(), stop).await;
    workers.stop().await;
    folder.close().await;
    served.map(|()| Done::All)
}

/// Loads the partnerships and their story, which ends at `now`, under a clock that follows the story, so that the record,
/// the mails and the audit have its times.
///
/// # Errors
/// Whatever the store answers; a fault when a command refuses what the story says was done.
pub async fn load(db: Db, vault: Vault, settings: SiteSettings, now: Instant) -> Result<(), Problem> {
    let clock = Clock::held(walsall::founding_day(now));
    let site = wiring::site(db, clock, Dice::system(), vault, settings);
    walsall::found(&site).await?;
    neighbours::found(&site).await?;
    beside::sectors(&site).await?;
    replay::replay(&site, now).await?;
    beside::marker(&site, now).await?;
    count(&site).await?;
    Ok(jobs::place_all_events(&site).await?)
}

/// Counts what places show in figures, as the nightly job does.
async fn count(site: &Arc<Site>) -> Result<(), Problem> {
    let desk = wiring::desk(site, Post::Caught);
    for (partnership, _) in site.db.read(access::all_partnerships).await? {
        let scope = desk.scope(partnership, "demonstration", site.dice.id(site.clock.now())).await?;
        issues::figures::count(&scope).await?;
    }
    Ok(())
}

/// For somebody at a terminal.
fn welcome(url: &str, folder: &Folder, accounts: &[Account]) {
    say(&format!("The demonstration is at {url}"));
    say(&format!("Mail is caught at {url}/demo/mailbox. Every person is invented."));
    say(&folder.words());
    say("");
    say("Sign in as:");
    let mut shown: Vec<(&str, &str)> = Vec::new();
    for account in accounts {
        let key = (account.partnership.as_str(), account.role.as_str());
        if !shown.contains(&key) {
            shown.push(key);
            let whose = account.employer.as_ref().map(|employer| format!(", {employer}")).unwrap_or_default();
            say(&format!("  {} – {}{whose}", account.post, account.name));
            say(&format!("    {}", account.sign_in_url));
        }
    }
    say("");
    say(&format!("Everybody who works here is at {url}/demo/accounts"));
    say("Stop with ctrl-c.");
}

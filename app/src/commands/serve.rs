use base::{Clock, Dice};
use notify::Post;

use crate::cli::say;
use crate::config::{Config, Known, StoreArgs};
use crate::failure::{Done, Outcome};
use crate::house::{House, Purpose};
use crate::metrics::Metrics;
use crate::running::{self, LogStyle, Patience, Stop};
use crate::{failure::Failure, set_up, wiring};

/// `wardmote serve`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    store: StoreArgs,
    /// The address to listen on, like 0.0.0.0:8080
    #[arg(long, value_name = "ADDR")]
    bind: Option<String>,
    /// How the world calls it, like https://ward.example.org
    #[arg(long, value_name = "URL")]
    public_url: Option<String>,
    /// Leave the jobs to `wardmote worker` on another machine
    #[arg(long)]
    no_worker: bool,
}

pub async fn run(args: Args) -> Outcome {
    let flags = [("server.bind", args.bind), ("server.public_url", args.public_url)];
    let config = Known::read(&args.store, &flags)?.config;
    running::begin_log(&config.log.filter, LogStyle::Json)?;
    web::assets::ready().map_err(Failure::because)?;
    let post = post(&config)?;
    let stop = Stop::listen();
    let listener = running::listen(&config.server.bind).await?;
    let dice = Dice::system();
    let house = House::open(&config, Purpose::Own, &dice).await?;
    let settings = access::SiteSettings {
        public_url: public_url(&config),
        demo: false,
        limits: true,
        mail_waits: matches!(post, Post::Waiting),
    };
    let site = wiring::site(house.db.clone(), Clock::system(), dice, house.vault.clone(), settings);
    if let Some(link) = set_up::link(&site).await? {
        say(&format!(
            "Nobody administers this installation yet. Open this link within 30 minutes to set it up:\n{link}"
        ));
    }
    let metrics = Metrics::begin(config.metrics.bind.as_deref(), &site).await?;
    let workers = match args.no_worker {
        true => None,
        false => Some(running::begin_jobs(wiring::desk(&site, post)).await?),
    };
    let address = listener.local_addr().map_or_else(|_| config.server.bind.clone(), |address| address.to_string());
    tracing::info!(%address, store = %house.target, "serving");
    let router = metrics.watch(wiring::router(&site, set_up::routes()));
    let served =
        running::answer_until_stopped(listener, router, config.server.behind_proxy, Patience::default(), stop).await;
    if let Some(workers) = workers {
        workers.stop().await;
    }
    house.db.close().await;
    tracing::info!("stopped");
    served.map(|()| Done::All)
}

/// How the world calls this installation.
pub fn public_url(config: &Config) -> String {
    let named = config.server.public_url.clone().unwrap_or_else(|| format!("http://{}", config.server.bind));
    named.trim_end_matches('/').to_owned()
}

/// Where mail goes. Without a mail server it waits in its jobs, and `doctor` says so.
pub fn post(config: &Config) -> Result<Post, Failure> {
    let mail = &config.mail;
    match (&mail.url, &mail.from) {
        (None, _) => Ok(Post::Waiting),
        (Some(_), None) => Err(Failure::Usage(
            "Say who mail is from: set mail.from, like Walsall Partnership <noreply@example.org>.".into(),
        )),
        (Some(url), Some(from)) => {
            let login = mail.user.clone().zip(mail.password.clone());
            Ok(Post::smtp(url, from, login)?)
        }
    }
}

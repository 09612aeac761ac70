use base::{Clock, Dice, WorkingDays, days, hours};

use super::serve::public_url;
use crate::backup;
use crate::cli::say;
use crate::config::{Config, Known, StoreArgs};
use crate::failure::{Done, Failure, Outcome};
use crate::house::{self, House, Purpose};
use crate::{founding, readiness, wiring};

/// `wardmote doctor`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    store: StoreArgs,
}

/// Something wrong, and how to mend it.
#[derive(Debug, PartialEq, Eq)]
struct Fault {
    what: String,
    mend: String,
}

fn fault(what: impl Into<String>, mend: impl Into<String>) -> Fault {
    Fault { what: what.into(), mend: mend.into() }
}

pub async fn run(args: Args) -> Outcome {
    let config = Known::read(&args.store, &[])?.config;
    let house = House::open(&config, Purpose::Look, &Dice::system()).await?;
    let waiting = house.db.pending_migrations(&wiring::tables()).await?;
    let mut faults = of_configuration(&config)?;
    faults.extend(of_backups(&config, &house));
    if waiting.is_empty() {
        faults.extend(of_records(&house).await?);
        faults.extend(of_partnerships(&config, &house).await?);
    } else {
        faults.push(fault(
            format!("The tables are older than this program: {} waits.", waiting.join(", ")),
            "Run `wardmote migrate`.",
        ));
    }
    house.db.close().await;
    if faults.is_empty() {
        say("All is well.");
        return Ok(Done::All);
    }
    for fault in &faults {
        say(format!("{} {}", fault.what, fault.mend).trim_end());
    }
    let count = faults.len();
    Err(Failure::because(format!("{count} {} to mend.", if count == 1 { "thing" } else { "things" })))
}

fn of_configuration(config: &Config) -> Result<Vec<Fault>, Failure> {
    let mut faults = Vec::new();
    let (_, key) = house::places(config)?;
    if !house::key_is_private(&key) {
        let key = key.display();
        faults.push(fault(format!("Others can read the master key {key}."), format!("Run `chmod 600 {key}`.")));
    }
    if config.mail.url.is_none() {
        faults.push(fault("No mail server is named, so mail waits.", "Set mail.url and mail.from."));
    }
    if let Err(sentence) = web::assets::ready() {
        faults.push(fault(sentence, ""));
    }
    let today = Clock::system().now().date();
    let ends = WorkingDays::england_and_wales().known_until();
    if today.year() >= ends {
        faults.push(fault(
            format!("The list of bank holidays ends with {ends}."),
            "Install a newer release; until then days after it are counted without holidays.",
        ));
    }
    Ok(faults)
}

/// What each partnership lacks before the public may come in, or has lacked since.
async fn of_partnerships(config: &Config, house: &House) -> Result<Vec<Fault>, Failure> {
    let settings =
        access::SiteSettings { public_url: public_url(config), demo: false, limits: true, mail_waits: false };
    let site = wiring::site(house.db.clone(), Clock::system(), Dice::system(), house.vault.clone(), settings);
    let mut faults = Vec::new();
    for (_, slug) in house.db.read(access::all_partnerships).await? {
        let scope = founding::scope_of(&site, &slug, "doctor").await?;
        let open = if scope.snapshot.partnership.is_open { "open" } else { "closed" };
        for missing in readiness::missing(&scope)? {
            faults.push(fault(format!("{slug} ({open}): {}.", missing.sentence()), ""));
        }
    }
    Ok(faults)
}

/// Where backups are written, if the configuration says so: a newest one, and no keys kept too long.
fn of_backups(config: &Config, house: &House) -> Vec<Fault> {
    let Some(folder) = &config.backup.folder else { return Vec::new() };
    let (now, shown) = (Clock::system().now(), folder.display());
    let mut faults = Vec::new();
    let mend = "Run `wardmote backup`, and look why it is not run every night.";
    match backup::newest(folder, &house.vault) {
        None => faults.push(fault(format!("There is no backup in {shown}."), mend)),
        Some(at) if at < now.plus(-days(2)) => {
            faults.push(fault(format!("The newest backup in {shown} is of {}.", at.day_words()), mend));
        }
        Some(_) => {}
    }
    let kept = config.backup.keep_keys_days;
    for path in backup::too_old(folder, &house.vault, kept, now) {
        faults.push(fault(
            format!("{} is older than {kept} days, and holds the keys of people forgotten since.", path.display()),
            "Remove it, and every copy of it.",
        ));
    }
    faults
}

async fn of_records(house: &House) -> Result<Vec<Fault>, Failure> {
    let mut faults = Vec::new();
    if !house.db.read(access::has_administrator).await? {
        faults.push(fault(
            "Nobody administers this installation.",
            "Run `wardmote admin invite`, or start `wardmote serve` and open the link it prints.",
        ));
    }
    for (_, kind, error) in house.db.read(jobs::stuck).await? {
        let why = error.unwrap_or_else(|| "for no stated reason".into());
        faults.push(fault(
            format!("A job ({kind}) was given up after ten tries: {why}."),
            "Mend the cause, then start `wardmote serve` or `wardmote worker` again, which tries it again.",
        ));
    }
    let late = Clock::system().now().plus(-hours(1));
    for (partnership, slug) in house.db.read(access::all_partnerships).await? {
        if house.db.read(move |tx| record::waiting_since(tx, partnership)).await?.is_some_and(|since| since < late) {
            faults.push(fault(
                format!("{slug}: audit entries have waited over an hour for their place."),
                "Start `wardmote serve` or `wardmote worker`, which places them.",
            ));
        }
        if let Err(broken) = record::verify_all(&house.db, partnership).await? {
            faults.push(fault(
                format!("{slug}: the audit is not whole: {broken}."),
                "Keep this database as it is, and compare it with a backup.",
            ));
        }
    }
    Ok(faults)
}

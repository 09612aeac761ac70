use base::{Dice, Id};
use clap::Subcommand;
use db::Db;
use record::{Frontier, Verified};

use crate::cli::say;
use crate::config::{Known, StoreArgs};
use crate::failure::{Done, Failure, Outcome};
use crate::house::{House, Purpose};

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Read every entry of every partnership again and check that none was changed or taken away
    Verify(StoreArgs),
}

pub async fn run(command: Command) -> Outcome {
    let Command::Verify(store) = command;
    let known = Known::read(&store, &[])?;
    let house = House::open(&known.config, Purpose::Look, &Dice::system()).await?;
    let mut faults = Vec::new();
    for (partnership, slug) in house.db.read(access::all_partnerships).await? {
        match verify(&house.db, partnership).await? {
            Ok(found) => say(&format!(
                "{slug}: {} entries in order, {} waiting for their place, root {}",
                found.size,
                found.unplaced,
                hex(&found.root)
            )),
            Err(fault) => faults.push(format!("{slug}: {fault}")),
        }
    }
    house.db.close().await;
    if faults.is_empty() {
        return Ok(Done::All);
    }
    let all = faults.join("; ");
    Err(Failure::because(format!(
        "The audit is not whole. {all}. Keep this database as it is, and compare it with a backup."
    )))
}

/// Reads a partnership's tree page by page.
///
/// # Errors
/// Whatever the store answers.
pub async fn verify(db: &Db, partnership: Id) -> Result<Result<Verified, record::Fault>, db::Error> {
    let mut frontier = Frontier::default();
    loop {
        let read = frontier.clone();
        let (page, further) = db
            .read(move |tx| {
                let mut frontier = read.clone();
                let page = record::verify(tx, partnership, &mut frontier)?;
                Ok::<_, db::Error>((page, frontier))
            })
            .await?;
        match page {
            Ok(None) => frontier = further,
            Ok(Some(verified)) => return Ok(Ok(verified)),
            Err(fault) => return Ok(Err(fault)),
        }
    }
}

fn hex(hash: &[u8]) -> String {
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

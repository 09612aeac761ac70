use base::Dice;
use clap::Subcommand;

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
        match record::verify_all(&house.db, partnership).await? {
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

fn hex(hash: &[u8]) -> String {
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

use clap::Subcommand;

use crate::cli::say;
use crate::config::{Known, StoreArgs};
use crate::failure::{Done, Outcome};

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Print every value that is in force and where it came from; secrets are not shown
    Check(StoreArgs),
}

pub fn run(command: Command) -> Outcome {
    let Command::Check(store) = command;
    let lines = Known::read(&store, &[])?.lines()?;
    let widest = lines.iter().map(|line| line.key.len()).max().unwrap_or(0);
    for line in lines {
        say(&format!("{:widest$} = {} ({})", line.key, line.value, line.from));
    }
    Ok(Done::All)
}

//! The command line.

use std::io::Write as _;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::commands;
use crate::failure::{Done, Failure, Outcome};

/// Neighbourhood management: residents' concerns heard, decided and answered.
#[derive(Debug, Parser)]
#[command(name = "wardmote", version, about, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Show an invented Walsall and its neighbours, on this machine only
    Demo(crate::demo::Args),
    /// Serve pages and API, and do the jobs
    Serve(commands::serve::Args),
    /// Do jobs only, beside other machines on one PostgreSQL database
    Worker(commands::worker::Args),
    /// Partnerships, without the browser
    #[command(subcommand)]
    Partnership(commands::partnership::Command),
    /// What a partnership settled: names, figures, pages, terms, categories, without the browser
    #[command(subcommand)]
    Settings(commands::settings::Command),
    /// Administrators, without the browser
    #[command(subcommand)]
    Admin(commands::admin::Command),
    /// Keys for programs, without the browser
    #[command(subcommand)]
    Token(commands::token::Command),
    /// Take in what a partnership has in files
    #[command(subcommand)]
    Import(commands::import::Command),
    /// Write every record to one file, and the keys of personal data to another
    Backup(commands::backup::Args),
    /// Bring a backup back, into an empty folder or database
    Restore(commands::restore::Args),
    /// Bring the tables up to date
    Migrate(commands::migrate::Args),
    /// Name what is wrong with an installation, and how to mend it
    Doctor(commands::doctor::Args),
    /// The audit
    #[command(subcommand)]
    Audit(commands::audit::Command),
    /// The configuration
    #[command(subcommand)]
    Config(commands::config::Command),
    /// Measure what each answer costs on this machine
    Bench(crate::bench::Args),
    #[command(hide = true)]
    BenchServer(crate::bench::ServerArgs),
}

/// Runs the program and answers its exit status: 0 done, 1 failed, 2 wrong usage, 3 done with rejected rows.
#[must_use]
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let outcome = match runtime {
        Ok(runtime) => runtime.block_on(command(cli.command)),
        Err(error) => Err(Failure::because(format!("This machine gives no threads: {error}."))),
    };
    match outcome {
        Ok(Done::All) => ExitCode::SUCCESS,
        Ok(Done::ButForSome) => ExitCode::from(3),
        Err(failure) => {
            complain(&failure.to_string());
            ExitCode::from(if matches!(failure, Failure::Usage(_)) { 2 } else { 1 })
        }
    }
}

async fn command(command: Command) -> Outcome {
    match command {
        Command::Demo(args) => crate::demo::run(args).await,
        Command::Serve(args) => commands::serve::run(args).await,
        Command::Worker(args) => commands::worker::run(args).await,
        Command::Partnership(command) => commands::partnership::run(command).await,
        Command::Settings(command) => commands::settings::run(command).await,
        Command::Admin(command) => commands::admin::run(command).await,
        Command::Token(command) => commands::token::run(command).await,
        Command::Import(command) => commands::import::run(command).await,
        Command::Backup(args) => commands::backup::run(args).await,
        Command::Restore(args) => commands::restore::run(args).await,
        Command::Migrate(args) => commands::migrate::run(args).await,
        Command::Doctor(args) => commands::doctor::run(args).await,
        Command::Audit(command) => commands::audit::run(command).await,
        Command::Config(command) => commands::config::run(command),
        Command::Bench(args) => crate::bench::run(args).await,
        Command::BenchServer(args) => crate::bench::serve(args).await,
    }
}

/// One line for whoever ran the command. A reader that went away is no fault of ours.
pub fn say(line: &str) {
    let _ = writeln!(std::io::stdout().lock(), "{line}");
}

/// One line for whoever looks after the machine.
pub fn complain(line: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}

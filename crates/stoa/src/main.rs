#![doc = include_str!("../README.md")]

mod cli;
mod clock;
mod commands;
mod config;
mod data_dir;
mod databases;
mod demo;
mod house;
mod instruments;
mod limits;
mod listening;
mod logging;
mod operations;
mod parts;
mod people;
mod room;
mod schemas;
mod serve;
mod sinks;
mod standing;
mod system;

use std::{io::Write as _, process::ExitCode};

use clap::Parser as _;
use cli::{Cli, Command};
use config::Problems;
use stoa_identity::{ClaimIssuerError, OpenError};
use stoa_pg::{ExposureError, ProofError};

fn main() -> ExitCode {
    let cli = Cli::parse();
    match &cli.command {
        Command::Migrate(command) => return guard(commands::migrate::run(&cli, command)),
        Command::Audit(command) => return guard(commands::migrate::audit::run(&cli, command)),
        _ => {}
    }
    match run(&cli) {
        Ok(()) if is_unsaid() => ExitCode::FAILURE,
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let code = if is_a_refusal(&error) { 2 } else { 1 };
            complain(&error);
            ExitCode::from(code)
        }
    }
}

/// The guard needs no runtime to read files, and has exit codes of its own.
fn guard(outcome: anyhow::Result<ExitCode>) -> ExitCode {
    let code = outcome.unwrap_or_else(|error| {
        complain(&error);
        ExitCode::from(commands::migrate::exit_code(&error))
    });
    if is_unsaid() { ExitCode::from(2) } else { code }
}

/// Whether an answer could not be written; then that is complained about.
fn is_unsaid() -> bool {
    let Some(error) = commands::unsaid() else {
        return false;
    };
    complain(&anyhow::anyhow!("the answer could not be written: {error}"));
    true
}

fn run(cli: &Cli) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let outcome = runtime.block_on(async {
        match &cli.command {
            Command::Serve(options) => serve::run(cli, options).await,
            Command::Config(command) => Box::pin(commands::config::run(cli, command)).await,
            Command::Db(command) => commands::db::run(command).await,
            Command::Keys(command) => Box::pin(commands::keys::run(cli, command)).await,
            Command::User(command) => Box::pin(commands::user::run(cli, command)).await,
            Command::Delivery(command) => Box::pin(commands::delivery::run(cli, command)).await,
            Command::Mapping(command) => Box::pin(commands::mapping::run(cli, command)).await,
            Command::Team(command) => Box::pin(commands::team::run(cli, command)).await,
            Command::Job(command) => Box::pin(commands::job::run(cli, command)).await,
            Command::Migrate(command) => commands::migrate::run(cli, command).map(drop),
            Command::Audit(command) => commands::migrate::audit::run(cli, command).map(drop),
        }
    });
    runtime.shutdown_timeout(std::time::Duration::from_secs(1));
    outcome
}

/// Refused settings exit 2: a supervisor must not start us again with the same ones.
fn is_a_refusal(error: &anyhow::Error) -> bool {
    let loses_sessions = matches!(error.downcast_ref(), Some(OpenError::Loss(_)))
        || matches!(error.downcast_ref(), Some(ClaimIssuerError::Loss(_)));
    loses_sessions
        || error.is::<Problems>()
        || error.is::<serve::Refused>()
        || error.is::<data_dir::SecretFault>()
        || error.downcast_ref().is_some_and(ProofError::is_refusal)
        || error.downcast_ref().is_some_and(ExposureError::is_refusal)
        || error.is::<people::SecondIdentity>()
}

/// The last word of a command that failed; nobody may be listening.
fn complain(error: &anyhow::Error) {
    let _ = writeln!(std::io::stderr(), "stoa: {error:#}");
}

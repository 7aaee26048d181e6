//! `stoa migrate`: the guard of schemas, for Stoa's own databases and for anybody's.
//!
//! What only reads files runs without databases, settings or a runtime.

mod answer;
mod explain;
mod lint;
mod new;
mod run;
mod staged;
mod status;
mod target;

use std::{future::Future, process::ExitCode};

pub(crate) use answer::Failed;
use clap::Subcommand;

use crate::cli::Cli;

#[derive(Debug, Subcommand)]
pub(crate) enum MigrateCommand {
    /// Read folders of migrations and say what they would do to a database in use; exit 1 on findings.
    Lint(lint::Lint),
    /// Print what a rule looks for, what happens without it, and what to write instead.
    Explain(explain::Explain),
    /// Apply what is missing: each file whole or not at all, with its row in the journal.
    Up(run::Up),
    /// Undo the newest version, or every one above a version.
    Down(run::Down),
    /// End a migration that began outside a transaction and was cut off.
    Resume(run::Resume),
    /// Say what is applied, what is pending, and whether the schema is what the last migration left.
    Status(status::ShowStatus),
    /// Write the two files of a new migration.
    New(new::New),
}

/// Runs the command.
///
/// # Errors
/// What went wrong, with an exit code: see [`exit_code`].
pub(crate) fn run(cli: &Cli, command: &MigrateCommand) -> anyhow::Result<ExitCode> {
    match command {
        MigrateCommand::Lint(options) => lint::run(options, cli.config.as_deref()),
        MigrateCommand::Explain(options) => explain::run(options),
        MigrateCommand::New(options) => new::run(options),
        MigrateCommand::Up(options) => live(run::up(options)),
        MigrateCommand::Down(options) => live(run::down(options)),
        MigrateCommand::Resume(options) => live(run::resume(options)),
        MigrateCommand::Status(options) => live(status::run(options)),
    }
}

/// The exit code of a failure: 2 for what could not be read, and what the runner says for the rest.
pub(crate) fn exit_code(error: &anyhow::Error) -> u8 {
    answer::exit_code(error)
}

/// Gives a command that talks to a database its runtime.
fn live(command: impl Future<Output = anyhow::Result<ExitCode>>) -> anyhow::Result<ExitCode> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(command)
}

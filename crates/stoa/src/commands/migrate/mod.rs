//! `stoa migrate`: the guard of schemas, for Stoa's own databases and for anybody's.
//!
//! What only reads files runs without databases, settings or a runtime.

mod explain;
mod lint;
mod staged;

use std::process::ExitCode;

use clap::Subcommand;

use crate::cli::Cli;

#[derive(Debug, Subcommand)]
pub(crate) enum MigrateCommand {
    /// Read folders of migrations and say what they would do to a database in use; exit 1 on findings.
    Lint(lint::Lint),
    /// Print what a rule looks for, what happens without it, and what to write instead.
    Explain(explain::Explain),
}

/// Runs the command.
///
/// # Errors
/// What could not be read: exit 2.
pub(crate) fn run(cli: &Cli, command: &MigrateCommand) -> anyhow::Result<ExitCode> {
    match command {
        MigrateCommand::Lint(options) => lint::run(options, cli.config.as_deref()),
        MigrateCommand::Explain(options) => explain::run(options),
    }
}

//! `stoa migrate`: the guard of schemas, for Stoa's own databases and for anybody's.
//!
//! What only reads files runs without databases, settings or a runtime.

mod answer;
pub(crate) mod audit;
mod baseline;
mod dump;
mod explain;
mod import;
mod lint;
mod new;
mod proof;
mod run;
mod scratch;
mod staged;
mod stats;
mod status;
mod target;
mod verify;

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
    /// Run every version up, down and up again on a scratch server, and say what is not the same.
    Verify(verify::Verify),
    /// Say what each pending version locks, rewrites, reads, adds and drops, by running it on a scratch server.
    Plan(verify::ShowPlan),
    /// Hold a database against what its version makes: named object by object.
    Drift(proof::Drift),
    /// Record a version without running it, when the schema proves that it is there.
    Stamp(proof::Stamp),
    /// Record the newest version whose schema the database has; never without proof.
    Repair(proof::Repair),
    /// Say what differs between two versions, or a version and a database.
    Diff(proof::Diff),
    /// Print the fingerprint of a database's schema.
    Fingerprint(proof::ShowFingerprint),
    /// Print how large the tables of a database are, for `lint --stats`.
    Stats(stats::ShowStats),
    /// Write the first version of a folder from a database that is there already, and record it on proof.
    Baseline(baseline::WriteBaseline),
    /// Turn another tool's migrations into pairs.
    Import(import::Import),
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
        MigrateCommand::Import(options) => import::run(options),
        MigrateCommand::Verify(options) => live(verify::verify(options)),
        MigrateCommand::Plan(options) => live(verify::plan(options)),
        MigrateCommand::Drift(options) => live(proof::drift(options)),
        MigrateCommand::Stamp(options) => live(proof::stamp(options)),
        MigrateCommand::Repair(options) => live(proof::repair(options)),
        MigrateCommand::Diff(options) => live(proof::diff(options)),
        MigrateCommand::Baseline(options) => live(baseline::run(options)),
        MigrateCommand::Stats(options) => live(stats::run(options)),
        MigrateCommand::Fingerprint(options) => live(proof::fingerprint(options)),
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
fn live<T>(command: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(command)
}

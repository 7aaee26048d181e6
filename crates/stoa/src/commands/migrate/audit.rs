//! `stoa audit`: a database, or what a folder builds, judged as it stands.

mod mend;
mod tried;

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::bail;
use clap::{Args, Subcommand, ValueEnum};
use secrecy::SecretString;
use stoa_guard::{Config, Finding, Profile, Report};
use stoa_schema::{Replay, RunOptions};
use tokio_postgres::Client;

use super::{Failed, lint, live, scratch::ScratchArgs, target};
use crate::{cli::Cli, commands::say};

#[derive(Debug, Args)]
#[command(subcommand_negates_reqs = true)]
pub(crate) struct Audit {
    #[command(flatten)]
    of: AuditOf,
    /// Judge what this folder of migrations builds, on a scratch server.
    #[arg(long, value_name = "DIR", conflicts_with = "fix_sql")]
    replay: Option<PathBuf>,
    #[command(flatten)]
    scratch: ScratchArgs,
    /// How to write what was found.
    #[arg(long, value_enum, default_value = "text")]
    format: lint::Format,
    /// Findings that are known, each with a reason and a last day.
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// From which level on the exit code is 1.
    #[arg(long, value_enum, default_value = "error")]
    fail_on: lint::FailOn,
    /// Write migrations into this folder that mend what can be mended without a decision; nothing is run.
    #[arg(long, value_name = "DIR")]
    fix_sql: Option<PathBuf>,
    #[command(subcommand)]
    command: Option<AuditCommand>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum AuditCommand {
    /// Try every table as every role in which people come, in a transaction that is rolled back, and print who got where.
    Probe(tried::Probe),
}

/// Which database is judged, and by which settings.
#[derive(Debug, Args)]
struct AuditOf {
    /// The database. A pooler is no obstacle: one transaction is used.
    #[arg(long, value_name = "URL", env = "DATABASE_URL", hide_env_values = true)]
    database_url: Option<SecretString>,
    /// Which house rules apply, whatever the settings say.
    #[arg(long, value_enum)]
    profile: Option<HouseRules>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum HouseRules {
    /// A database behind a server of one's own.
    Plain,
    /// A database that browsers reach.
    Supabase,
    /// Row-level security on every table.
    Strict,
}

/// Runs the command.
///
/// # Errors
/// What went wrong, with an exit code: 2 for settings, 3 when the database cannot be reached.
pub(crate) fn run(cli: &Cli, command: &Audit) -> anyhow::Result<ExitCode> {
    let config = cli.config.as_deref();
    match &command.command {
        Some(AuditCommand::Probe(probe)) => live(tried::run(probe, config)),
        None => live(audit(command, config)),
    }
}

async fn audit(command: &Audit, config: Option<&Path>) -> anyhow::Result<ExitCode> {
    let settings = command.of.settings(config, command.replay.as_deref())?;
    let found = if let Some(dir) = &command.replay {
        replayed(command, dir, &settings).await?
    } else {
        let mut client = command.of.connect().await?;
        let found = stoa_schema::audit(&mut client, &settings)
            .await
            .map_err(|error| Failed::new(3, error))?;
        if let Some(dir) = &command.fix_sql {
            return mend::write(&mut client, &settings, dir, &found).await;
        }
        found
    };
    let (findings, known) = lint::sift(command.baseline.as_deref(), found)?;
    let report = Report {
        findings: &findings,
        migrations: 0,
        known,
    };
    say(report.render(command.format.into(), &|_| None).trim_end());
    Ok(lint::exit_code(command.fail_on, &findings))
}

async fn replayed(command: &Audit, dir: &Path, settings: &Config) -> anyhow::Result<Vec<Finding>> {
    let set = stoa_schema::MigrationSet::from_dir("audit", dir)?;
    let base = command.scratch.base()?;
    let mut scratch = command.scratch.open().await?;
    let end = Replay::end(&mut scratch, &set, base.as_deref(), &RunOptions::default()).await;
    let found = match end {
        Ok(mut runner) => runner.audit(settings).await.map_err(anyhow::Error::from),
        Err(error) => Err(error.into()),
    };
    let ended = scratch.end().await.map_err(stoa_schema::ReplayError::from);
    let found = found?;
    ended?;
    Ok(found)
}

impl AuditOf {
    /// The settings that were named, or those of the folder, or those that lie here.
    fn settings(&self, config: Option<&Path>, dir: Option<&Path>) -> anyhow::Result<Config> {
        let here = [Path::new("."), Path::new("migrations")]
            .into_iter()
            .find(|dir| dir.join("stoa-migrate.toml").is_file());
        let mut settings = lint::settings(dir.or(here).unwrap_or(Path::new(".")), config)?;
        settings.profile = match self.profile {
            None => settings.profile,
            Some(HouseRules::Plain) => Profile::Plain,
            Some(HouseRules::Supabase) => Profile::Supabase,
            Some(HouseRules::Strict) => Profile::Strict,
        };
        Ok(settings)
    }

    async fn connect(&self) -> anyhow::Result<Client> {
        let Some(url) = &self.database_url else {
            bail!("which database? --database-url, or DATABASE_URL in the environment");
        };
        let mut login = target::login(url)?;
        login.application_name("stoa audit");
        let client = stoa_pg::connect(&login).await;
        Ok(client.map_err(|error| Failed::new(3, error))?)
    }
}

//! Which folder is meant for which database.

use std::{path::PathBuf, time::Duration};

use anyhow::Context as _;
use clap::Args;
use secrecy::{ExposeSecret as _, SecretString};
use stoa_schema::{MigrationSet, Names, RunOptions, Runner};
use tokio_postgres::Config;

use super::lint;

#[derive(Debug, Args)]
pub(crate) struct Target {
    /// The database. Not through a pooler.
    #[arg(long, value_name = "URL", env = "DATABASE_URL", hide_env_values = true)]
    database_url: SecretString,
    /// The folder of migrations.
    #[arg(long, value_name = "DIR", default_value = "migrations")]
    pub(super) dir: PathBuf,
    /// The name under which the journal keeps this folder, when several share a database.
    #[arg(long, value_name = "NAME", default_value = "migrations")]
    pub(super) set: String,
    /// The role that owns what migrations make, when it is not the login.
    #[arg(long, value_name = "ROLE")]
    role: Option<String>,
    /// How long a statement may wait for a lock before its file is tried again, in milliseconds.
    #[arg(long, value_name = "MS", default_value_t = 3_000)]
    lock_timeout_ms: u64,
    /// How long a statement may take, in milliseconds.
    #[arg(long, value_name = "MS", default_value_t = 60_000)]
    statement_timeout_ms: u64,
    /// How long to wait for another runner, in milliseconds.
    #[arg(long, value_name = "MS", default_value_t = 60_000)]
    wait_ms: u64,
}

impl Target {
    /// The folder's migrations.
    ///
    /// # Errors
    /// What is wrong with a file: exit 2.
    pub(super) fn set(&self) -> anyhow::Result<MigrationSet> {
        Ok(MigrationSet::from_dir(&self.set, &self.dir)?)
    }

    /// How the flags and the folder's settings want it to be run.
    ///
    /// # Errors
    /// When the settings cannot be read.
    pub(super) fn options(&self) -> anyhow::Result<RunOptions> {
        let settings = lint::settings(&self.dir, None)?;
        Ok(RunOptions {
            role: self.role.clone(),
            names: Names::new(settings.roles),
            lock_timeout: Duration::from_millis(self.lock_timeout_ms),
            statement_timeout: Duration::from_millis(self.statement_timeout_ms),
            runner_wait: Duration::from_millis(self.wait_ms),
            ..RunOptions::default()
        })
    }

    /// How to reach the database.
    ///
    /// # Errors
    /// When the URL is none.
    pub(super) fn login(&self) -> anyhow::Result<Config> {
        login(&self.database_url)
    }

    /// A runner on the database.
    ///
    /// # Errors
    /// When the URL is none (exit 2), or the database is not reachable, or only through a pooler (exit 3).
    pub(super) async fn runner(&self, options: RunOptions) -> anyhow::Result<Runner> {
        Ok(Runner::open(&login(&self.database_url)?, options).await?)
    }
}

/// Reads a URL as other platforms write it too, with the driver's name in it: `postgresql+asyncpg://`.
///
/// # Errors
/// When it is not one; the URL itself is never repeated, it holds a password.
pub(super) fn login(url: &SecretString) -> anyhow::Result<Config> {
    let url = url.expose_secret();
    let plain = url.split_once("://").and_then(|(scheme, rest)| {
        let (scheme, _) = scheme.split_once('+')?;
        Some(format!("{scheme}://{rest}"))
    });
    let mut config: Config = plain.as_deref().unwrap_or(url).parse().ok().context(
        "the database's URL is not one of PostgreSQL: postgres://user:password@host:5432/database",
    )?;
    config.application_name("stoa migrate");
    Ok(config)
}

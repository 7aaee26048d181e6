//! The database that the files are for.

use std::{collections::BTreeSet, path::Path};

use secrecy::SecretString;
use serde_json::json;
use stoa_guard::{Finding, Folder, Stats};
use stoa_schema::{MigrationSet, Names, RunOptions, Runner};

use super::{Lint, settings};
use crate::commands::migrate::{Failed, dump::dump, live, run, target};

/// What a database says of itself and of a folder.
pub(super) struct There {
    /// Its schema, as SQL.
    pub(super) schema: String,
    /// How large its tables are.
    pub(super) stats: Option<Stats>,
    /// Files that were edited or lost after they were applied, drift, late comers.
    pub(super) findings: Vec<Finding>,
    applied: BTreeSet<u64>,
}

/// The database that was named, if one was.
///
/// # Errors
/// When it cannot be reached (exit 3), or the folder cannot be applied to any (exit 2).
pub(super) fn seen(options: &Lint, dir: &Path) -> anyhow::Result<Option<There>> {
    let there = |url| live(look(url, options.recorded.as_deref(), dir));
    options.database_url.as_ref().map(there).transpose()
}

async fn look(url: &SecretString, recorded: Option<&str>, dir: &Path) -> anyhow::Result<There> {
    let login = target::login(url)?;
    let set = MigrationSet::from_dir("migrations", dir)?;
    let names = Names::new(settings(dir, None)?.roles);
    let options = RunOptions {
        names,
        ..RunOptions::default()
    };
    let mut status = Runner::open(&login, options).await?.status(&set).await?;
    if let Some(recorded) = recorded {
        status = status.recorded(&set, run::version(&set, recorded)?);
    }
    let waits = |title: &String| status.pending.contains(title);
    let mut client = stoa_pg::connect(&login)
        .await
        .map_err(|error| Failed::new(3, error))?;
    let tables = stoa_schema::table_stats(&mut client)
        .await
        .map_err(|error| Failed::new(3, error))?;
    Ok(There {
        schema: dump(&login)?,
        stats: Stats::parse(&json!({ "tables": tables }).to_string()).ok(),
        applied: set
            .migrations
            .iter()
            .filter(|migration| !waits(&migration.title()))
            .map(|migration| migration.version)
            .collect(),
        findings: status.findings,
    })
}

impl There {
    /// The folder without what the database has applied.
    pub(super) fn waiting(&self, mut folder: Folder) -> Folder {
        folder
            .migrations
            .retain(|migration| !self.applied.contains(&migration.number()));
        // Nor is it missed: the journal has been asked.
        if let Some(lock) = &mut folder.lock {
            let waits = |version: &str| version.parse().is_ok_and(|v| !self.applied.contains(&v));
            lock.migrations.retain(|locked| waits(&locked.version));
        }
        folder
    }
}

//! What running the files adds to reading them.

use anyhow::Context as _;
use stoa_guard::{Config, Finding, Folder};
use stoa_schema::{MigrationSet, ReplayError, Roundtrip, RunOptions, Scratch, Verified};

use super::{Lint, warn};
use crate::commands::migrate::{live, target};

/// What was read, set right by what a server did, when one was asked for. Files that cannot be run are only read, and it is
/// said why.
///
/// # Errors
/// When the server is not there: exit 3.
pub(super) fn merged(
    options: &Lint,
    folder: &Folder,
    base: Option<&str>,
    config: &Config,
    read: Vec<Finding>,
) -> anyhow::Result<Vec<Finding>> {
    if options.scratch_url.is_none() && !options.replay {
        return Ok(read);
    }
    let set = match numbered(folder) {
        Ok(set) => set,
        Err(error) => {
            warn(&format!("the files were read and not run: {error}"));
            return Ok(read);
        }
    };
    let seen = live(run(options, &set, base, config))?;
    Ok(seen.map_or(read.clone(), |seen| stoa_schema::merged(read, &seen)))
}

/// A bare pair gets a number, which a runner needs.
fn numbered(folder: &Folder) -> Result<MigrationSet, stoa_schema::SetError> {
    let mut folder = folder.clone();
    folder.lock = None;
    for migration in &mut folder.migrations {
        if migration.version.is_empty() {
            "0001".clone_into(&mut migration.version);
            "migration".clone_into(&mut migration.name);
        }
    }
    MigrationSet::from_folder("lint", folder)
}

async fn run(
    options: &Lint,
    set: &MigrationSet,
    base: Option<&str>,
    config: &Config,
) -> anyhow::Result<Option<Verified>> {
    let mut scratch = match &options.scratch_url {
        Some(url) => Scratch::lent(target::login(url)?),
        None => Scratch::private(None).await.map_err(ReplayError::from)?,
    };
    let roundtrip = Roundtrip {
        set,
        base,
        sample: None,
        first: 0,
        audit: Some(config),
    };
    let outcome = roundtrip.run(&mut scratch, &RunOptions::default()).await;
    let ended = scratch.end().await.map_err(ReplayError::from);
    let seen = match outcome {
        Ok(seen) => Some(seen),
        Err(error @ ReplayError::Scratch(_)) => return Err(error.into()),
        Err(error) => {
            warn(&format!("the files were read and not run: {error:#}"));
            None
        }
    };
    ended.context("the scratch server could not be cleaned")?;
    Ok(seen)
}

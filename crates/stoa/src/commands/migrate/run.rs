//! `stoa migrate up|down|resume`.

use std::process::ExitCode;

use anyhow::{Context as _, bail};
use clap::Args;
use serde_json::json;
use stoa_schema::{MigrationSet, Planned, RunOptions};

use super::{
    answer::{self, Format},
    target::Target,
};
use crate::commands::say;

#[derive(Debug, Args)]
pub(crate) struct Up {
    #[command(flatten)]
    target: Target,
    /// Apply versions up to this one.
    #[arg(long, value_name = "VERSION")]
    to: Option<String>,
    /// Run migrations from which there is no way back.
    #[arg(long)]
    allow_irreversible: bool,
    /// Run migrations that are older than the newest applied one.
    #[arg(long)]
    out_of_order: bool,
    /// Make every check and say what would be run; write nothing. What it would lock says `stoa migrate plan`.
    #[arg(long)]
    dry_run: bool,
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

#[derive(Debug, Args)]
pub(crate) struct Down {
    #[command(flatten)]
    target: Target,
    /// Undo every version above this one; without it, the newest one.
    #[arg(long, value_name = "VERSION", conflicts_with = "all")]
    to: Option<String>,
    /// Undo all of them.
    #[arg(long)]
    all: bool,
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

#[derive(Debug, Args)]
pub(crate) struct Resume {
    #[command(flatten)]
    target: Target,
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

pub(super) async fn up(command: &Up) -> anyhow::Result<ExitCode> {
    let mut set = command.target.set()?;
    if let Some(to) = &command.to {
        set = set.up_to(version(&set, to)?);
    }
    let options = RunOptions {
        allow_irreversible: command.allow_irreversible,
        allow_out_of_order: command.out_of_order,
        ..command.target.options()?
    };
    let mut runner = command.target.runner(options).await?;
    if command.dry_run {
        dry_run(command.format, &runner.would_run(&set).await?);
        return Ok(ExitCode::SUCCESS);
    }
    answer::runs(
        command.format,
        runner.up(&set).await,
        "nothing to apply: the database is up to date",
    )
}

fn dry_run(format: Format, planned: &[Planned]) {
    if format == Format::Json {
        say(format!("{:#}", json!({ "version": 1, "planned": planned })));
        return;
    }
    if planned.is_empty() {
        say("nothing to apply: the database is up to date");
    }
    for one in planned {
        let how = if one.alone {
            ", outside a transaction"
        } else {
            ""
        };
        let many = if one.statements == 1 { "" } else { "s" };
        say(format!(
            "would apply {} ({} statement{many}{how})",
            one.title, one.statements
        ));
    }
}

pub(super) async fn down(command: &Down) -> anyhow::Result<ExitCode> {
    let set = command.target.set()?;
    let mut runner = command.target.runner(command.target.options()?).await?;
    let to = match (&command.to, command.all) {
        (Some(to), _) => Some(version(&set, to)?),
        (None, true) => None,
        (None, false) => {
            let applied = runner.status(&set).await?.applied;
            // Everything above the one before the newest: the newest.
            let before = applied.len().checked_sub(2).map(|at| applied[at].version);
            before.or_else(|| applied.first().and_then(|only| only.version.checked_sub(1)))
        }
    };
    answer::runs(
        command.format,
        runner.down(&set, to).await,
        "nothing to undo",
    )
}

pub(super) async fn resume(command: &Resume) -> anyhow::Result<ExitCode> {
    let set = command.target.set()?;
    let mut runner = command.target.runner(command.target.options()?).await?;
    let outcome = runner
        .resume(&set)
        .await
        .map(|done| done.into_iter().collect());
    answer::runs(
        command.format,
        outcome,
        "nothing to resume: no migration is half done",
    )
}

/// A version as people write it: `0003`, `3`.
pub(super) fn version(set: &MigrationSet, text: &str) -> anyhow::Result<u64> {
    let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
    let version = digits
        .parse()
        .with_context(|| format!("`{text}` is not a version"))?;
    if version != 0 && set.find(version).is_none() {
        bail!("there is no version {text} among the files");
    }
    Ok(version)
}

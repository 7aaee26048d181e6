//! `stoa job list|retry|drop`.

use anyhow::{Context as _, bail};
use serde_json::json;
use stoa_app::leads::DELIVER;
use stoa_core::PageLimit;
use stoa_jobs::DeadJob;
use stoa_pg::{Database, Db, Scope};

use super::{open, say};
use crate::{
    cli::{Cli, Format, JobCommand},
    parts::Parts,
};

/// Runs the command.
///
/// # Errors
/// Says what could not be done, and why.
pub(crate) async fn run(cli: &Cli, command: &JobCommand) -> anyhow::Result<()> {
    let (parts, databases) = open(cli).await?;
    let outcome = answer(&parts, command).await;
    databases.close().await?;
    outcome
}

async fn answer(parts: &Parts, command: &JobCommand) -> anyhow::Result<()> {
    match command {
        JobCommand::List { format } => list(parts, *format).await,
        JobCommand::Retry { kind, key } => {
            // A delivery has a state of its own, which must allow it.
            if kind == DELIVER {
                let id = key.parse().context("the key of a delivery is its id")?;
                parts.leads.resend(id).await?;
            } else if !(revive(parts, &parts.tripwire, kind, key).await?
                || revive(parts, &parts.main, kind, key).await?)
            {
                bail!("no dead job {kind} {key}");
            }
            say(format!("{kind} {key} begins again"));
            Ok(())
        }
        JobCommand::Drop { kind, key } => {
            if !(drop_from(parts, &parts.tripwire, kind, key).await?
                || drop_from(parts, &parts.main, kind, key).await?)
            {
                bail!("no dead job {kind} {key}");
            }
            say(format!("{kind} {key} is put away"));
            Ok(())
        }
    }
}

async fn list(parts: &Parts, format: Format) -> anyhow::Result<()> {
    let mut dead = all(&parts.tripwire).await?;
    dead.extend(all(&parts.main).await?);
    if dead.is_empty() && format == Format::Text {
        say("no job was given up");
    }
    for job in dead {
        let reason = job.reason.as_deref().unwrap_or_default();
        match format {
            Format::Text => say(format!(
                "{}  {}  {} attempt(s)  {reason}",
                job.kind, job.key, job.attempts
            )),
            Format::Json => say(json!({
                "kind": job.kind,
                "key": job.key,
                "attempts": job.attempts,
                "reason": reason,
                "created_at": job.created_at,
                "died_at": job.died_at,
            })),
        }
    }
    Ok(())
}

async fn all<D: Database>(db: &Db<D>) -> anyhow::Result<Vec<DeadJob>> {
    let limit = PageLimit::new(PageLimit::MAX).unwrap_or_default();
    let mut jobs: Vec<DeadJob> = Vec::new();
    loop {
        let page = stoa_jobs::list_dead(db, jobs.last().map(|job| job.id), limit).await?;
        let is_last = page.len() < usize::from(PageLimit::MAX);
        jobs.extend(page);
        if is_last {
            return Ok(jobs);
        }
    }
}

async fn revive<D: Database>(
    parts: &Parts,
    db: &Db<D>,
    kind: &str,
    key: &str,
) -> anyhow::Result<bool> {
    if !all(db)
        .await?
        .iter()
        .any(|job| job.kind == kind && job.key == key)
    {
        return Ok(false);
    }
    let tx = db.begin(&Scope::service("stoa job retry")).await?;
    let revived = stoa_jobs::revive(&tx, kind, key, parts.ambient.now()).await?;
    tx.commit().await?;
    Ok(revived)
}

async fn drop_from<D: Database>(
    parts: &Parts,
    db: &Db<D>,
    kind: &str,
    key: &str,
) -> anyhow::Result<bool> {
    let tx = db.begin(&Scope::service("stoa job drop")).await?;
    let dropped = stoa_jobs::cancel(&tx, kind, key, parts.ambient.now()).await?;
    tx.commit().await?;
    Ok(dropped)
}

//! `stoa mapping list|set|remove`.

use anyhow::bail;
use chrono::SecondsFormat;
use serde_json::json;
use stoa_app::leads::StoredMapping;
use stoa_core::Failure as _;
use stoa_domain::{MappingRow, mapping::MappingChange};

use super::{open, say};
use crate::{
    cli::{Cli, Format, MappingCommand, SetMapping},
    parts::Parts,
};

/// Runs the command.
///
/// # Errors
/// Says what is wrong with the rows, or what could not be opened.
pub(crate) async fn run(cli: &Cli, command: &MappingCommand) -> anyhow::Result<()> {
    let (parts, databases) = open(cli).await?;
    let outcome = answer(&parts, command).await;
    databases.close().await?;
    outcome
}

async fn answer(parts: &Parts, command: &MappingCommand) -> anyhow::Result<()> {
    let outcome = match command {
        MappingCommand::List { format } => return list(parts, *format).await,
        MappingCommand::Set(set) if set.from_settings => {
            if parts.settings_mapping.is_empty() {
                bail!("the settings have no [[amocrm.mapping]]");
            }
            parts.mapping.replace(&parts.settings_mapping).await
        }
        MappingCommand::Set(set) => parts.mapping.set_row(row(set)).await,
        MappingCommand::Remove { source, method } => {
            let has_crm = parts.has_crm();
            parts.mapping.remove_row((source, method), has_crm).await
        }
    };
    let changes = outcome.map_err(|error| anyhow::anyhow!("{}", error.public()))?;
    if changes.is_empty() {
        say("nothing changes");
    }
    for change in changes {
        say(change);
    }
    advise(parts).await
}

/// What whoever has changed the table should know: the CRM's doubts, and what the settings say otherwise.
async fn advise(parts: &Parts) -> anyhow::Result<()> {
    match parts.mapping_problems().await {
        None => {}
        Some(Ok(problems)) => {
            for problem in problems {
                say(format!("amoCRM: {problem}"));
            }
        }
        Some(Err(error)) => say(format!("amoCRM could not be asked: {error}")),
    }
    differences(parts).await
}

async fn differences(parts: &Parts) -> anyhow::Result<()> {
    let differing = parts.mapping.difference(&parts.settings_mapping).await?;
    if !differing.is_empty() {
        say("\nThe table rules. [[amocrm.mapping]] in the settings would change it so:");
        for difference in differing {
            say(format!("  {difference}"));
        }
        say(
            "`stoa mapping set --from-settings` takes the settings over; else make them say the same, or /health keeps warning.",
        );
    }
    Ok(())
}

fn row(set: &SetMapping) -> MappingRow {
    MappingRow {
        source: set.source.clone().unwrap_or_default(),
        payment_method: set.method.clone().unwrap_or_default(),
        pipeline_id: set.pipeline.unwrap_or_default(),
        status_id: set.stage.unwrap_or_default(),
        price_minor: set.price_minor,
        responsible_user_id: set.responsible_user,
        tags: set.tags.clone(),
    }
}

async fn list(parts: &Parts, format: Format) -> anyhow::Result<()> {
    let stored = parts.mapping.stored().await?;
    if format == Format::Json {
        let differing = parts.mapping.difference(&parts.settings_mapping).await?;
        for mapping in &stored {
            say(as_json(mapping, &differing));
        }
        return Ok(());
    }
    if stored.is_empty() {
        say("the mapping has no rows: deals wait; only a demo makes them, in a stage of its own");
    }
    for StoredMapping {
        row,
        version,
        updated_at,
    } in &stored
    {
        let since = updated_at.to_rfc3339_opts(SecondsFormat::Secs, true);
        say(format!("{row}  (version {version}, {since})"));
    }
    differences(parts).await
}

fn as_json(mapping: &StoredMapping, differing: &[MappingChange]) -> serde_json::Value {
    let row = &mapping.row;
    let is_differing = differing.iter().any(|change| match change {
        MappingChange::Added(_) => false,
        MappingChange::Removed(other) | MappingChange::Changed { before: other, .. } => {
            other.is_for_the_leads_of(row)
        }
    });
    json!({
        "source": row.source,
        "payment_method": row.payment_method,
        "pipeline_id": row.pipeline_id,
        "status_id": row.status_id,
        "price_minor": row.price_minor,
        "responsible_user_id": row.responsible_user_id,
        "tags": row.tags,
        "version": mapping.version,
        "updated_at": mapping.updated_at,
        "settings_differ": is_differing,
    })
}

//! `stoa delivery list|resend|done`.

use anyhow::Context as _;
use serde_json::json;
use stoa_app::leads::{DeliveryFilter, Listed};
use stoa_core::{DeliveryId, PageLimit};
use stoa_domain::DeliveryState;

use super::{open, say};
use crate::{
    cli::{Cli, DeliveryCommand, Format},
    parts::Parts,
};

/// Runs the command.
///
/// # Errors
/// Says what could not be done, and why.
pub(crate) async fn run(cli: &Cli, command: &DeliveryCommand) -> anyhow::Result<()> {
    let (parts, databases) = open(cli).await?;
    let outcome = answer(&parts, command).await;
    databases.close().await?;
    outcome
}

async fn answer(parts: &Parts, command: &DeliveryCommand) -> anyhow::Result<()> {
    match command {
        DeliveryCommand::List { state, format } => list(parts, state.as_deref(), *format).await,
        DeliveryCommand::Resend { id } => {
            parts.leads.resend(DeliveryId(*id)).await?;
            say(format!("{id} will be sent again"));
            Ok(())
        }
        DeliveryCommand::Done { id, external_id } => {
            parts
                .leads
                .mark_done(DeliveryId(*id), external_id.as_deref())
                .await?;
            say(format!("{id} is done"));
            Ok(())
        }
    }
}

async fn list(parts: &Parts, state: Option<&str>, format: Format) -> anyhow::Result<()> {
    let state = state
        .map(str::parse::<DeliveryState>)
        .transpose()
        .context("--state")?;
    let deliveries = listed(parts, state).await?;
    if deliveries.is_empty() && format == Format::Text {
        say("no delivery waits for a person");
    }
    for Listed { delivery, code } in deliveries {
        let error = delivery.last_error.as_deref().unwrap_or_default();
        match format {
            Format::Text => say(format!(
                "{}  {:<8} {:<14} lead {code}  {} attempt(s)  {error}",
                delivery.id, delivery.state, delivery.sink, delivery.attempts,
            )),
            Format::Json => say(json!({
                "id": delivery.id,
                "state": delivery.state,
                "sink": delivery.sink,
                "lead_id": delivery.lead_id,
                "lead_code": code,
                "attempts": delivery.attempts,
                "external_id": delivery.external_id,
                "last_error": delivery.last_error,
            })),
        }
    }
    Ok(())
}

/// All deliveries of a state; of the states that need a person when none is named.
async fn listed(parts: &Parts, state: Option<DeliveryState>) -> anyhow::Result<Vec<Listed>> {
    let states: Vec<_> = match state {
        Some(state) => vec![state],
        None => vec![
            DeliveryState::Unknown,
            DeliveryState::Dead,
            DeliveryState::Blocked,
        ],
    };
    let limit = PageLimit::new(PageLimit::MAX).unwrap_or_default();
    let full = usize::from(PageLimit::MAX);
    let mut all = Vec::new();
    for state in states {
        let mut filter = DeliveryFilter {
            state: Some(state),
            limit,
            ..DeliveryFilter::default()
        };
        loop {
            let mut page = parts.leads.list(&filter).await?;
            let more = page.len() > full;
            page.truncate(full);
            filter.after = page
                .last()
                .map(|last| (last.delivery.created_at, last.delivery.id));
            all.extend(page);
            if !more {
                break;
            }
        }
    }
    Ok(all)
}

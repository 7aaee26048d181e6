//! `stoa delivery list|held|release|keep|resend|done`.

use anyhow::Context as _;
use chrono::SecondsFormat;
use serde_json::json;
use stoa_app::leads::{DeliveryFilter, Lead, LeadsWanted, Listed};
use stoa_core::{DeliveryId, PageLimit};
use stoa_db_tripwire::leads::deliveries::QUARANTINE;
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
        DeliveryCommand::Held { all, format } => held(parts, *all, *format).await,
        DeliveryCommand::Release { leads } => {
            for text in leads {
                let lead = parts.leads.named(text).await.context(text.clone())?;
                let released = parts.leads.release_quarantine(None, lead).await;
                released.context(text.clone())?;
                say(format!("{text} is on its way"));
            }
            Ok(())
        }
        DeliveryCommand::Keep { leads } => {
            for text in leads {
                let lead = parts.leads.named(text).await.context(text.clone())?;
                let kept = parts.leads.keep_quarantine(None, lead).await;
                kept.context(text.clone())?;
                say(format!("{text} is kept back"));
            }
            Ok(())
        }
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
        let is_held = delivery.state == DeliveryState::Blocked
            && delivery.last_error_class.as_deref() == Some(QUARANTINE);
        match format {
            Format::Text if is_held => say(format!(
                "{}  {:<8} {:<14} lead {code}  for review ({error}): `stoa delivery release {code}` or `keep {code}`",
                delivery.id, "held", delivery.sink,
            )),
            Format::Text => say(format!(
                "{}  {:<8} {:<14} lead {code}  {} attempt(s)  {error}",
                delivery.id, delivery.state, delivery.sink, delivery.attempts,
            )),
            Format::Json => say(json!({
                "id": delivery.id,
                "state": delivery.state,
                "held": is_held,
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

/// The leads in quarantine, newest first, page by page.
async fn held(parts: &Parts, all: bool, format: Format) -> anyhow::Result<()> {
    let mut wanted = LeadsWanted {
        quarantined: Some(true),
        reviewed: (!all).then_some(false),
        limit: PageLimit::new(PageLimit::MAX).unwrap_or_default(),
        ..LeadsWanted::default()
    };
    let full = usize::from(PageLimit::MAX);
    loop {
        let mut page = parts.leads.list_leads(&wanted).await?;
        let more = page.len() > full;
        page.truncate(full);
        if wanted.after.is_none() && page.is_empty() && format == Format::Text {
            say("no lead is held for review");
        }
        wanted.after = page.last().map(|last| (last.created_at, last.id));
        for lead in page {
            say(held_line(&lead, format));
        }
        if !more {
            return Ok(());
        }
    }
}

fn held_line(lead: &Lead, format: Format) -> String {
    let reason = lead.quarantine_reason.as_deref().unwrap_or_default();
    match format {
        Format::Text => format!(
            "{}  {:<10} {}  {}  {}{}",
            lead.code,
            reason,
            lead.created_at.to_rfc3339_opts(SecondsFormat::Secs, true),
            lead.phone,
            lead.name,
            lead.reviewed_at.map_or("", |_| "  (kept back)"),
        ),
        Format::Json => json!({
            "id": lead.id,
            "code": lead.code,
            "reason": reason,
            "source": lead.source,
            "name": lead.name,
            "phone": lead.phone,
            "email": lead.email,
            "created_at": lead.created_at,
            "reviewed_at": lead.reviewed_at,
        })
        .to_string(),
    }
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

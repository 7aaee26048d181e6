use std::collections::HashMap;

use axum::{
    extract::{Path, State},
    response::Response,
};
use stoa_app::leads::{Delivery, DeskError, LeadFilter, LeadPage, LeadWithDeliveries};
use stoa_core::{LeadId, PageLimit};
use stoa_pages::{
    Flash,
    pages::desk::{
        DeliveryRow, DeliveryState, Held, HeldList, HeldReason, LeadRow, QuarantinePage, Sink,
    },
};

use super::{
    context::{Page, after, parameter, render_parts},
    desk::panel,
};
use crate::{App, Fault, extract::Sales};

/// Where held leads are looked after.
const QUARANTINE: &str = "/tripwire/quarantine";
const LEADS_SHOWN: u16 = 25;

/// `/tripwire/quarantine`: the leads that are held back.
pub(crate) async fn quarantine(
    State(app): State<App>,
    page: Page<Sales>,
) -> Result<Response, Fault> {
    let query = page.shell.path.split_once('?').map(|(_, query)| query);
    let is_kept = parameter(query, "shown").as_deref() == Some("kept");
    let filter = LeadFilter {
        quarantined: Some(true),
        reviewed: Some(is_kept),
        cursor: parameter(query, "cursor"),
        limit: PageLimit::new(LEADS_SHOWN).unwrap_or_default(),
        ..LeadFilter::default()
    };
    let found = app.leads.lead_page(&page.actor, &filter).await;
    let leads = panel(found.map(held_list))?;
    render_parts(
        leads.ready().is_some(),
        &QuarantinePage {
            shell: page.shell,
            is_kept,
            leads,
        },
    )
}

fn held_list(found: LeadPage) -> HeldList {
    HeldList {
        rows: lead_rows(found.leads),
        next_cursor: found.next_cursor.map(|cursor| cursor.as_str().to_owned()),
    }
}

/// `POST /tripwire/leads/{id}/release`.
pub(crate) async fn release(
    State(app): State<App>,
    page: Page<Sales>,
    Path(id): Path<LeadId>,
) -> Result<Response, Fault> {
    let released = app.leads.release_quarantine(Some(&page.actor), id).await;
    reviewed(released, Flash::LeadReleased)
}

/// `POST /tripwire/leads/{id}/keep`.
pub(crate) async fn keep(
    State(app): State<App>,
    page: Page<Sales>,
    Path(id): Path<LeadId>,
) -> Result<Response, Fault> {
    let kept = app.leads.keep_quarantine(Some(&page.actor), id).await;
    reviewed(kept, Flash::LeadKept)
}

/// Two people may look at the same list: the second one is told, and nothing is wrong.
fn reviewed(outcome: Result<(), DeskError>, flash: Flash) -> Result<Response, Fault> {
    match outcome {
        Ok(()) => Ok(after(QUARANTINE, flash)),
        Err(DeskError::NotQuarantined) => Ok(after(QUARANTINE, Flash::LeadSettled)),
        Err(error) => Err(error.into()),
    }
}

/// Leads with their deliveries, as the desk shows them.
pub(crate) fn lead_rows(found: Vec<LeadWithDeliveries>) -> Vec<LeadRow> {
    let codes: HashMap<_, _> = found
        .iter()
        .map(|row| (row.lead.id, row.lead.code.to_string()))
        .collect();
    found.into_iter().map(|row| lead_row(row, &codes)).collect()
}

fn lead_row(found: LeadWithDeliveries, codes: &HashMap<LeadId, String>) -> LeadRow {
    let lead = found.lead;
    LeadRow {
        id: lead.id.0,
        code: lead.code.to_string(),
        name: lead.name,
        phone: lead.phone,
        email: lead.email,
        source: lead.source,
        payment_method: lead.payment_method.map(|method| method.as_str().to_owned()),
        created_at: lead.created_at,
        held: lead.quarantine_reason.as_deref().map(|reason| Held {
            reason: HeldReason::parse(reason),
            is_reviewed: lead.reviewed_at.is_some(),
        }),
        // An earlier lead that is not on this page is named by its id.
        repeat_of: lead
            .repeat_of
            .map(|id| codes.get(&id).cloned().unwrap_or_else(|| id.to_string())),
        deliveries: found
            .deliveries
            .into_iter()
            .filter_map(delivery_row)
            .collect(),
    }
}

fn delivery_row(delivery: Delivery) -> Option<DeliveryRow> {
    Some(DeliveryRow {
        id: delivery.id.0,
        sink: Sink::parse(delivery.sink.as_str())?,
        state: DeliveryState::parse(delivery.state.as_str())?,
        attempts: delivery.attempts,
        next_at: delivery.next_at,
        external_id: delivery.external_id,
        last_error: delivery.last_error,
    })
}

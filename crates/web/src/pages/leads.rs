use std::collections::HashMap;

use stoa_app::leads::{Delivery, LeadWithDeliveries};
use stoa_core::LeadId;
use stoa_pages::pages::desk::{DeliveryRow, DeliveryState, LeadRow, Sink};

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
        is_quarantined: lead.quarantine_reason.is_some(),
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

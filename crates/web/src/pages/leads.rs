use stoa_app::leads::{Delivery, LeadWithDeliveries};
use stoa_pages::pages::desk::{DeliveryRow, DeliveryState, LeadRow, Sink};

/// A lead with its deliveries, as the desk shows it.
pub(crate) fn lead_row(found: LeadWithDeliveries) -> LeadRow {
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
        repeat_of: lead.repeat_of.map(|id| id.to_string()),
        deliveries: found.deliveries.into_iter().filter_map(delivery_row).collect(),
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

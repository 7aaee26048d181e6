use std::collections::HashMap;

use axum::{
    extract::{Path, State},
    response::Response,
};
use stoa_app::leads::{Attempt, Delivery, Lead, LeadWithDeliveries, Receipt};
use stoa_core::{DeliveryId, LeadId};
use stoa_pages::pages::desk::{Chapter, DeliveryState, HeldReason, LeadEvent, LeadPage, Sink};

use super::{
    context::{Page, render},
    leads::lead_rows,
};
use crate::{App, Fault, extract::Sales};

/// `/tripwire/leads/{id}`: one lead, and all that has happened to it.
pub(crate) async fn show(
    State(app): State<App>,
    page: Page<Sales>,
    Path(id): Path<LeadId>,
) -> Result<Response, Fault> {
    let receipt = app.leads.receipt(Some(&page.actor), id).await?;
    let story = story(&receipt);
    let Receipt {
        lead, deliveries, ..
    } = receipt;
    let (comment, utm) = (lead.comment.clone(), lead.utm.clone());
    let mut rows = lead_rows(vec![LeadWithDeliveries { lead, deliveries }]);
    render(&LeadPage {
        shell: page.shell,
        lead: rows.remove(0),
        comment,
        utm,
        story,
    })
}

/// What has happened, the earliest first.
fn story(receipt: &Receipt) -> Vec<Chapter> {
    let sinks: HashMap<_, _> = receipt
        .deliveries
        .iter()
        .filter_map(|delivery| Some((delivery.id, Sink::parse(delivery.sink.as_str())?)))
        .collect();
    let mut story = coming(&receipt.lead);
    story.extend(
        receipt
            .attempts
            .iter()
            .filter_map(|attempt| tried(attempt, &sinks)),
    );
    story.extend(receipt.deliveries.iter().filter_map(stands));
    story.sort_by_key(|chapter| chapter.at);
    story
}

fn coming(lead: &Lead) -> Vec<Chapter> {
    let chapter = |at, event| Chapter {
        at,
        event,
        answer: None,
    };
    let held = lead.quarantine_reason.as_deref().map(HeldReason::parse);
    let held = held.map(|reason| chapter(lead.created_at, LeadEvent::Held(reason)));
    let reviewed = lead.reviewed_at.map(|at| chapter(at, LeadEvent::Reviewed));
    let accepted = chapter(lead.created_at, LeadEvent::Accepted);
    [Some(accepted), held, reviewed]
        .into_iter()
        .flatten()
        .collect()
}

/// A call that did not bring it there; one that did shows in where the delivery stands.
fn tried(attempt: &Attempt, sinks: &HashMap<DeliveryId, Sink>) -> Option<Chapter> {
    let class = attempt.class.as_deref().filter(|class| *class != "done")?;
    let event = LeadEvent::Tried {
        sink: *sinks.get(&attempt.delivery_id)?,
        number: attempt.n,
        is_unknown: attempt.may_have_arrived(),
    };
    let status = attempt.status.map(|status| format!("HTTP {status}"));
    let parts = [Some(class.to_owned()), status, attempt.excerpt.clone()];
    let parts: Vec<_> = parts.into_iter().flatten().collect();
    Some(Chapter {
        at: attempt.ended_at.unwrap_or(attempt.started_at),
        event,
        answer: Some(parts.join(": ")),
    })
}

fn stands(delivery: &Delivery) -> Option<Chapter> {
    Some(Chapter {
        at: delivery.updated_at,
        event: LeadEvent::Stands {
            sink: Sink::parse(delivery.sink.as_str())?,
            state: DeliveryState::parse(delivery.state.as_str())?,
            name: delivery.external_id.clone(),
        },
        answer: None,
    })
}

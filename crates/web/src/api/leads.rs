use std::collections::BTreeMap;

use axum::{
    Json,
    extract::{Path, RawQuery, State},
};
use chrono::{DateTime, Utc};
use serde::Serialize;
use stoa_app::leads::{DeliveriesWanted, Delivery, Lead, LeadFilter, LeadWithDeliveries};
use stoa_core::{DeliveryId, LeadId};
use stoa_domain::DeliveryState;
use utoipa::ToSchema;

use super::query::Parameters;
use crate::{
    App, Fault,
    extract::{Actor, Sales},
};

/// A visitor's request, and how far it has come.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct LeadView {
    /// Which lead.
    #[schema(value_type = uuid::Uuid)]
    id: LeadId,
    /// Its short name: `L7F3K9`.
    code: String,
    source: String,
    name: String,
    phone: String,
    email: Option<String>,
    payment_method: Option<String>,
    comment: Option<String>,
    utm: BTreeMap<String, String>,
    /// Why it is held back, when it is: `trap`, `too_fast`, `too_old` or `over_limit`.
    quarantine_reason: Option<String>,
    /// When a person released it, or decided to keep it back.
    reviewed_at: Option<DateTime<Utc>>,
    /// The earlier lead that it repeats.
    #[schema(value_type = Option<uuid::Uuid>)]
    repeat_of: Option<LeadId>,
    created_at: DateTime<Utc>,
    deliveries: Vec<DeliveryView>,
}

/// The way of a lead to one sink.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct DeliveryView {
    /// Which delivery.
    #[schema(value_type = uuid::Uuid)]
    id: DeliveryId,
    /// `telegram_leads` or `crm`.
    sink: &'static str,
    /// `pending`, `sending`, `done`, `retry`, `unknown`, `blocked` or `dead`.
    state: &'static str,
    attempts: i16,
    /// When it is tried again.
    next_at: Option<DateTime<Utc>>,
    /// What the sink calls it.
    external_id: Option<String>,
}

impl LeadView {
    fn of(lead: Lead, deliveries: Vec<Delivery>) -> Self {
        Self {
            id: lead.id,
            code: lead.code.to_string(),
            source: lead.source,
            name: lead.name,
            phone: lead.phone,
            email: lead.email,
            payment_method: lead.payment_method.map(|method| method.as_str().to_owned()),
            comment: lead.comment,
            utm: lead.utm,
            quarantine_reason: lead.quarantine_reason,
            reviewed_at: lead.reviewed_at,
            repeat_of: lead.repeat_of,
            created_at: lead.created_at,
            deliveries: deliveries.into_iter().map(DeliveryView::from).collect(),
        }
    }
}

impl From<Delivery> for DeliveryView {
    fn from(delivery: Delivery) -> Self {
        Self {
            id: delivery.id,
            sink: delivery.sink.as_str(),
            state: delivery.state.as_str(),
            attempts: delivery.attempts,
            next_at: delivery.next_at,
            external_id: delivery.external_id,
        }
    }
}

/// A page of leads.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LeadsView {
    /// Newest first.
    leads: Vec<LeadView>,
    /// For the next page; null on the last.
    next_cursor: Option<String>,
}

/// The leads of your academy and how far each has come, newest first.
///
/// # Errors
/// `page.cursor_invalid` (422).
#[utoipa::path(get, operation_id = "list_leads", path = "/api/admin/tripwire/leads", tag = "tripwire", security(("bearer" = [])),
    params(("quarantined" = Option<bool>, Query, description = "only those that are held back, or only the others"),
        ("reviewed" = Option<bool>, Query, description = "only those that a person has released or kept back, or only the others"),
        ("state" = Option<String>, Query, description = "only those with a delivery that is pending, sending, retry, unknown, blocked or dead; what is held back stands in none of them"),
        ("limit" = Option<u16>, Query, description = "1 to 200, default 50"), ("cursor" = Option<String>, Query)),
    responses((status = 200, body = LeadsView), (status = 401), (status = 403), (status = 422)))]
pub(crate) async fn list(
    State(app): State<App>,
    actor: Actor<Sales>,
    RawQuery(query): RawQuery,
) -> Result<Json<LeadsView>, Fault> {
    let filter = filter(query.as_deref().unwrap_or_default())?;
    let page = app.leads.lead_page(&actor, &filter).await?;
    let view = |row: LeadWithDeliveries| LeadView::of(row.lead, row.deliveries);
    Ok(Json(LeadsView {
        leads: page.leads.into_iter().map(view).collect(),
        next_cursor: page.next_cursor.map(|cursor| cursor.as_str().to_owned()),
    }))
}

fn filter(query: &str) -> Result<LeadFilter, Fault> {
    let known = ["quarantined", "reviewed", "state", "limit", "cursor"];
    let mut parameters = Parameters::read(query, &known);
    let filter = LeadFilter {
        quarantined: parameters.parse("quarantined", "true or false", |text| text.parse().ok()),
        reviewed: parameters.parse("reviewed", "true or false", |text| text.parse().ok()),
        deliveries: parameters.parse(
            "state",
            "pending, sending, retry, unknown, blocked or dead",
            open_state,
        ),
        limit: parameters.limit(),
        cursor: parameters.text("cursor"),
    };
    parameters.finish()?;
    Ok(filter)
}

/// Deliveries in a state that they can be found in on their way.
fn open_state(text: &str) -> Option<DeliveriesWanted> {
    let state: DeliveryState = text.parse().ok()?;
    let one = DeliveryState::ALL.chunks(1);
    let mut open = one.filter(|one| *one != [DeliveryState::Done]);
    Some(DeliveriesWanted {
        states: open.find(|one| *one == [state])?,
        unconfigured: true,
    })
}

/// Lets a lead through that was held back: it goes to every sink now.
///
/// # Errors
/// `lead.not_found` (404), `lead.not_quarantined` (409).
#[utoipa::path(post, operation_id = "release_lead", path = "/api/admin/tripwire/leads/{id}/release", tag = "tripwire", security(("bearer" = [])),
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = LeadView), (status = 401), (status = 403), (status = 404), (status = 409)))]
pub(crate) async fn release(
    State(app): State<App>,
    actor: Actor<Sales>,
    Path(id): Path<LeadId>,
) -> Result<Json<LeadView>, Fault> {
    app.leads.release_quarantine(Some(&actor), id).await?;
    shown(&app, &actor, id).await
}

/// Says that a lead that is held back was looked at and stays so; it can still be released.
///
/// # Errors
/// `lead.not_found` (404), `lead.not_quarantined` (409).
#[utoipa::path(post, operation_id = "keep_lead", path = "/api/admin/tripwire/leads/{id}/keep", tag = "tripwire", security(("bearer" = [])),
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = LeadView), (status = 401), (status = 403), (status = 404), (status = 409)))]
pub(crate) async fn keep(
    State(app): State<App>,
    actor: Actor<Sales>,
    Path(id): Path<LeadId>,
) -> Result<Json<LeadView>, Fault> {
    app.leads.keep_quarantine(Some(&actor), id).await?;
    shown(&app, &actor, id).await
}

async fn shown(app: &App, actor: &Actor<Sales>, id: LeadId) -> Result<Json<LeadView>, Fault> {
    let receipt = app.leads.receipt(Some(actor), id).await?;
    Ok(Json(LeadView::of(receipt.lead, receipt.deliveries)))
}

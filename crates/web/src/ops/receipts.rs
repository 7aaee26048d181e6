use axum::{
    Json,
    extract::{FromRequestParts, Path, State},
};
use chrono::{DateTime, Utc};
use http::request::Parts;
use serde::Serialize;
use stoa_app::leads::{Delivery, Receipt};
use stoa_core::LeadId;
use stoa_domain::{DeliveryState, Sink};
use utoipa::ToSchema;

use super::operator::{Operator, by_token};
use crate::{
    App, Fault,
    extract::{Actor, Sales},
};

/// Who may see receipts: operators, and people of sales those of their own academy.
pub(crate) enum Reader {
    Operator,
    Person(Box<Actor<Sales>>),
}

impl FromRequestParts<App> for Reader {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Fault> {
        let own_address = parts.extensions.get::<Operator>().copied();
        if own_address
            .or_else(|| by_token(&parts.headers, app))
            .is_some()
        {
            return Ok(Self::Operator);
        }
        let actor = Actor::from_request_parts(parts, app).await?;
        Ok(Self::Person(Box::new(actor)))
    }
}

/// The proof that a lead arrived, and arrived once. Nothing in it is about the visitor.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ReceiptView {
    /// Which lead.
    #[schema(value_type = uuid::Uuid)]
    lead_id: LeadId,
    /// Its short name: `L7F3K9`.
    code: String,
    accepted_at: DateTime<Utc>,
    /// Whether it is held back for review: nothing leaves then.
    held: bool,
    /// Whether every sink has it.
    complete: bool,
    /// Whether a worker has taken it to every sink, whatever came of it.
    job_taken: bool,
    /// The number of the message in the leads chat.
    telegram_message_id: Option<i64>,
    /// The number of the deal in the CRM.
    crm_deal_id: Option<i64>,
    sinks: Vec<SinkReceipt>,
}

/// What one sink has said.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct SinkReceipt {
    /// `telegram_leads` or `crm`.
    sink: &'static str,
    /// `pending`, `sending`, `done`, `retry`, `unknown`, `blocked` or `dead`.
    state: &'static str,
    /// How often it was sent.
    attempts: i16,
    /// When the first byte left.
    first_sent_at: Option<DateTime<Utc>>,
    /// When it arrived, or was given up.
    settled_at: Option<DateTime<Utc>>,
    /// What the sink calls it: `<chat>/<message>`, or the deal.
    external_id: Option<String>,
}

/// The receipts of a lead.
///
/// For operators with `ops.token` or at `ops.listen`, and for people of sales.
///
/// # Errors
/// `lead.not_found` (404).
#[utoipa::path(get, operation_id = "lead_receipts", path = "/ops/receipts/{lead}", tag = "operations", security(("bearer" = [])),
    params(("lead" = uuid::Uuid, Path)),
    responses((status = 200, body = ReceiptView), (status = 401), (status = 403), (status = 404)))]
pub(crate) async fn show(
    State(app): State<App>,
    reader: Reader,
    Path(lead): Path<LeadId>,
) -> Result<Json<ReceiptView>, Fault> {
    let receipt = match &reader {
        Reader::Operator => app.leads.receipt(None, lead).await?,
        Reader::Person(actor) => app.leads.receipt(Some(actor), lead).await?,
    };
    Ok(Json(ReceiptView::from(receipt)))
}

impl From<Receipt> for ReceiptView {
    fn from(receipt: Receipt) -> Self {
        let Receipt {
            lead, deliveries, ..
        } = receipt;
        let has_all =
            |is_so: fn(&Delivery) -> bool| !deliveries.is_empty() && deliveries.iter().all(is_so);
        Self {
            lead_id: lead.id,
            code: lead.code.to_string(),
            accepted_at: lead.created_at,
            held: lead.quarantine_reason.is_some(),
            complete: has_all(|delivery| delivery.state == DeliveryState::Done),
            job_taken: has_all(|delivery| delivery.first_sent_at.is_some()),
            telegram_message_id: number(&deliveries, Sink::TelegramLeads),
            crm_deal_id: number(&deliveries, Sink::Crm),
            sinks: deliveries.into_iter().map(SinkReceipt::from).collect(),
        }
    }
}

/// The number that a sink has given: the last part of its name.
fn number(deliveries: &[Delivery], sink: Sink) -> Option<i64> {
    let found = deliveries.iter().find(|delivery| delivery.sink == sink)?;
    found
        .external_id
        .as_deref()?
        .rsplit('/')
        .next()?
        .parse()
        .ok()
}

impl From<Delivery> for SinkReceipt {
    fn from(delivery: Delivery) -> Self {
        Self {
            sink: delivery.sink.as_str(),
            state: delivery.state.as_str(),
            attempts: delivery.attempts,
            first_sent_at: delivery.first_sent_at,
            settled_at: delivery.settled_at,
            external_id: delivery.external_id,
        }
    }
}

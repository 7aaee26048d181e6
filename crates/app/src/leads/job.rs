//! The job that brings a delivery on its way.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use stoa_core::DeliveryId;
use stoa_domain::Sink;
use stoa_jobs::NewJob;

/// The kind of the job; its key is the delivery's id.
pub const DELIVER: &str = "deliver";

/// Enough for the schedule of [`super::deliver`]: dense in the first hour, then hourly to 72 h.
const MAX_ATTEMPTS: i16 = 80;

/// What the job carries. Everything else is read from the delivery when the job runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct DeliverJob {
    /// The version of this payload.
    pub(super) v: u8,
    pub(super) delivery_id: DeliveryId,
    pub(super) sink: Sink,
}

/// The job of a delivery. Messages to the leads chat go one after another, so that they keep their order.
pub(super) fn delivery_job(
    delivery_id: DeliveryId,
    sink: Sink,
    request_id: Option<&str>,
    now: DateTime<Utc>,
) -> NewJob {
    let payload = DeliverJob {
        v: 1,
        delivery_id,
        sink,
    };
    let payload = serde_json::to_value(payload).unwrap_or_default();
    let job =
        NewJob::new(DELIVER, delivery_id.to_string(), payload, now).with_max_attempts(MAX_ATTEMPTS);
    let job = match request_id {
        Some(request_id) => job.with_request_id(request_id),
        None => job,
    };
    match sink {
        Sink::TelegramLeads => job.with_limit_key("telegram:leads"),
        Sink::Crm => job,
    }
}

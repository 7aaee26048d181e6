//! What needs a person: told to the administrators, and to whoever reads the log.

use stoa_db_tripwire::leads::{Cause, Delivery};
use stoa_domain::Sink;

use super::{Deliver, pack::Obstacle, settle::named};
use crate::health::HealthEvent;

impl Deliver {
    /// Tells, once per delivery and without personal data. Equal alarms of a minute are one with a counter.
    pub(super) fn alarm(&self, delivery: &Delivery, text: &str) {
        tracing::error!(
            target: "stoa::critical",
            event_type = "CRITICAL",
            reason = text,
            delivery.id = %delivery.id,
            delivery.sink = %delivery.sink,
            lead.id = %delivery.lead_id,
            "a lead needs a person"
        );
        let event = HealthEvent::critical(format!("{}: {text}", delivery.sink))
            .with("delivery_id", delivery.id.to_string())
            .with("lead_id", delivery.lead_id.to_string())
            .with("see", "/tripwire")
            .logged();
        self.health.emit(event);
    }

    /// Tells that an outcome is known to nobody but the log: it could not be written.
    pub(super) fn tell_unwritten(&self, delivery: &Delivery, external_id: Option<&str>) {
        let text = "an outcome could not be written: the delivery will be unknown";
        let event = HealthEvent::critical(format!("{}: {text}", delivery.sink))
            .with("delivery_id", delivery.id.to_string())
            .with("external_id", external_id)
            .with("see", "/tripwire")
            .logged();
        self.health.emit(event);
    }

    /// Whether nobody was told yet of what blocks a sink's deliveries. That a sink is not set is no news.
    pub(super) fn needs_word(&self, sink: Sink, obstacle: &Obstacle) -> bool {
        if obstacle.class == "not_configured" {
            return false;
        }
        let cause = Cause::of(obstacle.class, Some(&obstacle.error));
        cause.is_none_or(|cause| self.pauses.is_news(sink, named(&cause)))
    }
}

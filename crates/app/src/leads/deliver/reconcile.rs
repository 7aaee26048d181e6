//! A delivery of which nobody knows whether it arrived is looked for, when its sink can be searched: found, it is done;
//! twice not there after the quarantine, it is sent again.
//!
//! # Source
//! the leads contract, 4.3; the jobs contract, 8.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use stoa_connect::CallError;
use stoa_db_tripwire::leads::{Delivery, Settlement, deliveries};
use stoa_domain::{DeliveryEvent, DeliveryState, Sink, delivery};
use stoa_jobs::Outcome;
use stoa_pg::{DbError, Scope, TripwireTx};

use super::{Deliver, take::Taken};

/// The first look, after the outcome was found to be unknown.
pub(super) const FIRST_LOOK: Duration = Duration::from_secs(2);
/// The looks that only a sighting ends, in seconds after that.
const LOOKS: [i64; 2] = [10, 30];
/// Longer than any time-out of a proxy: what was applied late has shown itself by then.
pub(super) const QUARANTINE: Duration = Duration::from_mins(2);
/// Between the two looks that prove absence.
const APART: TimeDelta = TimeDelta::seconds(10);
/// By so much the clocks may differ.
const SLACK: TimeDelta = TimeDelta::seconds(120);
/// The pause when the CRM cannot be asked.
const DEAF: Duration = Duration::from_secs(30);
/// So long nobody is troubled about it.
const STUCK: TimeDelta = TimeDelta::minutes(10);
/// The class of a delivery that was not there once.
const ABSENT: &str = "absent";

impl Deliver {
    /// Whether what was sent to the sink can be looked for.
    pub(super) fn can_search(&self, sink: Sink) -> bool {
        sink == Sink::Crm && self.sinks.crm.is_some()
    }

    /// Looks for an unknown delivery, and says when to look again, if that is not the end of it.
    pub(super) async fn reconcile(
        &self,
        tx: TripwireTx,
        found: &Delivery,
    ) -> Result<Taken, DbError> {
        // Nobody waits for the CRM with a row in his hand.
        tx.rollback().await?;
        let Some(crm) = self
            .sinks
            .crm
            .as_deref()
            .filter(|_| self.can_search(found.sink))
        else {
            return Ok(Taken::Settled(Outcome::Done));
        };
        let asked = self.ambient.now();
        let since = found.first_sent_at.unwrap_or(found.created_at) - SLACK;
        let seen = self
            .sightings
            .look((crm, &self.ambient), found.lead_id, (since, asked))
            .await;
        let outcome = match seen {
            Ok(deals) => match deals.split_first() {
                Some((first, others)) => self.adopt(found, (*first, others)).await?,
                None => self.miss(found, asked).await?,
            },
            Err(error) => self.not_told(found, &error, asked),
        };
        Ok(Taken::Settled(outcome))
    }

    /// It is there: the deal is ours.
    async fn adopt(
        &self,
        found: &Delivery,
        (deal, others): (i64, &[i64]),
    ) -> Result<Outcome, DbError> {
        let deal = deal.to_string();
        let change = Settlement {
            external_id: Some(&deal),
            ..Settlement::plain(DeliveryState::Done)
        };
        if !self.change(found, DeliveryEvent::Found, &change).await? {
            return Ok(again(TimeDelta::zero()));
        }
        self.outbox.count(Self::OUTBOX, "delivered");
        tracing::info!(delivery.id = %found.id, delivery.external_id = deal, "an unknown delivery was found");
        if !others.is_empty() {
            self.alarm(
                found,
                "the CRM has more than one deal of a lead: merge them there",
            );
        }
        Ok(Outcome::Done)
    }

    /// It is not there: that proves something late enough and twice.
    async fn miss(&self, found: &Delivery, asked: DateTime<Utc>) -> Result<Outcome, DbError> {
        let since = asked - found.updated_at;
        let is_second = found.last_error_class.as_deref() == Some(ABSENT);
        if is_second && since < APART {
            return Ok(again(APART - since));
        }
        if is_second {
            let change = Settlement::plain(DeliveryState::Pending);
            self.change(found, DeliveryEvent::Absent, &change).await?;
            tracing::warn!(delivery.id = %found.id, "an unknown delivery is proved absent and sent again");
            return Ok(again(TimeDelta::zero()));
        }
        let quarantine = TimeDelta::from_std(self.quarantine).unwrap_or(TimeDelta::MAX);
        if since < quarantine {
            let looks = LOOKS.map(TimeDelta::seconds).into_iter();
            let next = looks
                .filter(|look| *look < quarantine)
                .find(|look| *look > since);
            return Ok(again(next.unwrap_or(quarantine) - since));
        }
        let change = Settlement {
            class: Some(ABSENT),
            error: Some(
                "it is not in the CRM; if it is not there a second time either, it is sent again",
            ),
            ..Settlement::plain(DeliveryState::Unknown)
        };
        self.save(found, &change).await?;
        Ok(again(APART))
    }

    /// The CRM cannot be asked: nothing is proved, and after a while somebody should know.
    fn not_told(&self, found: &Delivery, error: &CallError, asked: DateTime<Utc>) -> Outcome {
        let reason = format!("whether it arrived cannot be asked: {error}");
        let cause = format!("unasked {}", found.id);
        if asked - found.updated_at > STUCK && self.pauses.is_news(found.sink, cause) {
            self.alarm(
                found,
                "a lead may be in the CRM or not, and the CRM cannot be asked: look there, then `stoa delivery resend` or `done`",
            );
        }
        let after = match error {
            CallError::Throttled { retry_after, .. } => {
                self.pauses.throttled(found.sink, *retry_after, asked)
            }
            _ => DEAF,
        };
        Outcome::Defer { after, reason }
    }

    /// Writes what `event` makes of it; false when another hand was faster.
    async fn change(
        &self,
        found: &Delivery,
        event: DeliveryEvent,
        change: &Settlement<'_>,
    ) -> Result<bool, DbError> {
        if delivery::next(found.state, event) != Ok(change.state) {
            return Ok(false);
        }
        self.save(found, change).await
    }

    async fn save(&self, found: &Delivery, change: &Settlement<'_>) -> Result<bool, DbError> {
        let tx = self.tripwire.begin(&Scope::service("delivery")).await?;
        let now = self.ambient.now();
        let saved = deliveries::save(&tx, found.id, found.version, change, now).await?;
        tx.commit().await?;
        Ok(saved)
    }
}

fn again(after: TimeDelta) -> Outcome {
    Outcome::Defer {
        after: after.to_std().unwrap_or_default(),
        reason: "nobody knows whether it arrived: it is looked for".to_owned(),
    }
}

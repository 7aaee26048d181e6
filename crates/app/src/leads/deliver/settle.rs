//! After the call: its outcome is written down, whatever it was.

use std::time::Duration;

use chrono::TimeDelta;
use stoa_connect::CallError;
use stoa_db_tripwire::leads::{self, Cause, Closing, Delivery, Settlement, attempts, deliveries};
use stoa_domain::{DeliveryEvent, DeliveryState, Sink, delivery};
use stoa_jobs::{Claimed, Outcome};
use stoa_pg::{DbError, Scope};

use super::{
    Deliver, Receipt,
    take::Parcel,
    verdict::{self, Next, Trial},
};

/// Pauses between attempts to write an outcome down while the database is away.
const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

/// An outcome as it will be written.
struct Written {
    event: DeliveryEvent,
    refund: bool,
    next: Next,
    external_id: Option<String>,
    class: &'static str,
    error: Option<String>,
    status: Option<i16>,
    request_id: Option<String>,
    excerpt: Option<String>,
}

impl Deliver {
    /// Writes the outcome down and says what becomes of the job.
    pub(super) async fn settle(
        &self,
        job: &Claimed,
        parcel: &Parcel,
        answer: Result<Receipt, CallError>,
    ) -> Outcome {
        let sink = parcel.delivery.sink;
        let (written, alarm) = match answer {
            Ok(receipt) => (arrived(receipt), None),
            Err(error) => {
                let plan = verdict::judge(&error, &self.trial(job, parcel, &error));
                let alarm = plan.critical.filter(|_| self.is_news(sink, &error));
                (failed(&error, plan), alarm)
            }
        };
        let outcome = written
            .next
            .outcome(written.error.as_deref().unwrap_or(written.class));
        match self.write(job, parcel, &written).await {
            Ok(true) => self.count(&written),
            // Another hand was faster; whatever this run says, the job is its job now.
            Ok(false) => return outcome,
            // It stays in `sending`: the next run makes it unknown.
            Err(error) => {
                return Outcome::Retry {
                    after: None,
                    reason: error.to_string(),
                };
            }
        }
        if let Some(alarm) = alarm {
            self.alarm(&parcel.delivery, alarm);
        }
        if matches!(written.event, DeliveryEvent::Succeeded) {
            self.free_the_others(&parcel.delivery).await;
        }
        tracing::info!(
            delivery.id = %parcel.delivery.id,
            delivery.sink = %sink,
            delivery.class = written.class,
            "a delivery was tried"
        );
        outcome
    }

    /// Notes a sink that refuses us altogether. What keeps many deliveries blocked is one alarm, not one for each.
    fn is_news(&self, sink: Sink, error: &CallError) -> bool {
        let (class, text) = (error.class(), error.to_string());
        match error {
            CallError::Auth(_) | CallError::ChatGone { moved_to: None, .. } => {
                self.pauses.refused(sink, class, &text, self.ambient.now());
            }
            CallError::Config(_) => {}
            _ => return true,
        }
        Cause::of(class, Some(&text)).is_none_or(|cause| self.pauses.is_news(sink, named(&cause)))
    }

    /// One has arrived: what was refused for the same cause, or because the sink refused everything, goes too.
    async fn free_the_others(&self, arrived: &Delivery) {
        let refusal = self.pauses.clear(arrived.sink);
        let own = arrived.last_error_class.as_deref();
        let own = own.and_then(|class| Cause::of(class, arrived.last_error.as_deref()));
        let all = refusal.and_then(|refusal| Cause::of(refusal.class, None));
        let causes: Vec<_> = own.into_iter().chain(all).collect();
        for cause in causes {
            self.pauses.forget(arrived.sink, named(&cause));
            if let Err(error) = self.desk.release_cause(arrived.sink, &cause).await {
                // The next look, in a minute, frees another one.
                tracing::warn!(%error, "blocked deliveries could not be freed");
            }
        }
    }

    fn count(&self, written: &Written) {
        match delivery::next(DeliveryState::Sending, written.event) {
            Ok(DeliveryState::Done) => self.outbox.count(Self::OUTBOX, "delivered"),
            // It is looked for first.
            Ok(DeliveryState::Unknown) if written.next.pause().is_some() => {}
            Ok(DeliveryState::Dead | DeliveryState::Unknown) => {
                self.outbox.count(Self::OUTBOX, "failed");
            }
            _ => {}
        }
    }

    /// The circumstances of a call, and the silence that the sink has asked for.
    fn trial(&self, job: &Claimed, parcel: &Parcel, error: &CallError) -> Trial {
        let (sink, now) = (parcel.delivery.sink, self.ambient.now());
        let silence = match error {
            CallError::Throttled { retry_after, .. } => {
                self.pauses.throttled(sink, *retry_after, now)
            }
            CallError::Banned(_) => self.silence(sink, verdict::BANNED),
            CallError::Unpaid(_) => self.silence(sink, verdict::UNPAID),
            _ => Duration::ZERO,
        };
        Trial {
            attempts: parcel.delivery.attempts.saturating_add(1),
            is_last: job.is_last_attempt(),
            is_searchable: self.can_search(sink),
            silence,
            fraction: self.ambient.fraction(),
        }
    }

    /// Tries until it is written, or until the job is somebody else's. False when another hand was faster.
    async fn write(
        &self,
        job: &Claimed,
        parcel: &Parcel,
        written: &Written,
    ) -> Result<bool, DbError> {
        let mut pause = FIRST_PAUSE;
        loop {
            match self.write_once(parcel, written).await {
                Ok(saved) => return Ok(saved),
                Err(error) if error.is_outage() && !job.lost.is_cancelled() => {
                    tracing::warn!(%error, delivery.id = %parcel.delivery.id, "an outcome cannot be written yet");
                    tokio::time::sleep(pause).await;
                    pause = (pause * 2).min(LONGEST_PAUSE);
                }
                Err(error) => {
                    let external_id = written.external_id.as_deref();
                    tracing::error!(
                        target: "stoa::critical",
                        event_type = "CRITICAL",
                        %error,
                        cause = std::error::Error::source(&error).map(ToString::to_string),
                        delivery.id = %parcel.delivery.id,
                        delivery.class = written.class,
                        delivery.external_id = external_id,
                        "an outcome could not be written: the delivery will be unknown"
                    );
                    self.tell_unwritten(&parcel.delivery, external_id);
                    return Err(error);
                }
            }
        }
    }

    async fn write_once(&self, parcel: &Parcel, written: &Written) -> Result<bool, DbError> {
        let (id, now) = (parcel.delivery.id, self.ambient.now());
        let Ok(state) = delivery::next(DeliveryState::Sending, written.event) else {
            return Ok(false);
        };
        let pause = written
            .next
            .pause()
            .and_then(|pause| TimeDelta::from_std(pause).ok());
        let change = Settlement {
            state,
            refund: written.refund,
            external_id: written.external_id.as_deref(),
            next_at: pause
                .filter(|_| state == DeliveryState::Retry)
                .map(|pause| now + pause),
            class: (state != DeliveryState::Done).then_some(written.class),
            error: written.error.as_deref(),
        };
        let closing = Closing {
            class: written.class,
            status: written.status,
            request_id: written.request_id.as_deref(),
            excerpt: written.excerpt.as_deref(),
        };
        let tx = self.tripwire.begin(&Scope::service("delivery")).await?;
        let (durable, saved, closed) = futures::join!(
            leads::be_durable(&tx),
            deliveries::save(&tx, id, parcel.begun.version, &change, now),
            attempts::close(&tx, id, parcel.begun.n, &closing, now),
        );
        durable?;
        closed?;
        let saved = saved?
            || (state == DeliveryState::Done && self.proved_late(&tx, parcel, &change).await?);
        tx.commit().await?;
        Ok(saved)
    }

    /// Another hand has given the delivery up as unknown while the sink was saying yes: that is the proof it lacked.
    async fn proved_late(
        &self,
        tx: &stoa_pg::TripwireTx,
        parcel: &Parcel,
        change: &Settlement<'_>,
    ) -> Result<bool, DbError> {
        let Some(found) = deliveries::lock(tx, parcel.delivery.id).await? else {
            return Ok(false);
        };
        if delivery::next(found.state, DeliveryEvent::Found).is_err() {
            return Ok(false);
        }
        deliveries::save(tx, found.id, found.version, change, self.ambient.now()).await
    }
}

/// A cause as it is remembered.
pub(super) fn named(cause: &Cause) -> String {
    match &cause.error {
        Some(error) => format!("{}: {error}", cause.class),
        None => cause.class.clone(),
    }
}

fn arrived(receipt: Receipt) -> Written {
    Written {
        event: DeliveryEvent::Succeeded,
        refund: false,
        next: Next::Rest,
        external_id: Some(receipt.external_id),
        class: "done",
        error: None,
        status: None,
        request_id: None,
        excerpt: receipt.note,
    }
}

fn failed(error: &CallError, plan: verdict::Plan) -> Written {
    let evidence = error.evidence();
    Written {
        event: plan.event,
        refund: plan.refund,
        next: plan.next,
        external_id: None,
        class: error.class(),
        error: Some(error.to_string()),
        status: evidence.status.and_then(|status| status.try_into().ok()),
        request_id: evidence.request_id.clone(),
        excerpt: Some(evidence.detail.clone()),
    }
}

use std::time::Duration;

use stoa_core::DeliveryId;
use stoa_db_tripwire::leads::{
    Delivery, Settlement,
    deliveries::{self, QUARANTINE},
};
use stoa_domain::{DeliveryEvent, DeliveryState, delivery};
use stoa_jobs::Enqueued;
use stoa_pg::{DbError, TripwireTx};

use super::{DeskError, LeadDesk, operator};
use crate::leads::job::{DELIVER, delivery_job};

/// A run that is just ending is waited for so many times.
const TRIES: usize = 40;
const TRY_PAUSE: Duration = Duration::from_millis(50);

impl LeadDesk {
    /// Sends a delivery again that does not move by itself: unknown, blocked or dead. An unknown one may then arrive
    /// twice; the message says so.
    ///
    /// # Errors
    /// `delivery.not_found`, `delivery.wrong_state` (409), `lead.quarantined` (409), `delivery.running` (409),
    /// `database.unavailable`.
    pub async fn resend(&self, id: DeliveryId) -> Result<Delivery, DeskError> {
        for _ in 0..TRIES {
            if let Some(reopened) = self.reopen(id, DeliveryEvent::Resent).await? {
                self.wake();
                tracing::info!(delivery.id = %id, "a delivery is sent again by hand");
                return Ok(reopened);
            }
            tokio::time::sleep(TRY_PAUSE).await;
        }
        Err(DeskError::Running)
    }

    /// Makes a resting delivery pending and its job ready; `None` when its job has not ended yet.
    pub(super) async fn reopen(
        &self,
        id: DeliveryId,
        event: DeliveryEvent,
    ) -> Result<Option<Delivery>, DeskError> {
        let tx = self.tripwire.begin(&operator()).await?;
        let outcome = self.reopen_within(&tx, id, event).await;
        if matches!(outcome, Ok(Some(_))) {
            tx.commit().await?;
        } else {
            tx.rollback().await?;
        }
        outcome
    }

    async fn reopen_within(
        &self,
        tx: &TripwireTx,
        id: DeliveryId,
        event: DeliveryEvent,
    ) -> Result<Option<Delivery>, DeskError> {
        let found = deliveries::lock(tx, id)
            .await?
            .ok_or(DeskError::NoDelivery)?;
        if found.last_error_class.as_deref() == Some(QUARANTINE)
            && found.state == DeliveryState::Blocked
        {
            return Err(DeskError::Quarantined);
        }
        // What waits for its next attempt comes by itself.
        let rests = found.state.needs_a_person();
        let next = delivery::next(found.state, event).ok().filter(|_| rests);
        let state = next.ok_or(DeskError::Wrong(found.state))?;
        let change = Settlement {
            class: found.last_error_class.as_deref(),
            error: found.last_error.as_deref(),
            ..Settlement::plain(state)
        };
        let now = self.ambient.now();
        if !self.start_job(tx, &found).await? {
            return Ok(None);
        }
        deliveries::save(tx, id, found.version, &change, now).await?;
        Ok(Some(Delivery {
            state,
            version: found.version + 1,
            updated_at: now,
            next_at: None,
            ..found
        }))
    }

    /// Makes the job of a delivery ready, or makes it; false when its last run has not ended yet.
    pub(super) async fn start_job(
        &self,
        tx: &TripwireTx,
        found: &Delivery,
    ) -> Result<bool, DbError> {
        let now = self.ambient.now();
        let job = delivery_job(found.id, found.sink, None, now);
        if stoa_jobs::restart(tx, &job).await? {
            return Ok(true);
        }
        Ok(matches!(
            stoa_jobs::enqueue(tx, job).await?,
            Enqueued::New(_)
        ))
    }

    /// Says that a delivery arrived, or was done by hand: it is never sent again by itself. `external_id` is the sink's
    /// name of it, when known.
    ///
    /// # Errors
    /// `delivery.not_found`, `delivery.wrong_state` (409: done already, or being sent at this moment),
    /// `database.unavailable`.
    pub async fn mark_done(
        &self,
        id: DeliveryId,
        external_id: Option<&str>,
    ) -> Result<Delivery, DeskError> {
        let tx = self.tripwire.begin(&operator()).await?;
        let outcome = self.mark_done_within(&tx, id, external_id).await;
        if outcome.is_ok() {
            tx.commit().await?;
            tracing::info!(delivery.id = %id, "a delivery is done by hand");
        } else {
            tx.rollback().await?;
        }
        outcome
    }

    async fn mark_done_within(
        &self,
        tx: &TripwireTx,
        id: DeliveryId,
        external_id: Option<&str>,
    ) -> Result<Delivery, DeskError> {
        let found = deliveries::lock(tx, id)
            .await?
            .ok_or(DeskError::NoDelivery)?;
        let state = delivery::next(found.state, DeliveryEvent::MarkedDone)
            .map_err(|_| DeskError::Wrong(found.state))?;
        let now = self.ambient.now();
        let change = Settlement {
            external_id,
            ..Settlement::plain(state)
        };
        deliveries::save(tx, id, found.version, &change, now).await?;
        // A dead job has nothing left to remind anybody of.
        stoa_jobs::cancel(tx, DELIVER, &id.to_string(), now).await?;
        Ok(Delivery {
            state,
            external_id: external_id.map(str::to_owned).or(found.external_id),
            last_error_class: None,
            last_error: None,
            next_at: None,
            settled_at: Some(now),
            updated_at: now,
            version: found.version + 1,
            ..found
        })
    }
}

use stoa_core::{LeadId, PageLimit};
use stoa_db_tripwire::leads::{deliveries, listings, requests};
use stoa_domain::{DeliveryEvent, Sink};
use stoa_pg::{DbError, TripwireTx};

use super::{DeskError, LeadDesk, operator};
use crate::leads::{Sinks, job::delivery_job};

impl LeadDesk {
    /// Takes a lead out of quarantine and sends it on its way.
    ///
    /// # Errors
    /// `lead.not_found`, `lead.not_quarantined` (409), `database.unavailable`.
    pub async fn release_quarantine(&self, lead: LeadId) -> Result<(), DeskError> {
        let tx = self.tripwire.begin(&operator()).await?;
        if !requests::release(&tx, lead).await? {
            tx.rollback().await?;
            let known = requests::find(&self.tripwire, &operator(), lead)
                .await?
                .is_some();
            return Err(if known {
                DeskError::NotQuarantined
            } else {
                DeskError::NoLead
            });
        }
        self.free(&tx, lead).await?;
        tx.commit().await?;
        self.wake();
        tracing::info!(lead.id = %lead, "a lead is released from quarantine");
        Ok(())
    }

    async fn free(&self, tx: &TripwireTx, lead: LeadId) -> Result<(), DbError> {
        let now = self.ambient.now();
        for (id, sink) in deliveries::free_quarantined(tx, lead, now).await? {
            stoa_jobs::enqueue(tx, delivery_job(id, sink, None, now)).await?;
        }
        Ok(())
    }

    /// Frees what waited for settings that are there now: to be called at start, before or after the worker runs. What
    /// the sink refuses again is blocked again, without an attempt spent. The number of deliveries.
    ///
    /// # Errors
    /// [`DeskError::Storage`].
    pub async fn release_blocked(&self, sinks: &Sinks) -> Result<u64, DeskError> {
        let mut released = 0;
        for sink in Sink::ALL.iter().copied().filter(|sink| sinks.has(*sink)) {
            released += self.release_blocked_of(sink).await?;
        }
        if released > 0 {
            self.wake();
            tracing::info!(deliveries = released, "blocked deliveries are freed");
        }
        Ok(released)
    }

    async fn release_blocked_of(&self, sink: Sink) -> Result<u64, DeskError> {
        let (mut released, mut after) = (0, None);
        loop {
            let ids =
                listings::list_blocked(&self.tripwire, sink, after, PageLimit::default()).await?;
            let Some(last) = ids.last().copied() else {
                return Ok(released);
            };
            for id in ids {
                match self.reopen(id, DeliveryEvent::Reconfigured).await {
                    Ok(Some(_)) => released += 1,
                    // Another hand was here; it rests no more.
                    Ok(None)
                    | Err(DeskError::Wrong(_) | DeskError::Quarantined | DeskError::NoDelivery) => {
                    }
                    Err(error) => return Err(error),
                }
            }
            after = Some(last);
        }
    }
}

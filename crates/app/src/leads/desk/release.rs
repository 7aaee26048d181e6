use stoa_core::PageLimit;
use stoa_db_tripwire::leads::listings;
use stoa_domain::{DeliveryEvent, Sink};

use super::{DeskError, LeadDesk};
use crate::leads::Sinks;

impl LeadDesk {
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

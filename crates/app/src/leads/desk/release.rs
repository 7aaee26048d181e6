use stoa_core::{DeliveryId, PageLimit};
use stoa_db_tripwire::leads::{Cause, listings};
use stoa_domain::{DeliveryEvent, Sink};
use stoa_pg::DbError;

use super::{DeskError, LeadDesk};
use crate::leads::Sinks;

impl LeadDesk {
    /// Frees what waited for a sink that is there now, and of what a sink refused one delivery for each cause: to be called
    /// at start, before or after the worker runs. The others follow when that one arrives. What is refused again is blocked
    /// again, without an attempt spent. The number of deliveries.
    ///
    /// # Errors
    /// [`DeskError::Storage`].
    pub async fn release_blocked(&self, sinks: &Sinks) -> Result<u64, DeskError> {
        self.release(sinks, true).await
    }

    /// The same for the time after the start: a cause that stays is tried ever more seldom.
    ///
    /// # Errors
    /// [`DeskError::Storage`].
    pub async fn probe_blocked(&self, sinks: &Sinks) -> Result<u64, DeskError> {
        self.release(sinks, false).await
    }

    async fn release(&self, sinks: &Sinks, is_start: bool) -> Result<u64, DeskError> {
        let (now, limit) = (self.ambient.now(), PageLimit::default());
        let mut released = 0;
        for sink in Sink::ALL.iter().copied().filter(|sink| sinks.has(*sink)) {
            let unasked = |after| listings::list_unasked(&self.tripwire, sink, after, limit);
            released += self.free_all(unasked).await?;
            let probes = listings::list_probes(&self.tripwire, sink, is_start, now).await?;
            released += self.free(&probes).await?;
        }
        self.freed(released);
        Ok(released)
    }

    /// Frees what one cause kept blocked, because it is gone. The number of deliveries.
    ///
    /// # Errors
    /// [`DeskError::Storage`].
    pub(crate) async fn release_cause(&self, sink: Sink, cause: &Cause) -> Result<u64, DeskError> {
        let limit = PageLimit::default();
        let same = |after| listings::list_blocked_by(&self.tripwire, sink, cause, after, limit);
        let released = self.free_all(same).await?;
        self.freed(released);
        Ok(released)
    }

    fn freed(&self, released: u64) {
        if released > 0 {
            self.wake();
            tracing::info!(deliveries = released, "blocked deliveries are freed");
        }
    }

    /// Frees page by page what `page` gives, in the order of ids.
    async fn free_all<F>(
        &self,
        page: impl Fn(Option<DeliveryId>) -> F + Send,
    ) -> Result<u64, DeskError>
    where
        F: Future<Output = Result<Vec<DeliveryId>, DbError>> + Send,
    {
        let (mut count, mut after) = (0, None);
        loop {
            let ids = page(after).await?;
            let Some(end) = ids.last().copied() else {
                return Ok(count);
            };
            count += self.free(&ids).await?;
            after = Some(end);
        }
    }

    async fn free(&self, ids: &[DeliveryId]) -> Result<u64, DeskError> {
        let mut released = 0;
        for id in ids {
            match self.reopen(*id, DeliveryEvent::Reconfigured).await {
                Ok(Some(_)) => released += 1,
                // Another hand was here; it rests no more.
                Ok(None)
                | Err(DeskError::Wrong(_) | DeskError::Quarantined | DeskError::NoDelivery) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(released)
    }
}

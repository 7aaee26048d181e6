use stoa_db_tripwire::leads::{OpenCount, listings};
use stoa_domain::DeliveryState;
use stoa_pg::DbError;

use super::LeadDesk;

/// How many deliveries are not done.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DeliveryCounts {
    /// By sink and state; states without deliveries are left out.
    pub by_sink: Vec<OpenCount>,
    /// How old the oldest delivery is that moves by itself, in seconds.
    pub oldest_pending_seconds: Option<u64>,
}

impl DeliveryCounts {
    /// How many stand in `state`, over all sinks.
    #[must_use]
    pub fn of(&self, state: DeliveryState) -> i64 {
        self.by_sink
            .iter()
            .filter(|count| count.state == state)
            .map(|count| count.number)
            .sum()
    }

    /// How many may have arrived or not, and wait for a person.
    #[must_use]
    pub fn unknown(&self) -> i64 {
        self.of(DeliveryState::Unknown)
    }
}

impl LeadDesk {
    /// How many deliveries are not done; for `/health` and `/metrics`.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn counts(&self) -> Result<DeliveryCounts, DbError> {
        let by_sink = listings::count_open(&self.tripwire).await?;
        let moving = |count: &&OpenCount| {
            matches!(
                count.state,
                DeliveryState::Pending | DeliveryState::Sending | DeliveryState::Retry
            )
        };
        let oldest = by_sink
            .iter()
            .filter(moving)
            .map(|count| count.oldest_at)
            .min();
        let age = oldest.map(|at| {
            (self.ambient.now() - at)
                .num_seconds()
                .max(0)
                .unsigned_abs()
        });
        Ok(DeliveryCounts {
            by_sink,
            oldest_pending_seconds: age,
        })
    }
}

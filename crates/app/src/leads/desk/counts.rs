use stoa_db_tripwire::leads::{OpenCount, listings};
use stoa_domain::DeliveryState;
use stoa_pg::DbError;

use super::LeadDesk;

/// How many deliveries are not done.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DeliveryCounts {
    /// By sink, state and why they are blocked; what has no deliveries is left out.
    pub by_sink: Vec<OpenCount>,
    /// How old the oldest delivery is that moves by itself or is refused, in seconds.
    pub oldest_pending_seconds: Option<u64>,
    /// How old the oldest delivery is that is refused, in seconds.
    pub oldest_refused_seconds: Option<u64>,
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

    /// How many are blocked although their sink is there: it refuses us, or the settings lead nowhere.
    #[must_use]
    pub fn refused(&self) -> i64 {
        let refused = self.by_sink.iter().filter(|count| count.is_refused);
        refused.map(|count| count.number).sum()
    }

    /// How many wait for a sink that is not configured.
    #[must_use]
    pub fn unasked(&self) -> i64 {
        let unasked = self.by_sink.iter().filter(|count| count.is_unasked);
        unasked.map(|count| count.number).sum()
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
        let now = self.ambient.now();
        let oldest = |wanted: fn(&OpenCount) -> bool| {
            let found = by_sink.iter().filter(|count| wanted(count));
            let oldest = found.map(|count| count.oldest_at).min()?;
            Some((now - oldest).num_seconds().max(0).unsigned_abs())
        };
        Ok(DeliveryCounts {
            oldest_pending_seconds: oldest(|count| count.is_refused || is_moving(count)),
            oldest_refused_seconds: oldest(|count| count.is_refused),
            by_sink,
        })
    }
}

fn is_moving(count: &OpenCount) -> bool {
    matches!(
        count.state,
        DeliveryState::Pending | DeliveryState::Sending | DeliveryState::Retry
    )
}

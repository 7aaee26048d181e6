use std::sync::Arc;

use stoa_core::Ambient;
use thiserror::Error;

use crate::{
    Ask, Figure, Ladder, Outcome, ProcessStore, Store, StoreError, breaker::Guarded, tally::Tally,
};

/// Why a question was not let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Refusal {
    /// More than there is room for.
    #[error("too many requests; the next is let in after {retry_after_seconds} s")]
    Limited {
        /// Whole seconds, at least 1.
        retry_after_seconds: u64,
    },
    /// No store answers, so nobody can say how often a credential was tried.
    #[error("no store can count how often a credential was tried")]
    Unavailable,
}

/// Asks the stores in their order: the first that answers counts.
///
/// When the one in use changes, counts begin anew in the other: at worst twice as much is let in, once.
///
/// # Source
/// DESIGN 7.20.
#[derive(Debug)]
pub struct Limiter {
    stores: Vec<Guarded>,
    process: ProcessStore,
    ambient: Ambient,
    tally: Tally,
}

impl Limiter {
    /// A limiter over shared stores, the preferred one first; with none it counts in this process, credentials too.
    #[must_use]
    pub fn new(stores: Vec<Arc<dyn Store>>, ambient: Ambient) -> Self {
        Self {
            stores: stores.into_iter().map(Guarded::new).collect(),
            process: ProcessStore::default(),
            ambient,
            tally: Tally::default(),
        }
    }

    /// Lets the question in and counts it, or refuses it and counts nothing.
    ///
    /// # Errors
    /// [`Refusal`].
    pub async fn take(&self, ask: &Ask) -> Result<(), Refusal> {
        let now = self.now_ms();
        for guarded in &self.stores {
            if let Some(wait) = guarded.call(guarded.store.take(ask, now)).await {
                return self.judge(ask, wait, guarded.store.name());
            }
        }
        if ask.guards_credential && !self.stores.is_empty() {
            self.tally.add(ask.bucket, Outcome::Refused, "none");
            return Err(Refusal::Unavailable);
        }
        let wait = self.process.take(ask, now).await.unwrap_or_default();
        self.judge(ask, wait, self.process.name())
    }

    /// Notes a success: its ladder is cleared, its network known. That it cannot be noted hurts nobody at once.
    pub async fn succeed(&self, ladder: &Ladder) {
        let now = self.now_ms();
        for guarded in &self.stores {
            let noted = guarded.call(guarded.store.succeed(ladder, now)).await;
            if noted.is_some() {
                return;
            }
        }
        if self.stores.is_empty() {
            drop(self.process.succeed(ladder, now).await);
        }
    }

    /// Removes what says nothing any more from every store; says how much.
    ///
    /// # Errors
    /// The first store's that failed; the others are swept all the same.
    pub async fn sweep(&self, most: i64) -> Result<u64, StoreError> {
        let now = self.now_ms();
        let mut removed = self.process.sweep(now, most).await?;
        let mut failed = None;
        for guarded in &self.stores {
            match guarded.store.sweep(now, most).await {
                Ok(count) => removed += count,
                Err(error) => failed = failed.or(Some(error)),
            }
        }
        failed.map_or(Ok(removed), Err)
    }

    /// How questions ended since the start.
    #[must_use]
    pub fn figures(&self) -> Vec<Figure> {
        self.tally.figures()
    }

    /// The shared stores by preference, and whether each answered when it was last asked.
    pub fn stores(&self) -> impl Iterator<Item = (&'static str, bool)> {
        self.stores
            .iter()
            .map(|guarded| (guarded.store.name(), guarded.works()))
    }

    fn judge(&self, ask: &Ask, wait_ms: i64, store: &'static str) -> Result<(), Refusal> {
        if wait_ms <= 0 {
            self.tally.add(ask.bucket, Outcome::Allowed, store);
            return Ok(());
        }
        self.tally.add(ask.bucket, Outcome::Limited, store);
        Err(Refusal::Limited {
            retry_after_seconds: wait_ms.unsigned_abs().div_ceil(1000),
        })
    }

    fn now_ms(&self) -> i64 {
        self.ambient.now().timestamp_millis()
    }
}

use std::sync::Arc;

use chrono::{DateTime, Utc};
use uuid::{Builder, Uuid};

use crate::{Clock, Random, SystemClock, SystemRandom};

/// The time and the randomness a component works with: the system's in production, hand-moved and seeded in tests.
#[derive(Clone)]
pub struct Ambient {
    /// Where the time comes from.
    pub clock: Arc<dyn Clock>,
    /// Where ids, tokens and jitter come from.
    pub random: Arc<dyn Random>,
}

impl Ambient {
    /// The real clock and the operating system's randomness.
    #[must_use]
    pub fn system() -> Self {
        Self {
            clock: Arc::new(SystemClock),
            random: Arc::new(SystemRandom),
        }
    }

    /// The current time.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// A new `UUIDv7`: ids made later sort later, to the millisecond.
    #[must_use]
    pub fn uuid(&self) -> Uuid {
        let millis = u64::try_from(self.now().timestamp_millis()).unwrap_or_default();
        Builder::from_unix_timestamp_millis(millis, &self.bytes()).into_uuid()
    }

    /// `N` random bytes, fit for secrets.
    #[must_use]
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.random.fill(&mut bytes);
        bytes
    }

    /// A number drawn evenly from `0.0..1.0`, for jitter.
    #[must_use]
    pub fn fraction(&self) -> f64 {
        f64::from(u32::from_be_bytes(self.bytes())) / (f64::from(u32::MAX) + 1.0)
    }
}

impl std::fmt::Debug for Ambient {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Ambient")
            .field("now", &self.now())
            .finish_non_exhaustive()
    }
}

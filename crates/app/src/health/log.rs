use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use stoa_core::Ambient;
use tokio::sync::mpsc;

use super::event::{HealthEvent, Noted};

/// How many events may wait; what comes beyond is counted and not kept.
const WAITING: usize = 1024;

/// Where parts of the system say how they do. Cheap to clone; never waits, never fails.
#[derive(Debug, Clone)]
pub struct HealthLog {
    ambient: Ambient,
    events: mpsc::Sender<Noted>,
    lost: Arc<AtomicU64>,
}

/// What was said and is not yet told on.
#[derive(Debug)]
pub struct Said {
    pub(super) events: mpsc::Receiver<Noted>,
    pub(super) lost: Arc<AtomicU64>,
}

impl HealthLog {
    /// A log, and what is said in it, for a [`super::Reporter`]. Without one, what is said is forgotten.
    #[must_use]
    pub fn new(ambient: Ambient) -> (Self, Said) {
        let (events, said) = mpsc::channel(WAITING);
        let lost = Arc::new(AtomicU64::new(0));
        let said = Said {
            events: said,
            lost: Arc::clone(&lost),
        };
        let log = Self {
            ambient,
            events,
            lost,
        };
        (log, said)
    }

    /// A log that nobody reads.
    #[must_use]
    pub fn silent(ambient: Ambient) -> Self {
        Self::new(ambient).0
    }

    /// Says something. Takes microseconds, whatever has become of databases and chats.
    pub fn emit(&self, event: HealthEvent) {
        let noted = Noted {
            id: self.ambient.uuid(),
            at: self.ambient.now(),
            event,
        };
        if self.events.try_send(noted).is_err() {
            self.lost.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// How many events came faster than they could be kept.
    #[must_use]
    pub fn lost(&self) -> u64 {
        self.lost.load(Ordering::Relaxed)
    }
}

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use stoa_domain::SystemMode;
use stoa_jobs::{Bell, Tally, Waker, silence};
use stoa_pg::TripwireDb;
use tokio::time::Instant;

use super::Modes;
use crate::health::{HealthEvent, HealthLog};

/// So long an answer about the workers is good.
const GOOD_FOR: Duration = Duration::from_secs(1);
/// Longest wait for it; then the queue is believed in.
const PATIENCE: Duration = Duration::from_millis(500);

/// How one job is to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Way {
    /// By a worker.
    Queue,
    /// At once by this process: the mode says so.
    Direct,
    /// At once by this process: what should bring it to a worker is not there. The reason is for people.
    Fallback(Trouble),
}

/// What is not there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// Redis was configured to tell workers, and does not answer.
    Redis {
        /// Why.
        reason: String,
    },
    /// No worker has looked at the queue for so many seconds; `None`: there is none.
    Workers {
        /// Since when.
        seconds: Option<u64>,
    },
}

/// When workers were looked for, and what was found.
type Looked = (Instant, Option<Trouble>);

/// Decides how jobs of critical kinds are done. Cheap to clone.
#[derive(Clone)]
pub struct Dispatch {
    modes: Modes,
    health: HealthLog,
    tripwire: TripwireDb,
    waker: Waker,
    bell: Option<Arc<dyn Bell>>,
    stall: Duration,
    tally: Tally,
    looked: Arc<Mutex<Option<Looked>>>,
    /// Since when this process could have seen a worker: after a start they need a moment.
    born: Instant,
}

impl std::fmt::Debug for Dispatch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Dispatch")
            .field("bell", &self.bell.is_some())
            .field("stall", &self.stall)
            .finish_non_exhaustive()
    }
}

impl Dispatch {
    /// Decides by the mode; workers are taken for gone when they have not looked for `stall`. `waker` wakes them.
    #[must_use]
    pub fn new(
        modes: Modes,
        health: HealthLog,
        tripwire: TripwireDb,
        waker: Waker,
        stall: Duration,
    ) -> Self {
        Self {
            modes,
            health,
            tripwire,
            waker,
            bell: None,
            stall,
            tally: Tally::default(),
            looked: Arc::default(),
            born: Instant::now(),
        }
    }

    /// The same with a bell, which is the way to the workers while it is configured.
    #[must_use]
    pub fn ringing(self, bell: Arc<dyn Bell>) -> Self {
        Self {
            bell: Some(bell),
            ..self
        }
    }

    /// The same; ways are counted in `tally` under `dispatch`.
    #[must_use]
    pub fn counting(self, tally: Tally) -> Self {
        Self { tally, ..self }
    }

    /// The mode, before anything is stored.
    pub async fn mode(&self) -> SystemMode {
        self.modes.mode().await
    }

    /// The way of a job of `kind` that has just been committed under `mode`; workers are told when it is theirs.
    pub async fn way(&self, mode: SystemMode, kind: &str) -> Way {
        let way = match mode {
            SystemMode::SyncDirect => Way::Direct,
            SystemMode::AsyncQueue => match self.trouble(kind).await {
                Some(trouble) => Way::Fallback(trouble),
                None => Way::Queue,
            },
        };
        self.tally.count(
            "dispatch",
            match &way {
                Way::Queue => "queue",
                Way::Direct => "direct",
                Way::Fallback(_) => "fallback",
            },
        );
        way
    }

    async fn trouble(&self, kind: &str) -> Option<Trouble> {
        self.waker.wake();
        if let Some(bell) = &self.bell
            && let Err(error) = bell.ring().await
        {
            return Some(Trouble::Redis {
                reason: error.reason,
            });
        }
        self.workers(kind).await
    }

    async fn workers(&self, kind: &str) -> Option<Trouble> {
        if self.born.elapsed() < self.stall {
            return None;
        }
        if let Some((at, found)) = self.looked()
            && at.elapsed() < GOOD_FOR
        {
            return found;
        }
        let silent = tokio::time::timeout(PATIENCE, silence(&self.tripwire, kind)).await;
        let found = match silent {
            Ok(Ok(Some(silent))) if silent < self.stall => None,
            Ok(Ok(silent)) => Some(Trouble::Workers {
                seconds: silent.map(|silent| silent.as_secs()),
            }),
            // Whoever cannot read the queue cannot do its work either.
            Ok(Err(_)) | Err(_) => None,
        };
        *self.looked.lock().unwrap_or_else(PoisonError::into_inner) =
            Some((Instant::now(), found.clone()));
        found
    }

    fn looked(&self) -> Option<Looked> {
        self.looked
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Tells administrators that `email`'s account is made without the queue. Equal ones are one a minute.
    pub fn tell(&self, trouble: &Trouble, email: &str, request_id: Option<String>) {
        let event = match trouble {
            Trouble::Redis { reason } => HealthEvent::critical(format!(
                "Redis queue failed! Auto-fallback to sync mode for {email}"
            ))
            .same_as("redis.queue")
            .with("error", reason.as_str()),
            Trouble::Workers { seconds } => HealthEvent::critical(format!(
                "No worker takes jobs! Auto-fallback to sync mode for {email}"
            ))
            .same_as("jobs.stalled")
            .with("silent_seconds", *seconds),
        };
        let event = event.with("email", email).with_request_id(request_id);
        self.health.emit(event);
    }
}

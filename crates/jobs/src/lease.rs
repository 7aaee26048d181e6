use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use stoa_pg::{Database, Db};
use tokio_util::sync::CancellationToken;

use crate::store::{self, Held, Hold};

/// The leases of the jobs that this process runs. Cheap to clone; all clones know the same leases.
#[derive(Debug, Clone)]
pub(crate) struct Leases {
    lease: Duration,
    held: Arc<Mutex<HashMap<Hold, Lease>>>,
}

#[derive(Debug)]
struct Lease {
    lost: CancellationToken,
    /// At least until then it is ours. Counted by our own clock, from before the database was asked.
    until: Instant,
    /// The claim has counted an attempt, which giving the job back takes off again.
    counted: bool,
}

impl Leases {
    pub(crate) fn new(lease: Duration) -> Self {
        Self {
            lease,
            held: Arc::default(),
        }
    }

    pub(crate) fn length(&self) -> Duration {
        self.lease
    }

    /// Notes a claim that was asked for at `asked`.
    pub(crate) fn add(&self, held: &Held, asked: Instant) {
        let (lost, counted) = (held.job.lost.clone(), !held.expired);
        let lease = Lease {
            lost,
            until: asked + self.lease,
            counted,
        };
        self.entries().insert(held.hold(), lease);
    }

    pub(crate) fn remove(&self, hold: Hold) {
        self.entries().remove(&hold);
    }

    /// What a process that stops can give back.
    pub(crate) fn unfinished(&self) -> Vec<Hold> {
        self.entries()
            .iter()
            .filter(|(_, lease)| lease.counted)
            .map(|(hold, _)| *hold)
            .collect()
    }

    /// Renews all leases, three times within their length, for as long as it is polled. Asks nothing while none is held.
    pub(crate) async fn keep<D: Database>(&self, db: &Db<D>) {
        loop {
            tokio::time::sleep(self.lease / 3).await;
            let holds: Vec<_> = self.entries().keys().copied().collect();
            if !holds.is_empty() {
                self.renew(db, &holds).await;
            }
        }
    }

    async fn renew<D: Database>(&self, db: &Db<D>, holds: &[Hold]) {
        let asked = Instant::now();
        match store::renew(db, holds, self.lease).await {
            Ok(kept) => self.renewed(holds, &kept, asked),
            Err(error) => {
                tracing::warn!(%error, leases = holds.len(), "leases cannot be renewed at the moment");
                self.give_up_overdue();
            }
        }
    }

    fn renewed(&self, asked_for: &[Hold], kept: &[Hold], asked: Instant) {
        let mut entries = self.entries();
        for hold in asked_for {
            // A run may have ended, and left the list, in the meantime.
            let Some(lease) = entries.get_mut(hold) else {
                continue;
            };
            if kept.contains(hold) {
                lease.until = asked + self.lease;
            } else {
                tracing::warn!(job.id = %hold.id, "the lease of a running job is lost");
                lease.lost.cancel();
            }
        }
    }

    /// A lease that we could not renew in time may be another's by now.
    fn give_up_overdue(&self) {
        let now = Instant::now();
        for lease in self.entries().values().filter(|lease| lease.until <= now) {
            lease.lost.cancel();
        }
    }

    fn entries(&self) -> MutexGuard<'_, HashMap<Hold, Lease>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

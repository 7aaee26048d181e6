use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use stoa_core::Ambient;
use stoa_db_main::health::{self, CONFIG_HINTS};
use stoa_domain::SystemMode;
use stoa_pg::{Heard, Hints, MainDb};

use crate::health::HealthLog;

/// The row of `system_config`.
pub(super) const KEY: &str = "system_mode";
/// How long a mode that was read is good.
///
/// # Source
/// incident document 2.
const GOOD_FOR: TimeDelta = TimeDelta::seconds(60);
/// After a read that failed, the next one comes no sooner.
const RETRY: TimeDelta = TimeDelta::seconds(5);
/// Longest wait for a read; then the mode stays what it was.
const PATIENCE: Duration = Duration::from_millis(500);

/// The mode of the system, as this process knows it. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Modes(pub(super) Arc<Inner>);

#[derive(Debug)]
pub(super) struct Inner {
    pub(super) db: MainDb,
    pub(super) ambient: Ambient,
    pub(super) health: HealthLog,
    cached: Mutex<Cached>,
    /// One reader at a time; the others wait for what it finds.
    reading: tokio::sync::Mutex<()>,
    hits: AtomicU64,
    reads: AtomicU64,
    failures: AtomicU64,
}

#[derive(Debug, Clone, Copy)]
struct Cached {
    mode: SystemMode,
    good_until: Option<DateTime<Utc>>,
    /// Counts what makes a mode that is being read old news.
    changes: u64,
}

/// How the mode was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ModeFigures {
    /// Answered from memory.
    pub hits: u64,
    /// Read from the database.
    pub reads: u64,
    /// Reads that failed; the mode stayed what it was.
    pub failures: u64,
}

impl ModeFigures {
    /// The share that was answered from memory, `0.0..=1.0`; 1 while nobody has asked.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "a ratio")]
    pub fn hit_ratio(self) -> f64 {
        let all = self.hits + self.reads;
        if all == 0 {
            return 1.0;
        }
        self.hits as f64 / all as f64
    }
}

impl Modes {
    /// The channel on which other processes tell of changes.
    pub const HINTS: &str = CONFIG_HINTS;

    /// The mode as `db` has it; changes are told in `health`.
    #[must_use]
    pub fn new(db: MainDb, ambient: Ambient, health: HealthLog) -> Self {
        let cached = Cached {
            mode: SystemMode::AsyncQueue,
            good_until: None,
            changes: 0,
        };
        Self(Arc::new(Inner {
            db,
            ambient,
            health,
            cached: Mutex::new(cached),
            reading: tokio::sync::Mutex::default(),
            hits: AtomicU64::default(),
            reads: AtomicU64::default(),
            failures: AtomicU64::default(),
        }))
    }

    /// The mode: at most a minute old, and read anew at once when somebody changed it. When it cannot be read it stays
    /// what it was; never read, it is `async_queue`.
    pub async fn mode(&self) -> SystemMode {
        if let Some(mode) = self.remembered() {
            self.0.hits.fetch_add(1, Ordering::Relaxed);
            return mode;
        }
        let _reading = self.0.reading.lock().await;
        if let Some(mode) = self.remembered() {
            self.0.hits.fetch_add(1, Ordering::Relaxed);
            return mode;
        }
        self.read().await
    }

    async fn read(&self) -> SystemMode {
        let inner = &self.0;
        inner.reads.fetch_add(1, Ordering::Relaxed);
        let before = self.cached(|cached| *cached);
        let row = tokio::time::timeout(PATIENCE, health::find_config(&inner.db, KEY)).await;
        let found = match row {
            Ok(Ok(Some(row))) => row.value.parse().map_err(|_| "the row holds no mode"),
            Ok(Ok(None)) => Ok(SystemMode::AsyncQueue),
            Ok(Err(error)) => {
                tracing::warn!(
                    error = &error as &dyn std::error::Error,
                    "the mode cannot be read"
                );
                Err("the database failed")
            }
            Err(_) => Err("no answer in time"),
        };
        let now = inner.ambient.now();
        match found {
            Ok(mode) => {
                tracing::info!(%mode, seconds = GOOD_FOR.num_seconds(), "system mode cached");
                self.remember(mode, now + GOOD_FOR, before.changes);
                mode
            }
            Err(reason) => {
                inner.failures.fetch_add(1, Ordering::Relaxed);
                tracing::warn!(reason, mode = %before.mode, "the mode stays what it was");
                self.remember(before.mode, now + RETRY, before.changes);
                before.mode
            }
        }
    }

    /// What was found, unless it was changed while it was read: then the next one reads again.
    fn remember(&self, mode: SystemMode, until: DateTime<Utc>, changes: u64) {
        self.cached(|cached| {
            cached.mode = mode;
            cached.good_until = (cached.changes == changes).then_some(until);
        });
    }

    fn remembered(&self) -> Option<SystemMode> {
        let now = self.0.ambient.now();
        self.cached(|cached| {
            let is_good = cached.good_until.is_some_and(|until| now < until);
            is_good.then_some(cached.mode)
        })
    }

    /// The database of switches and of the health log.
    #[must_use]
    pub fn db(&self) -> &MainDb {
        &self.0.db
    }

    /// The next question reads.
    pub fn forget(&self) {
        self.cached(|cached| {
            cached.good_until = None;
            cached.changes += 1;
        });
    }

    /// Forgets when another process changes something, until the listener ends.
    pub async fn follow(&self, mut hints: Hints) {
        while let Some(heard) = hints.next().await {
            match heard {
                Heard::Hint(key) if key != KEY => {}
                Heard::Anything | Heard::Hint(_) => self.forget(),
            }
        }
    }

    /// How it was asked for so far.
    #[must_use]
    pub fn figures(&self) -> ModeFigures {
        let read = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        ModeFigures {
            hits: read(&self.0.hits),
            reads: read(&self.0.reads),
            failures: read(&self.0.failures),
        }
    }

    fn cached<T>(&self, change: impl FnOnce(&mut Cached) -> T) -> T {
        change(&mut self.0.cached.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

//! Keeping house: what has no use any more is removed, in batches, by every process that serves.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use stoa_identity::Identity;
use stoa_web::{App, Gauge};
use tokio_util::sync::CancellationToken;

use crate::{people::People, schemas::Schemas};

/// How soon after the start, and how often then.
const FIRST: Duration = Duration::from_secs(30);
const HOUSEKEEPING: Duration = Duration::from_mins(10);
/// Most rows of one kind that one transaction removes, and most transactions of one round: a mountain is carried off in
/// many rounds.
const BATCH: u32 = 1000;
const BATCHES: usize = 50;

/// How much was removed since the start.
#[derive(Debug, Default)]
pub(crate) struct House {
    sessions: AtomicU64,
    tokens: AtomicU64,
    challenges: AtomicU64,
    flows: AtomicU64,
    letters: AtomicU64,
    departures: AtomicU64,
    limits: AtomicU64,
    intake_keys: AtomicU64,
    jobs: AtomicU64,
    events: AtomicU64,
}

impl House {
    /// Keeps house until `stopping`.
    pub(crate) async fn keep(
        &self,
        app: &App,
        people: &People,
        schemas: &Schemas,
        stopping: CancellationToken,
    ) {
        let mut pause = FIRST;
        while stopping
            .run_until_cancelled(tokio::time::sleep(pause))
            .await
            .is_some()
        {
            self.round(app).await;
            people.look().await;
            schemas.round(app.ambient.now()).await;
            pause = HOUSEKEEPING;
        }
    }

    async fn round(&self, app: &App) {
        self.identity(&app.identity).await;
        let counts = app.limits.forget_idle(i64::from(BATCH)).await;
        self.limits.fetch_add(counts, Ordering::Relaxed);
        match app.intake.prune_keys().await {
            Ok(keys) => drop(self.intake_keys.fetch_add(keys, Ordering::Relaxed)),
            Err(error) => tracing::warn!(%error, "old idempotency keys could not be removed"),
        }
        self.jobs(app).await;
    }

    async fn jobs(&self, app: &App) {
        match app.queues.clear(BATCHES).await {
            Ok(cleared) => drop(self.jobs.fetch_add(cleared, Ordering::Relaxed)),
            Err(error) => tracing::warn!(%error, "old jobs could not be cleared"),
        }
        match stoa_app::health::forget_old(app.modes.db(), app.ambient.now()).await {
            Ok(events) => drop(self.events.fetch_add(events, Ordering::Relaxed)),
            Err(error) => tracing::warn!(%error, "old events could not be removed"),
        }
    }

    async fn identity(&self, identity: &Identity) {
        for _ in 0..BATCHES {
            match identity.keep_house(BATCH).await {
                Ok(removed) => {
                    self.sessions.fetch_add(removed.sessions, Ordering::Relaxed);
                    self.tokens.fetch_add(removed.tokens, Ordering::Relaxed);
                    self.challenges
                        .fetch_add(removed.challenges, Ordering::Relaxed);
                    self.flows.fetch_add(removed.flows, Ordering::Relaxed);
                    self.letters.fetch_add(removed.letters, Ordering::Relaxed);
                    self.departures
                        .fetch_add(removed.departures, Ordering::Relaxed);
                    if !removed.may_leave_more(BATCH) {
                        return;
                    }
                }
                Err(error) => {
                    tracing::warn!(%error, "ended sessions and old links could not be removed");
                    return;
                }
            }
        }
    }

    /// Figures for `/metrics`.
    pub(crate) fn gauges(&self) -> Vec<Gauge> {
        let kinds = [
            ("sessions", &self.sessions),
            ("tokens", &self.tokens),
            ("challenges", &self.challenges),
            ("flows", &self.flows),
            ("letters", &self.letters),
            ("departures", &self.departures),
            ("limits", &self.limits),
            ("intake_keys", &self.intake_keys),
            ("jobs", &self.jobs),
            ("health_events", &self.events),
        ];
        kinds
            .map(|(kind, count)| Gauge {
                name: "stoa_house_removed_total",
                help: "Rows that had no use any more and were removed",
                labels: vec![("kind", kind.to_owned())],
                value: number(count.load(Ordering::Relaxed)),
            })
            .into()
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^52")]
fn number(value: u64) -> f64 {
    value as f64
}

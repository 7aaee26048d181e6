//! How the system does and works: the health log with its reporter, the mode, and Redis as a bell.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use stoa_app::{
    health::{
        Channels, HealthEvent, HealthLog, OUTAGE_PATIENCE, Reporter, Said, WatchedQueue,
        tell_of_queues,
    },
    leads::Deliver,
    modes::{Dispatch, Modes},
};
use stoa_core::Ambient;
use stoa_domain::HealthLevel;
use stoa_jobs::{Bell, BellState, OnDead, RedisBell, Tally, Waker};
use stoa_pg::{Database as _, Main, Tripwire, TripwireDb};
use stoa_web::{Check, CheckState, Gauge};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::{
    config::Settings, data_dir, databases::Databases, instruments::Instruments, listening::Wakers,
    logging,
};

/// Where events wait while the database is what died, below the data directory.
const SPOOL: &str = "spool/health.jsonl";

/// The parts that say and decide how the system does and works.
pub(crate) struct System {
    pub(crate) modes: Modes,
    pub(crate) health: HealthLog,
    bell: Option<Arc<RedisBell>>,
    tally: Tally,
    reporter: Mutex<Option<(Reporter, Said)>>,
    is_told: bool,
}

impl System {
    /// Makes the parts over the main database.
    ///
    /// # Errors
    /// When the address of Redis cannot be used, or there is no place for a data directory.
    pub(crate) fn wire(
        settings: &Settings,
        databases: &Databases,
        (ambient, instruments): (&Ambient, &Instruments),
        channels: Channels,
    ) -> anyhow::Result<Self> {
        let (health, said) = HealthLog::new(ambient.clone());
        let bell = settings.redis_url.as_ref().map(RedisBell::open);
        let data_dir = data_dir::choose(settings.data_dir.as_deref(), settings.pg_user.as_deref())?;
        let is_told = channels.are_there();
        let reporter = Reporter {
            db: databases.main.clone(),
            ambient: ambient.clone(),
            channels,
            spool: Some(data_dir.join(SPOOL)),
            tally: instruments.system.clone(),
        };
        Ok(Self {
            modes: Modes::new(databases.main.clone(), ambient.clone(), health.clone()),
            health,
            bell: bell.transpose()?.map(Arc::new),
            tally: instruments.system.clone(),
            reporter: Mutex::new(Some((reporter, said))),
            is_told,
        })
    }

    /// Decides how accounts of buyers are made.
    pub(crate) fn dispatch(
        &self,
        tripwire: &TripwireDb,
        waker: &Waker,
        stall: Duration,
    ) -> Dispatch {
        let (modes, health) = (self.modes.clone(), self.health.clone());
        let dispatch = Dispatch::new(modes, health, tripwire.clone(), waker.clone(), stall)
            .counting(self.tally.clone());
        match &self.bell {
            Some(bell) => dispatch.ringing(Arc::<RedisBell>::clone(bell) as Arc<dyn Bell>),
            None => dispatch,
        }
    }

    /// Reports what is said and watches Redis, until `stopping`; a second call reports nothing.
    ///
    /// # Errors
    /// None; the shape is a task's.
    pub(crate) async fn run(
        self: Arc<Self>,
        wakers: Wakers,
        stopping: CancellationToken,
    ) -> anyhow::Result<()> {
        let reporter = self
            .reporter
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        let reporting = async {
            if let Some((reporter, said)) = reporter {
                reporter.run(said, stopping.clone()).await;
            }
        };
        let watching = async {
            if let Some(bell) = &self.bell {
                let wakers = vec![wakers.main, wakers.tripwire];
                tokio::join!(
                    bell.watch(stopping.clone()),
                    bell.follow(wakers, stopping.clone()),
                    stopping.run_until_cancelled(self.tell_of(bell)),
                );
            }
        };
        tokio::join!(reporting, watching);
        Ok(())
    }

    /// Tells of jobs of `database` that are given up. A lead's delivery has said so itself, with the lead.
    pub(crate) fn tells_of_dead_jobs(&self, database: &'static str) -> OnDead {
        let health = self.health.clone();
        Arc::new(move |job, reason| {
            if job.kind == Deliver::KIND {
                return;
            }
            let event = HealthEvent::critical(format!("A job was given up: {}", job.kind))
                .with("reason", reason)
                .with("job_id", job.id.0)
                .with("see", format!("/admin/jobs/{database}/{}", job.id.0))
                .with_request_id(job.request_id.clone());
            health.emit(event);
        })
    }

    /// Tells when the queues of this process's workers go and come, until they end.
    pub(crate) async fn tell_of_queues(
        &self,
        main: watch::Receiver<bool>,
        tripwire: watch::Receiver<bool>,
    ) {
        let queues = [(Main::NAME, main), (Tripwire::NAME, tripwire)];
        let queues = queues.map(|(database, reads)| WatchedQueue { database, reads });
        tell_of_queues(&self.health, queues.into(), OUTAGE_PATIENCE).await;
    }

    /// Tells when Redis goes and comes. Whoever missed it has told so.
    async fn tell_of(&self, bell: &RedisBell) {
        let mut state = bell.state();
        while state.changed().await.is_ok() {
            let now = state.borrow_and_update().clone();
            let event = match now {
                BellState::Up => HealthEvent::switch("Redis answers again: back to normal"),
                BellState::Down { missed: true, .. } => continue,
                BellState::Down { reason, .. } => HealthEvent::switch(
                    "Redis does not answer: limits and wake-ups go through PostgreSQL",
                )
                .with("error", reason),
            };
            self.health.emit(event);
        }
    }

    /// What `/health` says of them.
    pub(crate) fn checks(&self) -> Vec<Check> {
        let check = |name: &str, status, message: String| Check {
            name: name.to_owned(),
            status,
            message,
            took_ms: 0,
            required: false,
        };
        let alerts = if self.is_told {
            (
                CheckState::Ok,
                "administrators are told of SWITCH and CRITICAL",
            )
        } else {
            (
                CheckState::Ok,
                "nobody is told: telegram.admin_chat_id and alerts.email are not set; see /admin/alerts",
            )
        };
        let mut checks = vec![check("alerts", alerts.0, alerts.1.to_owned())];
        let unwritten = logging::lost();
        if unwritten > 0 {
            let message = format!(
                "{unwritten} lines could not be written since the start: whoever reads standard error is gone, or its disk is full"
            );
            checks.push(check("log", CheckState::Warn, message));
        }
        if let Some(bell) = &self.bell {
            let (status, message) = match &*bell.state().borrow() {
                BellState::Up => (CheckState::Ok, "answers".to_owned()),
                BellState::Down { reason, .. } => (
                    CheckState::Warn,
                    format!("does not answer ({reason}): accounts of buyers are made at once"),
                ),
            };
            checks.push(check("redis", status, message));
        }
        checks
    }

    /// Figures for `/metrics`.
    pub(crate) fn gauges(&self) -> Vec<Gauge> {
        let figures = self.modes.figures();
        let asked = [
            ("hit", figures.hits),
            ("read", figures.reads),
            ("failed", figures.failures),
        ];
        let mut gauges: Vec<_> = asked
            .map(|(how, count)| gauge(MODES, ("how", how), count))
            .into();
        gauges.extend(
            HealthLevel::ALL
                .iter()
                .map(|level| self.counted(EVENTS, ("type", level.as_str()), "health")),
        );
        for how in ["telegram", "mail", "retry", "overflow"] {
            gauges.push(self.counted(ALERTS, ("how", how), "alert"));
        }
        for way in ["queue", "direct", "fallback"] {
            gauges.push(self.counted(WAYS, ("way", way), "dispatch"));
        }
        for (figure, count) in [(LOST, self.health.lost()), (UNWRITTEN, logging::lost())] {
            gauges.push(Gauge {
                labels: Vec::new(),
                ..gauge(figure, ("", ""), count)
            });
        }
        gauges
    }

    fn counted(&self, figure: Figure, label: (&'static str, &str), kind: &str) -> Gauge {
        let counts = self.tally.counts().into_iter();
        let found = counts.filter(|count| count.kind == kind && count.outcome == label.1);
        gauge(figure, label, found.map(|count| count.runs).sum())
    }
}

/// The name of a figure and what it says.
type Figure = (&'static str, &'static str);

const MODES: Figure = (
    "stoa_mode_questions_total",
    "Questions for the mode, by how they were answered",
);
const EVENTS: Figure = (
    "stoa_health_events_total",
    "Events of the health log, by level",
);
const ALERTS: Figure = ("stoa_alerts_total", "Alerts by what became of them");
const WAYS: Figure = (
    "stoa_dispatch_total",
    "Accounts that were asked for, by the way they were given",
);
const LOST: Figure = (
    "stoa_health_lost_total",
    "Events that came faster than they could be kept",
);

const UNWRITTEN: Figure = (
    "stoa_log_lost_total",
    "Lines of the log that could not be written",
);

fn gauge((name, help): Figure, (label, value): (&'static str, &str), count: u64) -> Gauge {
    Gauge {
        name,
        help,
        labels: vec![(label, value.to_owned())],
        value: number(count),
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^52")]
fn number(value: u64) -> f64 {
    value as f64
}

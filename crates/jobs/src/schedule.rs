//! Jobs that come by the clock: each time once, whichever process writes it down first.

use std::{str::FromStr as _, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use croner::Cron;
use serde_json::{Value, json};
use stoa_core::Ambient;
use stoa_ops_sql::queries::job as sql;
use stoa_pg::{Database, Db, DbError};
use thiserror::Error;
use tokio_util::sync::CancellationToken;

use crate::{NewJob, Waker, enqueue, store::scope};

/// Longest sleep between looks at the clock: it may be set, and the machine may have slept.
const LOOK: Duration = Duration::from_secs(30);
/// A time that was missed by more than this is not caught up on.
const MISSED: TimeDelta = TimeDelta::hours(24);

/// A text that says no times.
#[derive(Debug, Error)]
#[error("schedule {name}: {reason}")]
pub struct InvalidSchedule {
    name: &'static str,
    reason: String,
}

/// When a kind of job comes by itself.
#[derive(Debug, Clone)]
pub struct Schedule {
    name: &'static str,
    kind: &'static str,
    cron: Cron,
    zone: Tz,
    payload: Value,
}

impl Schedule {
    /// `name` is its own for ever: the times that were written down are found by it. `pattern` is a cron line of five
    /// fields, or of six with seconds first, read in `zone`.
    ///
    /// # Errors
    /// [`InvalidSchedule`].
    pub fn new(
        name: &'static str,
        kind: &'static str,
        pattern: &str,
        zone: Tz,
    ) -> Result<Self, InvalidSchedule> {
        let cron = Cron::from_str(pattern).map_err(|error| InvalidSchedule {
            name,
            reason: error.to_string(),
        })?;
        Ok(Self {
            name,
            kind,
            cron,
            zone,
            payload: json!({}),
        })
    }

    /// The same, its jobs with a payload.
    #[must_use]
    pub fn with_payload(self, payload: Value) -> Self {
        Self { payload, ..self }
    }

    /// The first time after `now`.
    #[must_use]
    pub fn next_after(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let next = self
            .cron
            .find_next_occurrence(&now.with_timezone(&self.zone), false);
        next.ok().map(|at| at.with_timezone(&Utc))
    }

    /// The latest time up to `now`, within a day.
    fn latest(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let previous = self
            .cron
            .find_previous_occurrence(&now.with_timezone(&self.zone), true);
        let previous = previous.ok()?.with_timezone(&Utc);
        (now - previous <= MISSED).then_some(previous)
    }

    /// The job of one time. One of a schedule runs at a time: a slow one is not overtaken by the next.
    fn job(&self, due_at: DateTime<Utc>, now: DateTime<Utc>) -> NewJob {
        let key = format!("{}:{}", self.name, due_at.format("%Y-%m-%dT%H:%M:%SZ"));
        NewJob::new(self.kind, key, self.payload.clone(), now)
            .with_limit_key(format!("schedule:{}", self.name))
    }
}

/// Makes the jobs of schedules when their time comes. Every process may run one.
#[derive(Debug)]
pub struct Scheduler<D: Database> {
    db: Db<D>,
    ambient: Ambient,
    schedules: Vec<Schedule>,
    waker: Waker,
}

impl<D: Database> Scheduler<D> {
    /// A scheduler over the queue of a database; `waker` wakes the worker of this process.
    #[must_use]
    pub fn new(db: Db<D>, ambient: Ambient, schedules: Vec<Schedule>, waker: Waker) -> Self {
        Self {
            db,
            ambient,
            schedules,
            waker,
        }
    }

    /// Makes jobs until `stopping`. After an outage each schedule gets the latest time that it missed, not all of them.
    pub async fn run(self, stopping: CancellationToken) {
        if self.schedules.is_empty() {
            return;
        }
        let mut healthy = true;
        loop {
            let round = self.round().await;
            if let Err(error) = &round
                && std::mem::replace(&mut healthy, false)
            {
                tracing::warn!(database = D::NAME, %error, "scheduled jobs cannot be made; trying again each moment");
            }
            healthy = round.is_ok();
            let wait = if healthy { self.wait() } else { LOOK / 30 };
            let slept = stopping.run_until_cancelled(tokio::time::sleep(wait)).await;
            if slept.is_none() {
                return;
            }
        }
    }

    fn wait(&self) -> Duration {
        let now = self.ambient.now();
        let next = self.schedules.iter().filter_map(|s| s.next_after(now));
        let wait = next
            .map(|at| (at - now).to_std().unwrap_or_default())
            .min()
            .unwrap_or(LOOK);
        (wait + Duration::from_millis(5)).min(LOOK)
    }

    /// Makes the jobs whose time has come since the last round of any process, and says how many.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn round(&self) -> Result<usize, DbError> {
        let mut made = 0;
        for schedule in &self.schedules {
            if self.tick(schedule).await? {
                made += 1;
            }
        }
        if made > 0 {
            self.waker.wake();
        }
        Ok(made)
    }

    async fn tick(&self, schedule: &Schedule) -> Result<bool, DbError> {
        let now = self.ambient.now();
        let Some(due_at) = schedule.latest(now) else {
            return Ok(false);
        };
        let tx = self.db.begin(&scope()).await?;
        let made = async {
            let job = enqueue(&tx, schedule.job(due_at, now)).await?;
            let ticked = sql::insert_tick()
                .bind(
                    tx.client(),
                    &schedule.name,
                    &due_at.fixed_offset(),
                    &job.id().0,
                )
                .await?;
            Ok::<_, DbError>(ticked == 1)
        };
        match made.await {
            Ok(true) => {
                tx.commit().await?;
                tracing::debug!(schedule = schedule.name, %due_at, "a scheduled job is made");
                Ok(true)
            }
            // Another process has made it; its job may be gone by now, and must not come again.
            Ok(false) => tx.rollback().await.map(|()| false),
            Err(error) => {
                tx.rollback().await?;
                Err(error)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone as _;

    use super::*;

    #[test]
    fn times_are_read_in_the_zone_of_the_academy() {
        let nightly = Schedule::new("audit", "test", "30 3 * * *", chrono_tz::Asia::Almaty);
        let nightly = nightly.unwrap();
        let now = Utc.with_ymd_and_hms(2026, 11, 21, 12, 0, 0).unwrap();
        let next = Utc.with_ymd_and_hms(2026, 11, 21, 22, 30, 0).unwrap();
        assert_eq!(nightly.next_after(now), Some(next), "03:30 in Almaty");
        assert_eq!(nightly.latest(now), Some(next - TimeDelta::days(1)));
        assert!(Schedule::new("x", "y", "every day", chrono_tz::UTC).is_err());
    }
}

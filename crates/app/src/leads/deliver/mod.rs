//! The worker's side: brings a delivery to its sink, once in effect.
//!
//! `sending` is committed before the first byte leaves. Whatever then happens to this process, a delivery that is found
//! in `sending` may have arrived: it becomes `unknown`, and is not sent again before somebody has looked. In the CRM we
//! look ourselves; a chat cannot be searched.
//!
//! # Source
//! the leads contract, 4.

mod alarm;
mod call;
mod pack;
mod pauses;
mod reconcile;
mod schedule;
mod settle;
mod sightings;
mod take;
mod verdict;

use std::{sync::Arc, time::Duration};

use futures::{FutureExt as _, future::BoxFuture};
use stoa_core::Ambient;
use stoa_db_tripwire::leads::StoredMapping;
use stoa_domain::{MappingRow, Sink};
use stoa_jobs::{Claimed, Handler, Outcome, Tally};
use stoa_pg::{DbError, TripwireDb};

use self::{pauses::Pauses, sightings::Sightings, take::Taken};
use super::{
    LeadDesk, Sinks,
    job::{DELIVER, DeliverJob},
};
use crate::health::HealthLog;

/// How long a job waits for a database that does not answer.
const DATABASE_PAUSE: Duration = Duration::from_secs(5);

/// Delivers leads to Telegram and the CRM. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Deliver {
    tripwire: TripwireDb,
    ambient: Ambient,
    sinks: Sinks,
    /// Frees what waited for a sink that takes leads again.
    desk: LeadDesk,
    health: HealthLog,
    pauses: Arc<Pauses>,
    sightings: Arc<Sightings>,
    outbox: Tally,
    quarantine: Duration,
    /// Where deals go while the table has no rows.
    unmapped: Option<StoredMapping>,
}

/// The sink's word that it has the lead.
struct Receipt {
    /// The sink's name of it: `<chat>/<message>` or the deal's id.
    external_id: String,
    /// What is worth knowing besides.
    note: Option<String>,
}

impl Deliver {
    /// The kind of its jobs.
    pub const KIND: &str = DELIVER;
    /// The outbox that it empties, in figures.
    pub const OUTBOX: &str = "leads";

    /// Delivers from the tripwire database to `sinks`.
    #[must_use]
    pub fn new(tripwire: TripwireDb, ambient: Ambient, sinks: Sinks) -> Self {
        Self {
            desk: LeadDesk::new(tripwire.clone(), ambient.clone()),
            health: HealthLog::silent(ambient.clone()),
            tripwire,
            ambient,
            sinks,
            pauses: Arc::default(),
            sightings: Arc::default(),
            outbox: Tally::default(),
            quarantine: reconcile::QUARANTINE,
            unmapped: None,
        }
    }

    /// The same, and while the mapping table has no rows, deals go to the stage of `row`: a demo's, which must not be
    /// stored as if somebody had said it.
    #[must_use]
    pub fn while_unmapped(self, row: MappingRow) -> Self {
        let stored = StoredMapping {
            row,
            version: 0,
            updated_at: self.ambient.now(),
        };
        Self {
            unmapped: Some(stored),
            ..self
        }
    }

    /// The same, what it delivers and gives up counted in `outbox` under [`Deliver::OUTBOX`].
    #[must_use]
    pub fn counting(self, outbox: Tally) -> Self {
        Self { outbox, ..self }
    }

    /// The same, and administrators hear through `health` of what needs a person.
    #[must_use]
    pub fn telling(self, health: HealthLog) -> Self {
        Self { health, ..self }
    }

    /// The same; a deal whose answer was lost is only looked for during `quarantine` (120 s when not said).
    #[must_use]
    pub fn with_quarantine(self, quarantine: Duration) -> Self {
        Self { quarantine, ..self }
    }

    async fn deliver(&self, job: &Claimed) -> Outcome {
        let order: DeliverJob = match job.decode() {
            Ok(order) => order,
            Err(outcome) => return outcome,
        };
        let parcel = match self.take(&order).await {
            Ok(Taken::Parcel(parcel)) => parcel,
            Ok(Taken::Settled(outcome)) => return outcome,
            Err(error) => return without_database(&error),
        };
        let answer = self.call(job, &parcel).await;
        self.settle(job, &parcel, answer).await
    }

    /// Leaves a sink alone for `wait`, and says so.
    fn silence(&self, sink: Sink, wait: Duration) -> Duration {
        self.pauses.pause(sink, wait, self.ambient.now());
        wait
    }
}

impl Handler for Deliver {
    fn kind(&self) -> &'static str {
        DELIVER
    }

    fn run<'a>(&'a self, job: &'a Claimed) -> BoxFuture<'a, Outcome> {
        self.deliver(job).boxed()
    }

    fn exhausted<'a>(&'a self, job: &'a Claimed, reason: &'a str) -> BoxFuture<'a, ()> {
        self.give_up(job, reason).boxed()
    }

    /// Longer than all calls of one delivery may take together: a run that is cut off leaves an unknown.
    fn timeout(&self) -> Duration {
        Duration::from_mins(5)
    }
}

fn without_database(error: &DbError) -> Outcome {
    let reason = error.to_string();
    if error.is_outage() {
        return Outcome::Defer {
            after: DATABASE_PAUSE,
            reason,
        };
    }
    let cause = std::error::Error::source(error).map(ToString::to_string);
    tracing::error!(%error, cause, "a delivery cannot be read");
    Outcome::Retry {
        after: None,
        reason,
    }
}

use std::{path::PathBuf, time::Duration};

use chrono::TimeDelta;
use serde_json::Value;
use stoa_core::Ambient;
use stoa_db_main::health::{self, HealthRow, Note};
use stoa_domain::HealthLevel;
use stoa_jobs::Tally;
use stoa_pg::MainDb;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::{
    Channels, HealthEvent, Said,
    event::{Alert, Noted},
    herald::Herald,
    keeper::Keeper,
    merge::{Merged, Merger},
    spool::Spool,
};

/// How often windows are looked at.
const TICK: Duration = Duration::from_secs(1);
/// How often, and after how long, what another process has not told is taken over.
const TAKE_OVER: Duration = Duration::from_mins(1);
const TAKEN: TimeDelta = TimeDelta::minutes(5);

/// Does with events what is promised of them: stores each, merges equal ones, and tells administrators.
#[derive(Debug)]
pub struct Reporter {
    /// Where they are stored.
    pub db: MainDb,
    /// Time.
    pub ambient: Ambient,
    /// How administrators are reached.
    pub channels: Channels,
    /// Where events wait while the database is what died; without one they are only logged then.
    pub spool: Option<PathBuf>,
    /// Counts events by level under `health`, and alerts by their way under `alert`.
    pub tally: Tally,
}

/// What the reporter's own tasks are given.
struct Desk {
    notes: mpsc::UnboundedSender<Note>,
    alerts: mpsc::UnboundedSender<Alert>,
    tally: Tally,
    merger: Merger,
    ambient: Ambient,
    lost_before: u64,
}

impl Reporter {
    /// Reports what is said, until `stopping`; then what was said up to then, within a few seconds.
    pub async fn run(self, mut said: Said, stopping: CancellationToken) {
        let (notes, to_keep) = mpsc::unbounded_channel();
        let (alerts, to_tell) = mpsc::unbounded_channel();
        let keeper = Keeper {
            db: self.db.clone(),
            spool: Spool::open(self.spool),
            notes: to_keep,
        };
        let herald = Herald::new(
            self.channels,
            self.ambient.clone(),
            notes.clone(),
            self.tally.clone(),
        );
        let (keeping, telling) = (
            tokio::spawn(keeper.run()),
            tokio::spawn(herald.run(to_tell)),
        );
        let mut desk = Desk {
            notes,
            alerts,
            tally: self.tally,
            merger: Merger::default(),
            ambient: self.ambient,
            lost_before: 0,
        };
        desk.work(&self.db, &mut said, &stopping).await;
        desk.finish(&mut said);
        drop(desk);
        let _ = telling.await;
        let _ = keeping.await;
    }
}

impl Desk {
    async fn work(&mut self, db: &MainDb, said: &mut Said, stopping: &CancellationToken) {
        let mut tick = tokio::time::interval(TICK);
        let mut take_over = tokio::time::interval(TAKE_OVER);
        loop {
            tokio::select! {
                () = stopping.cancelled() => return,
                came = said.events.recv() => match came {
                    Some(noted) => self.take(noted),
                    None => return,
                },
                _ = tick.tick() => self.tick(said),
                _ = take_over.tick() => self.take_over(db).await,
            }
        }
    }

    fn take(&mut self, noted: Noted) {
        self.tally.count("health", noted.event.level.as_str());
        if let Some(first) = self.merger.take(noted) {
            self.note(&first);
            self.tell(first);
        }
    }

    fn note(&self, noted: &Noted) {
        if !noted.event.is_logged {
            log(noted);
        }
        let _ = self.notes.send(Note::New {
            id: noted.id,
            level: noted.event.level,
            message: noted.event.message.clone(),
            metadata: Value::Object(noted.event.facts.clone()),
            request_id: noted.event.request_id.clone(),
            at: noted.at,
        });
    }

    fn tell(&self, noted: Noted) {
        if noted.event.level.is_told() {
            let _ = self.alerts.send(Alert::New(noted));
        }
    }

    fn merged(&self, ended: Vec<Merged>) {
        for Merged { note, event } in ended {
            let _ = self.notes.send(note);
            self.tell(event);
        }
    }

    fn tick(&mut self, said: &Said) {
        let ended = self.merger.ended(self.ambient.now());
        self.merged(ended);
        let lost = said.lost.load(std::sync::atomic::Ordering::Relaxed);
        let more = lost.saturating_sub(std::mem::replace(&mut self.lost_before, lost));
        if more > 0 {
            let message = "Events of the health log came faster than they could be kept";
            let event = HealthEvent::new(HealthLevel::Warning, message).with("lost", more);
            self.take(Noted {
                id: self.ambient.uuid(),
                at: self.ambient.now(),
                event,
            });
        }
    }

    /// What a process that is gone was to tell.
    async fn take_over(&self, db: &MainDb) {
        match health::take_untold(db, TAKEN, self.ambient.now()).await {
            Ok(rows) => {
                for noted in rows.into_iter().map(noted) {
                    let _ = self.alerts.send(Alert::Found(noted));
                }
            }
            Err(error) => tracing::debug!(%error, "untold alerts cannot be looked for"),
        }
    }

    fn finish(&mut self, said: &mut Said) {
        said.events.close();
        while let Ok(noted) = said.events.try_recv() {
            self.take(noted);
        }
        let ended = self.merger.close();
        self.merged(ended);
    }
}

fn noted(row: HealthRow) -> Noted {
    let facts = match row.metadata {
        Value::Object(facts) => facts,
        _ => serde_json::Map::new(),
    };
    let mut event = HealthEvent::new(row.level, row.message).with_request_id(row.request_id);
    event.facts = facts;
    Noted {
        id: row.id,
        at: row.created_at,
        event,
    }
}

/// The line of the log. Only ids and texts of our own: the facts may hold an address.
fn log(noted: &Noted) {
    let (event, id) = (&noted.event, noted.id);
    let request_id = event.request_id.as_deref();
    match event.level {
        HealthLevel::Critical => {
            tracing::error!(target: "stoa::critical", event_type = "CRITICAL", health.id = %id, request_id, name = event.same_as, "something needs a person");
        }
        HealthLevel::Error => {
            tracing::warn!(health.id = %id, request_id, name = event.same_as, "an error is in the health log");
        }
        HealthLevel::Warning => {
            tracing::warn!(health.id = %id, request_id, name = event.same_as, "a warning is in the health log");
        }
        HealthLevel::Switch | HealthLevel::Info => {
            tracing::info!(event_type = event.level.as_str(), health.id = %id, request_id, name = event.same_as, "an event is in the health log");
        }
    }
}

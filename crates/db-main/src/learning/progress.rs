//! The ledger of what happened in lessons, and what was made of it.

use std::collections::HashSet;

use chrono::{DateTime, FixedOffset, Utc};
use stoa_core::{CommunityId, EventId, LessonId, UserId};
use stoa_domain::{LessonEvent, Progress};
use stoa_main_sql::{client::Params as _, queries::progress as q};
use stoa_pg::{DbError, MainTx};

use super::{stored::Stored, utc};

/// Whose progress in which lesson.
#[derive(Debug, Clone, Copy)]
pub struct ProgressKey {
    /// The learner.
    pub user_id: UserId,
    /// The lesson.
    pub lesson_id: LessonId,
    /// The community of the lesson.
    pub community_id: CommunityId,
}

/// The progress as it is now, held until the transaction ends; a first one is begun when there is none.
///
/// # Errors
/// [`DbError`].
pub async fn lock(tx: &MainTx, key: ProgressKey, now: DateTime<Utc>) -> Result<Progress, DbError> {
    let params = q::LockProgressParams {
        user_id: key.user_id.0,
        lesson_id: key.lesson_id.0,
        community_id: key.community_id.0,
        now: now.fixed_offset(),
    };
    let row = q::lock_progress()
        .params(tx.client(), &params)
        .one()
        .await?;
    Row {
        status: row.status,
        percent: row.percent,
        position_s: row.position_s,
        watched_s: row.watched_s,
        by_hand: row.by_hand,
        completed_at: row.completed_at,
    }
    .read(Stored {
        table: "lesson_progress",
        key: key.lesson_id.0,
    })
}

/// Adds events to the ledger; gives the ids of those that it had not heard of, each once.
///
/// # Errors
/// [`DbError`].
pub async fn insert_events(
    tx: &MainTx,
    key: ProgressKey,
    events: &[(EventId, LessonEvent)],
    now: DateTime<Utc>,
) -> Result<HashSet<EventId>, DbError> {
    let (positions, watched): (Vec<_>, Vec<_>) =
        events.iter().map(|(_, event)| beat(*event)).unzip();
    let params = q::InsertEventsParams {
        user_id: key.user_id.0,
        community_id: key.community_id.0,
        lesson_id: key.lesson_id.0,
        now: now.fixed_offset(),
        client_event_ids: events.iter().map(|(id, _)| id.0).collect::<Vec<_>>(),
        kinds: events
            .iter()
            .map(|(_, event)| kind(*event))
            .collect::<Vec<_>>(),
        positions,
        watched,
    };
    let new = q::insert_events()
        .params(tx.client(), &params)
        .all()
        .await?;
    Ok(new.into_iter().map(EventId).collect())
}

/// Writes the progress that [`lock`] has given and the events have changed.
///
/// # Errors
/// [`DbError`].
pub async fn save(
    tx: &MainTx,
    key: ProgressKey,
    progress: &Progress,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    let params = q::SaveProgressParams {
        status: progress.status.as_str(),
        percent: progress.percent.into(),
        position_s: seconds(progress.position_s),
        watched_s: seconds(progress.watched_s),
        by_hand: progress.by_hand,
        completed_at: progress.completed_at.map(|at| at.fixed_offset()),
        now: now.fixed_offset(),
        user_id: key.user_id.0,
        lesson_id: key.lesson_id.0,
    };
    DbError::expect_rows(1, q::save_progress().params(tx.client(), &params).await?)
}

const fn kind(event: LessonEvent) -> &'static str {
    match event {
        LessonEvent::Opened => "opened",
        LessonEvent::Heartbeat { .. } => "heartbeat",
        LessonEvent::Completed => "completed",
        LessonEvent::Undone => "undone",
    }
}

fn beat(event: LessonEvent) -> (Option<i32>, Option<i32>) {
    match event {
        LessonEvent::Heartbeat {
            position_s,
            watched_s,
        } => (Some(seconds(position_s)), Some(seconds(watched_s))),
        LessonEvent::Opened | LessonEvent::Completed | LessonEvent::Undone => (None, None),
    }
}

/// Sixty-eight years at most.
fn seconds(seconds: u32) -> i32 {
    i32::try_from(seconds).unwrap_or(i32::MAX)
}

/// A progress row as it is stored.
pub(super) struct Row {
    pub(super) status: String,
    pub(super) percent: i32,
    pub(super) position_s: i32,
    pub(super) watched_s: i32,
    pub(super) by_hand: bool,
    pub(super) completed_at: Option<DateTime<FixedOffset>>,
}

impl Row {
    pub(super) fn read(self, stored: Stored) -> Result<Progress, DbError> {
        Ok(Progress {
            status: stored.word("status", &self.status)?,
            percent: stored.number("percent", self.percent)?,
            position_s: stored.number("position_s", self.position_s)?,
            watched_s: stored.number("watched_s", self.watched_s)?,
            completed_at: self.completed_at.map(utc),
            by_hand: self.by_hand,
        })
    }
}

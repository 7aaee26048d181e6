//! When a lesson is done, why it is not yet, and what opens the next one.
//!
//! # Source
//! the product contract, 2: progress is a ledger, every lesson has its own rule, and an earned completion is
//! never taken back.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::word::words;

/// What a lesson asks for before it counts as done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum CompletionRule {
    /// To have been opened.
    View,
    /// To have been watched for so many seconds, skipping not counted.
    Time {
        /// How long.
        seconds: u32,
    },
    /// That the student presses "done".
    #[default]
    Manual,
}

/// What a client reports about a lesson. Reports may repeat after a lost answer: the caller counts each
/// client event id once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum LessonEvent {
    /// The page was opened.
    Opened,
    /// The video plays.
    Heartbeat {
        /// Where in the video, seconds from its beginning.
        position_s: u32,
        /// Seconds watched since the last heartbeat; at most [`MAX_BEAT_S`] are believed.
        watched_s: u32,
    },
    /// "Done" was pressed.
    Completed,
    /// "Done" was taken back.
    Undone,
}

impl LessonEvent {
    /// The same, with no place beyond the end of a lesson of `duration_s` seconds.
    #[must_use]
    pub fn within(self, duration_s: Option<u32>) -> Self {
        match self {
            Self::Heartbeat {
                position_s,
                watched_s,
            } => Self::Heartbeat {
                position_s: position_s.min(duration_s.unwrap_or(MAX_POSITION_S)),
                watched_s,
            },
            other => other,
        }
    }
}

/// The farthest place in a video that is kept, in seconds from its beginning.
pub const MAX_POSITION_S: u32 = i32::MAX.unsigned_abs();

/// The most seconds that one heartbeat can add; clients send one every 15 to 30 seconds.
pub const MAX_BEAT_S: u32 = 120;

words! {
    /// How far a student is in a lesson.
    LessonStatus: "lesson status" {
        /// Never opened.
        NotStarted = "not_started",
        /// Opened, not done.
        InProgress = "in_progress",
        /// Done.
        Completed = "completed",
    }
}

/// A student's standing in one lesson: the fold of all events so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// How far.
    pub status: LessonStatus,
    /// 0 to 100; 100 only when done.
    pub percent: u8,
    /// Where the video stopped, seconds from its beginning.
    pub position_s: u32,
    /// Seconds watched in all sittings.
    pub watched_s: u32,
    /// When it was done.
    pub completed_at: Option<DateTime<Utc>>,
    /// It was done by pressing "done", which alone can be taken back.
    pub by_hand: bool,
}

/// What is still missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unmet {
    /// The lesson was not opened.
    Open,
    /// More of it has to be watched.
    Watch {
        /// Seconds still to watch.
        seconds_left: u32,
    },
    /// "Done" was not pressed.
    MarkDone,
}

impl Default for Progress {
    fn default() -> Self {
        Self {
            status: LessonStatus::NotStarted,
            percent: 0,
            position_s: 0,
            watched_s: 0,
            completed_at: None,
            by_hand: false,
        }
    }
}

impl Unmet {
    /// A stable code, for translated texts.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Open => "lesson.not_opened",
            Self::Watch { .. } => "lesson.watch_more",
            Self::MarkDone => "lesson.mark_done",
        }
    }
}

/// The progress after `event`, which happened at `now`.
///
/// "Done" completes a lesson only when the rule leaves it to the student. A completion stays whatever comes
/// later, a stricter rule too; only one given by hand can be undone, by hand.
#[must_use]
pub fn advance(
    progress: Progress,
    rule: CompletionRule,
    event: LessonEvent,
    now: DateTime<Utc>,
) -> Progress {
    let mut next = progress;
    match event {
        LessonEvent::Opened | LessonEvent::Completed => next.open(),
        LessonEvent::Heartbeat {
            position_s,
            watched_s,
        } => {
            next.open();
            next.position_s = position_s;
            next.watched_s = next.watched_s.saturating_add(watched_s.min(MAX_BEAT_S));
        }
        LessonEvent::Undone if next.by_hand => next.reopen(),
        LessonEvent::Undone => {}
    }
    let by_hand = event == LessonEvent::Completed && rule == CompletionRule::Manual;
    if !next.is_complete() && (by_hand || missing(&next, rule).is_none()) {
        next.complete(now, by_hand);
    }
    next.percent = next.percent.max(share(&next, rule));
    next
}

/// What the student still has to do; `None` when the lesson is done.
#[must_use]
pub fn why_not_complete(progress: &Progress, rule: CompletionRule) -> Option<Unmet> {
    if progress.is_complete() {
        None
    } else {
        missing(progress, rule)
    }
}

/// For every module of a course, in order, the number (from 0) of the module that has to be done first;
/// `None` when it is open. `done` says which modules are complete; a complete one is never locked.
#[must_use]
pub fn locked_by(sequential: bool, done: &[bool]) -> Vec<Option<usize>> {
    let first_open = done.iter().position(|done| !done).filter(|_| sequential);
    let lock = |(at, done): (usize, &bool)| first_open.filter(|first| *first < at && !done);
    done.iter().enumerate().map(lock).collect()
}

/// What the rule asks for beyond what is there.
fn missing(progress: &Progress, rule: CompletionRule) -> Option<Unmet> {
    let opened = progress.status != LessonStatus::NotStarted;
    match rule {
        _ if !opened => Some(Unmet::Open),
        CompletionRule::View => None,
        CompletionRule::Manual => Some(Unmet::MarkDone),
        CompletionRule::Time { seconds } => {
            let seconds_left = seconds.saturating_sub(progress.watched_s);
            (seconds_left > 0).then_some(Unmet::Watch { seconds_left })
        }
    }
}

/// The percentage that stands for the progress; 99 at most before the lesson is done.
fn share(progress: &Progress, rule: CompletionRule) -> u8 {
    match rule {
        _ if progress.is_complete() => 100,
        CompletionRule::Time { seconds } => {
            let percent = u64::from(progress.watched_s) * 100 / u64::from(seconds.max(1));
            u8::try_from(percent.min(99)).unwrap_or(99)
        }
        CompletionRule::View | CompletionRule::Manual => 0,
    }
}

impl Progress {
    /// Whether the lesson is done.
    #[must_use]
    pub const fn is_complete(&self) -> bool {
        matches!(self.status, LessonStatus::Completed)
    }

    fn open(&mut self) {
        if self.status == LessonStatus::NotStarted {
            self.status = LessonStatus::InProgress;
        }
    }

    fn complete(&mut self, now: DateTime<Utc>, by_hand: bool) {
        self.status = LessonStatus::Completed;
        self.completed_at = Some(now);
        self.by_hand = by_hand;
    }

    fn reopen(&mut self) {
        self.status = LessonStatus::InProgress;
        self.completed_at = None;
        self.by_hand = false;
        self.percent = 0;
    }
}

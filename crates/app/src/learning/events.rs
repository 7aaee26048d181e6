use stoa_core::{EventId, Failure, FieldError, Kind, LessonId};
use stoa_db_main::learning::{
    lessons::{self, CourseLesson},
    progress::{self, ProgressKey},
};
use stoa_domain::{
    LessonEvent, Progress,
    lesson::{Unmet, advance, why_not_complete},
};
use stoa_identity::Actor;
use stoa_pg::{DbError, MainTx};
use thiserror::Error;

use super::{Learning, LessonError, is_staff, lesson::open_lesson, lock::locks};

/// The most events of one report.
pub const MAX_EVENTS: usize = 50;

/// One thing that happened in a lesson, as a client reports it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReportedEvent {
    /// Made by the client; an id that was heard of before, in whatever lesson, is not counted again.
    pub id: EventId,
    /// What happened.
    pub event: LessonEvent,
}

/// How a learner stands in a lesson after a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LessonStanding {
    /// How far.
    pub progress: Progress,
    /// What is still missing until it is done.
    pub why_not_complete: Option<Unmet>,
    /// How many of the events were new.
    pub recorded: usize,
}

/// Why a report was not taken; nothing of it was.
#[derive(Debug, Error)]
pub enum RecordEventsError {
    /// No event.
    #[error("the report is empty")]
    Empty,
    /// More than [`MAX_EVENTS`].
    #[error("{0} events in one report")]
    TooMany(usize),
    /// The lesson is out of reach, locked, or cannot be read.
    #[error("the lesson takes no events")]
    Lesson(#[from] LessonError),
}

impl From<DbError> for RecordEventsError {
    fn from(error: DbError) -> Self {
        Self::Lesson(LessonError::Storage(error))
    }
}

impl Failure for RecordEventsError {
    fn kind(&self) -> Kind {
        match self {
            Self::Empty | Self::TooMany(_) => Kind::Invalid,
            Self::Lesson(error) => error.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Empty => "lesson.events_empty",
            Self::TooMany(_) => "lesson.events_too_many",
            Self::Lesson(error) => error.code(),
        }
    }

    fn public(&self) -> String {
        match self {
            Self::Empty => "A report needs at least one event.".to_owned(),
            Self::TooMany(sent) => {
                format!("A report takes at most {MAX_EVENTS} events; this one has {sent}.")
            }
            Self::Lesson(error) => error.public(),
        }
    }

    fn fields(&self) -> Vec<FieldError> {
        match self {
            Self::Empty | Self::TooMany(_) => {
                vec![FieldError::new("events", self.code(), self.public())]
            }
            Self::Lesson(error) => error.fields(),
        }
    }

    fn retry_after_seconds(&self) -> Option<u64> {
        match self {
            Self::Empty | Self::TooMany(_) => None,
            Self::Lesson(error) => error.retry_after_seconds(),
        }
    }
}

impl Learning {
    /// Enters 1 to [`MAX_EVENTS`] events into the ledger and moves the progress, both or neither; repeats are harmless.
    ///
    /// # Errors
    /// `lesson.events_empty`, `lesson.events_too_many` (422), `lesson.not_found` (404), `lesson.locked` (403),
    /// `database.unavailable` (503).
    pub async fn record_events(
        &self,
        actor: &Actor,
        lesson: LessonId,
        events: Vec<ReportedEvent>,
    ) -> Result<LessonStanding, RecordEventsError> {
        match events.len() {
            0 => return Err(RecordEventsError::Empty),
            1..=MAX_EVENTS => {}
            sent => return Err(RecordEventsError::TooMany(sent)),
        }
        let tx = self.main.begin(&actor.scope()).await?;
        match self.record(&tx, actor, lesson, &events).await {
            Ok(standing) => {
                tx.commit().await?;
                Ok(standing)
            }
            Err(error) => {
                // The first error is the one to tell, whether or not the connection survived it.
                let _ = tx.rollback().await;
                Err(error)
            }
        }
    }

    async fn record(
        &self,
        tx: &MainTx,
        actor: &Actor,
        lesson: LessonId,
        events: &[ReportedEvent],
    ) -> Result<LessonStanding, RecordEventsError> {
        let now = self.ambient.now();
        let opened = self.open_for_events(tx, actor, lesson).await?;
        let (rule, duration_s) = (opened.rule, opened.lesson.duration_s);
        let key = ProgressKey {
            user_id: actor.user_id,
            lesson_id: lesson,
            community_id: actor.community_id,
        };
        let mut standing = progress::lock(tx, key, now).await?;
        let reported: Vec<_> = events
            .iter()
            .map(|reported| (reported.id, reported.event.within(duration_s)))
            .collect();
        let mut new = progress::insert_events(tx, key, &reported, now).await?;
        let recorded = new.len();
        for (id, event) in reported {
            // Taken out, so that an id that the report itself repeats counts once.
            if new.remove(&id) {
                standing = advance(standing, rule, event, now);
            }
        }
        progress::save(tx, key, &standing, now).await?;
        Ok(LessonStanding {
            progress: standing,
            why_not_complete: why_not_complete(&standing, rule),
            recorded,
        })
    }

    async fn open_for_events(
        &self,
        tx: &MainTx,
        actor: &Actor,
        lesson: LessonId,
    ) -> Result<CourseLesson, RecordEventsError> {
        let mut course = lessons::list_course_in(tx, self.learner(actor), lesson).await?;
        let at = open_lesson(&course, &locks(&course, is_staff(actor)), lesson)?;
        Ok(course.swap_remove(at))
    }
}

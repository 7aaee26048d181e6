use stoa_core::{Failure, Kind, LessonId};
use stoa_db_main::learning::{
    LessonKind, Locale,
    lessons::{self, CourseLesson},
};
use stoa_domain::{
    CompletionRule, Progress,
    lesson::{Unmet, why_not_complete},
};
use stoa_identity::Actor;
use stoa_pg::DbError;
use thiserror::Error;

use super::{ChapterRef, CourseRef, Learning, LessonState, LockedReason, is_staff, lock::locks};

/// A lesson with its text, and the course around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LessonDetail {
    /// The id.
    pub id: LessonId,
    /// The title.
    pub title: String,
    /// The language of title and text.
    pub locale: Locale,
    /// What it consists of.
    pub kind: LessonKind,
    /// The text as HTML that can do no harm.
    pub body_html: String,
    /// How long it takes, in seconds.
    pub duration_s: Option<u32>,
    /// What the learner can do with it; never `Locked`.
    pub state: LessonState,
    /// How far the learner is.
    pub progress: Progress,
    /// When it counts as done.
    pub rule: CompletionRule,
    /// What is still missing until it is done.
    pub why_not_complete: Option<Unmet>,
    /// The course.
    pub course: CourseRef,
    /// The chapter.
    pub chapter: ChapterRef,
    /// The lesson before, if there is one.
    pub previous: Option<LessonId>,
    /// The lesson after, if there is one; it may be locked.
    pub next: Option<LessonId>,
    /// All lessons of the course in order, this one too.
    pub contents: Vec<ContentsEntry>,
}

/// One line of a course's table of contents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContentsEntry {
    /// The lesson.
    pub id: LessonId,
    /// Its title.
    pub title: String,
    /// The language of the title.
    pub locale: Locale,
    /// Its chapter.
    pub chapter: ChapterRef,
    /// What it consists of.
    pub kind: LessonKind,
    /// How long it takes, in seconds.
    pub duration_s: Option<u32>,
    /// What the learner can do with it.
    pub state: LessonState,
    /// What has to be done first, of a locked one.
    pub locked_reason: Option<LockedReason>,
}

/// Why a lesson is not shown.
#[derive(Debug, Error)]
pub enum LessonError {
    /// There is none, or the actor may not know of it.
    #[error("no such lesson within reach")]
    NotFound,
    /// Another lesson has to be done first.
    #[error("lesson {} has to be done first", .0.lesson_id)]
    Locked(LockedReason),
    /// The database failed.
    #[error("the lesson cannot be read")]
    Storage(#[from] DbError),
}

impl Failure for LessonError {
    fn kind(&self) -> Kind {
        match self {
            Self::NotFound => Kind::NotFound,
            Self::Locked(_) => Kind::Forbidden,
            Self::Storage(error) => error.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "lesson.not_found",
            Self::Locked(_) => "lesson.locked",
            Self::Storage(error) => error.code(),
        }
    }

    fn public(&self) -> String {
        match self {
            Self::NotFound => "There is no such lesson.".to_owned(),
            Self::Locked(reason) => format!(
                "This lesson opens when \u{201c}{}\u{201d} is done.",
                reason.title
            ),
            Self::Storage(error) => error.public(),
        }
    }

    fn retry_after_seconds(&self) -> Option<u64> {
        match self {
            Self::NotFound | Self::Locked(_) => None,
            Self::Storage(error) => error.retry_after_seconds(),
        }
    }
}

impl Learning {
    /// One lesson with its text and the contents of its course. Looking is not opening: report an event for that.
    ///
    /// # Errors
    /// `lesson.not_found` (404), `lesson.locked` (403), `database.unavailable` (503).
    pub async fn lesson(&self, actor: &Actor, id: LessonId) -> Result<LessonDetail, LessonError> {
        let course =
            lessons::list_course(&self.main, &actor.scope(), self.learner(actor), id).await?;
        let locks = locks(&course, is_staff(actor));
        let at = open_lesson(&course, &locks, id)?;
        detail(&course, &locks, at).ok_or(LessonError::NotFound)
    }
}

/// Where in its course an unlocked lesson stands.
pub(super) fn open_lesson(
    course: &[CourseLesson],
    locks: &[Option<LockedReason>],
    id: LessonId,
) -> Result<usize, LessonError> {
    let at = course
        .iter()
        .position(|lesson| lesson.lesson.id == id)
        .ok_or(LessonError::NotFound)?;
    match locks.get(at) {
        Some(Some(reason)) => Err(LessonError::Locked(reason.clone())),
        _ => Ok(at),
    }
}

fn detail(
    course: &[CourseLesson],
    locks: &[Option<LockedReason>],
    at: usize,
) -> Option<LessonDetail> {
    let this = course.get(at)?;
    let neighbour = |at: Option<usize>| Some(course.get(at?)?.lesson.id);
    Some(LessonDetail {
        id: this.lesson.id,
        title: this.lesson.title.clone(),
        locale: this.lesson.locale,
        kind: this.lesson.kind,
        body_html: this.body_html.clone().unwrap_or_default(),
        duration_s: this.lesson.duration_s,
        state: LessonState::of(&this.lesson.progress, false),
        progress: this.lesson.progress,
        rule: this.rule,
        why_not_complete: why_not_complete(&this.lesson.progress, this.rule),
        course: course_ref(course, this),
        chapter: chapter_ref(this),
        previous: neighbour(at.checked_sub(1)),
        next: neighbour(at.checked_add(1)),
        contents: course
            .iter()
            .zip(locks)
            .map(|(lesson, lock)| entry(lesson, lock.clone()))
            .collect(),
    })
}

fn entry(lesson: &CourseLesson, locked_reason: Option<LockedReason>) -> ContentsEntry {
    ContentsEntry {
        id: lesson.lesson.id,
        title: lesson.lesson.title.clone(),
        locale: lesson.lesson.locale,
        chapter: chapter_ref(lesson),
        kind: lesson.lesson.kind,
        duration_s: lesson.lesson.duration_s,
        state: LessonState::of(&lesson.lesson.progress, locked_reason.is_some()),
        locked_reason,
    }
}

fn course_ref(course: &[CourseLesson], this: &CourseLesson) -> CourseRef {
    let done = course
        .iter()
        .filter(|lesson| lesson.lesson.progress.is_complete())
        .count();
    CourseRef {
        id: this.course.id,
        slug: this.course.slug.clone(),
        title: this.course.title.clone(),
        kind: this.course.kind,
        percent: u8::try_from(done * 100 / course.len().max(1)).unwrap_or(100),
    }
}

fn chapter_ref(lesson: &CourseLesson) -> ChapterRef {
    ChapterRef {
        id: lesson.lesson.chapter_id,
        title: lesson.lesson.chapter_title.clone(),
    }
}

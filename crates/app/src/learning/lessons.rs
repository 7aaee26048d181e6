use stoa_core::{
    ChapterId, CourseId, Cursor, CursorError, Failure, FieldError, Kind, LessonId, PageLimit,
};
use stoa_db_main::learning::{
    CourseKind, LessonKind, Locale,
    lessons::{self, CourseToCome, ListedLesson, Place},
};
use stoa_domain::Progress;
use stoa_identity::Actor;
use stoa_pg::DbError;
use thiserror::Error;

use super::{Learning, LessonState, LockedReason, is_staff, lock::lock};

/// A lesson as it stands in lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LessonSummary {
    /// The id.
    pub id: LessonId,
    /// The title.
    pub title: String,
    /// The language of the title.
    pub locale: Locale,
    /// The place in the chapter.
    pub position: i32,
    /// What it consists of.
    pub kind: LessonKind,
    /// What the learner can do with it.
    pub state: LessonState,
    /// What has to be done first, of a locked one.
    pub locked_reason: Option<LockedReason>,
    /// How far the learner is.
    pub progress: Progress,
    /// How long it takes, in seconds.
    pub duration_s: Option<u32>,
    /// The course.
    pub course: CourseRef,
    /// The chapter.
    pub chapter: ChapterRef,
}

/// The course that a lesson belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CourseRef {
    /// The id.
    pub id: CourseId,
    /// The name in addresses.
    pub slug: String,
    /// The title, in the learner's language.
    pub title: String,
    /// What it is sold as.
    pub kind: CourseKind,
    /// The share of its lessons that are done, 0 to 100; 100 only when all are.
    pub percent: u8,
}

/// The chapter that a lesson belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChapterRef {
    /// The id.
    pub id: ChapterId,
    /// The title, in the learner's language.
    pub title: String,
}

/// A page of the list of all lessons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LessonPage {
    /// The lessons, by course, chapter and place.
    pub lessons: Vec<LessonSummary>,
    /// How many lessons the whole list has; 0 as well on an empty page after the end.
    pub total: u64,
    /// Where the next page begins, if there is one.
    pub next: Option<Cursor>,
}

/// Why there is no list.
#[derive(Debug, Error)]
pub enum ListLessonsError {
    /// The cursor is not one of ours.
    #[error("the cursor cannot be read")]
    Cursor(#[from] CursorError),
    /// The database failed.
    #[error("the lessons cannot be read")]
    Storage(#[from] DbError),
}

impl Failure for ListLessonsError {
    fn kind(&self) -> Kind {
        match self {
            Self::Cursor(_) => Kind::Invalid,
            Self::Storage(error) => error.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Cursor(_) => "page.cursor_invalid",
            Self::Storage(error) => error.code(),
        }
    }

    fn public(&self) -> String {
        match self {
            Self::Cursor(_) => {
                "The cursor is not one that this list gave; start from the first page.".to_owned()
            }
            Self::Storage(error) => error.public(),
        }
    }

    fn fields(&self) -> Vec<FieldError> {
        match self {
            Self::Cursor(_) => vec![FieldError::new("cursor", self.code(), self.public())],
            Self::Storage(_) => Vec::new(),
        }
    }

    fn retry_after_seconds(&self) -> Option<u64> {
        match self {
            Self::Cursor(_) => None,
            Self::Storage(error) => error.retry_after_seconds(),
        }
    }
}

impl Learning {
    /// The lessons of every course that the actor takes now, with state and progress; staff see all of the community.
    ///
    /// `after` is the `next` of the page before.
    ///
    /// # Errors
    /// `page.cursor_invalid` (422), `database.unavailable` (503).
    pub async fn list_lessons(
        &self,
        actor: &Actor,
        limit: PageLimit,
        after: Option<&str>,
    ) -> Result<LessonPage, ListLessonsError> {
        let after = after.map(Cursor::read::<Place>).transpose()?;
        let mut rows = lessons::list(
            &self.main,
            &actor.scope(),
            self.learner(actor),
            after,
            limit.probe(),
        )
        .await?;
        let full = usize::try_from(limit.rows()).unwrap_or(usize::MAX);
        let more = rows.len() > full;
        rows.truncate(full);
        Ok(LessonPage {
            total: rows.first().map_or(0, |row| row.total),
            next: rows
                .last()
                .filter(|_| more)
                .map(|row| Cursor::of(&row.place)),
            lessons: rows
                .into_iter()
                .map(|row| summary(row, is_staff(actor)))
                .collect(),
        })
    }
}

impl Learning {
    /// The courses that the actor takes and that have no lesson yet: bought, and still being written.
    ///
    /// # Errors
    /// `database.unavailable` (503).
    pub async fn courses_to_come(&self, actor: &Actor) -> Result<Vec<CourseToCome>, DbError> {
        lessons::list_to_come(&self.main, &actor.scope(), self.learner(actor)).await
    }
}

fn summary(row: ListedLesson, staff: bool) -> LessonSummary {
    let locked_reason = lock(&row, staff);
    LessonSummary {
        state: LessonState::of(&row.lesson.progress, locked_reason.is_some()),
        locked_reason,
        id: row.lesson.id,
        title: row.lesson.title,
        locale: row.lesson.locale,
        position: row.lesson.position,
        kind: row.lesson.kind,
        progress: row.lesson.progress,
        duration_s: row.lesson.duration_s,
        course: CourseRef {
            id: row.course.id,
            slug: row.course.slug,
            title: row.course.title,
            kind: row.course.kind,
            percent: row.course_percent,
        },
        chapter: ChapterRef {
            id: row.lesson.chapter_id,
            title: row.lesson.chapter_title,
        },
    }
}

//! Lessons as a learner meets them: in their course, with the own progress.

use chrono::{DateTime, FixedOffset, Utc};
use serde::{Deserialize, Serialize};
use stoa_core::{ChapterId, CourseId, LessonId, UserId};
use stoa_domain::{CompletionRule, Progress};
use stoa_main_sql::{client::Params as _, queries::lessons as q};
use stoa_pg::{DbError, MainDb, MainTx, Scope};

use super::{CourseKind, LessonKind, Locale, progress, stored::Stored};

/// Who learns, and when.
#[derive(Debug, Clone, Copy)]
pub struct Learner {
    /// Whose progress it is.
    pub user_id: UserId,
    /// The language of the page that asks; without one, the person's own.
    pub spoken: Option<Locale>,
    /// The time at which an enrolment must have begun and not ended.
    pub now: DateTime<Utc>,
}

/// Where a lesson stands in the list of all lessons.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// The course's place in the community.
    pub course_position: i32,
    /// The course.
    pub course_id: CourseId,
    /// The chapter's place in the course.
    pub chapter_position: i32,
    /// The lesson's place in the chapter.
    pub position: i32,
}

/// A lesson without its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LessonHead {
    /// The id.
    pub id: LessonId,
    /// The title.
    pub title: String,
    /// The language that title and text are in.
    pub locale: Locale,
    /// What it consists of.
    pub kind: LessonKind,
    /// The place in the chapter.
    pub position: i32,
    /// How long it takes, in seconds.
    pub duration_s: Option<u32>,
    /// Open to everybody who may know of the course.
    pub preview: bool,
    /// How far the learner is.
    pub progress: Progress,
    /// The chapter's id.
    pub chapter_id: ChapterId,
    /// The chapter's title.
    pub chapter_title: String,
}

/// A course, as far as its lessons need it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CourseHead {
    /// The id.
    pub id: CourseId,
    /// The name in addresses.
    pub slug: String,
    /// The title.
    pub title: String,
    /// What it is sold as.
    pub kind: CourseKind,
    /// A lesson opens when all before it are done.
    pub sequential: bool,
}

/// One lesson of the list of all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedLesson {
    /// The lesson.
    pub lesson: LessonHead,
    /// Its course.
    pub course: CourseHead,
    /// How much of the course is done, 0 to 100.
    pub course_percent: u8,
    /// Its place.
    pub place: Place,
    /// The course's first lesson that is not done; its first of all when everything is.
    pub first_open: (Place, LessonId, String),
    /// How many lessons the whole list has.
    pub total: u64,
}

/// One lesson of a course that is shown whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CourseLesson {
    /// The lesson.
    pub lesson: LessonHead,
    /// When it counts as done.
    pub rule: CompletionRule,
    /// The text as safe HTML; only that of the wanted lesson.
    pub body_html: Option<String>,
    /// Its course.
    pub course: CourseHead,
}

/// A piece of the list of all lessons that `scope` may see and the learner takes: at most `rows` after a place.
///
/// # Errors
/// [`DbError`].
pub async fn list(
    db: &MainDb,
    scope: &Scope,
    learner: Learner,
    after: Option<Place>,
    rows: i64,
) -> Result<Vec<ListedLesson>, DbError> {
    let reader = db.reader(scope).await?;
    let list = q::list_lessons().prepare(reader.client()).await?;
    let params = q::ListLessonsParams {
        spoken: learner.spoken.map(Locale::as_str),
        user_id: learner.user_id.0,
        now: learner.now.fixed_offset(),
        after_course_position: after.map(|place| place.course_position),
        after_course: after.map(|place| place.course_id.0),
        after_chapter_position: after.map(|place| place.chapter_position),
        after_position: after.map(|place| place.position),
        rows,
    };
    let found = reader
        .read(list.params(reader.client(), &params).all())
        .await?;
    found.into_iter().map(ListedLesson::try_from).collect()
}

/// A course that a person takes and that has no lesson yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CourseToCome {
    /// The id.
    pub id: CourseId,
    /// The title, in the learner's language.
    pub title: String,
}

/// The courses without lessons that `scope` may see and the learner takes.
///
/// # Errors
/// [`DbError`].
pub async fn list_to_come(
    db: &MainDb,
    scope: &Scope,
    learner: Learner,
) -> Result<Vec<CourseToCome>, DbError> {
    let reader = db.reader(scope).await?;
    let list = q::list_courses_to_come().prepare(reader.client()).await?;
    let params = q::ListCoursesToComeParams {
        spoken: learner.spoken.map(Locale::as_str),
        user_id: learner.user_id.0,
        now: learner.now.fixed_offset(),
    };
    let found = reader
        .read(list.params(reader.client(), &params).all())
        .await?;
    let course = |row: q::ListCoursesToCome| CourseToCome {
        id: CourseId(row.id),
        title: row.title,
    };
    Ok(found.into_iter().map(course).collect())
}

/// The course around a lesson, in order; empty when the lesson is out of reach.
///
/// # Errors
/// [`DbError`].
pub async fn list_course(
    db: &MainDb,
    scope: &Scope,
    learner: Learner,
    lesson: LessonId,
) -> Result<Vec<CourseLesson>, DbError> {
    let reader = db.reader(scope).await?;
    let list = q::list_course_of_lesson().prepare(reader.client()).await?;
    let params = around(learner, lesson);
    let rows = reader
        .read(list.params(reader.client(), &params).all())
        .await?;
    rows.into_iter().map(CourseLesson::try_from).collect()
}

/// The same as [`list_course`], inside a transaction.
///
/// # Errors
/// [`DbError`].
pub async fn list_course_in(
    tx: &MainTx,
    learner: Learner,
    lesson: LessonId,
) -> Result<Vec<CourseLesson>, DbError> {
    let params = around(learner, lesson);
    let rows = q::list_course_of_lesson()
        .params(tx.client(), &params)
        .all()
        .await?;
    rows.into_iter().map(CourseLesson::try_from).collect()
}

fn around(learner: Learner, lesson: LessonId) -> q::ListCourseOfLessonParams<&'static str> {
    q::ListCourseOfLessonParams {
        spoken: learner.spoken.map(Locale::as_str),
        user_id: learner.user_id.0,
        lesson_id: lesson.0,
        now: learner.now.fixed_offset(),
    }
}

/// The columns of a progress row that may not be there.
struct MaybeProgress {
    status: Option<String>,
    percent: Option<i32>,
    position_s: Option<i32>,
    watched_s: Option<i32>,
    by_hand: Option<bool>,
    completed_at: Option<DateTime<FixedOffset>>,
}

impl MaybeProgress {
    fn read(self, stored: Stored) -> Result<Progress, DbError> {
        let Some(status) = self.status else {
            return Ok(Progress::default());
        };
        progress::Row {
            status,
            percent: self.percent.unwrap_or_default(),
            position_s: self.position_s.unwrap_or_default(),
            watched_s: self.watched_s.unwrap_or_default(),
            by_hand: self.by_hand.unwrap_or_default(),
            completed_at: self.completed_at,
        }
        .read(stored)
    }
}

impl TryFrom<q::ListLessons> for ListedLesson {
    type Error = DbError;

    fn try_from(row: q::ListLessons) -> Result<Self, DbError> {
        let stored = Stored {
            table: "lessons",
            key: row.id,
        };
        let place = |chapter_position, position| Place {
            course_position: row.course_position,
            course_id: CourseId(row.course_id),
            chapter_position,
            position,
        };
        let first_open = place(row.first_open_chapter_position, row.first_open_position);
        Ok(Self {
            place: place(row.chapter_position, row.position),
            first_open: (
                first_open,
                LessonId(row.first_open_id),
                row.first_open_title,
            ),
            course_percent: stored.number("course_percent", row.course_percent)?,
            total: stored.number("total", row.total)?,
            course: CourseHead {
                id: CourseId(row.course_id),
                kind: stored.word("course_kind", &row.course_kind)?,
                slug: row.course_slug,
                title: row.course_title,
                sequential: row.sequential,
            },
            lesson: LessonHead {
                id: LessonId(row.id),
                locale: stored.word("locale", &row.locale)?,
                kind: stored.word("kind", &row.kind)?,
                title: row.title,
                position: row.position,
                duration_s: row
                    .duration_s
                    .map(|s| stored.number("duration_s", s))
                    .transpose()?,
                preview: row.preview,
                progress: MaybeProgress {
                    status: row.status,
                    percent: row.percent,
                    position_s: row.position_s,
                    watched_s: row.watched_s,
                    by_hand: row.by_hand,
                    completed_at: row.completed_at,
                }
                .read(stored)?,
                chapter_id: ChapterId(row.chapter_id),
                chapter_title: row.chapter_title,
            },
        })
    }
}

impl TryFrom<q::OutlineRow> for CourseLesson {
    type Error = DbError;

    fn try_from(row: q::OutlineRow) -> Result<Self, DbError> {
        let stored = Stored {
            table: "lessons",
            key: row.id,
        };
        Ok(Self {
            rule: stored.json("completion_rule", row.completion_rule)?,
            body_html: row.body_html,
            course: CourseHead {
                id: CourseId(row.course_id),
                kind: stored.word("course_kind", &row.course_kind)?,
                slug: row.course_slug,
                title: row.course_title,
                sequential: row.sequential,
            },
            lesson: LessonHead {
                id: LessonId(row.id),
                locale: stored.word("locale", &row.locale)?,
                kind: stored.word("kind", &row.kind)?,
                title: row.title,
                position: row.position,
                duration_s: row
                    .duration_s
                    .map(|s| stored.number("duration_s", s))
                    .transpose()?,
                preview: row.preview,
                progress: MaybeProgress {
                    status: row.status,
                    percent: row.percent,
                    position_s: row.position_s,
                    watched_s: row.watched_s,
                    by_hand: row.by_hand,
                    completed_at: row.completed_at,
                }
                .read(stored)?,
                chapter_id: ChapterId(row.chapter_id),
                chapter_title: row.chapter_title,
            },
        })
    }
}

//! Courses with their chapters, lessons and texts, as they are written.

use chrono::{DateTime, Utc};
use serde_json::Value;
use stoa_core::{ChapterId, CommunityId, CourseId, LessonId};
use stoa_domain::CompletionRule;
use stoa_main_sql::{client::Params as _, queries::courses as q};
use stoa_pg::{DbError, MainTx};

use super::{CourseKind, LessonKind, Locale};

/// A published course without chapters.
#[derive(Debug, Clone)]
pub struct NewCourse<'a> {
    /// The id.
    pub id: CourseId,
    /// Whose course it is.
    pub community_id: CommunityId,
    /// The name in addresses, unique in the community.
    pub slug: &'a str,
    /// The title by language: `{"ru": "..."}`.
    pub title: Value,
    /// What it is about, by language.
    pub summary: Value,
    /// What it is sold as.
    pub kind: CourseKind,
    /// A lesson opens when all before it are done.
    pub sequential: bool,
    /// The place among the community's courses.
    pub position: i32,
    /// What it costs in the smallest unit of KZT; `None` when it is not for sale by itself.
    pub price_kzt_minor: Option<i64>,
}

/// A chapter.
#[derive(Debug, Clone)]
pub struct NewChapter {
    /// The id.
    pub id: ChapterId,
    /// Whose it is.
    pub community_id: CommunityId,
    /// The course.
    pub course_id: CourseId,
    /// The title by language.
    pub title: Value,
    /// The place in the course.
    pub position: i32,
}

/// A published lesson without its text.
#[derive(Debug, Clone, Copy)]
pub struct NewLesson {
    /// The id.
    pub id: LessonId,
    /// Whose it is.
    pub community_id: CommunityId,
    /// The course.
    pub course_id: CourseId,
    /// The chapter of that course.
    pub chapter_id: ChapterId,
    /// What it consists of.
    pub kind: LessonKind,
    /// When it counts as done.
    pub rule: CompletionRule,
    /// How long it takes, in seconds.
    pub duration_s: Option<i32>,
    /// Open to everybody who may know of the course.
    pub preview: bool,
    /// The place in the chapter.
    pub position: i32,
}

/// A lesson's title and text in one language.
#[derive(Debug, Clone, Copy)]
pub struct NewLessonText<'a> {
    /// The lesson.
    pub lesson_id: LessonId,
    /// Whose it is.
    pub community_id: CommunityId,
    /// The language.
    pub locale: Locale,
    /// The title, at most 200 characters.
    pub title: &'a str,
    /// The text as it was written, in Markdown.
    pub body_md: &'a str,
    /// The same as safe HTML.
    pub body_html: &'a str,
}

/// The id of a course by its name.
///
/// # Errors
/// [`DbError`].
pub async fn find_id(
    tx: &MainTx,
    community_id: CommunityId,
    slug: &str,
) -> Result<Option<CourseId>, DbError> {
    let id = q::find_course_id()
        .bind(tx.client(), &community_id.0, &slug)
        .opt()
        .await?;
    Ok(id.map(CourseId))
}

/// The id of a course of that name to which nobody has added a chapter yet.
///
/// # Errors
/// [`DbError`].
pub async fn find_bare_id(
    tx: &MainTx,
    community_id: CommunityId,
    slug: &str,
) -> Result<Option<CourseId>, DbError> {
    let id = q::find_bare_course_id()
        .bind(tx.client(), &community_id.0, &slug)
        .opt()
        .await?;
    Ok(id.map(CourseId))
}

/// Adds a course; `false`, and nothing done, when the community has one of that name.
///
/// # Errors
/// [`DbError`].
pub async fn insert(
    tx: &MainTx,
    course: &NewCourse<'_>,
    now: DateTime<Utc>,
) -> Result<bool, DbError> {
    let params = q::InsertCourseParams {
        id: course.id.0,
        community_id: course.community_id.0,
        slug: course.slug,
        title: &course.title,
        summary: &course.summary,
        kind: course.kind.as_str(),
        status: "published",
        visibility: "enrolled",
        sequential: course.sequential,
        position: course.position,
        price_minor: course.price_kzt_minor,
        currency: course.price_kzt_minor.map(|_| "KZT"),
        now: now.fixed_offset(),
    };
    Ok(q::insert_course().params(tx.client(), &params).await? == 1)
}

/// Adds a chapter to its course.
///
/// # Errors
/// [`DbError`].
pub async fn insert_chapter(
    tx: &MainTx,
    chapter: &NewChapter,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    let params = q::InsertChapterParams {
        id: chapter.id.0,
        community_id: chapter.community_id.0,
        course_id: chapter.course_id.0,
        title: &chapter.title,
        position: chapter.position,
        now: now.fixed_offset(),
    };
    DbError::expect_rows(1, q::insert_chapter().params(tx.client(), &params).await?)
}

/// Adds a lesson to its chapter.
///
/// # Errors
/// [`DbError`].
pub async fn insert_lesson(
    tx: &MainTx,
    lesson: &NewLesson,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    let rule = serde_json::to_value(lesson.rule).unwrap_or_default();
    let params = q::InsertLessonParams {
        id: lesson.id.0,
        community_id: lesson.community_id.0,
        course_id: lesson.course_id.0,
        chapter_id: lesson.chapter_id.0,
        kind: lesson.kind.as_str(),
        status: "published",
        completion_rule: rule,
        duration_s: lesson.duration_s,
        preview: lesson.preview,
        position: lesson.position,
        now: now.fixed_offset(),
    };
    DbError::expect_rows(1, q::insert_lesson().params(tx.client(), &params).await?)
}

/// Adds a language to a lesson.
///
/// # Errors
/// [`DbError`].
pub async fn insert_text(
    tx: &MainTx,
    text: &NewLessonText<'_>,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    let params = q::InsertLessonTextParams {
        community_id: text.community_id.0,
        lesson_id: text.lesson_id.0,
        locale: text.locale.as_str(),
        title: text.title,
        body_md: text.body_md,
        body_html: text.body_html,
        now: now.fixed_offset(),
    };
    DbError::expect_rows(
        1,
        q::insert_lesson_text().params(tx.client(), &params).await?,
    )
}

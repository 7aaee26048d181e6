//! Who takes which course, and how far they are.

use chrono::{DateTime, Utc};
use stoa_core::{CommunityId, CourseId, EnrolmentId, UserId};
use stoa_main_sql::{client::Params as _, queries::enrolments as q};
use stoa_pg::{DbError, MainDb, MainTx, Scope};
use uuid::Uuid;

use super::{stored::Stored, utc};

/// Access to a course, from now on and without an end.
#[derive(Debug, Clone, Copy)]
pub struct NewEnrolment<'a> {
    /// The id, used when the enrolment is new.
    pub id: EnrolmentId,
    /// The community of the course; the person must be a member.
    pub community_id: CommunityId,
    /// The person.
    pub user_id: UserId,
    /// The course.
    pub course_id: CourseId,
    /// What gave the access, in one word: `tripwire`.
    pub source: &'a str,
    /// Which row of the source.
    pub source_ref: Option<Uuid>,
}

/// How far a person is in a course, as who sold it may know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CourseProgress {
    /// The person.
    pub user_id: UserId,
    /// Since when the course is open to the person.
    pub enrolled_at: DateTime<Utc>,
    /// Chapters with at least one published lesson.
    pub modules: u32,
    /// Chapters of which every lesson is done.
    pub modules_completed: u32,
    /// Published lessons.
    pub lessons: u32,
    /// Lessons that are done.
    pub lessons_completed: u32,
    /// When a lesson was first opened.
    pub first_seen_at: Option<DateTime<Utc>>,
    /// When something last happened in a lesson.
    pub last_seen_at: Option<DateTime<Utc>>,
    /// When the last lesson was done, if all are.
    pub completed_at: Option<DateTime<Utc>>,
    /// When the person last signed in.
    pub signed_in_at: Option<DateTime<Utc>>,
}

/// Gives access to a course; `true` when the person had none, or one that was to end.
///
/// # Errors
/// [`DbError`]; a driver's foreign-key error when the person is no member of the community.
pub async fn ensure(
    tx: &MainTx,
    enrolment: NewEnrolment<'_>,
    now: DateTime<Utc>,
) -> Result<bool, DbError> {
    let params = q::EnsureEnrolmentParams {
        id: enrolment.id.0,
        community_id: enrolment.community_id.0,
        user_id: enrolment.user_id.0,
        course_id: enrolment.course_id.0,
        source: enrolment.source,
        source_ref: enrolment.source_ref,
        now: now.fixed_offset(),
    };
    Ok(q::ensure_enrolment().params(tx.client(), &params).await? == 1)
}

/// How far some people are in one course; who does not take it is left out.
///
/// # Errors
/// [`DbError`].
pub async fn list_progress(
    db: &MainDb,
    scope: &Scope,
    community_id: CommunityId,
    course_slug: &str,
    users: &[UserId],
) -> Result<Vec<CourseProgress>, DbError> {
    let reader = db.reader(scope).await?;
    let list = q::list_course_progress().prepare(reader.client()).await?;
    let ids: Vec<_> = users.iter().map(|user| user.0).collect();
    let rows = list.bind(reader.client(), &community_id.0, &course_slug, &ids);
    let rows = reader.read(rows.all()).await?;
    rows.into_iter().map(CourseProgress::try_from).collect()
}

impl TryFrom<q::ListCourseProgress> for CourseProgress {
    type Error = DbError;

    fn try_from(row: q::ListCourseProgress) -> Result<Self, DbError> {
        let stored = Stored {
            table: "enrolments",
            key: row.user_id,
        };
        Ok(Self {
            user_id: UserId(row.user_id),
            enrolled_at: utc(row.enrolled_at),
            modules: stored.number("modules", row.modules)?,
            modules_completed: stored.number("modules_completed", row.modules_completed)?,
            lessons: stored.number("lessons", row.lessons)?,
            lessons_completed: stored.number("lessons_completed", row.lessons_completed)?,
            first_seen_at: row.first_seen_at.map(utc),
            last_seen_at: row.last_seen_at.map(utc),
            completed_at: row.completed_at.map(utc),
            signed_in_at: row.signed_in_at.map(utc),
        })
    }
}

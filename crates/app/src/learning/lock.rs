use stoa_core::LessonId;
use stoa_db_main::learning::lessons::{CourseLesson, ListedLesson};
use stoa_domain::{LessonStatus, Progress, lesson::locked_by};

/// What a learner can do with a lesson.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LessonState {
    /// It can be opened.
    Open,
    /// Another lesson has to be done first.
    Locked,
    /// It was opened.
    InProgress,
    /// It is done.
    Completed,
}

/// The lesson that has to be done first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LockedReason {
    /// Its id.
    pub lesson_id: LessonId,
    /// Its title.
    pub title: String,
}

impl LessonState {
    /// The state as it stands on the wire: `in_progress`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Locked => "locked",
            Self::InProgress => "in_progress",
            Self::Completed => "completed",
        }
    }

    pub(super) const fn of(progress: &Progress, locked: bool) -> Self {
        match progress.status {
            LessonStatus::Completed => Self::Completed,
            _ if locked => Self::Locked,
            LessonStatus::InProgress => Self::InProgress,
            LessonStatus::NotStarted => Self::Open,
        }
    }
}

/// For every lesson of a course, in order, what has to be done first.
pub(super) fn locks(course: &[CourseLesson], staff: bool) -> Vec<Option<LockedReason>> {
    let sequential = course.first().is_some_and(|first| first.course.sequential) && !staff;
    let done: Vec<_> = course
        .iter()
        .map(|lesson| lesson.lesson.progress.is_complete())
        .collect();
    let reason = |(lesson, first): (&CourseLesson, Option<usize>)| {
        let first = first
            .filter(|_| !lesson.lesson.preview)
            .and_then(|first| course.get(first))?;
        Some(LockedReason {
            lesson_id: first.lesson.id,
            title: first.lesson.title.clone(),
        })
    };
    course
        .iter()
        .zip(locked_by(sequential, &done))
        .map(reason)
        .collect()
}

/// The same for one lesson of the list of all, which comes with its course's first lesson that is not done.
pub(super) fn lock(listed: &ListedLesson, staff: bool) -> Option<LockedReason> {
    let (place, lesson_id, title) = &listed.first_open;
    let before = [false, listed.lesson.progress.is_complete()];
    let waits =
        listed.course.sequential && !staff && !listed.lesson.preview && *place < listed.place;
    let locked = waits && locked_by(true, &before)[1].is_some();
    locked.then(|| LockedReason {
        lesson_id: *lesson_id,
        title: title.clone(),
    })
}

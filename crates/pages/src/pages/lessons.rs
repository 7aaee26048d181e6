//! `/lessons`.

use askama::Template;
use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{Locale, Panel, Shell, Tone};

/// `/lessons`: what to go on with, and every course of the person.
#[derive(Debug, Clone, Template)]
#[template(path = "lessons.html")]
pub struct LessonsPage {
    /// The page around it.
    pub shell: Shell,
    /// The next lesson of the course that was worked at last.
    pub next_step: Option<NextStep>,
    /// The courses; an empty list shows whom to ask for one.
    pub courses: Panel<Vec<CourseCard>>,
}

/// The lesson to go on with.
#[derive(Debug, Clone)]
pub struct NextStep {
    /// The lesson.
    pub lesson: LessonRow,
    /// Its course's title.
    pub course: String,
    /// How much of the course is done, 0 to 100.
    pub percent: u8,
    /// Whether the course was begun before.
    pub is_begun: bool,
}

/// A course with its lessons in order.
#[derive(Debug, Clone)]
pub struct CourseCard {
    /// The course.
    pub id: Uuid,
    /// Its title.
    pub title: String,
    /// One or two sentences about it.
    pub summary: String,
    /// The language of the texts, when it is known.
    pub lang: Option<Locale>,
    /// Until when the access lasts.
    pub expires_at: Option<DateTime<Utc>>,
    /// How much is done, 0 to 100.
    pub percent: u8,
    /// Lessons that are done.
    pub done: u32,
    /// All lessons.
    pub total: u32,
    /// The chapters in order. A course without chapters has one without a title.
    pub chapters: Vec<Chapter>,
}

/// A chapter with its lessons in order.
#[derive(Debug, Clone)]
pub struct Chapter {
    /// Its title; empty when it has none.
    pub title: String,
    /// Its lessons.
    pub lessons: Vec<LessonRow>,
}

/// A lesson in a list.
#[derive(Debug, Clone)]
pub struct LessonRow {
    /// The lesson.
    pub id: Uuid,
    /// Its title.
    pub title: String,
    /// How far the person is.
    pub state: LessonState,
    /// How long it takes, when that is known.
    pub minutes: Option<u32>,
}

/// How far a person is with a lesson.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LessonState {
    /// It is done.
    Done,
    /// It was begun; 0 to 100.
    Begun {
        /// How much of it is done.
        percent: u8,
    },
    /// It can be begun.
    Open,
    /// It cannot be opened yet.
    Locked(Locked),
}

/// What opens a locked lesson.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Locked {
    /// Another lesson must be done first.
    After {
        /// Its title.
        lesson: String,
    },
    /// Another course must be done first.
    AfterCourse {
        /// Its title.
        course: String,
    },
    /// A day must come first.
    Until {
        /// That moment.
        at: DateTime<Utc>,
    },
    /// The access to the course is over.
    Expired,
}

impl LessonState {
    /// Whether the lesson cannot be opened.
    #[must_use]
    pub const fn is_locked(&self) -> bool {
        matches!(self, Self::Locked(_))
    }

    pub(crate) const fn key(&self) -> &'static str {
        match self {
            Self::Done => "lesson-done",
            Self::Begun { .. } => "lesson-begun",
            Self::Open => "lesson-open",
            Self::Locked(_) => "lesson-locked",
        }
    }

    pub(crate) const fn icon(&self) -> &'static str {
        match self {
            Self::Done => "check",
            Self::Begun { .. } => "half",
            Self::Open => "ring",
            Self::Locked(_) => "lock",
        }
    }

    pub(crate) const fn class(&self) -> &'static str {
        match self {
            Self::Done => Tone::Ok.class(),
            Self::Begun { .. } => Tone::Info.class(),
            Self::Open | Self::Locked(_) => Tone::Idle.class(),
        }
    }

    /// What opens the lesson, in the person's words.
    pub(crate) fn reason(&self, shell: &Shell) -> Option<String> {
        let Self::Locked(locked) = self else {
            return None;
        };
        Some(match locked {
            Locked::After { lesson } => shell.t1("locked-after", "lesson", lesson),
            Locked::AfterCourse { course } => shell.t1("locked-after-course", "course", course),
            Locked::Until { at } => shell.t1("locked-until", "day", shell.day_of(at)),
            Locked::Expired => shell.t("locked-expired"),
        })
    }
}

//! `/lessons/{id}`.

use askama::Template;
use uuid::Uuid;

use crate::pages::lessons::{Chapter, LessonState};
use crate::{Html, Locale, Shell};

/// `/lessons/{id}`. The button posts to `/lessons/{id}/done`, or to `/lessons/{id}/undone`.
#[derive(Debug, Clone, Template)]
#[template(path = "lesson.html")]
pub struct LessonPage {
    /// The page around it.
    pub shell: Shell,
    /// The lesson.
    pub id: Uuid,
    /// Its title.
    pub title: String,
    /// The title of its course.
    pub course: String,
    /// How much of the course is done, 0 to 100.
    pub percent: u8,
    /// Every lesson of the course, in order.
    pub chapters: Vec<Chapter>,
    /// The language of the lesson, when it is known.
    pub lang: Option<Locale>,
    /// How long it takes.
    pub minutes: Option<u32>,
    /// How far the person is.
    pub state: LessonState,
    /// The film of the lesson.
    pub video: Option<Video>,
    /// The text.
    pub body: Html,
    /// What is still missing before the lesson counts as done; empty when it is done.
    pub missing: Vec<Missing>,
    /// Whether the person may say that the lesson is done.
    pub may_mark: bool,
    /// The lesson before this one.
    pub previous: Option<Neighbour>,
    /// The lesson after this one.
    pub next: Option<Neighbour>,
}

/// The film of a lesson.
#[derive(Debug, Clone)]
pub struct Video {
    /// Where it is; a place outside this site is opened by a link. `None` until it is uploaded.
    pub url: Option<String>,
    /// How long it is, in whole minutes.
    pub minutes: Option<u32>,
    /// Where the person stopped, in seconds.
    pub position_seconds: u32,
}

/// The lesson before or after this one.
#[derive(Debug, Clone)]
pub struct Neighbour {
    /// The lesson.
    pub id: Uuid,
    /// Its title.
    pub title: String,
    /// Whether it cannot be opened yet.
    pub is_locked: bool,
}

/// A rule that is not met yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// The person says so.
    Mark,
    /// Part of the film, 0 to 100.
    Watch {
        /// How much is needed.
        needed: u8,
        /// How much was watched.
        watched: u8,
    },
    /// Time with the lesson, in minutes.
    Time {
        /// How many more.
        minutes: u32,
    },
    /// The questions.
    Quiz,
}

impl LessonPage {
    pub(crate) fn is_here(&self, lesson: &Uuid) -> bool {
        self.id == *lesson
    }

    pub(crate) fn is_done(&self) -> bool {
        self.state == LessonState::Done
    }
}

impl Missing {
    pub(crate) fn text(self, shell: &Shell) -> String {
        match self {
            Self::Mark => shell.t("missing-mark"),
            Self::Watch { needed, watched } => {
                shell.t2("missing-watch", "needed", needed, "watched", watched)
            }
            Self::Time { minutes } => shell.n("missing-time", minutes),
            Self::Quiz => shell.t("missing-quiz"),
        }
    }
}

impl Video {
    /// The place as `12:05`.
    pub(crate) fn position(&self) -> Option<String> {
        let seconds = self.position_seconds;
        (seconds > 0).then(|| format!("{}:{:02}", seconds / 60, seconds % 60))
    }
}

//! Learning: who somebody is to the academy, what they learn, and how far they are.

mod access;
mod enrolment;
mod events;
mod lesson;
mod lessons;
mod lock;
pub mod markdown;
mod profile;

pub use access::{home, permissions};
pub use enrolment::EnrolError;
pub use events::{LessonStanding, MAX_EVENTS, RecordEventsError, ReportedEvent};
pub use lesson::{ContentsEntry, LessonDetail, LessonError};
pub use lessons::{ChapterRef, CourseRef, LessonPage, LessonSummary, ListLessonsError};
pub use lock::{LessonState, LockedReason};
pub use profile::{Profile, ProfileChange, ProfileError, UpdateProfileError};

pub use stoa_db_main::learning::{
    CourseKind, LessonKind, Locale,
    enrolments::CourseProgress,
    lessons::CourseToCome,
    profiles::{Community, NewProfile, ensure as ensure_profile_in},
};

use stoa_core::Ambient;
use stoa_db_main::learning::lessons::Learner;
use stoa_domain::Role;
use stoa_identity::Actor;
use stoa_pg::{MainDb, Scope};

/// The use cases of learning. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Learning {
    main: MainDb,
    ambient: Ambient,
    spoken: Option<Locale>,
}

impl Learning {
    /// Learning over the main database.
    #[must_use]
    pub fn new(main: MainDb, ambient: Ambient) -> Self {
        Self {
            main,
            ambient,
            spoken: None,
        }
    }

    /// The same for a page in this language: its lessons speak as it does, whatever else the person has chosen.
    #[must_use]
    pub fn speaking(&self, locale: Locale) -> Self {
        Self {
            spoken: Some(locale),
            ..self.clone()
        }
    }

    fn learner(&self, actor: &Actor) -> Learner {
        Learner {
            user_id: actor.user_id,
            spoken: self.spoken,
            now: self.ambient.now(),
        }
    }
}

/// Authors and admins read every lesson of their community without being enrolled, and no lesson is locked for them.
fn is_staff(actor: &Actor) -> bool {
    actor.roles.any_of(&[Role::Author, Role::Admin])
}

fn service() -> Scope {
    Scope::service("learning")
}

//! Learning: communities, profiles, courses, lessons, enrolments and progress.
//!
//! Reads run in the scope of the person who asks, so that the policies decide what is there.

pub mod courses;
pub mod enrolments;
pub mod lessons;
pub mod profiles;
pub mod progress;

mod stored;
mod words;

pub use stoa_domain::Locale;
pub use words::{CourseKind, LessonKind};

use chrono::{DateTime, FixedOffset, Utc};

fn utc(time: DateTime<FixedOffset>) -> DateTime<Utc> {
    time.with_timezone(&Utc)
}

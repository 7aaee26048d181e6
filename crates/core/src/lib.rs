#![doc = include_str!("../README.md")]

mod ambient;
mod clock;
mod code;
mod failure;
mod id;
mod page;
mod random;
mod request_id;
mod secret;
mod steps;

pub use ambient::Ambient;
pub use clock::{Clock, ManualClock, SystemClock};
pub use code::LeadCode;
pub use failure::{Failure, FieldError, Kind};
pub use id::{
    BuyerId, ChallengeId, ChapterId, CommunityId, CourseId, DeliveryId, EnrolmentId, EventId,
    FactorId, JobId, KeyId, LeadId, LessonId, SessionId, UserId,
};
pub use page::{Cursor, CursorError, PageLimit};
pub use random::{Random, SeededRandom, SystemRandom};
pub use request_id::RequestId;
pub use secret::{ExposeSecret, SecretString, mask};
pub use steps::DURATION_STEPS_SECONDS;

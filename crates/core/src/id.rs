use uuid::Uuid;

use crate::Ambient;

/// Declares an id type over a uuid: plain on the wire, not to be mixed with another id.
macro_rules! id {
    ($($(#[$doc:meta])* $name:ident;)+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// A new id; ids made later sort later.
            #[must_use]
            pub fn new(ambient: &Ambient) -> Self {
                Self(ambient.uuid())
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }
    )+};
}

id! {
    /// A person, in `auth.users` of the main database. The other databases carry it without a foreign key.
    UserId;
    /// One sign-in of one person.
    SessionId;
    /// A second proof that a person has set up: an authenticator app.
    FactorId;
    /// One try to prove a factor.
    ChallengeId;
    /// A signing key or API key.
    KeyId;
    /// A tenant: an academy with its own courses, people and leads.
    CommunityId;
    /// A course.
    CourseId;
    /// A chapter of a course.
    ChapterId;
    /// A lesson of a chapter.
    LessonId;
    /// A person's access to a course.
    EnrolmentId;
    /// An event that a client reports about a lesson.
    EventId;
    /// A buyer of the express course, in the tripwire database.
    BuyerId;
    /// A visitor's accepted request on a landing page.
    LeadId;
    /// One sink's share of a lead: the Telegram message or the CRM deal.
    DeliveryId;
}

/// A job's row number in its database.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(transparent)]
pub struct JobId(pub i64);

impl std::fmt::Display for JobId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

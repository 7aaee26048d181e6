//! What a newcomer finds: two courses with real texts, in three languages.
//!
//! The people come from identity; [`seed_demo_enrolments`] lets them in.

mod content;
mod write;

pub use write::{SeedError, seed_demo_courses, seed_demo_enrolments};

/// The founding community, which the first migration of learning makes.
pub const FOUNDING_COMMUNITY: stoa_core::CommunityId = stoa_core::CommunityId(
    uuid::Uuid::from_u128(0x0000_0000_0000_7000_8000_0000_0000_0001),
);

/// The express course's name in addresses.
pub const EXPRESS_COURSE: &str = "expresscourse";

/// The main course's name in addresses.
pub const MAIN_COURSE: &str = "ai-at-work";

/// What the express course costs: 5,000 KZT.
pub const EXPRESS_PRICE_MINOR: i64 = 500_000;

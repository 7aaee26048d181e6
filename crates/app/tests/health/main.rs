//! The health log against the real database and the fake Bot API.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

mod weather;
mod words;
mod world;

//! The queue against the real server.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

mod bench;
mod board;
mod enqueue;
mod groups;
mod lease;
mod limits;
mod outages;
mod schedules;
mod storms;
mod waking;
mod worker;

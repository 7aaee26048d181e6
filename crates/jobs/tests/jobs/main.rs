//! The queue against the real server.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

mod bench;
mod enqueue;
mod lease;
mod worker;

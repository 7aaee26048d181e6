//! Learning as people meet it, on a real database with the demo courses.
#![expect(clippy::unwrap_used, reason = "tests")]

mod enrolment;
mod events;
mod profile;
mod reading;
mod school;

//! Identity: users, their roles and passwords, sessions, keys and one-time tokens.
//!
//! Every function works in the server's own scope: nobody else has a right on these tables.

pub mod credentials;
pub mod keys;
pub mod one_time_tokens;
pub mod roles;
pub mod sessions;
pub mod users;

use chrono::{DateTime, FixedOffset, Utc};
use stoa_pg::Scope;

/// The scope in which identity tables are read and written.
#[must_use]
pub fn scope() -> Scope {
    Scope::service("identity")
}

fn utc(time: DateTime<FixedOffset>) -> DateTime<Utc> {
    time.with_timezone(&Utc)
}

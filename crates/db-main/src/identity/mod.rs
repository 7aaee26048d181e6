//! Identity: users, their roles and passwords, sessions, keys, one-time tokens and letters.
//!
//! Every function works in the server's own scope: nobody else has a right on these tables.

pub mod accepted_issuers;
pub mod audit;
pub mod credentials;
pub mod factors;
pub mod flows;
pub mod house;
pub mod identities;
pub mod keys;
pub mod letters;
pub mod oauth;
pub mod one_time_tokens;
pub mod people;
pub mod recovery_codes;
pub mod roles;
pub mod session_loss;
pub mod sessions;
pub mod users;

use chrono::{DateTime, FixedOffset, Utc};
use stoa_pg::{DbError, Scope};
use uuid::Uuid;

/// The scope in which identity tables are read and written.
#[must_use]
pub fn scope() -> Scope {
    Scope::service("identity")
}

fn utc(time: DateTime<FixedOffset>) -> DateTime<Utc> {
    time.with_timezone(&Utc)
}

fn corrupt(table: &'static str, column: &'static str, row: Uuid) -> DbError {
    DbError::Corrupt {
        table,
        column,
        row: row.to_string(),
    }
}

use chrono::{DateTime, Utc};
use stoa_core::{Failure, Kind};
use thiserror::Error;

use crate::Fault;
use crate::fault::take_faults;

/// Why a session was not refreshed.
#[derive(Debug, Error)]
pub enum RefreshError {
    /// No token of ours can look so.
    #[error("the refresh token is malformed")]
    Malformed,
    /// Not a token of any living session.
    #[error("the refresh token is unknown")]
    NotFound,
    /// An old token came back: the session was ended, because somebody else may hold its tokens.
    #[error("the refresh token was used before; its session is ended")]
    AlreadyUsed,
    /// The session was unused for too long, or its time was limited.
    #[error("the session has expired")]
    SessionExpired,
    /// The person is shut out.
    #[error("the user is banned until {until}")]
    Banned {
        /// Until when.
        until: DateTime<Utc>,
    },
    /// Other refreshes of the session were at work for five seconds.
    #[error("other refreshes of the session are at work")]
    Conflict,
    /// Our own fault.
    #[error(transparent)]
    Fault(Fault),
}
take_faults!(RefreshError);

impl Failure for RefreshError {
    fn kind(&self) -> Kind {
        match self {
            Self::Malformed => Kind::Malformed,
            Self::NotFound | Self::AlreadyUsed | Self::SessionExpired => Kind::Unauthenticated,
            Self::Banned { .. } => Kind::Forbidden,
            Self::Conflict => Kind::Conflict,
            Self::Fault(fault) => fault.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Malformed => "auth.refresh_token_malformed",
            Self::NotFound => "auth.refresh_token_not_found",
            Self::AlreadyUsed => "auth.refresh_token_already_used",
            Self::SessionExpired => "auth.session_expired",
            Self::Banned { .. } => "auth.user_banned",
            Self::Conflict => "auth.refresh_conflict",
            Self::Fault(fault) => fault.code(),
        }
    }

    fn public(&self) -> String {
        match self {
            Self::Malformed => "The refresh token cannot be read.".to_owned(),
            Self::NotFound => "The session is gone; please sign in again.".to_owned(),
            Self::AlreadyUsed => {
                "The refresh token was used before; please sign in again.".to_owned()
            }
            Self::SessionExpired => "The session has expired; please sign in again.".to_owned(),
            Self::Banned { .. } => "This account is suspended.".to_owned(),
            Self::Conflict => {
                "The session is being refreshed elsewhere; please try again.".to_owned()
            }
            Self::Fault(fault) => fault.public(),
        }
    }

    fn retry_after_seconds(&self) -> Option<u64> {
        match self {
            Self::Conflict => Some(1),
            Self::Fault(fault) => fault.retry_after_seconds(),
            _ => None,
        }
    }
}

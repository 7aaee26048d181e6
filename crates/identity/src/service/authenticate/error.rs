use chrono::{DateTime, Utc};
use stoa_core::{Failure, Kind};
use thiserror::Error;

use crate::fault::take_faults;
use crate::{Fault, TokenError};

/// Why a request is nobody's.
#[derive(Debug, Error)]
pub enum AuthenticateError {
    /// The token itself.
    #[error(transparent)]
    Token(#[from] TokenError),
    /// The session was signed out, has expired, or never was.
    #[error("the session is gone")]
    SessionGone,
    /// The user was deleted.
    #[error("the user is gone")]
    UserGone,
    /// The person is shut out.
    #[error("the user is banned until {until}")]
    Banned {
        /// Until when.
        until: DateTime<Utc>,
    },
    /// Our own fault.
    #[error(transparent)]
    Fault(Fault),
}
take_faults!(AuthenticateError);

impl Failure for AuthenticateError {
    fn kind(&self) -> Kind {
        match self {
            Self::Token(error) => error.kind(),
            Self::SessionGone | Self::UserGone => Kind::Unauthenticated,
            Self::Banned { .. } => Kind::Forbidden,
            Self::Fault(fault) => fault.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Token(error) => error.code(),
            Self::SessionGone => "auth.session_gone",
            Self::UserGone => "auth.user_gone",
            Self::Banned { .. } => "auth.user_banned",
            Self::Fault(fault) => fault.code(),
        }
    }

    fn public(&self) -> String {
        match self {
            Self::Token(error) => error.public(),
            Self::SessionGone => "The session is gone; please sign in again.".to_owned(),
            Self::UserGone => "This account no longer exists.".to_owned(),
            Self::Banned { .. } => "This account is suspended.".to_owned(),
            Self::Fault(fault) => fault.public(),
        }
    }

    fn retry_after_seconds(&self) -> Option<u64> {
        match self {
            Self::Fault(fault) => fault.retry_after_seconds(),
            _ => None,
        }
    }
}

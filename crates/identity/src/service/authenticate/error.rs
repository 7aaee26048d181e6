use chrono::{DateTime, Utc};
use stoa_core::{Failure, Kind};
use thiserror::Error;

use crate::fault::take_faults;
use crate::{Fault, Stranger, TokenError};

/// Seconds after which a foreign issuer is asked again.
const ISSUER_RETRY_SECONDS: u64 = 30;

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
    /// A genuine token of a foreign issuer that means nobody here.
    #[error("a user of {issuer} is refused: {reason}")]
    Stranger {
        /// Who issued the token.
        issuer: String,
        /// Why it means nobody.
        reason: Stranger,
    },
    /// The keys of a foreign issuer cannot be had, so its tokens can be neither believed nor refused.
    #[error("the key set of {issuer} cannot be read")]
    IssuerUnavailable {
        /// Whose keys they are.
        issuer: String,
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
            Self::Banned { .. } | Self::Stranger { .. } => Kind::Forbidden,
            Self::IssuerUnavailable { .. } => Kind::Unavailable,
            Self::Fault(fault) => fault.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Token(error) => error.code(),
            Self::SessionGone => "auth.session_gone",
            Self::UserGone => "auth.user_gone",
            Self::Banned { .. } => "auth.user_banned",
            Self::Stranger { .. } => "auth.federated_user_unknown",
            Self::IssuerUnavailable { .. } => "auth.issuer_unavailable",
            Self::Fault(fault) => fault.code(),
        }
    }

    fn public(&self) -> String {
        match self {
            Self::Token(error) => error.public(),
            Self::SessionGone => "The session is gone; please sign in again.".to_owned(),
            Self::UserGone => "This account no longer exists.".to_owned(),
            Self::Banned { .. } => "This account is suspended.".to_owned(),
            Self::Stranger { issuer, reason } => {
                format!("The token of {issuer} is genuine, but means nobody here: {reason}.")
            }
            Self::IssuerUnavailable { issuer } => {
                format!("The token cannot be checked now: the keys of {issuer} cannot be read.")
            }
            Self::Fault(fault) => fault.public(),
        }
    }

    fn retry_after_seconds(&self) -> Option<u64> {
        match self {
            Self::Fault(fault) => fault.retry_after_seconds(),
            Self::IssuerUnavailable { .. } => Some(ISSUER_RETRY_SECONDS),
            _ => None,
        }
    }
}

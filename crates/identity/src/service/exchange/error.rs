use chrono::{DateTime, Utc};
use stoa_core::{Failure, Kind};
use thiserror::Error;

use crate::fault::take_faults;
use crate::{Fault, OAuthError};

/// Why a code was not exchanged for a session.
#[derive(Debug, Error)]
pub enum ExchangeError {
    /// Unknown, used, or made worthless by a change of the password.
    #[error("the code is unknown or was used")]
    NotFound,
    /// Older than five minutes.
    #[error("the code has expired")]
    Expired,
    /// Not the secret behind the challenge. The code stays good: whoever asked may still come.
    #[error("the code verifier does not meet the challenge")]
    BadVerifier,
    /// The person is shut out.
    #[error("the user is banned until {until}")]
    Banned {
        /// Until when.
        until: DateTime<Utc>,
    },
    /// The provider's account cannot be linked.
    #[error(transparent)]
    Link(Box<OAuthError>),
    /// Our own fault.
    #[error(transparent)]
    Fault(Fault),
}
take_faults!(ExchangeError);

impl ExchangeError {
    /// The reason that the audit keeps.
    pub(super) fn audited(&self) -> Option<&'static str> {
        match self {
            Self::NotFound => Some("flow_state_not_found"),
            Self::Expired => Some("flow_state_expired"),
            Self::BadVerifier => Some("bad_code_verifier"),
            Self::Banned { .. } => Some("user_banned"),
            Self::Link(error) => error.audited(),
            Self::Fault(_) => None,
        }
    }
}

impl Failure for ExchangeError {
    fn kind(&self) -> Kind {
        match self {
            Self::NotFound => Kind::NotFound,
            Self::Expired => Kind::Gone,
            Self::BadVerifier => Kind::Invalid,
            Self::Banned { .. } => Kind::Forbidden,
            Self::Link(error) => error.kind(),
            Self::Fault(fault) => fault.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "auth.flow_not_found",
            Self::Expired => "auth.flow_expired",
            Self::BadVerifier => "auth.code_verifier_wrong",
            Self::Banned { .. } => "auth.user_banned",
            Self::Link(error) => error.code(),
            Self::Fault(fault) => fault.code(),
        }
    }

    fn public(&self) -> String {
        match self {
            Self::NotFound => "invalid flow state, no valid flow state found".to_owned(),
            Self::Expired => "invalid flow state, flow state has expired".to_owned(),
            Self::BadVerifier => {
                "code challenge does not match previously saved code verifier".to_owned()
            }
            Self::Banned { .. } => "User is banned".to_owned(),
            Self::Link(error) => error.public(),
            Self::Fault(fault) => fault.public(),
        }
    }

    fn retry_after_seconds(&self) -> Option<u64> {
        match self {
            Self::Link(error) => error.retry_after_seconds(),
            Self::Fault(fault) => fault.retry_after_seconds(),
            _ => None,
        }
    }
}

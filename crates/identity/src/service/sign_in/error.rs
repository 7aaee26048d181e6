use chrono::{DateTime, Utc};
use stoa_core::{Failure, Kind};
use thiserror::Error;

use crate::Fault;
use crate::fault::{BUSY_RETRY_SECONDS, BUSY_TEXT, take_faults};

/// Why nobody was signed in.
#[derive(Debug, Error)]
pub enum SignInError {
    /// No such address, no password yet, or a wrong one: which of them is never said.
    #[error("the address or the password is wrong")]
    InvalidCredentials,
    /// The password is right, and the address was never proved.
    #[error("the e-mail address is not confirmed")]
    EmailNotConfirmed,
    /// The password is right, and the person is shut out.
    #[error("the user is banned until {until}")]
    Banned {
        /// Until when.
        until: DateTime<Utc>,
    },
    /// All hash threads are busy.
    #[error("too many sign-ins at once")]
    Busy,
    /// Our own fault.
    #[error(transparent)]
    Fault(Fault),
}
take_faults!(SignInError, busy);

impl Failure for SignInError {
    fn kind(&self) -> Kind {
        match self {
            Self::InvalidCredentials => Kind::Unauthenticated,
            Self::EmailNotConfirmed | Self::Banned { .. } => Kind::Forbidden,
            Self::Busy => Kind::Unavailable,
            Self::Fault(fault) => fault.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::InvalidCredentials => "auth.credentials_invalid",
            Self::EmailNotConfirmed => "auth.email_not_confirmed",
            Self::Banned { .. } => "auth.user_banned",
            Self::Busy => "auth.busy",
            Self::Fault(fault) => fault.code(),
        }
    }

    fn public(&self) -> String {
        match self {
            Self::InvalidCredentials => "The e-mail address or the password is wrong.".to_owned(),
            Self::EmailNotConfirmed => "The e-mail address is not confirmed yet.".to_owned(),
            Self::Banned { .. } => "This account is suspended.".to_owned(),
            Self::Busy => BUSY_TEXT.to_owned(),
            Self::Fault(fault) => fault.public(),
        }
    }

    fn retry_after_seconds(&self) -> Option<u64> {
        match self {
            Self::Busy => Some(BUSY_RETRY_SECONDS),
            Self::Fault(fault) => fault.retry_after_seconds(),
            _ => None,
        }
    }
}

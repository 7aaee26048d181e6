use chrono::{DateTime, Utc};
use stoa_core::{Failure, Kind};
use thiserror::Error;

use crate::Fault;
use crate::fault::take_faults;

/// Why a link or a code led to nothing.
#[derive(Debug, Error)]
pub enum VerifyError {
    /// Wrong, used, replaced, expired, or for nobody: which of them is not said.
    #[error("the link or code is not valid")]
    Invalid,
    /// The person is shut out.
    #[error("the user is banned until {until}")]
    Banned {
        /// Until when.
        until: DateTime<Utc>,
    },
    /// Another living user has the wanted address by now.
    #[error("the e-mail address is taken")]
    EmailTaken,
    /// Our own fault.
    #[error(transparent)]
    Fault(Fault),
}
take_faults!(VerifyError);

impl VerifyError {
    /// The reason that the audit keeps.
    pub(super) fn audited(&self) -> Option<&'static str> {
        match self {
            Self::Invalid => Some("otp_expired"),
            Self::Banned { .. } => Some("user_banned"),
            Self::EmailTaken => Some("email_exists"),
            Self::Fault(_) => None,
        }
    }
}

impl Failure for VerifyError {
    fn kind(&self) -> Kind {
        match self {
            Self::Invalid | Self::Banned { .. } => Kind::Forbidden,
            Self::EmailTaken => Kind::Conflict,
            Self::Fault(fault) => fault.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Invalid => "auth.link_invalid",
            Self::Banned { .. } => "auth.user_banned",
            Self::EmailTaken => "auth.email_taken",
            Self::Fault(fault) => fault.code(),
        }
    }

    fn public(&self) -> String {
        match self {
            Self::Invalid => "Token has expired or is invalid".to_owned(),
            Self::Banned { .. } => "User is banned".to_owned(),
            Self::EmailTaken => {
                "A user with this email address has already been registered".to_owned()
            }
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

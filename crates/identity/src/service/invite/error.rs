use chrono::{DateTime, Utc};
use stoa_core::{Failure, FieldError, Kind};
use stoa_domain::password::PasswordFault;
use thiserror::Error;

use crate::fault::{BUSY_RETRY_SECONDS, BUSY_TEXT, take_faults};
use crate::{Fault, password};

/// Why nobody was invited.
#[derive(Debug, Error)]
pub enum InviteError {
    /// There is no such user.
    #[error("there is no such user")]
    UserNotFound,
    /// The person has a password: an invitation would let its holder set another one.
    #[error("the user has a password already")]
    AlreadyActive,
    /// Our own fault.
    #[error(transparent)]
    Fault(Fault),
}
take_faults!(InviteError);

impl Failure for InviteError {
    fn kind(&self) -> Kind {
        match self {
            Self::UserNotFound => Kind::NotFound,
            Self::AlreadyActive => Kind::Conflict,
            Self::Fault(fault) => fault.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::UserNotFound => "auth.user_not_found",
            Self::AlreadyActive => "auth.already_active",
            Self::Fault(fault) => fault.code(),
        }
    }

    fn public(&self) -> String {
        match self {
            Self::UserNotFound => "There is no such user.".to_owned(),
            Self::AlreadyActive => {
                "This user has a password already and needs no invitation.".to_owned()
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

/// Why an invitation was not accepted. It stays good, unless it never was.
#[derive(Debug, Error)]
pub enum AcceptInviteError {
    /// Unknown, used or expired: which of them is not said.
    #[error("the invitation is not valid any more")]
    NotValid,
    /// The password is not acceptable.
    #[error("the password breaks {} of the rules", .0.len())]
    Weak(Vec<PasswordFault>),
    /// The person is shut out.
    #[error("the user is banned until {until}")]
    Banned {
        /// Until when.
        until: DateTime<Utc>,
    },
    /// All hash threads are busy.
    #[error("too many passwords to hash at once")]
    Busy,
    /// Our own fault.
    #[error(transparent)]
    Fault(Fault),
}
take_faults!(AcceptInviteError, busy);

impl Failure for AcceptInviteError {
    fn kind(&self) -> Kind {
        match self {
            Self::NotValid => Kind::Gone,
            Self::Weak(_) => Kind::Invalid,
            Self::Banned { .. } => Kind::Forbidden,
            Self::Busy => Kind::Unavailable,
            Self::Fault(fault) => fault.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::NotValid => "auth.invite_not_valid",
            Self::Weak(_) => "auth.password_weak",
            Self::Banned { .. } => "auth.user_banned",
            Self::Busy => "auth.busy",
            Self::Fault(fault) => fault.code(),
        }
    }

    fn public(&self) -> String {
        match self {
            Self::NotValid => {
                "This invitation was used or has expired; please ask for a new one.".to_owned()
            }
            Self::Weak(_) => "This password cannot be used.".to_owned(),
            Self::Banned { .. } => "This account is suspended.".to_owned(),
            Self::Busy => BUSY_TEXT.to_owned(),
            Self::Fault(fault) => fault.public(),
        }
    }

    fn fields(&self) -> Vec<FieldError> {
        match self {
            Self::Weak(faults) => password::fields(faults),
            _ => Vec::new(),
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

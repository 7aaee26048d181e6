use stoa_core::{Failure, FieldError, Kind};
use thiserror::Error;

use crate::Fault;
use crate::fault::{BUSY_RETRY_SECONDS, BUSY_TEXT, take_faults};

/// Why no user was made.
#[derive(Debug, Error)]
pub enum CreateUserError {
    /// A living user has the address.
    #[error("the e-mail address is taken")]
    EmailTaken,
    /// All hash threads are busy.
    #[error("too many passwords to hash at once")]
    Busy,
    /// Our own fault.
    #[error(transparent)]
    Fault(Fault),
}
take_faults!(CreateUserError, busy);

impl Failure for CreateUserError {
    fn kind(&self) -> Kind {
        match self {
            Self::EmailTaken => Kind::Conflict,
            Self::Busy => Kind::Unavailable,
            Self::Fault(fault) => fault.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::EmailTaken => "auth.email_taken",
            Self::Busy => "auth.busy",
            Self::Fault(fault) => fault.code(),
        }
    }

    fn public(&self) -> String {
        match self {
            Self::EmailTaken => "A user with this e-mail address exists already.".to_owned(),
            Self::Busy => BUSY_TEXT.to_owned(),
            Self::Fault(fault) => fault.public(),
        }
    }

    fn fields(&self) -> Vec<FieldError> {
        match self {
            Self::EmailTaken => vec![FieldError::new("email", self.code(), self.public())],
            _ => Vec::new(),
        }
    }

    fn retry_after_seconds(&self) -> Option<u64> {
        match self {
            Self::Busy => Some(BUSY_RETRY_SECONDS),
            Self::Fault(fault) => fault.retry_after_seconds(),
            Self::EmailTaken => None,
        }
    }
}

/// Why a user cannot be shown.
#[derive(Debug, Error)]
pub enum UserError {
    /// The user was deleted.
    #[error("the user is gone")]
    Gone,
    /// Our own fault.
    #[error(transparent)]
    Fault(Fault),
}
take_faults!(UserError);

impl Failure for UserError {
    fn kind(&self) -> Kind {
        match self {
            Self::Gone => Kind::Unauthenticated,
            Self::Fault(fault) => fault.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Gone => "auth.user_gone",
            Self::Fault(fault) => fault.code(),
        }
    }

    fn public(&self) -> String {
        match self {
            Self::Gone => "This account no longer exists.".to_owned(),
            Self::Fault(fault) => fault.public(),
        }
    }

    fn retry_after_seconds(&self) -> Option<u64> {
        match self {
            Self::Gone => None,
            Self::Fault(fault) => fault.retry_after_seconds(),
        }
    }
}

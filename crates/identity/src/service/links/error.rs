use stoa_core::{Failure, Kind};
use stoa_pg::DbError;
use thiserror::Error;

use crate::fault::{BUSY_RETRY_SECONDS, BUSY_TEXT};
use crate::password::HashError;
use crate::{AdminError, Fault, GoTrueError, MetadataError};

/// Why no link or invitation was made.
#[derive(Debug, Error)]
pub enum LinkError {
    /// Nobody has the address.
    #[error("nobody has the address")]
    UserNotFound,
    /// Its owner has proved the address, or another living user has the wanted one.
    #[error("the e-mail address is taken")]
    EmailTaken,
    /// A new account by sign-up needs a password.
    #[error("a sign-up needs a password")]
    PasswordMissing,
    /// A change of address needs the wanted one.
    #[error("a change of address needs the wanted one")]
    NewEmailMissing,
    /// The present mailbox is not asked: by a setting, or because nobody has proved that it is the person's.
    #[error("the present mailbox has no say in a change of this address")]
    CurrentNotAsked,
    /// The data cannot be kept.
    #[error(transparent)]
    Metadata(#[from] MetadataError),
    /// All hash threads are busy.
    #[error("too many passwords to hash at once")]
    Busy,
    /// Our own fault.
    #[error(transparent)]
    Fault(Fault),
}

impl From<Fault> for LinkError {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl From<DbError> for LinkError {
    fn from(error: DbError) -> Self {
        AdminError::from(error).into()
    }
}

impl From<HashError> for LinkError {
    fn from(error: HashError) -> Self {
        AdminError::from(error).into()
    }
}

impl From<AdminError> for LinkError {
    fn from(error: AdminError) -> Self {
        match error {
            // A link changes no role.
            AdminError::UserNotFound | AdminError::LastAdmin => Self::UserNotFound,
            AdminError::EmailTaken | AdminError::IdTaken => Self::EmailTaken,
            AdminError::Metadata { reason, .. } => Self::Metadata(reason),
            AdminError::Busy => Self::Busy,
            AdminError::Fault(fault) => Self::Fault(fault),
        }
    }
}

impl Failure for LinkError {
    fn kind(&self) -> Kind {
        match self {
            Self::UserNotFound => Kind::NotFound,
            Self::EmailTaken => Kind::Conflict,
            Self::PasswordMissing
            | Self::NewEmailMissing
            | Self::CurrentNotAsked
            | Self::Metadata(_) => Kind::Invalid,
            Self::Busy => Kind::Unavailable,
            Self::Fault(fault) => fault.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::UserNotFound => "auth.user_not_found",
            Self::EmailTaken => "auth.email_taken",
            Self::PasswordMissing => "auth.password_missing",
            Self::NewEmailMissing => "auth.email_new_missing",
            Self::CurrentNotAsked => "auth.email_current_not_asked",
            Self::Metadata(_) => "auth.metadata_invalid",
            Self::Busy => "auth.busy",
            Self::Fault(fault) => fault.code(),
        }
    }

    fn public(&self) -> String {
        let text = match self {
            Self::UserNotFound => "User with this email not found",
            Self::EmailTaken => "A user with this email address has already been registered",
            Self::PasswordMissing => "Signup requires a valid password",
            Self::NewEmailMissing => "A change of address requires new_email",
            Self::CurrentNotAsked => {
                "The current address is not asked: set double_email_change, or confirm it first"
            }
            Self::Metadata(error) => return error.to_string(),
            Self::Busy => BUSY_TEXT,
            Self::Fault(fault) => return fault.public(),
        };
        text.to_owned()
    }

    fn retry_after_seconds(&self) -> Option<u64> {
        match self {
            Self::Busy => Some(BUSY_RETRY_SECONDS),
            Self::Fault(fault) => fault.retry_after_seconds(),
            _ => None,
        }
    }
}

impl From<&LinkError> for GoTrueError {
    fn from(error: &LinkError) -> Self {
        let (status, code) = match error {
            LinkError::UserNotFound => (404, "user_not_found"),
            LinkError::EmailTaken => (422, "email_exists"),
            LinkError::PasswordMissing
            | LinkError::NewEmailMissing
            | LinkError::CurrentNotAsked
            | LinkError::Metadata(_) => (400, "validation_failed"),
            LinkError::Busy => (503, "over_request_rate_limit"),
            LinkError::Fault(fault) => return fault.into(),
        };
        Self {
            retry_after_seconds: error.retry_after_seconds(),
            ..Self::new(status, code, error.public())
        }
    }
}

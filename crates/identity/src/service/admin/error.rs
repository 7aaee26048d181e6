use stoa_core::{Failure, FieldError, Kind};
use stoa_pg::DbError;
use thiserror::Error;

use crate::fault::{BUSY_RETRY_SECONDS, BUSY_TEXT};
use crate::password::HashError;
use crate::service::roles::LAST_ADMIN;
use crate::{Fault, MetadataError};

/// The constraint that an address breaks when a living user has it.
pub(super) const EMAIL_KEY: &str = "users_email_key";
const ID_KEY: &str = "users_pkey";

/// Why an account was not made, changed or removed.
#[derive(Debug, Error)]
pub enum AdminError {
    /// There is no such user.
    #[error("there is no such user")]
    UserNotFound,
    /// A living user has the address.
    #[error("a living user has the address")]
    EmailTaken,
    /// A user has the id, or had it.
    #[error("a user has the id, or had it")]
    IdTaken,
    /// Data that cannot be kept: `auth.metadata_invalid` (422).
    #[error("{field} cannot be kept: {reason}")]
    Metadata {
        /// `user_metadata` or `app_metadata`.
        field: &'static str,
        /// Why.
        reason: MetadataError,
    },
    /// Nobody else could administer the platform: `auth.last_admin` (409).
    #[error("the account is the last administrator's")]
    LastAdmin,
    /// All hash threads are busy.
    #[error("too many passwords to hash at once")]
    Busy,
    /// Our own fault.
    #[error(transparent)]
    Fault(Fault),
}

impl From<Fault> for AdminError {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl From<DbError> for AdminError {
    fn from(error: DbError) -> Self {
        match error.unique_violation() {
            Some(EMAIL_KEY) => Self::EmailTaken,
            Some(ID_KEY) => Self::IdTaken,
            _ => Self::Fault(error.into()),
        }
    }
}

impl From<HashError> for AdminError {
    fn from(error: HashError) -> Self {
        match error {
            HashError::Busy(_) => Self::Busy,
            other @ HashError::Phc(_) => Self::Fault(other.into()),
        }
    }
}

impl Failure for AdminError {
    fn kind(&self) -> Kind {
        match self {
            Self::UserNotFound => Kind::NotFound,
            Self::EmailTaken | Self::IdTaken | Self::LastAdmin => Kind::Conflict,
            Self::Metadata { .. } => Kind::Invalid,
            Self::Busy => Kind::Unavailable,
            Self::Fault(fault) => fault.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::UserNotFound => "auth.user_not_found",
            Self::EmailTaken => "auth.email_taken",
            Self::IdTaken => "auth.id_taken",
            Self::LastAdmin => "auth.last_admin",
            Self::Metadata { .. } => "auth.metadata_invalid",
            Self::Busy => "auth.busy",
            Self::Fault(fault) => fault.code(),
        }
    }

    fn public(&self) -> String {
        match self {
            Self::UserNotFound => "There is no such user.".to_owned(),
            Self::EmailTaken => "A user with this e-mail address exists already.".to_owned(),
            Self::IdTaken => "A user with this id exists already, or existed.".to_owned(),
            Self::Metadata { .. } => self.to_string(),
            Self::LastAdmin => LAST_ADMIN.to_owned(),
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
            _ => None,
        }
    }
}

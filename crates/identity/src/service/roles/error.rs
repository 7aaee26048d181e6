use stoa_core::{Failure, Kind};
use thiserror::Error;

use crate::Fault;
use crate::fault::take_faults;

/// What is said to whoever would leave nobody.
pub(in crate::service) const LAST_ADMIN: &str =
    "This is the last administrator; give the role to somebody else first.";

/// Why a person's roles were not changed.
#[derive(Debug, Error)]
pub enum RoleError {
    /// There is no such user.
    #[error("there is no such user")]
    UserNotFound,
    /// Nobody else could administer the platform: `auth.last_admin` (409).
    #[error("the account is the last administrator's")]
    LastAdmin,
    /// Our own fault.
    #[error(transparent)]
    Fault(Fault),
}
take_faults!(RoleError);

impl Failure for RoleError {
    fn kind(&self) -> Kind {
        match self {
            Self::UserNotFound => Kind::NotFound,
            Self::LastAdmin => Kind::Conflict,
            Self::Fault(fault) => fault.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::UserNotFound => "auth.user_not_found",
            Self::LastAdmin => "auth.last_admin",
            Self::Fault(fault) => fault.code(),
        }
    }

    fn public(&self) -> String {
        match self {
            Self::UserNotFound => "There is no such user.".to_owned(),
            Self::LastAdmin => LAST_ADMIN.to_owned(),
            Self::Fault(fault) => fault.public(),
        }
    }

    fn retry_after_seconds(&self) -> Option<u64> {
        match self {
            Self::UserNotFound | Self::LastAdmin => None,
            Self::Fault(fault) => fault.retry_after_seconds(),
        }
    }
}

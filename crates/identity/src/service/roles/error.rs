use stoa_core::{Failure, Kind};
use thiserror::Error;

use crate::Fault;
use crate::fault::take_faults;

/// Why a person's roles were not changed.
#[derive(Debug, Error)]
pub enum RoleError {
    /// There is no such user.
    #[error("there is no such user")]
    UserNotFound,
    /// Our own fault.
    #[error(transparent)]
    Fault(Fault),
}
take_faults!(RoleError);

impl Failure for RoleError {
    fn kind(&self) -> Kind {
        match self {
            Self::UserNotFound => Kind::NotFound,
            Self::Fault(fault) => fault.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::UserNotFound => "auth.user_not_found",
            Self::Fault(fault) => fault.code(),
        }
    }

    fn public(&self) -> String {
        match self {
            Self::UserNotFound => "There is no such user.".to_owned(),
            Self::Fault(fault) => fault.public(),
        }
    }

    fn retry_after_seconds(&self) -> Option<u64> {
        match self {
            Self::UserNotFound => None,
            Self::Fault(fault) => fault.retry_after_seconds(),
        }
    }
}

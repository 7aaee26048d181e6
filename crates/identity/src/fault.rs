use stoa_core::{Failure, Kind};
use stoa_pg::DbError;
use thiserror::Error;

use crate::password::HashError;
use crate::{KeyError, SealError};

/// What can go wrong in identity without anybody's doing: nothing of it is the caller's to repair.
#[derive(Debug, Error)]
pub enum Fault {
    /// The database.
    #[error(transparent)]
    Db(#[from] DbError),
    /// A secret at rest cannot be read.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// A key is damaged or missing.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// A stored password hash is none that we can check.
    #[error("the password could not be checked")]
    Hash(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl Failure for Fault {
    fn kind(&self) -> Kind {
        match self {
            Self::Db(error) => error.kind(),
            _ => Kind::Internal,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Db(error) => error.code(),
            _ => "internal",
        }
    }

    fn public(&self) -> String {
        match self {
            Self::Db(error) => error.public(),
            _ => "Something went wrong on our side.".to_owned(),
        }
    }

    fn retry_after_seconds(&self) -> Option<u64> {
        match self {
            Self::Db(error) => error.retry_after_seconds(),
            _ => None,
        }
    }
}

/// Seconds after which a busy server may be asked again.
pub(crate) const BUSY_RETRY_SECONDS: u64 = 2;
/// What a caller reads when all hash threads are busy.
pub(crate) const BUSY_TEXT: &str =
    "Too many people are signing in at this moment; please try again in a few seconds.";

/// Lets an operation's error take what can go wrong inside, each to its own variant.
macro_rules! take_faults {
    ($error:ident) => {
        impl From<crate::Fault> for $error {
            fn from(fault: crate::Fault) -> Self {
                Self::Fault(fault)
            }
        }

        impl From<stoa_pg::DbError> for $error {
            fn from(error: stoa_pg::DbError) -> Self {
                Self::Fault(error.into())
            }
        }

        impl From<crate::SealError> for $error {
            fn from(error: crate::SealError) -> Self {
                Self::Fault(error.into())
            }
        }

        impl From<crate::KeyError> for $error {
            fn from(error: crate::KeyError) -> Self {
                Self::Fault(error.into())
            }
        }
    };
    ($error:ident, busy) => {
        crate::fault::take_faults!($error);

        impl From<crate::password::HashError> for $error {
            fn from(error: crate::password::HashError) -> Self {
                match error {
                    crate::password::HashError::Busy(_) => Self::Busy,
                    other => Self::Fault(other.into()),
                }
            }
        }
    };
}
pub(crate) use take_faults;

impl From<HashError> for Fault {
    fn from(error: HashError) -> Self {
        Self::Hash(Box::new(error))
    }
}

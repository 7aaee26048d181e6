use stoa_core::{Failure, Kind};
use stoa_identity::{Fault, UserError};
use stoa_pg::DbError;
use thiserror::Error;

use crate::learning::{ListLessonsError, ProfileError};

/// Why nothing can be exported. Half of what is known would be taken for the whole, so one part that does not come is
/// enough.
#[derive(Debug, Error)]
pub enum ExportError {
    /// The account cannot be read.
    #[error(transparent)]
    Account(#[from] UserError),
    /// The sessions or the audit cannot be read.
    #[error(transparent)]
    Identity(#[from] Fault),
    /// The profile cannot be read.
    #[error(transparent)]
    Profile(#[from] ProfileError),
    /// The lessons cannot be read.
    #[error(transparent)]
    Lessons(#[from] ListLessonsError),
    /// What was bought and asked for cannot be read.
    #[error("purchases and requests cannot be read")]
    Sales(#[from] DbError),
}

impl ExportError {
    fn inner(&self) -> &dyn Failure {
        match self {
            Self::Account(error) => error,
            Self::Identity(error) => error,
            Self::Profile(error) => error,
            Self::Lessons(error) => error,
            Self::Sales(error) => error,
        }
    }
}

impl Failure for ExportError {
    fn kind(&self) -> Kind {
        self.inner().kind()
    }

    fn code(&self) -> &'static str {
        self.inner().code()
    }

    fn public(&self) -> String {
        self.inner().public()
    }

    fn retry_after_seconds(&self) -> Option<u64> {
        self.inner().retry_after_seconds()
    }
}

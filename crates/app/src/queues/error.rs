use stoa_core::{Failure, FieldError, Kind};
use stoa_jobs::JobState;
use stoa_pg::DbError;
use thiserror::Error;

use crate::leads::DeskError;

/// Why nothing is done about a job.
#[derive(Debug, Error)]
pub enum QueueError {
    /// Administrators only.
    #[error("administrators only")]
    Role,
    /// There is no such job.
    #[error("there is no such job")]
    NotFound,
    /// The job is in a state in which this makes no sense.
    #[error("the job is {0}")]
    Wrong(JobState),
    /// Who stops a kind says why.
    #[error("no reason is given")]
    Reason,
    /// The lead's delivery failed.
    #[error(transparent)]
    Delivery(DeskError),
    /// The database failed.
    #[error("the jobs could not be read or written")]
    Db(
        #[from]
        #[source]
        DbError,
    ),
}

impl Failure for QueueError {
    fn kind(&self) -> Kind {
        match self {
            Self::Role => Kind::Forbidden,
            Self::NotFound => Kind::NotFound,
            Self::Wrong(_) => Kind::Conflict,
            Self::Reason => Kind::Invalid,
            Self::Delivery(error) => error.kind(),
            Self::Db(error) => error.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Role => "auth.role_missing",
            Self::NotFound => "job.not_found",
            Self::Wrong(_) => "job.wrong_state",
            Self::Reason => "job.reason_missing",
            Self::Delivery(error) => error.code(),
            Self::Db(error) => error.code(),
        }
    }

    fn public(&self) -> String {
        match self {
            Self::Role => "Administrators only.".to_owned(),
            Self::NotFound => "There is no such job.".to_owned(),
            Self::Wrong(JobState::Ready) => {
                "The job waits for its turn, and a lead, a buyer or a letter with it: pause its kind, or settle them."
                    .to_owned()
            }
            Self::Wrong(state) => format!("The job is {state}."),
            Self::Reason => "Say why, in 1 to 300 characters.".to_owned(),
            Self::Delivery(error) => error.public(),
            Self::Db(error) => error.public(),
        }
    }

    fn fields(&self) -> Vec<FieldError> {
        match self {
            Self::Reason => vec![FieldError::new("reason", self.code(), self.public())],
            _ => Vec::new(),
        }
    }
}

use stoa_core::{Failure, FieldError, Kind};
use stoa_jobs::JobState;
use stoa_pg::DbError;
use thiserror::Error;

use super::Queue;
use crate::leads::DeskError;

const KIND: &str = "job.kind_unknown";
const REASON: &str = "job.reason_missing";
const SAY_WHY: &str = "Say why, in 1 to 300 characters.";

/// What is wrong with an order to stop a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WrongOrder {
    /// The queue that has no such kind.
    pub kind: Option<Queue>,
    /// The reason is missing, or longer than 300 characters.
    pub reason: bool,
}

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
    /// Who stops a kind says which, and why.
    #[error("the order to stop a kind is wrong")]
    Order(WrongOrder),
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
            Self::Order(_) => Kind::Invalid,
            Self::Delivery(error) => error.kind(),
            Self::Db(error) => error.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Role => "auth.role_missing",
            Self::NotFound => "job.not_found",
            Self::Wrong(_) => "job.wrong_state",
            Self::Order(order) if order.kind.is_some() => KIND,
            Self::Order(_) => REASON,
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
            Self::Order(order) => match order.kind {
                Some(queue) => kinds_of(queue),
                None => SAY_WHY.to_owned(),
            },
            Self::Delivery(error) => error.public(),
            Self::Db(error) => error.public(),
        }
    }

    fn fields(&self) -> Vec<FieldError> {
        match self {
            Self::Order(order) => {
                let kind = order
                    .kind
                    .map(|queue| FieldError::new("kind", KIND, kinds_of(queue)));
                let reason = order
                    .reason
                    .then(|| FieldError::new("reason", REASON, SAY_WHY));
                kind.into_iter().chain(reason).collect()
            }
            _ => Vec::new(),
        }
    }
}

fn kinds_of(queue: Queue) -> String {
    format!("The kinds of this queue are {}.", queue.kinds().join(", "))
}

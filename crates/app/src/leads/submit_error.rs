use stoa_core::{Failure, Kind};
use stoa_pg::DbError;
use thiserror::Error;

/// Why a request was not taken. Nothing is stored then.
#[derive(Debug, Error)]
pub enum SubmitError {
    /// The key is empty, too long or not printable.
    #[error("the idempotency key is not 1 to 255 printable characters")]
    KeyInvalid,
    /// The key named another request before.
    #[error("the idempotency key came with another body")]
    BodyDiffers,
    /// The first request with this key has not been answered yet.
    #[error("a request with this idempotency key is still running")]
    InProgress,
    /// Every code drawn was in use.
    #[error("no free lead code was drawn")]
    NoFreeCode,
    /// The database.
    #[error("the lead could not be stored")]
    Storage(#[from] DbError),
}

impl Failure for SubmitError {
    fn kind(&self) -> Kind {
        match self {
            Self::KeyInvalid => Kind::Malformed,
            Self::BodyDiffers => Kind::Invalid,
            Self::InProgress => Kind::Conflict,
            Self::NoFreeCode => Kind::Internal,
            Self::Storage(error) => error.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::KeyInvalid => "idempotency.key_invalid",
            Self::BodyDiffers => "idempotency.body_differs",
            Self::InProgress => "idempotency.in_progress",
            Self::NoFreeCode => "internal",
            Self::Storage(error) => error.code(),
        }
    }

    fn public(&self) -> String {
        let text = match self {
            Self::KeyInvalid => "The Idempotency-Key must be 1 to 255 printable ASCII characters.",
            Self::BodyDiffers => "This idempotency key was used for another request.",
            Self::InProgress => "The first request with this idempotency key is still running.",
            Self::NoFreeCode => "Something went wrong on our side.",
            Self::Storage(error) => return error.public(),
        };
        text.to_owned()
    }

    fn retry_after_seconds(&self) -> Option<u64> {
        match self {
            Self::InProgress => Some(1),
            Self::Storage(error) => error.retry_after_seconds(),
            _ => None,
        }
    }
}

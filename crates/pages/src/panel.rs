use chrono::{DateTime, Utc};

/// A part of a page that may fail by itself: the rest of the page stands.
#[derive(Debug, Clone)]
pub enum Panel<T> {
    /// The part is there.
    Ready(T),
    /// It did not come in time or failed.
    Failed {
        /// When it was last seen well, when that is known.
        last_good: Option<DateTime<Utc>>,
    },
}

impl<T> Panel<T> {
    /// A part that failed, and of whose past nothing is known.
    #[must_use]
    pub const fn failed() -> Self {
        Self::Failed { last_good: None }
    }

    /// The part, when it is there.
    #[must_use]
    pub const fn ready(&self) -> Option<&T> {
        match self {
            Self::Ready(part) => Some(part),
            Self::Failed { .. } => None,
        }
    }
}

impl<T, E> From<Result<T, E>> for Panel<T> {
    fn from(result: Result<T, E>) -> Self {
        result.map_or_else(|_| Self::failed(), Self::Ready)
    }
}

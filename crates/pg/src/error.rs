use stoa_core::{Failure, Kind};
use thiserror::Error;
use tokio_postgres::error::SqlState;

/// What can go wrong between us and a database.
#[derive(Debug, Error)]
pub enum DbError {
    /// No connection, a broken one, or no answer in time. Nothing was committed.
    #[error("database {database} is not available: {reason}")]
    Unavailable {
        /// Which database.
        database: &'static str,
        /// Why, for the log.
        reason: String,
    },
    /// COMMIT was sent, and its answer never came: the work is stored or it is not, and nobody knows which.
    #[error(
        "the commit on database {database} was not answered, so its outcome is unknown: {reason}"
    )]
    OutcomeUnknown {
        /// Which database.
        database: &'static str,
        /// Why, for the log.
        reason: String,
    },
    /// The server refused a statement.
    #[error("the database refused a statement")]
    Driver(#[source] tokio_postgres::Error),
    /// A commit came after a failed statement, so the server rolled back.
    #[error("a statement had failed before the commit, so nothing was committed")]
    AlreadyFailed,
    /// A stored value is not what its column promises.
    #[error("row {row} of {table} holds an impossible {column}")]
    Corrupt {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
        /// The row's key.
        row: String,
    },
    /// A write touched another number of rows than it must.
    #[error("{want} rows should have been written, {got} were")]
    RowCount {
        /// How many it must be.
        want: u64,
        /// How many it was.
        got: u64,
    },
}

impl DbError {
    /// The name of the unique constraint that a statement hit, if it hit one.
    #[must_use]
    pub fn unique_violation(&self) -> Option<&str> {
        match self {
            Self::Driver(error) if error.code() == Some(&SqlState::UNIQUE_VIOLATION) => {
                error.as_db_error().and_then(|e| e.constraint())
            }
            _ => None,
        }
    }

    /// Checks that a write touched as many rows as it must.
    ///
    /// # Errors
    /// [`DbError::RowCount`] when it did not.
    pub fn expect_rows(want: u64, got: u64) -> Result<(), Self> {
        if want == got {
            Ok(())
        } else {
            Err(Self::RowCount { want, got })
        }
    }

    /// Whether the database was away: the same may succeed later. After [`DbError::OutcomeUnknown`] it may have
    /// succeeded already, so only what may be done twice may be tried again.
    #[must_use]
    pub const fn is_outage(&self) -> bool {
        matches!(self, Self::Unavailable { .. } | Self::OutcomeUnknown { .. })
    }

    /// No answer in time.
    pub(crate) fn late(database: &'static str) -> Self {
        Self::Unavailable {
            database,
            reason: "no answer in time".to_owned(),
        }
    }

    /// The same of a COMMIT that was sent: what was merely lost is unknown now.
    pub(crate) fn of_commit(self) -> Self {
        match self {
            Self::Unavailable { database, reason } => Self::OutcomeUnknown { database, reason },
            other => other,
        }
    }

    pub(crate) fn of(database: &'static str, error: tokio_postgres::Error) -> Self {
        if is_outage(&error) {
            Self::Unavailable {
                database,
                reason: chain(&error),
            }
        } else {
            Self::Driver(error)
        }
    }
}

impl From<tokio_postgres::Error> for DbError {
    fn from(error: tokio_postgres::Error) -> Self {
        Self::of("?", error)
    }
}

/// True for a cut connection, a server that shuts down or starts up, and a statement that took too long.
fn is_outage(error: &tokio_postgres::Error) -> bool {
    match error.code() {
        None => {
            error.is_closed()
                || std::error::Error::source(error)
                    .is_some_and(<dyn std::error::Error>::is::<std::io::Error>)
        }
        Some(code) => {
            matches!(
                code.code(),
                "57P01" | "57P02" | "57P03" | "57014" | "55P03" | "53300" | "25P03"
            ) || code.code().starts_with("08")
        }
    }
}

pub(crate) fn chain(error: &(dyn std::error::Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(source) = next {
        text.push_str(": ");
        text.push_str(&source.to_string());
        next = source.source();
    }
    text
}

impl Failure for DbError {
    fn kind(&self) -> Kind {
        if self.is_outage() {
            Kind::Unavailable
        } else {
            Kind::Internal
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Unavailable { .. } => "database.unavailable",
            Self::OutcomeUnknown { .. } => "database.outcome_unknown",
            _ => "internal",
        }
    }

    fn public(&self) -> String {
        match self {
            Self::Unavailable { .. } => {
                "The database does not answer at the moment; please try again."
            }
            Self::OutcomeUnknown { .. } => {
                "The database did not confirm in time: nobody knows yet whether this was stored. Please look before \
                 you try again."
            }
            _ => "Something went wrong on our side.",
        }
        .to_owned()
    }

    fn retry_after_seconds(&self) -> Option<u64> {
        self.is_outage().then_some(2)
    }
}

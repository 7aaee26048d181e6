use chrono::{DateTime, Utc};
use serde::de::DeserializeOwned;
use serde_json::Value;
use stoa_core::JobId;
use stoa_ops_sql::queries::job as sql;
use stoa_pg::{Database, DbError, Tx};
use thiserror::Error;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::Outcome;

/// A job to be done.
#[derive(Debug, Clone, PartialEq)]
pub struct NewJob {
    /// Which handler does it; 1 to 100 characters.
    pub kind: &'static str,
    /// What it is about, from the business: `payment:<id>`, never from time or content. 1 to 300 characters.
    pub key: String,
    /// What the handler needs to know.
    pub payload: Value,
    /// Not before this time.
    pub run_at: DateTime<Utc>,
    /// So many runs may fail before the job is dead.
    pub max_attempts: i16,
    /// Smaller goes first; 0 is usual.
    pub priority: i16,
    /// Of all jobs with one limit key, `limit_most` run at a time.
    pub limit_key: Option<String>,
    /// How many of the limit key; 1 to 1000.
    pub limit_most: i16,
    /// The request that asked for it.
    pub request_id: Option<String>,
    now: DateTime<Utc>,
}

impl NewJob {
    /// A job to be done at once, with 12 attempts.
    #[must_use]
    pub fn new(
        kind: &'static str,
        key: impl Into<String>,
        payload: Value,
        now: DateTime<Utc>,
    ) -> Self {
        Self {
            kind,
            key: key.into(),
            payload,
            run_at: now,
            max_attempts: 12,
            priority: 0,
            limit_key: None,
            limit_most: 1,
            request_id: None,
            now,
        }
    }

    /// Not before this time.
    #[must_use]
    pub fn with_run_at(self, run_at: DateTime<Utc>) -> Self {
        Self { run_at, ..self }
    }

    /// So many runs may fail; at least 1.
    #[must_use]
    pub fn with_max_attempts(self, max_attempts: i16) -> Self {
        Self {
            max_attempts: max_attempts.max(1),
            ..self
        }
    }

    /// Smaller goes first.
    #[must_use]
    pub fn with_priority(self, priority: i16) -> Self {
        Self { priority, ..self }
    }

    /// One at a time among the jobs with this key.
    #[must_use]
    pub fn with_limit_key(self, limit_key: impl Into<String>) -> Self {
        Self {
            limit_key: Some(limit_key.into()),
            ..self
        }
    }

    /// At most `most` at a time (1 to 1000) among the jobs with this key.
    #[must_use]
    pub fn with_limit(self, limit_key: impl Into<String>, most: i16) -> Self {
        Self {
            limit_key: Some(limit_key.into()),
            limit_most: most.clamp(1, 1000),
            ..self
        }
    }

    /// The request that asks for it.
    #[must_use]
    pub fn with_request_id(self, request_id: impl Into<String>) -> Self {
        Self {
            request_id: Some(request_id.into()),
            ..self
        }
    }

    pub(crate) fn created_at(&self) -> DateTime<Utc> {
        self.now
    }
}

/// A job that this process runs.
#[derive(Debug, Clone)]
pub struct Claimed {
    /// The job's number.
    pub id: JobId,
    /// Its kind.
    pub kind: String,
    /// What it is about.
    pub key: String,
    /// What was put in.
    pub payload: Value,
    /// Which run this is, from 1.
    pub attempt: i16,
    /// After this one no other follows.
    pub max_attempts: i16,
    /// The request that asked for it.
    pub request_id: Option<String>,
    /// Cancelled when the lease is lost, so that another process may run the job too. Look at it before each effect.
    pub lost: CancellationToken,
    /// The claim, which every write of this run must still find in the row.
    pub(crate) owner: Uuid,
}

/// The job is another run's by now: whatever this one did in the transaction must not last.
#[derive(Debug, Error)]
pub enum CompleteError {
    /// The lease was lost.
    #[error("another run has taken the job")]
    Lost,
    /// The database failed.
    #[error("the end of the run could not be written")]
    Db(
        #[from]
        #[source]
        DbError,
    ),
}

impl Claimed {
    /// The payload as its type.
    ///
    /// # Errors
    /// The outcome to return: the job is dead, since no repetition makes the payload readable.
    pub fn decode<T: DeserializeOwned>(&self) -> Result<T, Outcome> {
        T::deserialize(&self.payload).map_err(|error| Outcome::Fail {
            reason: format!("the payload cannot be read: {error}"),
        })
    }

    /// Ends the job in the transaction of what it did: effect and end are there together, or neither is. To be the last
    /// statement before the commit; return [`Outcome::Committed`] after it. `tx` is of the job's own database.
    ///
    /// # Errors
    /// [`CompleteError::Lost`] when another run has taken the job's place: roll back.
    pub async fn complete_in<D: Database>(
        &self,
        tx: &Tx<D>,
        now: DateTime<Utc>,
    ) -> Result<(), CompleteError> {
        let now = now.fixed_offset();
        let written = sql::complete_job()
            .bind(tx.client(), &now, &self.id.0, &self.owner, &self.attempt)
            .await
            .map_err(DbError::from)?;
        if written == 1 {
            Ok(())
        } else {
            Err(CompleteError::Lost)
        }
    }

    /// True when no other run follows a failure of this one.
    #[must_use]
    pub fn is_last_attempt(&self) -> bool {
        self.attempt >= self.max_attempts
    }
}

use chrono::{DateTime, Utc};
use stoa_core::JobId;
use stoa_ops_sql::{client::Params as _, queries::job as sql};
use stoa_pg::{Database, DbError, Tx};

use crate::NewJob;

/// What asking for a job led to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Enqueued {
    /// A new job.
    New(JobId),
    /// The job of this kind and key that is already there, whatever has become of it.
    Existing(JobId),
}

impl Enqueued {
    /// The job.
    #[must_use]
    pub fn id(self) -> JobId {
        match self {
            Self::New(id) | Self::Existing(id) => id,
        }
    }
}

/// Asks for a job: it exists if and only if `tx` commits. Kind and key make one job, for ever.
///
/// The transaction needs the service's scope. Wake the worker after the commit; a forgotten wake costs one poll.
///
/// # Errors
/// [`DbError`]; a duplicate is none.
pub async fn enqueue<D: Database>(tx: &Tx<D>, job: NewJob) -> Result<Enqueued, DbError> {
    let parameters = sql::InsertJobParams {
        kind: job.kind,
        key: job.key.as_str(),
        payload: &job.payload,
        priority: job.priority,
        run_at: job.run_at.fixed_offset(),
        max_attempts: job.max_attempts,
        limit_key: job.limit_key.as_deref(),
        request_id: job.request_id.as_deref(),
        now: job.created_at().fixed_offset(),
    };
    if let Some(id) = sql::insert_job()
        .params(tx.client(), &parameters)
        .opt()
        .await?
    {
        return Ok(Enqueued::New(JobId(id)));
    }
    let existing = sql::find_job_id()
        .bind(tx.client(), &job.kind, &job.key)
        .opt()
        .await?;
    let id = existing.ok_or(DbError::RowCount { want: 1, got: 0 })?;
    Ok(Enqueued::Existing(JobId(id)))
}

/// Makes a done or dead job ready again, with all its attempts: an operator's "once more". False when there is no such
/// job, or it is not finished.
///
/// # Errors
/// [`DbError`].
pub async fn revive<D: Database>(
    tx: &Tx<D>,
    kind: &str,
    key: &str,
    now: DateTime<Utc>,
) -> Result<bool, DbError> {
    let revived = sql::revive_job()
        .bind(tx.client(), &now.fixed_offset(), &kind, &key)
        .await?;
    Ok(revived == 1)
}

/// Puts a dead job away: a person has done by hand what it was for. False when it was not dead.
///
/// # Errors
/// [`DbError`].
pub async fn cancel<D: Database>(
    tx: &Tx<D>,
    kind: &str,
    key: &str,
    now: DateTime<Utc>,
) -> Result<bool, DbError> {
    let cancelled = sql::cancel_job()
        .bind(tx.client(), &now.fixed_offset(), &kind, &key)
        .await?;
    Ok(cancelled == 1)
}

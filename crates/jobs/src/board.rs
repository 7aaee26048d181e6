//! Jobs as a person looks after them: all of them, one of them, and what may be done about them.

use chrono::{DateTime, Utc};
use serde_json::Value;
use stoa_core::{JobId, PageLimit};
use stoa_ops_sql::{client::Params as _, queries::job as sql};
use stoa_pg::{Database, Db, DbError, Tx};

use crate::{JobState, enqueue::state, store::scope};

/// Most attempts that are shown of one job: the latest.
const ATTEMPTS: i64 = 100;

/// A job as it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Job {
    /// Its number, within its database.
    pub id: JobId,
    /// What it is for.
    pub kind: String,
    /// What it is about.
    pub key: String,
    /// What the handler was given; null when it was cleared.
    pub payload: Value,
    /// Where it stands.
    pub state: JobState,
    /// Smaller goes first.
    pub priority: i16,
    /// Not before this time.
    pub run_at: DateTime<Utc>,
    /// How often it was begun.
    pub attempts: i16,
    /// How often it may be.
    pub max_attempts: i16,
    /// What it shares with jobs that do not run beside it.
    pub limit_key: Option<String>,
    /// The request that asked for it.
    pub request_id: Option<String>,
    /// Why the latest run did not do it.
    pub reason: Option<String>,
    /// The same in one word: `transient`, `permanent`, `deferred`, `lost`.
    pub class: Option<String>,
    /// How the latest run came about: `queue`, `direct`, `fallback`.
    pub mode: String,
    /// Only its name is left: it cannot begin again.
    pub stripped: bool,
    /// When it was asked for.
    pub created_at: DateTime<Utc>,
    /// When the latest run began.
    pub started_at: Option<DateTime<Utc>>,
    /// When it came to its end.
    pub finished_at: Option<DateTime<Utc>>,
}

/// One run of a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// Which run, from 1.
    pub number: i16,
    /// When it began.
    pub started_at: DateTime<Utc>,
    /// When it ended.
    pub ended_at: DateTime<Utc>,
    /// How: `done`, `retry`, `dead`, `deferred`, `released`, `lost`.
    pub outcome: String,
    /// Why it did not succeed.
    pub error: Option<String>,
}

/// Which jobs are looked for.
#[derive(Debug, Clone, Default)]
pub struct JobFilter {
    /// Only those that stand there.
    pub state: Option<JobState>,
    /// Only those of this kind.
    pub kind: Option<String>,
    /// Only those whose reason holds this text.
    pub reason: Option<String>,
    /// Only those before this one.
    pub before: Option<JobId>,
}

/// A kind that somebody has stopped for a while.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PausedKind {
    /// Which kind.
    pub kind: String,
    /// Since when.
    pub paused_at: DateTime<Utc>,
    /// Who.
    pub paused_by: String,
    /// Why.
    pub reason: String,
}

fn utc(at: DateTime<chrono::FixedOffset>) -> DateTime<Utc> {
    at.with_timezone(&Utc)
}

impl Job {
    fn of(row: sql::JobRow) -> Result<Self, DbError> {
        Ok(Self {
            id: JobId(row.id),
            state: state(&row.state, row.id)?,
            kind: row.kind,
            key: row.key,
            payload: row.payload,
            priority: row.priority,
            run_at: utc(row.run_at),
            attempts: row.attempt,
            max_attempts: row.max_attempts,
            limit_key: row.limit_key,
            request_id: row.request_id,
            reason: row.last_error,
            class: row.error_class,
            mode: row.mode,
            stripped: row.stripped,
            created_at: utc(row.created_at),
            started_at: row.started_at.map(utc),
            finished_at: row.finished_at.map(utc),
        })
    }
}

/// Jobs of a database, newest first.
///
/// # Errors
/// [`DbError`].
pub async fn list<D: Database>(
    db: &Db<D>,
    filter: &JobFilter,
    limit: PageLimit,
) -> Result<Vec<Job>, DbError> {
    let reader = db.reader(&scope()).await?;
    let list = sql::list_jobs().prepare(reader.client()).await?;
    let parameters = sql::ListJobsParams {
        state: filter.state.map(JobState::as_str),
        kind: filter.kind.as_deref(),
        reason: filter.reason.as_deref(),
        before: filter.before.map_or(i64::MAX, |id| id.0),
        rows: limit.rows(),
    };
    let rows = reader
        .read(list.params(reader.client(), &parameters).all())
        .await?;
    rows.into_iter().map(Job::of).collect()
}

/// One job and its latest runs, newest first.
///
/// # Errors
/// [`DbError`].
pub async fn find<D: Database>(
    db: &Db<D>,
    id: JobId,
) -> Result<Option<(Job, Vec<Attempt>)>, DbError> {
    let tx = db.begin(&scope()).await?;
    let job = sql::find_job().bind(tx.client(), &id.0).opt().await?;
    let attempts = sql::list_attempts()
        .bind(tx.client(), &id.0, &ATTEMPTS)
        .all()
        .await?;
    tx.commit().await?;
    let Some(job) = job else {
        return Ok(None);
    };
    let attempt = |row: sql::ListAttempts| Attempt {
        number: row.attempt,
        started_at: utc(row.started_at),
        ended_at: utc(row.ended_at),
        outcome: row.outcome,
        error: row.error,
    };
    let attempts = attempts.into_iter().map(attempt).collect();
    Ok(Some((Job::of(job)?, attempts)))
}

/// One job begins again with all its attempts, or has its turn now when it waits. False when it runs, is done, or only
/// its name is left.
///
/// # Errors
/// [`DbError`].
pub async fn retry<D: Database>(
    tx: &Tx<D>,
    id: JobId,
    now: DateTime<Utc>,
) -> Result<bool, DbError> {
    let retried = sql::retry_job()
        .bind(tx.client(), &now.fixed_offset(), &id.0)
        .await?;
    Ok(retried == 1)
}

/// Dead jobs of a kind and with a reason begin again, at most `rows`; says how many.
///
/// # Errors
/// [`DbError`].
pub async fn redrive<D: Database>(
    tx: &Tx<D>,
    (kind, reason): (Option<&str>, Option<&str>),
    rows: i64,
    now: DateTime<Utc>,
) -> Result<u64, DbError> {
    Ok(sql::redrive()
        .bind(tx.client(), &now.fixed_offset(), &kind, &reason, &rows)
        .await?)
}

/// A job that does not run is put away. False when it runs or is finished.
///
/// # Errors
/// [`DbError`].
pub async fn stop<D: Database>(tx: &Tx<D>, id: JobId, now: DateTime<Utc>) -> Result<bool, DbError> {
    let stopped = sql::stop_job()
        .bind(tx.client(), &now.fixed_offset(), &id.0)
        .await?;
    Ok(stopped == 1)
}

/// No worker begins jobs of a kind any more; those that run go on.
///
/// # Errors
/// [`DbError`].
pub async fn pause_kind<D: Database>(tx: &Tx<D>, paused: &PausedKind) -> Result<(), DbError> {
    let at = paused.paused_at.fixed_offset();
    sql::pause_kind()
        .bind(
            tx.client(),
            &paused.kind,
            &at,
            &paused.paused_by,
            &paused.reason,
        )
        .await?;
    Ok(())
}

/// Workers begin jobs of the kind again. False when it was not stopped.
///
/// # Errors
/// [`DbError`].
pub async fn resume_kind<D: Database>(tx: &Tx<D>, kind: &str) -> Result<bool, DbError> {
    let resumed = sql::resume_kind().bind(tx.client(), &kind).await?;
    Ok(resumed == 1)
}

/// The kinds that are stopped.
///
/// # Errors
/// [`DbError`].
pub async fn paused_kinds<D: Database>(db: &Db<D>) -> Result<Vec<PausedKind>, DbError> {
    let reader = db.reader(&scope()).await?;
    let list = sql::list_paused().prepare(reader.client()).await?;
    let rows = reader.read(list.bind(reader.client()).all()).await?;
    let paused = |row: sql::ListPaused| PausedKind {
        kind: row.kind,
        paused_at: utc(row.paused_at),
        paused_by: row.paused_by,
        reason: row.reason,
    };
    Ok(rows.into_iter().map(paused).collect())
}

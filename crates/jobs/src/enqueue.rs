use std::collections::{BTreeMap, HashSet};

use chrono::{DateTime, Utc};
use stoa_core::JobId;
use stoa_ops_sql::{client::Params as _, queries::job as sql};
use stoa_pg::{Database, DbError, Tx};

use crate::{JobState, NewJob};

/// What asking for a job led to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Enqueued {
    /// A new job.
    New(JobId),
    /// The job of this kind and key that is already there, whatever has become of it.
    Existing(JobId, JobState),
}

impl Enqueued {
    /// The job.
    #[must_use]
    pub fn id(self) -> JobId {
        match self {
            Self::New(id) | Self::Existing(id, _) => id,
        }
    }

    /// Whether the job is new.
    #[must_use]
    pub fn is_new(self) -> bool {
        matches!(self, Self::New(_))
    }

    fn of(row: &sql::AskedRow) -> Result<Self, DbError> {
        let id = JobId(row.id);
        if row.is_new {
            return Ok(Self::New(id));
        }
        Ok(Self::Existing(id, state(&row.state, row.id)?))
    }
}

/// The state that a row names.
pub(crate) fn state(name: &str, id: i64) -> Result<JobState, DbError> {
    JobState::parse(name).ok_or_else(|| DbError::Corrupt {
        table: "ops.job",
        column: "state",
        row: id.to_string(),
    })
}

/// Asks for a job: it exists if and only if `tx` commits. Kind and key make one job, for ever.
///
/// One round trip, and no lock that others wait for. The transaction needs the service's scope. Wake the worker after the
/// commit; a forgotten wake costs one poll.
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
        limit_most: job.limit_most,
        request_id: job.request_id.as_deref(),
        now: job.created_at().fixed_offset(),
    };
    let asked = sql::insert_job()
        .params(tx.client(), &parameters)
        .opt()
        .await?;
    match asked {
        Some(row) => Enqueued::of(&row),
        None => find(tx, job.kind, &job.key).await,
    }
}

/// The job that another transaction made while ours asked.
async fn find<D: Database>(tx: &Tx<D>, kind: &str, key: &str) -> Result<Enqueued, DbError> {
    let known = sql::find_asked()
        .bind(tx.client(), &kind, &key)
        .opt()
        .await?;
    Enqueued::of(&known.ok_or(DbError::RowCount { want: 1, got: 0 })?)
}

/// The columns of many jobs.
#[derive(Default)]
struct Columns<'j> {
    kinds: Vec<&'j str>,
    keys: Vec<&'j str>,
    payloads: Vec<&'j serde_json::Value>,
    priorities: Vec<i16>,
    run_ats: Vec<DateTime<chrono::FixedOffset>>,
    max_attempts: Vec<i16>,
    limit_keys: Vec<Option<&'j str>>,
    limit_mosts: Vec<i16>,
    request_ids: Vec<Option<&'j str>>,
    created_ats: Vec<DateTime<chrono::FixedOffset>>,
}

impl<'j> Columns<'j> {
    fn push(&mut self, job: &'j NewJob) {
        self.kinds.push(job.kind);
        self.keys.push(&job.key);
        self.payloads.push(&job.payload);
        self.priorities.push(job.priority);
        self.run_ats.push(job.run_at.fixed_offset());
        self.max_attempts.push(job.max_attempts);
        self.limit_keys.push(job.limit_key.as_deref());
        self.limit_mosts.push(job.limit_most);
        self.request_ids.push(job.request_id.as_deref());
        self.created_ats.push(job.created_at().fixed_offset());
    }
}

/// Asks for many jobs in one statement; the answers stand in the order of the jobs. Two of one name among them are one
/// job. Best up to about 1000 at once.
///
/// # Errors
/// [`DbError`]; a duplicate is none.
pub async fn enqueue_many<D: Database>(
    tx: &Tx<D>,
    jobs: &[NewJob],
) -> Result<Vec<Enqueued>, DbError> {
    let mut columns = Columns::default();
    for job in jobs {
        columns.push(job);
    }
    let parameters = sql::InsertJobsParams {
        kinds: columns.kinds,
        keys: columns.keys,
        payloads: columns.payloads,
        priorities: columns.priorities,
        run_ats: columns.run_ats,
        max_attempts: columns.max_attempts,
        limit_keys: columns.limit_keys,
        limit_mosts: columns.limit_mosts,
        request_ids: columns.request_ids,
        created_ats: columns.created_ats,
    };
    let rows = sql::insert_jobs()
        .params(tx.client(), &parameters)
        .all()
        .await?;
    answers(tx, jobs, rows).await
}

async fn answers<D: Database>(
    tx: &Tx<D>,
    jobs: &[NewJob],
    rows: Vec<sql::InsertJobs>,
) -> Result<Vec<Enqueued>, DbError> {
    let mut known = BTreeMap::new();
    for row in rows {
        let asked = if row.is_new {
            Enqueued::New(JobId(row.id))
        } else {
            Enqueued::Existing(JobId(row.id), state(&row.state, row.id)?)
        };
        known.insert((row.kind, row.key), asked);
    }
    let mut seen = HashSet::new();
    let mut answers = Vec::with_capacity(jobs.len());
    for job in jobs {
        let name = (job.kind.to_owned(), job.key.clone());
        let asked = match known.get(&name) {
            Some(asked) => *asked,
            None => find(tx, job.kind, &job.key).await?,
        };
        let is_first = seen.insert(name);
        answers.push(match asked {
            Enqueued::New(id) if !is_first => Enqueued::Existing(id, JobState::Ready),
            asked => asked,
        });
    }
    Ok(answers)
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

/// Makes the finished job of this name ready again, with what `job` says of its payload, turn and attempts; also one of
/// which time has left only the name. False when there is no such job, or it is not finished.
///
/// # Errors
/// [`DbError`].
pub async fn restart<D: Database>(tx: &Tx<D>, job: &NewJob) -> Result<bool, DbError> {
    let parameters = sql::RestartJobParams {
        run_at: job.run_at.fixed_offset(),
        payload: &job.payload,
        max_attempts: job.max_attempts,
        kind: job.kind,
        key: job.key.as_str(),
    };
    let restarted = sql::restart_job().params(tx.client(), &parameters).await?;
    Ok(restarted == 1)
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

//! The statements of a claimed job's life, each a transaction of its own.

use std::time::Duration;

use chrono::{DateTime, FixedOffset, Utc};
use stoa_core::{Ambient, JobId};
use stoa_ops_sql::{client::Params as _, queries::job as sql};
use stoa_pg::{Database, Db, DbError, Scope};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::{Claimed, verdict::Verdict};

/// Longer texts are cut.
const REASON_CHARACTERS: usize = 2000;

/// A claim of a job: what the fence looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Hold {
    pub(crate) id: JobId,
    /// Drawn anew for each claim, so two claims never share it, not even two of one process.
    pub(crate) owner: Uuid,
}

/// A job that this process holds.
#[derive(Debug)]
pub(crate) struct Held {
    pub(crate) job: Claimed,
    /// The holder before us has let its lease run out.
    pub(crate) expired: bool,
}

impl Held {
    pub(crate) fn hold(&self) -> Hold {
        Hold {
            id: self.job.id,
            owner: self.job.owner,
        }
    }

    fn of(row: sql::ClaimedRow, owner: Uuid) -> Self {
        let job = Claimed {
            id: JobId(row.id),
            kind: row.kind,
            key: row.key,
            payload: row.payload,
            attempt: row.attempt,
            max_attempts: row.max_attempts,
            request_id: row.request_id,
            lost: CancellationToken::new(),
            owner,
        };
        Self {
            job,
            expired: row.expired,
        }
    }
}

pub(crate) fn scope() -> Scope {
    Scope::service("jobs")
}

/// What is asked of a claim.
#[derive(Debug, Default)]
pub(crate) struct Wanted<'w> {
    /// Kinds, and how many of each may begin now.
    pub(crate) kinds: Vec<&'w str>,
    pub(crate) quotas: Vec<i64>,
    /// How many of all.
    pub(crate) slots: usize,
    /// The worker that is seen to look.
    pub(crate) beat: Option<Uuid>,
}

/// What a claim brought.
#[derive(Debug, Default)]
pub(crate) struct Haul {
    pub(crate) held: Vec<Held>,
    /// When the next job has its turn; asked only when there was less to do than there was room.
    pub(crate) next: Option<DateTime<Utc>>,
}

/// Another process may claim a job of the same limit key at the same moment: so often it is tried again at once.
const TRIES: usize = 3;

/// Claims jobs whose turn it is, and as many again whose lease has run out.
pub(crate) async fn claim<D: Database>(
    db: &Db<D>,
    ambient: &Ambient,
    wanted: &Wanted<'_>,
    lease: Duration,
) -> Result<Haul, DbError> {
    for _ in 0..TRIES {
        if let Some(haul) = try_claim(db, ambient, wanted, lease).await? {
            return Ok(haul);
        }
    }
    Ok(Haul::default())
}

async fn try_claim<D: Database>(
    db: &Db<D>,
    ambient: &Ambient,
    wanted: &Wanted<'_>,
    lease: Duration,
) -> Result<Option<Haul>, DbError> {
    let (owner, now) = (ambient.uuid(), ambient.now().fixed_offset());
    let slots = i64::try_from(wanted.slots).unwrap_or(i64::MAX);
    let tx = db.begin(&scope()).await?;
    let parameters = sql::ClaimJobsParams {
        kinds: wanted.kinds.as_slice(),
        slots,
        quotas: wanted.quotas.as_slice(),
        now,
        owner,
        lease_seconds: lease.as_secs_f64(),
    };
    let rows = sql::claim_jobs()
        .params(tx.client(), &parameters)
        .all()
        .await;
    let rows = match rows.map_err(DbError::from) {
        Ok(rows) => rows,
        Err(error) if is_contended(&error) => {
            tx.rollback().await?;
            return Ok(None);
        }
        Err(error) => return Err(error),
    };
    let next = if rows.len() < wanted.slots {
        let turn = sql::next_turn()
            .bind(tx.client(), &wanted.kinds, &now)
            .one()
            .await?;
        turn.map(|at| at.with_timezone(&Utc))
    } else {
        None
    };
    if let Some(worker) = wanted.beat {
        sql::beat()
            .bind(tx.client(), &worker, &wanted.kinds)
            .await?;
    }
    tx.commit().await?;
    // The server gives them in the order in which it came upon them.
    let mut rows = rows;
    rows.sort_by_key(|row| (!row.expired, row.priority, row.run_at, row.id));
    let held = rows.into_iter().map(|row| Held::of(row, owner)).collect();
    Ok(Some(Haul { held, next }))
}

/// Claims one job, although its turn may be later; `None` when it is not ready or its limit key is taken.
pub(crate) async fn claim_one<D: Database>(
    db: &Db<D>,
    ambient: &Ambient,
    (kind, key): (&str, &str),
    mode: &str,
    lease: Duration,
) -> Result<Option<Held>, DbError> {
    let (owner, now) = (ambient.uuid(), ambient.now().fixed_offset());
    let tx = db.begin(&scope()).await?;
    let parameters = sql::ClaimJobParams {
        kind,
        key,
        owner,
        lease_seconds: lease.as_secs_f64(),
        mode,
        now,
    };
    let row = sql::claim_job()
        .params(tx.client(), &parameters)
        .opt()
        .await;
    match row.map_err(DbError::from) {
        Ok(row) => {
            tx.commit().await?;
            Ok(row.map(|row| Held::of(row, owner)))
        }
        Err(error) if is_contended(&error) => {
            tx.rollback().await?;
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

/// Another process has just claimed a job with the same limit key.
fn is_contended(error: &DbError) -> bool {
    error.unique_violation() == Some("job_limit")
}

/// Renews leases, and says which of them are still ours.
pub(crate) async fn renew<D: Database>(
    db: &Db<D>,
    holds: &[Hold],
    lease: Duration,
) -> Result<Vec<Hold>, DbError> {
    let (ids, owners) = columns(holds);
    let tx = db.begin(&scope()).await?;
    let rows = sql::renew_leases()
        .bind(tx.client(), &ids, &owners, &lease.as_secs_f64())
        .all()
        .await?;
    tx.commit().await?;
    Ok(rows
        .into_iter()
        .map(|row| Hold {
            id: JobId(row.id),
            owner: row.owner,
        })
        .collect())
}

/// The end of one run.
#[derive(Debug, Clone)]
pub(crate) struct End {
    pub(crate) hold: Hold,
    pub(crate) attempt: i16,
    pub(crate) verdict: Verdict,
}

/// Writes the ends of runs, and says which were written; in place of the others another run is at work.
pub(crate) async fn settle<D: Database>(
    db: &Db<D>,
    ends: &[End],
    now: DateTime<Utc>,
) -> Result<Vec<Hold>, DbError> {
    let mut parameters = sql::SettleJobsParams {
        ids: Vec::new(),
        owners: Vec::new(),
        attempts: Vec::new(),
        states: Vec::new(),
        given_backs: Vec::new(),
        run_ats: Vec::new(),
        outcomes: Vec::new(),
        errors: Vec::new(),
        classes: Vec::new(),
        now: now.fixed_offset(),
    };
    for End {
        hold,
        attempt,
        verdict,
    } in ends
    {
        parameters.ids.push(hold.id.0);
        parameters.owners.push(hold.owner);
        parameters.attempts.push(*attempt);
        parameters.states.push(verdict.state);
        parameters.given_backs.push(verdict.given_back);
        parameters.run_ats.push(verdict.run_at.map(fixed));
        parameters.outcomes.push(verdict.outcome);
        parameters
            .errors
            .push(verdict.reason.as_deref().map(storable));
        parameters.classes.push(verdict.class);
    }
    let tx = db.begin(&scope()).await?;
    let rows = sql::settle_jobs()
        .params(tx.client(), &parameters)
        .all()
        .await?;
    tx.commit().await?;
    let hold = |row: sql::SettleJobs| Hold {
        id: JobId(row.id),
        owner: row.owner,
    };
    Ok(rows.into_iter().map(hold).collect())
}

/// A reason as the database takes it: not too long, and without the one character that it refuses.
fn storable(reason: &str) -> String {
    let kept = reason.chars().filter(|c| *c != '\0');
    kept.take(REASON_CHARACTERS).collect()
}

/// Gives jobs back that were not finished; their attempts are not counted.
pub(crate) async fn release<D: Database>(
    db: &Db<D>,
    holds: &[Hold],
    now: DateTime<Utc>,
) -> Result<u64, DbError> {
    let (ids, owners) = columns(holds);
    let tx = db.begin(&scope()).await?;
    let released = sql::release_jobs()
        .bind(tx.client(), &ids, &owners, &now.fixed_offset())
        .await?;
    tx.commit().await?;
    Ok(released)
}

fn columns(holds: &[Hold]) -> (Vec<i64>, Vec<Uuid>) {
    holds.iter().map(|hold| (hold.id.0, hold.owner)).unzip()
}

fn fixed(time: DateTime<Utc>) -> DateTime<FixedOffset> {
    time.fixed_offset()
}

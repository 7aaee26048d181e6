//! The statements of a claimed job's life, each a transaction of its own.

use std::time::Duration;

use chrono::{DateTime, FixedOffset, Utc};
use stoa_core::{Ambient, JobId};
use stoa_ops_sql::{client::Params as _, queries::job as sql};
use stoa_pg::{Database, Db, DbError, Scope, Tx};
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
    pub(crate) owner: Uuid,
    /// The holder before us has let its lease run out.
    pub(crate) expired: bool,
}

impl Held {
    pub(crate) fn hold(&self) -> Hold {
        Hold {
            id: self.job.id,
            owner: self.owner,
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
        };
        Self {
            job,
            owner,
            expired: row.expired,
        }
    }
}

pub(crate) fn scope() -> Scope {
    Scope::service("jobs")
}

/// Claims up to `slots` jobs whose turn it is, and as many again whose lease has run out.
pub(crate) async fn claim<D: Database>(
    db: &Db<D>,
    ambient: &Ambient,
    kinds: &[&str],
    slots: usize,
    lease: Duration,
) -> Result<Vec<Held>, DbError> {
    let (owner, now) = (ambient.uuid(), ambient.now().fixed_offset());
    let slots = i64::try_from(slots).unwrap_or(i64::MAX);
    let tx = db.begin(&scope()).await?;
    let rows = sql::claim_jobs()
        .bind(
            tx.client(),
            &kinds,
            &slots,
            &now,
            &owner,
            &lease.as_secs_f64(),
        )
        .all()
        .await;
    take(tx, rows.map_err(DbError::from), owner).await
}

/// Claims one job, although its turn may be later; `None` when it is not ready or its limit key is taken.
pub(crate) async fn claim_one<D: Database>(
    db: &Db<D>,
    ambient: &Ambient,
    kind: &str,
    key: &str,
    lease: Duration,
) -> Result<Option<Held>, DbError> {
    let (owner, now) = (ambient.uuid(), ambient.now().fixed_offset());
    let tx = db.begin(&scope()).await?;
    let rows = sql::claim_job()
        .bind(tx.client(), &owner, &lease.as_secs_f64(), &now, &kind, &key)
        .all()
        .await;
    Ok(take(tx, rows.map_err(DbError::from), owner).await?.pop())
}

async fn take<D: Database>(
    tx: Tx<D>,
    rows: Result<Vec<sql::ClaimedRow>, DbError>,
    owner: Uuid,
) -> Result<Vec<Held>, DbError> {
    match rows {
        Ok(rows) => {
            tx.commit().await?;
            Ok(rows.into_iter().map(|row| Held::of(row, owner)).collect())
        }
        // Another process has just claimed a job with the same limit key.
        Err(error) if error.unique_violation() == Some("job_limit") => {
            tx.rollback().await?;
            Ok(Vec::new())
        }
        Err(error) => Err(error),
    }
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
        .bind(tx.client(), &lease.as_secs_f64(), &ids, &owners)
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

/// Writes the end of a run; false when another run has taken its place.
pub(crate) async fn settle<D: Database>(
    db: &Db<D>,
    held: &Held,
    verdict: &Verdict,
    now: DateTime<Utc>,
) -> Result<bool, DbError> {
    let reason = verdict
        .reason
        .as_ref()
        .map(|text| text.chars().take(REASON_CHARACTERS).collect::<String>());
    let parameters = sql::SettleJobParams {
        state: verdict.state,
        given_back: verdict.given_back,
        run_at: verdict.run_at.map(fixed),
        error: reason,
        now: now.fixed_offset(),
        id: held.job.id.0,
        owner: held.owner,
        attempt: held.job.attempt,
        outcome: verdict.outcome,
    };
    let tx = db.begin(&scope()).await?;
    let written = sql::settle_job().params(tx.client(), &parameters).await?;
    tx.commit().await?;
    Ok(written == 1)
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
        .bind(tx.client(), &now.fixed_offset(), &ids, &owners)
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

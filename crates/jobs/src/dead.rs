//! Dead jobs, as a person looks after them.

use chrono::{DateTime, Utc};
use stoa_core::{JobId, PageLimit};
use stoa_ops_sql::queries::job as sql;
use stoa_pg::{Database, Db, DbError};

use crate::store::scope;

/// A job that nobody will run any more unless a person asks for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadJob {
    /// Its id, within its database.
    pub id: JobId,
    /// What it was for.
    pub kind: String,
    /// For whom.
    pub key: String,
    /// How often it was tried.
    pub attempts: i16,
    /// Why it was given up.
    pub reason: Option<String>,
    /// When it was asked for.
    pub created_at: DateTime<Utc>,
    /// When it was given up.
    pub died_at: Option<DateTime<Utc>>,
}

/// The dead jobs of a database, newest first, those before the job `before`.
///
/// # Errors
/// [`DbError`].
pub async fn list_dead<D: Database>(
    db: &Db<D>,
    before: Option<JobId>,
    limit: PageLimit,
) -> Result<Vec<DeadJob>, DbError> {
    let before = before.map_or(i64::MAX, |id| id.0);
    let reader = db.reader(&scope()).await?;
    let list = sql::list_dead().prepare(reader.client()).await?;
    let rows = reader
        .read(list.bind(reader.client(), &before, &limit.rows()).all())
        .await?;
    Ok(rows.into_iter().map(dead).collect())
}

fn dead(row: sql::ListDead) -> DeadJob {
    DeadJob {
        id: JobId(row.id),
        kind: row.kind,
        key: row.key,
        attempts: row.attempt,
        reason: row.last_error,
        created_at: row.created_at.with_timezone(&Utc),
        died_at: row.finished_at.map(|at| at.with_timezone(&Utc)),
    }
}

use chrono::{DateTime, Utc};
use stoa_ops_sql::queries::job as sql;
use stoa_pg::{Database, Db, DbError};

use crate::store::scope;

/// How full a queue is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QueueDepth {
    /// Jobs whose turn it is.
    pub ready: i64,
    /// Jobs whose turn comes later, retries among them.
    pub waiting: i64,
    /// Jobs that are being run, as far as their leases say.
    pub running: i64,
    /// Jobs that nobody will run any more unless a person asks for it.
    pub dead: i64,
    /// For how long the first of the ready ones has been waiting; 0 when none is ready.
    pub oldest_ready_seconds: i64,
}

/// For how many seconds the oldest unfinished job of `kind` has been there, whether its turn has come or not; 0 when all
/// are done or given up.
///
/// # Errors
/// [`DbError`].
pub async fn lag_seconds<D: Database>(
    db: &Db<D>,
    kind: &str,
    now: DateTime<Utc>,
) -> Result<i64, DbError> {
    let reader = db.reader(&scope()).await?;
    let query = sql::oldest_of_kind().prepare(reader.client()).await?;
    reader
        .read(
            query
                .bind(reader.client(), &now.fixed_offset(), &kind)
                .one(),
        )
        .await
}

/// How full the queue of a database is.
///
/// # Errors
/// [`DbError`].
pub async fn depth<D: Database>(db: &Db<D>, now: DateTime<Utc>) -> Result<QueueDepth, DbError> {
    let reader = db.reader(&scope()).await?;
    let query = sql::queue_depth().prepare(reader.client()).await?;
    let row = reader
        .read(query.bind(reader.client(), &now.fixed_offset()).one())
        .await?;
    Ok(QueueDepth {
        ready: row.ready,
        waiting: row.waiting,
        running: row.running,
        dead: row.dead,
        oldest_ready_seconds: row.oldest_ready_seconds,
    })
}

//! What has no use any more, removed in batches.

use chrono::{DateTime, Utc};
use stoa_main_sql::queries::house as q;
use stoa_pg::{DbError, MainTx};

/// Removes sessions that ended by themselves, at most `most`: unused since `idle_since`, or over by now.
///
/// # Errors
/// [`DbError`].
pub async fn delete_ended_sessions(
    tx: &MainTx,
    idle_since: DateTime<Utc>,
    now: DateTime<Utc>,
    most: i64,
) -> Result<u64, DbError> {
    let (idle_since, now) = (idle_since.fixed_offset(), now.fixed_offset());
    Ok(q::delete_ended_sessions()
        .bind(tx.client(), &idle_since, &now, &most)
        .await?)
}

/// Removes links and codes that were used or expired before `before`, at most `most`.
///
/// # Errors
/// [`DbError`].
pub async fn delete_old_tokens(
    tx: &MainTx,
    before: DateTime<Utc>,
    most: i64,
) -> Result<u64, DbError> {
    Ok(q::delete_old_tokens()
        .bind(tx.client(), &before.fixed_offset(), &most)
        .await?)
}

/// Removes challenges of second factors that expired before `before`, at most `most`.
///
/// # Errors
/// [`DbError`].
pub async fn delete_old_challenges(
    tx: &MainTx,
    before: DateTime<Utc>,
    most: i64,
) -> Result<u64, DbError> {
    Ok(q::delete_old_challenges()
        .bind(tx.client(), &before.fixed_offset(), &most)
        .await?)
}

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

/// Removes flows of links that began before `before`, at most `most`.
///
/// # Errors
/// [`DbError`].
pub async fn delete_old_flows(
    tx: &MainTx,
    before: DateTime<Utc>,
    most: i64,
) -> Result<u64, DbError> {
    Ok(q::delete_old_flows()
        .bind(tx.client(), &before.fixed_offset(), &most)
        .await?)
}

/// Removes sign-ins at providers that began before `before`, at most `most`.
///
/// # Errors
/// [`DbError`].
pub async fn delete_old_oauth_flows(
    tx: &MainTx,
    before: DateTime<Utc>,
    most: i64,
) -> Result<u64, DbError> {
    Ok(q::delete_old_oauth_flows()
        .bind(tx.client(), &before.fixed_offset(), &most)
        .await?)
}

/// Removes letters that were sent or dropped before `done_before`, or given up before `failed_before`, at most `most`.
///
/// # Errors
/// [`DbError`].
pub async fn delete_old_letters(
    tx: &MainTx,
    (done_before, failed_before): (DateTime<Utc>, DateTime<Utc>),
    most: i64,
) -> Result<u64, DbError> {
    let (done, failed) = (done_before.fixed_offset(), failed_before.fixed_offset());
    Ok(q::delete_old_letters()
        .bind(tx.client(), &done, &failed, &most)
        .await?)
}

/// Forgets deletions of people with accounts elsewhere that were made before `before`, at most `most`.
///
/// # Errors
/// [`DbError`].
pub async fn delete_old_departed(
    tx: &MainTx,
    before: DateTime<Utc>,
    most: i64,
) -> Result<u64, DbError> {
    Ok(q::delete_old_departed()
        .bind(tx.client(), &before.fixed_offset(), &most)
        .await?)
}

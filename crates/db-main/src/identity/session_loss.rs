//! What a start with other secrets or under another name would cost, and the acceptance of it.

use chrono::{DateTime, Utc};
use stoa_core::{KeyId, UserId};
use stoa_main_sql::queries::session_loss as q;
use stoa_pg::{DbError, MainTx};

/// How many sessions live at this moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LiveCount {
    /// All of them.
    pub live: i64,
    /// Those whose key was encrypted with another master key.
    pub sealed_otherwise: i64,
}

/// Counts sessions that were used after `idle_since` and have not ended; `sealed_with` is how secrets of the present
/// master key begin.
///
/// # Errors
/// [`DbError`].
pub async fn count(
    tx: &MainTx,
    sealed_with: &[u8],
    idle_since: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<LiveCount, DbError> {
    let row = q::count_live_sessions()
        .bind(
            tx.client(),
            &sealed_with,
            &idle_since.fixed_offset(),
            &now.fixed_offset(),
        )
        .one()
        .await?;
    Ok(LiveCount {
        live: row.live,
        sealed_otherwise: row.sealed_otherwise,
    })
}

/// Ends the sessions whose key was encrypted with another master key; says how many.
///
/// # Errors
/// [`DbError`].
pub async fn delete_sealed_otherwise(tx: &MainTx, sealed_with: &[u8]) -> Result<u64, DbError> {
    Ok(q::delete_sessions_sealed_otherwise()
        .bind(tx.client(), &sealed_with)
        .await?)
}

/// Forgets the API keys that a key signed.
///
/// # Errors
/// [`DbError`].
pub async fn delete_api_keys_of(tx: &MainTx, key_id: KeyId) -> Result<u64, DbError> {
    Ok(q::delete_api_keys_of().bind(tx.client(), &key_id.0).await?)
}

/// The names under which tokens were signed here, the last one first; at most twenty.
///
/// # Errors
/// [`DbError`].
pub async fn list_issuers(tx: &MainTx) -> Result<Vec<String>, DbError> {
    Ok(q::list_issuers().bind(tx.client()).all().await?)
}

/// Tokens are signed under this name from now on.
///
/// # Errors
/// [`DbError`].
pub async fn save_issuer(tx: &MainTx, issuer: &str, now: DateTime<Utc>) -> Result<(), DbError> {
    q::save_issuer()
        .bind(tx.client(), &issuer, &now.fixed_offset())
        .await?;
    Ok(())
}

/// Counts the verified second factors whose secret was encrypted with another master key.
///
/// # Errors
/// [`DbError`].
pub async fn count_factors(tx: &MainTx, sealed_with: &[u8]) -> Result<i64, DbError> {
    Ok(q::count_factors_sealed_otherwise()
        .bind(tx.client(), &sealed_with)
        .one()
        .await?)
}

/// Removes the second factors whose secret was encrypted with another master key, and recovery codes where no factor is
/// left; says who had a verified one.
///
/// # Errors
/// [`DbError`].
pub async fn delete_factors(tx: &MainTx, sealed_with: &[u8]) -> Result<Vec<UserId>, DbError> {
    let owners = q::delete_factors_sealed_otherwise()
        .bind(tx.client(), &sealed_with)
        .all()
        .await?;
    Ok(owners.into_iter().map(UserId).collect())
}

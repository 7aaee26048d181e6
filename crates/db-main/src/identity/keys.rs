//! Signing keys, and the two API keys that are signed with one of them.

use chrono::{DateTime, Utc};
use serde_json::Value;
use stoa_core::KeyId;
use stoa_main_sql::queries::signing_keys as q;
use stoa_pg::{DbError, MainTx};

use super::utc;

/// A signing key.
#[derive(Clone)]
pub struct SigningKeyRow {
    /// The id, which is the key's name in tokens.
    pub id: KeyId,
    /// `token` or `api`.
    pub purpose: String,
    /// `next`, `active` or `retired`.
    pub state: String,
    /// The public part.
    pub public_jwk: Value,
    /// The private part, encrypted.
    pub private_key: Vec<u8>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// From when on it signs.
    pub signs_from: DateTime<Utc>,
    /// Since when it signs no more.
    pub retired_at: Option<DateTime<Utc>>,
    /// Until when it verifies, once it signs no more.
    pub verifies_until: Option<DateTime<Utc>>,
}

impl std::fmt::Debug for SigningKeyRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SigningKeyRow")
            .field("id", &self.id)
            .field("purpose", &self.purpose)
            .field("state", &self.state)
            .finish_non_exhaustive()
    }
}

/// An API key.
#[derive(Clone)]
pub struct ApiKeyRow {
    /// `anon` or `service_role`.
    pub role: String,
    /// The key that signed it.
    pub key_id: KeyId,
    /// The token, encrypted.
    pub token: Vec<u8>,
}

impl std::fmt::Debug for ApiKeyRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ApiKeyRow")
            .field("role", &self.role)
            .field("key_id", &self.key_id)
            .finish_non_exhaustive()
    }
}

/// All signing keys, oldest first.
///
/// # Errors
/// [`DbError`].
pub async fn list(tx: &MainTx) -> Result<Vec<SigningKeyRow>, DbError> {
    let rows = q::list_keys().bind(tx.client()).all().await?;
    let row = |row: q::ListKeys| SigningKeyRow {
        id: KeyId(row.id),
        purpose: row.purpose,
        state: row.state,
        public_jwk: row.public_jwk,
        private_key: row.private_key,
        created_at: utc(row.created_at),
        signs_from: utc(row.signs_from),
        retired_at: row.retired_at.map(utc),
        verifies_until: row.verifies_until.map(utc),
    };
    Ok(rows.into_iter().map(row).collect())
}

/// Makes the active key of a purpose; `false` when there is one already.
///
/// # Errors
/// [`DbError`].
pub async fn insert_active(
    tx: &MainTx,
    id: KeyId,
    purpose: &str,
    public_jwk: &Value,
    private_key: &[u8],
    now: DateTime<Utc>,
) -> Result<bool, DbError> {
    let rows = q::insert_active_key()
        .bind(
            tx.client(),
            &id.0,
            &purpose,
            &public_jwk,
            &private_key,
            &now.fixed_offset(),
        )
        .await?;
    Ok(rows == 1)
}

/// A key that is to sign tokens later.
pub struct NextKeyRow<'a> {
    /// The id, which is the key's name in tokens.
    pub id: KeyId,
    /// The public part.
    pub public_jwk: &'a Value,
    /// The private part, encrypted.
    pub private_key: &'a [u8],
    /// From when on it signs.
    pub signs_from: DateTime<Utc>,
}

impl std::fmt::Debug for NextKeyRow<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NextKeyRow")
            .field("id", &self.id)
            .field("signs_from", &self.signs_from)
            .finish_non_exhaustive()
    }
}

/// Makes the next key of tokens; `false` when there is one already.
///
/// # Errors
/// [`DbError`].
pub async fn insert_next(
    tx: &MainTx,
    key: &NextKeyRow<'_>,
    now: DateTime<Utc>,
) -> Result<bool, DbError> {
    let rows = q::insert_next_key()
        .bind(
            tx.client(),
            &key.id.0,
            &key.public_jwk,
            &key.private_key,
            &now.fixed_offset(),
            &key.signs_from.fixed_offset(),
        )
        .await?;
    Ok(rows == 1)
}

/// The key signs no more; `false` when another did the same first.
///
/// # Errors
/// [`DbError`].
pub async fn save_retired(
    tx: &MainTx,
    id: KeyId,
    retired_at: DateTime<Utc>,
    verifies_until: DateTime<Utc>,
) -> Result<bool, DbError> {
    let rows = q::save_key_retired()
        .bind(
            tx.client(),
            &retired_at.fixed_offset(),
            &verifies_until.fixed_offset(),
            &id.0,
        )
        .await?;
    Ok(rows == 1)
}

/// The next key signs from now on; `false` when another did the same first.
///
/// # Errors
/// [`DbError`]; a unique violation when another key signs still.
pub async fn save_active(tx: &MainTx, id: KeyId) -> Result<bool, DbError> {
    Ok(q::save_key_active().bind(tx.client(), &id.0).await? == 1)
}

/// Until when a key that signs no more verifies; `false` when the key is not one of those.
///
/// # Errors
/// [`DbError`].
pub async fn save_verifies_until(
    tx: &MainTx,
    id: KeyId,
    verifies_until: DateTime<Utc>,
) -> Result<bool, DbError> {
    let rows = q::save_key_verifies_until()
        .bind(tx.client(), &verifies_until.fixed_offset(), &id.0)
        .await?;
    Ok(rows == 1)
}

/// The API keys.
///
/// # Errors
/// [`DbError`].
pub async fn list_api_keys(tx: &MainTx) -> Result<Vec<ApiKeyRow>, DbError> {
    let rows = q::list_api_keys().bind(tx.client()).all().await?;
    let row = |row: q::ListApiKeys| ApiKeyRow {
        role: row.role,
        key_id: KeyId(row.key_id),
        token: row.token,
    };
    Ok(rows.into_iter().map(row).collect())
}

/// Keeps an API key; `false` when the role has one already.
///
/// # Errors
/// [`DbError`].
pub async fn insert_api_key(
    tx: &MainTx,
    role: &str,
    key_id: KeyId,
    token: &[u8],
    now: DateTime<Utc>,
) -> Result<bool, DbError> {
    let rows = q::insert_api_key()
        .bind(tx.client(), &role, &key_id.0, &token, &now.fixed_offset())
        .await?;
    Ok(rows == 1)
}

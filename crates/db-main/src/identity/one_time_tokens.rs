//! Links and codes that work once. Of the secret only the hash is known here.

use chrono::{DateTime, Utc};
use stoa_core::UserId;
use stoa_main_sql::client::Params as _;
use stoa_main_sql::queries::one_time_tokens as q;
use stoa_pg::{DbError, MainDb, MainTx};
use uuid::Uuid;

use super::scope;

/// What a one-time token is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenPurpose {
    /// Setting the first password.
    Invite,
}

impl TokenPurpose {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Invite => "invite",
        }
    }
}

/// The person a token was made for.
#[derive(Clone)]
pub struct TokenHolder {
    /// The person.
    pub user_id: UserId,
    /// The person's address.
    pub email: Option<String>,
}

impl std::fmt::Debug for TokenHolder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TokenHolder")
            .field("user_id", &self.user_id)
            .finish_non_exhaustive()
    }
}

/// A token to be kept.
#[derive(Debug)]
pub struct NewTokenRow {
    /// The id.
    pub id: Uuid,
    /// For whom it is.
    pub user_id: UserId,
    /// What it is good for.
    pub purpose: TokenPurpose,
    /// SHA-256 of the secret.
    pub sha256: [u8; 32],
    /// Until when it is good.
    pub expires_at: DateTime<Utc>,
}

/// Keeps a token.
///
/// # Errors
/// [`DbError`].
pub async fn insert(tx: &MainTx, token: &NewTokenRow, now: DateTime<Utc>) -> Result<(), DbError> {
    let params = q::InsertTokenParams {
        id: token.id,
        user_id: token.user_id.0,
        purpose: token.purpose.as_str(),
        token_sha256: token.sha256.as_slice(),
        now: now.fixed_offset(),
        expires_at: token.expires_at.fixed_offset(),
    };
    DbError::expect_rows(1, q::insert_token().params(tx.client(), &params).await?)
}

/// For whom a token is that is neither used nor expired.
///
/// # Errors
/// [`DbError`].
pub async fn find_holder(
    db: &MainDb,
    purpose: TokenPurpose,
    sha256: &[u8; 32],
    now: DateTime<Utc>,
) -> Result<Option<TokenHolder>, DbError> {
    let reader = db.reader(&scope()).await?;
    let find = q::find_token_holder().prepare(reader.client()).await?;
    let (sha256, now) = (sha256.as_slice(), now.fixed_offset());
    let row = reader
        .read(
            find.bind(reader.client(), &sha256, &purpose.as_str(), &now)
                .opt(),
        )
        .await?;
    Ok(row.map(|row| TokenHolder {
        user_id: UserId(row.id),
        email: row.email,
    }))
}

/// Locks a token that is neither used nor expired: it is used by one only.
///
/// # Errors
/// [`DbError`].
pub async fn lock(
    tx: &MainTx,
    purpose: TokenPurpose,
    sha256: &[u8; 32],
    now: DateTime<Utc>,
) -> Result<Option<UserId>, DbError> {
    let found = q::lock_token()
        .bind(
            tx.client(),
            &sha256.as_slice(),
            &purpose.as_str(),
            &now.fixed_offset(),
        )
        .opt()
        .await?;
    Ok(found.map(UserId))
}

/// Uses up all tokens of a user for one purpose.
///
/// # Errors
/// [`DbError`].
pub async fn save_used(
    tx: &MainTx,
    user_id: UserId,
    purpose: TokenPurpose,
    now: DateTime<Utc>,
) -> Result<u64, DbError> {
    Ok(q::save_tokens_used()
        .bind(
            tx.client(),
            &now.fixed_offset(),
            &user_id.0,
            &purpose.as_str(),
        )
        .await?)
}

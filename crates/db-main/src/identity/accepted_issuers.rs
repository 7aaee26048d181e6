//! Whose tokens are accepted beside our own, as the last start had it, and who comes with them.

use chrono::{DateTime, Utc};
use stoa_main_sql::client::Params as _;
use stoa_main_sql::queries::accepted_issuers as q;
use stoa_pg::{DbError, MainTx};

use super::utc;

/// A foreign issuer whose tokens were accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AcceptedIssuerRow {
    /// The `iss` of its tokens.
    pub issuer: String,
    /// What the settings call it.
    pub name: String,
    /// What must be among the `aud` of its tokens.
    pub audience: String,
    /// Says whether its keys are those of before, to whoever has the master key.
    pub keys_tag: Vec<u8>,
    /// Until when its tokens are accepted.
    pub accept_until: Option<DateTime<Utc>>,
}

/// All of them, as the last start had them.
///
/// # Errors
/// [`DbError`].
pub async fn list(tx: &MainTx) -> Result<Vec<AcceptedIssuerRow>, DbError> {
    let rows = q::list_accepted_issuers().bind(tx.client()).all().await?;
    let rows = rows.into_iter().map(|row| AcceptedIssuerRow {
        issuer: row.issuer,
        name: row.name,
        audience: row.audience,
        keys_tag: row.keys_tag,
        accept_until: row.accept_until.map(utc),
    });
    Ok(rows.collect())
}

/// Its tokens are accepted from now on.
///
/// # Errors
/// [`DbError`].
pub async fn save(tx: &MainTx, row: &AcceptedIssuerRow, now: DateTime<Utc>) -> Result<(), DbError> {
    let params = q::SaveAcceptedIssuerParams {
        issuer: row.issuer.as_str(),
        name: row.name.as_str(),
        audience: row.audience.as_str(),
        keys_tag: row.keys_tag.as_slice(),
        accept_until: row.accept_until.map(|until| until.fixed_offset()),
        now: now.fixed_offset(),
    };
    let saved = q::save_accepted_issuer()
        .params(tx.client(), &params)
        .await?;
    DbError::expect_rows(1, saved)
}

/// Forgets all but these.
///
/// # Errors
/// [`DbError`].
pub async fn delete_except(tx: &MainTx, kept: &[&str]) -> Result<u64, DbError> {
    Ok(q::delete_accepted_issuers_except()
        .bind(tx.client(), &kept)
        .await?)
}

/// How many living people came with a token of this issuer after `since` and were not signed out afterwards.
///
/// # Errors
/// [`DbError`].
pub async fn count_token_holders(
    tx: &MainTx,
    issuer: &str,
    since: DateTime<Utc>,
) -> Result<i64, DbError> {
    Ok(q::count_token_holders()
        .bind(tx.client(), &issuer, &since.fixed_offset())
        .one()
        .await?)
}

/// Somebody came with a token of the issuer.
///
/// # Errors
/// [`DbError`].
pub async fn save_token_seen(
    tx: &MainTx,
    issuer: &str,
    subject: &str,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    q::save_token_seen()
        .bind(tx.client(), &now.fixed_offset(), &issuer, &subject)
        .await?;
    Ok(())
}

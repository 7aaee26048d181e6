//! Which pipeline and stage a deal is made in.

use chrono::{DateTime, Utc};
use stoa_core::CommunityId;
use stoa_domain::MappingRow;
use stoa_pg::{DbError, TripwireTx};
use stoa_tripwire_sql::{client::Params as _, queries::mapping as sql};

use super::rows::utc;

/// A mapping row as stored, with the version that a deal remembers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredMapping {
    /// The rule.
    pub row: MappingRow,
    /// Grows with each change of the row.
    pub version: i32,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
}

/// The mapping of a community.
///
/// # Errors
/// [`DbError`].
pub async fn list(tx: &TripwireTx, community: CommunityId) -> Result<Vec<StoredMapping>, DbError> {
    let rows = sql::list_mapping()
        .bind(tx.client(), &community.0)
        .all()
        .await?;
    Ok(rows.into_iter().map(stored).collect())
}

fn stored(row: sql::MappingRow) -> StoredMapping {
    StoredMapping {
        version: row.version,
        updated_at: utc(row.updated_at),
        row: MappingRow {
            source: row.source,
            payment_method: row.payment_method,
            pipeline_id: row.pipeline_id,
            status_id: row.status_id,
            price_minor: row.price_minor,
            responsible_user_id: row.responsible_user_id,
            tags: row.tags,
        },
    }
}

/// Writes the rows of the settings into an empty table; the number of rows, 0 when the table had some.
///
/// # Errors
/// [`DbError`].
pub async fn seed(
    tx: &TripwireTx,
    community: CommunityId,
    rows: &[MappingRow],
    now: DateTime<Utc>,
) -> Result<u64, DbError> {
    let rows = serde_json::to_value(rows).unwrap_or_default();
    Ok(sql::seed_mapping()
        .bind(tx.client(), &community.0, &now.fixed_offset(), &rows)
        .await?)
}

/// Keeps others from changing the mapping until the transaction ends.
///
/// # Errors
/// [`DbError`].
pub async fn lock(tx: &TripwireTx, community: CommunityId) -> Result<(), DbError> {
    sql::lock_mapping()
        .bind(tx.client(), &community.0)
        .one()
        .await?;
    Ok(())
}

/// Writes one row, over the one with the same source and payment method.
///
/// # Errors
/// [`DbError`].
pub async fn save(
    tx: &TripwireTx,
    community: CommunityId,
    row: &MappingRow,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    let params = sql::SaveMappingParams {
        community_id: community.0,
        source: row.source.as_str(),
        payment_method: row.payment_method.as_str(),
        pipeline_id: row.pipeline_id,
        status_id: row.status_id,
        price_minor: row.price_minor,
        responsible_user_id: row.responsible_user_id,
        tags: row.tags.as_slice(),
        now: now.fixed_offset(),
    };
    DbError::expect_rows(1, sql::save_mapping().params(tx.client(), &params).await?)
}

/// Removes a row, by source and payment method as they are stored.
///
/// # Errors
/// [`DbError`].
pub async fn delete(
    tx: &TripwireTx,
    community: CommunityId,
    row: &MappingRow,
) -> Result<(), DbError> {
    let (source, method) = (row.source.as_str(), row.payment_method.as_str());
    let deleted = sql::delete_mapping()
        .bind(tx.client(), &community.0, &source, &method)
        .await?;
    DbError::expect_rows(1, deleted)
}

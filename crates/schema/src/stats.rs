//! Sizes of tables, for whoever reads migrations far away from the database.

use std::collections::BTreeMap;

use serde::Serialize;
use tokio_postgres::{Client, Error};

/// How large a table is, and how busy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TableStats {
    /// Rows, as the server estimates them.
    pub rows: u64,
    /// Bytes, with its indexes.
    pub bytes: u64,
    /// Rows written since the figures were reset.
    pub writes: u64,
    /// Reads from end to end since then.
    pub full_scans: u64,
    /// Reads by an index since then.
    pub index_scans: u64,
}

/// The sizes of all tables by name, `schema.table`. Reads catalogs only.
///
/// # Errors
/// The server's error.
pub async fn table_stats(client: &mut Client) -> Result<BTreeMap<String, TableStats>, Error> {
    let tx = client.build_transaction().read_only(true).start().await?;
    let rows = tx
        .query(include_str!("../statements/stats.sql"), &[])
        .await?;
    tx.rollback().await?;
    let count = |row: &tokio_postgres::Row, column: usize| {
        u64::try_from(row.get::<_, i64>(column)).unwrap_or_default()
    };
    let stats = rows.iter().map(|row| {
        let of_table = TableStats {
            rows: whole(row.get(2)),
            bytes: count(row, 3),
            writes: count(row, 4),
            full_scans: count(row, 5),
            index_scans: count(row, 6),
        };
        (row.get(0), of_table)
    });
    Ok(stats.collect())
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "an estimate of rows, never negative here"
)]
fn whole(rows: f64) -> u64 {
    rows.max(0.0) as u64
}

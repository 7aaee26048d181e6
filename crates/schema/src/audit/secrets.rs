//! Columns that hold secrets as they are: the name says so, and what is in them does not look like a hash.

use serde_json::Value;
use stoa_guard::{Finding, is_open_secret};
use tokio_postgres::{Error, Transaction};

const COLUMNS: &str = concat!(
    include_str!("../../statements/audit/head.sql"),
    include_str!("../../statements/audit/columns.sql"),
);

pub(super) async fn in_the_open(
    tx: &Transaction<'_>,
    settings: &Value,
) -> Result<Vec<Finding>, Error> {
    let mut findings = Vec::new();
    for row in tx.query(COLUMNS, &[settings]).await? {
        let (table, column, quoted): (&str, &str, &str) = (
            row.get("table_name"),
            row.get("column_name"),
            row.get("quoted"),
        );
        let (ty, words): (&str, &str) = (row.get("type"), row.get("words"));
        let ty = if ty.ends_with("citext") { "citext" } else { ty };
        if !is_open_secret(column, ty) {
            continue;
        }
        let object = format!("{table}.{quoted}");
        let message = match sample(tx, table, quoted).await? {
            Sample::Hashes => continue,
            Sample::Open(rows) => {
                format!(
                    "{object} holds secrets as they are: not all of {rows} rows are hashes; {words}"
                )
            }
            Sample::Nothing => format!("{object} would hold secrets as they are; {words}"),
        };
        findings.extend(Finding::live("SA030", &object, message));
    }
    Ok(findings)
}

enum Sample {
    Hashes,
    /// So many rows that are not all hashes.
    Open(i64),
    /// It is empty, or this login may not read it.
    Nothing,
}

/// The names come quoted from the catalog.
async fn sample(tx: &Transaction<'_>, table: &str, column: &str) -> Result<Sample, Error> {
    let query = include_str!("../../statements/audit/sample.sql")
        .replace("{table}", table)
        .replace("{column}", column);
    tx.batch_execute("savepoint stoa_sample").await?;
    let answer = tx.query_one(&query, &[]).await;
    tx.batch_execute("rollback to savepoint stoa_sample")
        .await?;
    match answer {
        Ok(row) if row.get::<_, i64>(0) == 0 => Ok(Sample::Nothing),
        Ok(row) if row.get(1) => Ok(Sample::Hashes),
        Ok(row) => Ok(Sample::Open(row.get(0))),
        Err(error) if error.as_db_error().is_some() => Ok(Sample::Nothing),
        Err(error) => Err(error),
    }
}

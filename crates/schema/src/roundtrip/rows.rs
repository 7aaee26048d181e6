//! The rows of tables, in a number and a sum: whether a way up and down kept them.

use std::collections::BTreeMap;

use stoa_guard::{Finding, SourceText};

use crate::{
    fingerprint::{Part, Snapshot},
    runner::{MigrateError, Runner},
};

/// Number of rows and a sum over all of their text, by table.
pub(super) type Rows = BTreeMap<String, (i64, String)>;

pub(super) async fn of(runner: &mut Runner, snapshot: &Snapshot) -> Result<Rows, MigrateError> {
    let tables = snapshot
        .rows()
        .iter()
        .filter(|row| row.part == Part::Structure && row.kind == "table");
    let tx = runner.client_mut().transaction().await?;
    // The login sees past policies that hide rows from the owner.
    tx.batch_execute("set local role none").await?;
    let mut all = Rows::new();
    for table in tables {
        // The name comes quoted from the catalog.
        let name = &table.identity;
        let query = include_str!("../../statements/count_rows.sql").replace("{table}", name);
        let row = tx.query_one(&query, &[]).await?;
        all.insert(name.clone(), (row.get(0), row.get(1)));
    }
    tx.rollback().await?;
    Ok(all)
}

/// Tables that are there before and after, with other rows.
pub(super) fn lost(down: &SourceText, before: &Rows, after: &Rows) -> Vec<Finding> {
    let changed = before.iter().filter_map(|(table, was)| {
        let is = after.get(table).filter(|is| *is != was)?;
        let message = if was.0 == is.0 {
            format!("after up and down {table} holds the same number of rows and other values")
        } else {
            format!(
                "after up and down {table} holds {} rows instead of {}",
                is.0, was.0
            )
        };
        Finding::live("SM017", table, message)
    });
    changed.map(|finding| finding.about(&down.path)).collect()
}

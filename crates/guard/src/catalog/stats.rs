//! Sizes of tables in production, from a file.

use std::collections::BTreeMap;

use serde_json::Value;
use thiserror::Error;

/// How many rows each table has.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stats {
    rows: BTreeMap<String, u64>,
}

/// Why a file of sizes was refused.
#[derive(Debug, Error)]
pub enum StatsError {
    /// It is not JSON.
    #[error("the sizes are not JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// No table with a number of rows is in it.
    #[error("the sizes name no table with a number of rows")]
    Nothing,
}

/// Names under which tools write the number of rows.
const ROWS: [&str; 7] = [
    "rows",
    "reltuples",
    "row_count",
    "estimated_rows",
    "n_live_tup",
    "live_rows",
    "count",
];

impl Stats {
    /// Reads `{"tables": {"public.orders": {"rows": 5000000}}}`, a list of tables with `name` and `rows`, or a plain
    /// map of names to rows.
    ///
    /// # Errors
    /// [`StatsError`] when it is not JSON or says nothing of any table.
    pub fn parse(text: &str) -> Result<Self, StatsError> {
        let value: Value = serde_json::from_str(text)?;
        let mut stats = Self::default();
        stats.read(value.get("tables").unwrap_or(&value));
        if stats.rows.is_empty() {
            return Err(StatsError::Nothing);
        }
        Ok(stats)
    }

    fn read(&mut self, tables: &Value) {
        match tables {
            Value::Object(map) => {
                for (name, value) in map {
                    self.add(name, value);
                }
            }
            Value::Array(list) => {
                for entry in list {
                    let field =
                        |keys: &[&str]| keys.iter().find_map(|key| entry.get(key)?.as_str());
                    let Some(table) = field(&["name", "table", "table_name", "relname"]) else {
                        continue;
                    };
                    match field(&["schema", "schemaname", "table_schema"]) {
                        Some(schema) => self.add(&format!("{schema}.{table}"), entry),
                        None => self.add(table, entry),
                    }
                }
            }
            _ => {}
        }
    }

    fn add(&mut self, name: &str, value: &Value) {
        let number = value
            .as_f64()
            .or_else(|| ROWS.iter().find_map(|key| value.get(key)?.as_f64()));
        if let Some(rows) = number {
            let name = if name.contains('.') {
                name.to_owned()
            } else {
                format!("public.{name}")
            };
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "an estimate of rows; the server writes -1 for a table it has not looked at"
            )]
            self.rows.insert(name, rows.max(0.0) as u64);
        }
    }

    /// The rows of a table, when they are known.
    #[must_use]
    pub fn rows(&self, table: &str) -> Option<u64> {
        self.rows.get(table).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_in_each_usual_form() {
        for text in [
            r#"{"tables": {"public.orders": {"rows": 12}}}"#,
            r#"{"tables": [{"schema": "public", "name": "orders", "reltuples": 12.0}]}"#,
            r#"{"orders": 12}"#,
        ] {
            assert_eq!(
                Stats::parse(text).unwrap().rows("public.orders"),
                Some(12),
                "{text}"
            );
        }
        assert!(matches!(Stats::parse("{}"), Err(StatsError::Nothing)));
        assert!(matches!(Stats::parse("rows"), Err(StatsError::Json(_))));
    }
}

//! From stored values to those of the domain.

use std::{collections::BTreeMap, fmt::Display, str::FromStr};

use chrono::{DateTime, FixedOffset, Utc};
use serde_json::Value;
use stoa_pg::DbError;

pub(super) fn utc(at: DateTime<FixedOffset>) -> DateTime<Utc> {
    at.with_timezone(&Utc)
}

pub(super) fn corrupt(table: &'static str, column: &'static str, row: impl Display) -> DbError {
    DbError::Corrupt {
        table,
        column,
        row: row.to_string(),
    }
}

pub(super) fn word<T: FromStr>(
    text: &str,
    table: &'static str,
    column: &'static str,
    row: impl Display,
) -> Result<T, DbError> {
    text.parse().map_err(|_| corrupt(table, column, row))
}

pub(super) fn texts(
    value: Value,
    column: &'static str,
    row: impl Display,
) -> Result<BTreeMap<String, String>, DbError> {
    serde_json::from_value(value).map_err(|_| corrupt("leads", column, row))
}

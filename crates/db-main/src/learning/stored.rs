use std::str::FromStr;

use serde::de::DeserializeOwned;
use serde_json::Value;
use stoa_pg::DbError;
use uuid::Uuid;

/// One row, to read its columns as what they promise to be.
#[derive(Clone, Copy)]
pub(super) struct Stored {
    pub(super) table: &'static str,
    pub(super) key: Uuid,
}

impl Stored {
    fn corrupt(self, column: &'static str) -> DbError {
        DbError::Corrupt {
            table: self.table,
            column,
            row: self.key.to_string(),
        }
    }

    /// One word of a closed list.
    pub(super) fn word<T: FromStr>(self, column: &'static str, text: &str) -> Result<T, DbError> {
        text.parse().map_err(|_| self.corrupt(column))
    }

    /// A number within the range of `T`.
    pub(super) fn number<T>(
        self,
        column: &'static str,
        number: impl TryInto<T>,
    ) -> Result<T, DbError> {
        number.try_into().map_err(|_| self.corrupt(column))
    }

    /// An object of a known shape.
    pub(super) fn json<T: DeserializeOwned>(
        self,
        column: &'static str,
        value: Value,
    ) -> Result<T, DbError> {
        serde_json::from_value(value).map_err(|_| self.corrupt(column))
    }
}

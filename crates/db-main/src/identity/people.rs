//! Whether rows and people belong together.

use chrono::{DateTime, Utc};
use stoa_main_sql::queries::people as q;
use stoa_pg::{DbError, MainDb};
use uuid::Uuid;

use super::scope;

/// How many rows of one sort belong to nobody, or people lack what everybody has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StrayCount {
    /// `profiles without a person`.
    pub what: String,
    /// How many; zero is well.
    pub rows: i64,
}

/// The counts of every sort, the good ones too. People who were made after `before` may still lack a profile.
///
/// # Errors
/// [`DbError`].
pub async fn strays(db: &MainDb, before: DateTime<Utc>) -> Result<Vec<StrayCount>, DbError> {
    let reader = db.reader(&scope()).await?;
    let count = q::count_strays().prepare(reader.client()).await?;
    let before = before.fixed_offset();
    let rows = reader.read(count.bind(reader.client(), &before).all());
    let stray = |row: q::CountStrays| StrayCount {
        what: row.what,
        rows: row.rows,
    };
    Ok(rows.await?.into_iter().map(stray).collect())
}

/// Those of `ids` that are nobody's; deleted people are somebody.
///
/// # Errors
/// [`DbError`].
pub async fn unknown(db: &MainDb, ids: &[Uuid]) -> Result<Vec<Uuid>, DbError> {
    let reader = db.reader(&scope()).await?;
    let find = q::find_unknown_people().prepare(reader.client()).await?;
    reader.read(find.bind(reader.client(), &ids).all()).await
}

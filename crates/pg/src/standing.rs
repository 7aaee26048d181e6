use std::collections::BTreeMap;

use tokio_postgres::error::SqlState;

use crate::{Database, Db, DbError, Scope};

/// The newest migration that stands of each set, by the set's name.
pub type Standing = BTreeMap<String, u64>;

impl<D: Database> Db<D> {
    /// What the schema is: the newest migration of each set. Empty when nobody has migrated this database, or only with a
    /// Stoa that is too old to let a server look.
    ///
    /// # Errors
    /// [`DbError`] when the database cannot be asked.
    pub async fn standing(&self) -> Result<Standing, DbError> {
        let reader = self.reader(&Scope::service("standing")).await?;
        let client = reader.client();
        let prepared = client.prepare_cached(include_str!("../statements/standing.sql"));
        let statement = match self.deadline.wait(prepared).await {
            Some(Ok(statement)) => statement,
            Some(Err(error)) if is_unseen(&error) => return Ok(Standing::new()),
            Some(Err(error)) => return Err(DbError::of(D::NAME, error)),
            None => return Err(DbError::late(D::NAME)),
        };
        let rows = reader.read(client.query(&statement, &[])).await?;
        let set = |row: &tokio_postgres::Row| {
            let version = u64::try_from(row.get::<_, i64>("version")).unwrap_or_default();
            (row.get("migration_set"), version)
        };
        Ok(rows.iter().map(set).collect())
    }
}

/// The journal is not there, or not for us.
fn is_unseen(error: &tokio_postgres::Error) -> bool {
    let unseen = [
        SqlState::UNDEFINED_TABLE,
        SqlState::INVALID_SCHEMA_NAME,
        SqlState::INSUFFICIENT_PRIVILEGE,
    ];
    error.code().is_some_and(|code| unseen.contains(code))
}

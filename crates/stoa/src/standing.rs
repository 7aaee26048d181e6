//! Whether a database has the schema that this version of Stoa was written for.

use stoa_pg::{Database, Db, DbError};
use stoa_schema::MigrationSet;
use thiserror::Error;

/// A database that lacks what this version needs, and what to do about it.
#[derive(Debug, Error)]
#[error(
    "database {database} lacks the migration {title} ({found}): give one start the login that migrates, \
     STOA_{}_OWNER_URL, or migrate with the version of Stoa that is to serve",
    database.to_uppercase()
)]
pub(crate) struct Behind {
    database: &'static str,
    title: String,
    found: String,
}

/// The newest migration of each set that a database must have.
#[derive(Debug, Clone)]
pub(crate) struct Needed(Vec<(String, u64, String)>);

impl Needed {
    pub(crate) fn of<'a>(sets: impl IntoIterator<Item = &'a MigrationSet>) -> Self {
        let newest = |set: &MigrationSet| {
            let last = set.migrations.last()?;
            Some((set.name.clone(), last.version, last.title()))
        };
        Self(sets.into_iter().filter_map(newest).collect())
    }

    /// What a database lacks; nothing when it is as new, or newer.
    ///
    /// # Errors
    /// [`DbError`] when it cannot be asked.
    pub(crate) async fn lacking<D: Database>(&self, db: &Db<D>) -> Result<Option<Behind>, DbError> {
        let standing = db.standing().await?;
        let lacking = self.0.iter().find_map(|(set, version, title)| {
            let has = standing.get(set).copied();
            has.is_none_or(|has| has < *version).then(|| Behind {
                database: D::NAME,
                title: format!("{set}/{title}"),
                found: has.map_or_else(
                    || format!("it has none of {set}"),
                    |has| format!("it has {set} up to {has:04}"),
                ),
            })
        });
        Ok(lacking)
    }
}

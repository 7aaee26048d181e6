use std::fmt;

use thiserror::Error;

use crate::{Database, Db, DbError, Scope};

/// Something that can be reached past the walls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exposure {
    /// The table or view: `auth.users`.
    pub object: String,
    /// What is wrong with it: `has no row-level security`.
    pub fault: String,
}

impl fmt::Display for Exposure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.object, self.fault)
    }
}

/// Why a database must not be served: policies would not be asked.
#[derive(Debug, Error)]
pub enum ExposureError {
    /// The catalog could not be read.
    #[error("database {0} cannot be examined")]
    Unexamined(&'static str, #[source] DbError),
    /// Something can be reached past the walls.
    #[error(
        "database {database}: every table has row-level security, enabled and forced, and who is not signed in has no right to any; Stoa does not serve while this is not so:\n  {}",
        .found.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n  ")
    )]
    Exposed {
        /// Which database.
        database: &'static str,
        /// What was found, by name.
        found: Vec<Exposure>,
    },
}

impl ExposureError {
    /// Whether the database was seen and must not be served; false when it could not be looked at.
    #[must_use]
    pub const fn is_refusal(&self) -> bool {
        matches!(self, Self::Exposed { .. })
    }
}

impl<D: Database> Db<D> {
    /// Proves from the catalog that nothing is reached past the walls: each of our tables, and each table that requests
    /// may touch, has row-level security enabled and forced; views ask with the rights of who asks; and nobody who is not
    /// signed in has a right to any of them.
    ///
    /// # Errors
    /// [`ExposureError`]: Stoa must not serve.
    ///
    /// # Source
    /// the identity contract, 6.
    pub async fn prove_walls(&self) -> Result<(), ExposureError> {
        let unexamined = |error| ExposureError::Unexamined(D::NAME, error);
        let found = self.exposures().await.map_err(unexamined)?;
        if found.is_empty() {
            return Ok(());
        }
        Err(ExposureError::Exposed {
            database: D::NAME,
            found,
        })
    }

    async fn exposures(&self) -> Result<Vec<Exposure>, DbError> {
        let reader = self.reader(&Scope::anon()).await?;
        let client = reader.client();
        let preparing = client.prepare_cached(include_str!("../statements/exposed.sql"));
        let exposed = self.deadline.ask::<D, _>(preparing).await?;
        let rows = reader.read(client.query(&exposed, &[])).await?;
        let exposure = |row: tokio_postgres::Row| Exposure {
            object: row.get("object"),
            fault: row.get("fault"),
        };
        Ok(rows.into_iter().map(exposure).collect())
    }
}

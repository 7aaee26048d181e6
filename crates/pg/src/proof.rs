use std::fmt::Write as _;

use thiserror::Error;
use tokio_postgres::error::SqlState;

use crate::{Client, Database, Db, DbError};

/// Why a database must not be served: a statement that escapes its scope would not be stopped.
#[derive(Debug, Error)]
pub enum ProofError {
    /// The proof could not be made.
    #[error("database {0} cannot be examined")]
    Unexamined(&'static str, #[source] DbError),
    /// The login has rights of its own.
    #[error(
        "database {database}: the login {login} {fault}; Stoa serves only as a login that owns nothing (make one with `stoa db bootstrap`)"
    )]
    Powerful {
        /// Which database.
        database: &'static str,
        /// The login's name.
        login: String,
        /// What is wrong with it.
        fault: String,
    },
    /// A statement outside any scope was answered.
    #[error("database {database}: `{probe}` was answered outside a scope, but must be refused")]
    Answered {
        /// Which database.
        database: &'static str,
        /// The statement.
        probe: String,
    },
}

impl ProofError {
    /// Whether the database was seen and must not be served; false when it could not be looked at.
    #[must_use]
    pub const fn is_refusal(&self) -> bool {
        !matches!(self, Self::Unexamined(..))
    }
}

impl<D: Database> Db<D> {
    /// Proves that nothing works outside a scope: the login owns nothing, may nothing and can become nobody but the roles
    /// of scopes, those are held by policies, and every table refuses it.
    ///
    /// # Errors
    /// [`ProofError`]: Stoa must not serve.
    pub async fn prove(&self) -> Result<(), ProofError> {
        let unexamined = |error| ProofError::Unexamined(D::NAME, error);
        let (client, _waiting) = self.acquire().await.map_err(unexamined)?;
        let of = |error| unexamined(DbError::of(D::NAME, error));
        let facts = client
            .query_one(include_str!("../statements/login_facts.sql"), &[])
            .await
            .map_err(of)?;
        let login: String = facts.get("login");
        let mut faults: Vec<String> = [
            ("is_superuser", "is a superuser"),
            ("bypasses_rls", "has BYPASSRLS"),
            (
                "inherits",
                "inherits the rights of its roles (make it NOINHERIT)",
            ),
            ("creates", "may create roles or databases"),
            ("owns_something", "owns objects"),
        ]
        .into_iter()
        .filter(|(column, _)| facts.get(column))
        .map(|(_, fault)| fault.to_owned())
        .collect();
        // A superuser may do everything: what follows from that is not worth telling.
        if faults.is_empty() {
            let ways_out = client
                .query(include_str!("../statements/ways_out.sql"), &[])
                .await
                .map_err(of)?;
            faults.extend(ways_out.iter().map(|row| row.get::<_, String>("fault")));
        }
        if !faults.is_empty() {
            return Err(ProofError::Powerful {
                database: D::NAME,
                login,
                fault: told(&faults),
            });
        }
        let probes = client
            .query(include_str!("../statements/unscoped_probes.sql"), &[])
            .await
            .map_err(of)?;
        for probe in probes {
            refuses::<D>(&client, probe.get("probe")).await?;
        }
        Ok(())
    }
}

/// All of them, unless there are so many that nobody would read them.
fn told(faults: &[String]) -> String {
    const MOST: usize = 8;
    let mut told = faults
        .iter()
        .take(MOST)
        .cloned()
        .collect::<Vec<_>>()
        .join("; ");
    if let Some(more) = faults.len().checked_sub(MOST).filter(|more| *more > 0) {
        let _ = write!(told, "; and {more} more");
    }
    told
}

async fn refuses<D: Database>(client: &Client, probe: String) -> Result<(), ProofError> {
    match client.batch_execute(&probe).await {
        Err(error) if error.code() == Some(&SqlState::INSUFFICIENT_PRIVILEGE) => Ok(()),
        Err(error) => Err(ProofError::Unexamined(D::NAME, DbError::of(D::NAME, error))),
        Ok(()) => Err(ProofError::Answered {
            database: D::NAME,
            probe,
        }),
    }
}

//! A connection of one's own, and not one of a pooler's.

use stoa_pg::ConnectError;
use tokio_postgres::{Config, SimpleQueryMessage};

use super::{MigrateError, RunOptions, Runner};

/// A setting of the session that only the server we talk to can have heard of: a pooler refuses it, or keeps it to itself.
const MARK: &str = "-c stoa.direct=yes";

/// What poolers answer to a setting at the start that they do not know.
const UNSUPPORTED: &str = "unsupported startup parameter";

impl Runner {
    /// A runner over a new connection.
    ///
    /// # Errors
    /// [`MigrateError::Unreachable`]; [`MigrateError::Pooled`] when something in between does not hand the session on.
    pub async fn open(login: &Config, options: RunOptions) -> Result<Self, MigrateError> {
        let mut marked = login.clone();
        let own = login.get_options().unwrap_or_default();
        marked.options(format!("{own} {MARK}").trim());
        let client = stoa_pg::connect(&marked).await.map_err(refused)?;
        // Asked without a prepared statement: behind a pooler its name may be taken by whoever was there before.
        let said = client
            .simple_query(include_str!("../../statements/is_direct.sql"))
            .await?;
        let is_direct = said.iter().any(
            |message| matches!(message, SimpleQueryMessage::Row(row) if row.get(0) == Some("t")),
        );
        if !is_direct {
            return Err(MigrateError::Pooled);
        }
        Self::new(client, options).await
    }
}

fn refused(error: ConnectError) -> MigrateError {
    if let ConnectError::Server(server) = &error
        && server
            .as_db_error()
            .is_some_and(|said| said.message().contains(UNSUPPORTED))
    {
        return MigrateError::Pooled;
    }
    MigrateError::Unreachable(error)
}

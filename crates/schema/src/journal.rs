use tokio_postgres::{Client, Error, GenericClient};

use crate::{Migration, set::sha256};

/// What the journal says of one migration.
#[derive(Debug)]
pub(crate) struct Applied {
    pub(crate) version: i32,
    pub(crate) name: String,
    up_sha256: String,
    down_sha256: String,
}

impl Applied {
    /// True when the file is still the one that was applied.
    pub(crate) fn is(&self, migration: &Migration) -> bool {
        self.name == migration.name
            && self.up_sha256 == sha256(&migration.up)
            && self.down_sha256 == sha256(&migration.down)
    }
}

pub(crate) async fn create(client: &Client) -> Result<(), Error> {
    client
        .batch_execute(include_str!("../statements/create_journal.sql"))
        .await
}

/// What is applied of a set, in order; nothing when there is no journal yet.
pub(crate) async fn list(client: &Client, set: &str) -> Result<Vec<Applied>, Error> {
    if !client
        .query_one(include_str!("../statements/journal_exists.sql"), &[])
        .await?
        .get::<_, bool>(0)
    {
        return Ok(Vec::new());
    }
    let rows = client
        .query(include_str!("../statements/list_applied.sql"), &[&set])
        .await?;
    Ok(rows
        .iter()
        .map(|row| Applied {
            version: row.get("version"),
            name: row.get("name"),
            up_sha256: row.get("up_sha256"),
            down_sha256: row.get("down_sha256"),
        })
        .collect())
}

pub(crate) async fn record(
    tx: &impl GenericClient,
    set: &str,
    migration: &Migration,
    duration_ms: i64,
) -> Result<(), Error> {
    let (up, down) = (sha256(&migration.up), sha256(&migration.down));
    tx.execute(
        include_str!("../statements/record.sql"),
        &[
            &set,
            &migration.version,
            &migration.name,
            &up,
            &down,
            &duration_ms,
        ],
    )
    .await
    .map(drop)
}

pub(crate) async fn forget(tx: &impl GenericClient, set: &str, version: i32) -> Result<(), Error> {
    tx.execute(include_str!("../statements/forget.sql"), &[&set, &version])
        .await
        .map(drop)
}

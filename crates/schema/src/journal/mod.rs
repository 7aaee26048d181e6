//! The journal: what was run, by whom, and what the database was before and after. It lives in a schema of its own.

mod entry;
mod newest;

pub use entry::{Entry, State};
pub(crate) use newest::{load_newest, save_newest};
use tokio_postgres::{Client, Error, GenericClient};

use crate::{fingerprint::Fingerprint, set::Migration};

pub(crate) const TOOL: &str = concat!("stoa ", env!("CARGO_PKG_VERSION"));

/// Which journals a database has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum There {
    /// None: nobody has migrated here with Stoa.
    None,
    /// The one of Stoa's first runner, which is taken over when something is run.
    Old,
    /// This one.
    New,
}

pub(crate) async fn there(client: &impl GenericClient) -> Result<There, Error> {
    let row = client
        .query_one(include_str!("../../statements/journal/there.sql"), &[])
        .await?;
    Ok(match (row.get(0), row.get(1)) {
        (true, _) => There::New,
        (false, true) => There::Old,
        (false, false) => There::None,
    })
}

/// Makes the journal and moves the old one's rows into it; all of it or nothing.
pub(crate) async fn create(client: &mut Client, there: There) -> Result<(), Error> {
    if there == There::New {
        return Ok(());
    }
    let tx = client.transaction().await?;
    create_here(&tx, there).await?;
    tx.commit().await
}

/// The same inside an open transaction.
pub(crate) async fn create_here(tx: &impl GenericClient, there: There) -> Result<(), Error> {
    if there == There::New {
        return Ok(());
    }
    tx.batch_execute(include_str!("../../statements/journal/create.sql"))
        .await?;
    if there == There::Old {
        tx.batch_execute(include_str!("../../statements/journal/take_over.sql"))
            .await?;
    }
    Ok(())
}

/// Everything that was ever run of a set, oldest first.
pub(crate) async fn history(client: &impl GenericClient, set: &str) -> Result<Vec<Entry>, Error> {
    let query = match there(client).await? {
        There::None => return Ok(Vec::new()),
        There::Old => include_str!("../../statements/journal/list_old.sql"),
        There::New => include_str!("../../statements/journal/list.sql"),
    };
    Ok(client
        .query(query, &[&set])
        .await?
        .iter()
        .map(Entry::from_row)
        .collect())
}

/// What stands of a set now, by version.
pub(crate) async fn standing(client: &impl GenericClient, set: &str) -> Result<Vec<Entry>, Error> {
    let mut all = history(client, set).await?;
    all.retain(|entry| entry.state.stands());
    all.sort_by_key(|entry| entry.version);
    Ok(all)
}

/// A migration of any set that began and did not end.
pub(crate) async fn unfinished(
    client: &impl GenericClient,
) -> Result<Option<(String, u64, String)>, Error> {
    let row = client
        .query_opt(include_str!("../../statements/journal/running.sql"), &[])
        .await?;
    Ok(row.map(|row| (row.get(0), entry::number(row.get(1)), row.get(2))))
}

/// Notes that a migration begins. Returns the row's number.
pub(crate) async fn begin(
    client: &impl GenericClient,
    set: &str,
    migration: &Migration,
    before: &Fingerprint,
) -> Result<i64, Error> {
    let down = migration
        .down
        .as_ref()
        .map(stoa_guard::SourceText::checksum)
        .unwrap_or_default();
    let row = client
        .query_one(
            include_str!("../../statements/journal/begin.sql"),
            &[
                &set,
                &entry::key(migration.version),
                &migration.name,
                &migration.up.checksum(),
                &down,
                &before.to_string(),
                &TOOL,
            ],
        )
        .await?;
    Ok(row.get(0))
}

/// Notes that the undoing of a migration begins. Returns the row's number.
pub(crate) async fn begin_down(
    client: &impl GenericClient,
    set: &str,
    version: u64,
) -> Result<i64, Error> {
    let statement = include_str!("../../statements/journal/begin_down.sql");
    let row = client
        .query_one(statement, &[&set, &entry::key(version)])
        .await?;
    Ok(row.get(0))
}

/// Notes how a migration ended.
pub(crate) async fn finish(
    client: &impl GenericClient,
    id: i64,
    state: State,
    after: &Fingerprint,
    ms: i64,
    note: Option<&str>,
) -> Result<(), Error> {
    let statement = include_str!("../../statements/journal/finish.sql");
    let values: [&(dyn tokio_postgres::types::ToSql + Sync); 5] =
        [&id, &state.name(), &after.to_string(), &ms, &note];
    client.execute(statement, &values).await.map(drop)
}

/// Notes that a migration was undone.
pub(crate) async fn reverted(
    client: &impl GenericClient,
    id: i64,
    note: Option<&str>,
) -> Result<(), Error> {
    client
        .execute(
            include_str!("../../statements/journal/reverted.sql"),
            &[&id, &note],
        )
        .await
        .map(drop)
}

/// Notes that undoing a migration failed before it had any effect.
pub(crate) async fn stands_again(client: &impl GenericClient, id: i64) -> Result<(), Error> {
    client
        .execute(
            include_str!("../../statements/journal/back_to_applied.sql"),
            &[&id],
        )
        .await
        .map(drop)
}

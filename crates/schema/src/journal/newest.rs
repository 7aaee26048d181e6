//! What the database was when it was last migrated, object by object, so that drift can be named.

use tokio_postgres::{Error, GenericClient};

use crate::fingerprint::{Fingerprint, Snapshot};

/// The newest state; none when nothing was ever run, or when it cannot be read any more.
pub(crate) async fn load_newest(client: &impl GenericClient) -> Result<Option<Snapshot>, Error> {
    let row = client
        .query_opt(include_str!("../../statements/journal/newest.sql"), &[])
        .await?;
    let Some(row) = row else { return Ok(None) };
    let fingerprint = row.get::<_, String>(0).parse::<Fingerprint>();
    let rows = serde_json::from_str(row.get(1));
    Ok(match (fingerprint, rows) {
        (Ok(fingerprint), Ok(rows)) => Some(Snapshot::new(fingerprint.major, rows)),
        _ => None,
    })
}

pub(crate) async fn save_newest(
    client: &impl GenericClient,
    snapshot: &Snapshot,
) -> Result<(), Error> {
    let objects = serde_json::to_string(snapshot.rows()).unwrap_or_default();
    let statement = include_str!("../../statements/journal/save_newest.sql");
    client
        .execute(statement, &[&snapshot.fingerprint().to_string(), &objects])
        .await
        .map(drop)
}

//! Reading the catalogs.

use std::collections::BTreeMap;

use tokio_postgres::{Client, Error, GenericClient, IsolationLevel};

use super::{Part, Row, Snapshot};

const QUERY: &str = concat!(
    include_str!("../../statements/fingerprint/head.sql"),
    include_str!("../../statements/fingerprint/structure.sql"),
    include_str!("../../statements/fingerprint/security.sql"),
);

/// Names that roles go by in a snapshot. The role that reads is `@self`, so that two servers on which different roles
/// migrate can be compared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names(BTreeMap<String, String>);

impl Names {
    /// Roles by the name they have in this database, with the name to write.
    #[must_use]
    pub fn new(map: BTreeMap<String, String>) -> Self {
        Self(map)
    }
}

/// What is in the database, read in a transaction of its own that can write nothing.
///
/// # Errors
/// The server's error.
pub async fn snapshot(client: &mut Client, names: &Names) -> Result<Snapshot, Error> {
    let tx = client
        .build_transaction()
        .read_only(true)
        .isolation_level(IsolationLevel::RepeatableRead)
        .start()
        .await?;
    let snapshot = read_here(&tx, names).await?;
    tx.rollback().await?;
    Ok(snapshot)
}

/// The same inside an open transaction, whose search path is empty afterwards.
pub(crate) async fn read_here(tx: &impl GenericClient, names: &Names) -> Result<Snapshot, Error> {
    let server = tx
        .query_one(include_str!("../../statements/major.sql"), &[])
        .await?;
    let mut map = names.0.clone();
    map.entry(server.get(1))
        .or_insert_with(|| "@self".to_owned());
    let map = serde_json::to_value(map).unwrap_or_default();
    tx.batch_execute(include_str!("../../statements/empty_path.sql"))
        .await?;
    let rows = tx.query(QUERY, &[&map]).await?;
    let major = u32::try_from(server.get::<_, i32>(0)).unwrap_or_default();
    Ok(Snapshot::new(major, rows.iter().map(row).collect()))
}

fn row(row: &tokio_postgres::Row) -> Row {
    let part = match row.get("part") {
        "security" => Part::Security,
        "order" => Part::Order,
        "notes" => Part::Notes,
        _ => Part::Structure,
    };
    Row {
        part,
        kind: row.get("kind"),
        identity: row.get("identity"),
        body: row.get::<_, Option<String>>("body").unwrap_or_default(),
    }
}

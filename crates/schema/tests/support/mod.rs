//! Small sets of migrations, and databases to run them in.

pub(crate) mod sets;

use std::time::Duration;

pub(crate) use sets::set;
use stoa_schema::{MigrateError, RunOptions, Runner};
use stoa_testdb::TestDb;
use tokio_postgres::Client;

/// Patience of a test.
pub(crate) fn options() -> RunOptions {
    RunOptions {
        runner_wait: Duration::from_secs(30),
        lock_timeout: Duration::from_millis(150),
        pause: Duration::from_millis(10),
        tries: 3,
        ..RunOptions::as_role("stoa_owner")
    }
}

pub(crate) async fn runner<D: stoa_pg::Database>(test: &TestDb<D>) -> Runner {
    Runner::new(test.admin().await, options()).await.unwrap()
}

/// One value, as text.
pub(crate) async fn ask(client: &Client, question: &str) -> String {
    client
        .query_one(&format!("select ({question})::text"), &[])
        .await
        .unwrap()
        .get::<_, Option<String>>(0)
        .unwrap_or_default()
}

/// Changes the schema behind the runner's back, as its owner.
pub(crate) async fn by_hand(client: &Client, sql: &str) {
    client
        .batch_execute(&format!("set role stoa_owner; {sql}; reset role"))
        .await
        .unwrap();
}

/// Where a failed migration says that it failed.
pub(crate) fn place(error: &MigrateError) -> String {
    match error {
        MigrateError::Failed(failure) => failure.at.to_string(),
        MigrateError::Refused { at, .. } | MigrateError::Busy { at, .. } => at.to_string(),
        other => format!("{other:?}"),
    }
}

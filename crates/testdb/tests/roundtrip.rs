//! Every migration rolls back exactly: up, down to nothing, up again, and the schema is the same to the letter.
#![expect(clippy::unwrap_used, reason = "tests")]

use stoa_schema::{MigrationSet, Part, RunOptions, Runner};
use stoa_testdb::server::{repository, shared};

async fn rolls_back_exactly(database: &str, migrations: &str) {
    let root = repository();
    let ops = MigrationSet::from_dir("ops", &root.join("crates/pg/migrations")).unwrap();
    let own = MigrationSet::from_dir(database, &root.join(migrations)).unwrap();
    let login = shared()
        .await
        .unwrap()
        .migrated(database, migrations)
        .await
        .unwrap();
    let client = stoa_pg::connect(&login).await.unwrap();
    let mut runner = Runner::new(client, RunOptions::as_role("stoa_owner"))
        .await
        .unwrap();
    let first = runner.snapshot().await.unwrap();
    let undone = [
        runner.down(&own, None).await.unwrap(),
        runner.down(&ops, None).await.unwrap(),
    ]
    .concat();
    assert_eq!(undone.len(), own.migrations.len() + ops.migrations.len());
    for one in &undone {
        assert_eq!(
            one.exact,
            Some(true),
            "{} does not bring back what was",
            one.title
        );
    }
    let nothing = runner.snapshot().await.unwrap();
    let left = |row: &&stoa_schema::Row| {
        row.part == Part::Structure && row.kind != "schema" && row.kind != "extension"
    };
    assert!(
        nothing.is_empty(),
        "left behind: {:?}",
        nothing.rows().iter().filter(left).collect::<Vec<_>>()
    );
    runner.up(&ops).await.unwrap();
    assert!(
        runner.up(&ops).await.unwrap().is_empty(),
        "a second run changes nothing"
    );
    runner.up(&own).await.unwrap();
    let again = runner.snapshot().await.unwrap();
    assert!(again == first, "{:#?}", first.differences(&again));
}

#[tokio::test]
async fn main_rolls_back_exactly() {
    rolls_back_exactly("main", "crates/db-main/migrations").await;
}

#[tokio::test]
async fn tripwire_rolls_back_exactly() {
    rolls_back_exactly("tripwire", "crates/db-tripwire/migrations").await;
}

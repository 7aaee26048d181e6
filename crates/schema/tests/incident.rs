//! The three cases of the incident in which a version table said "latest" and the tables were gone.
#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use stoa_schema::{MigrateError, MigrationSet};
use stoa_testdb::{
    server::{repository, shared},
    traffic_db,
};
use support::{ask, by_hand, place, runner, set};

const USERS: (&str, &str, &str) = (
    "0001_users",
    "create table public.\"user\" (id int primary key);",
    "drop table public.\"user\";",
);
const INGESTIONS: (&str, &str, &str) = (
    "0002_ingestions",
    "create table public.ingestions (id int primary key);",
    "drop table public.ingestions;",
);

#[tokio::test]
async fn create_table_on_existing_tables_is_refused_in_both_spellings() {
    let test = traffic_db().await;
    let mut runner = runner(&test).await;
    runner.up(&set(&[USERS, INGESTIONS])).await.unwrap();
    let admin = test.admin().await;
    for (up, word) in [
        (
            "alter table public.\"user\" add column name text;\ncreate table public.ingestions (id int, ocr_provider text);",
            "already exists",
        ),
        (
            "alter table public.\"user\" add column name text;\ncreate table if not exists public.ingestions (id int, ocr_provider text);",
            "IF NOT EXISTS",
        ),
    ] {
        let error = runner
            .up(&set(&[USERS, INGESTIONS, ("0003_ocr", up, "")]))
            .await
            .unwrap_err();
        assert_eq!(
            (place(&error).split(':').nth(1), error.exit_code()),
            (Some("2"), 5),
            "{error}"
        );
        assert!(
            error.to_string().contains(word) && error.to_string().contains("ALTER TABLE"),
            "{error}"
        );
        assert_eq!(ask(&admin, "select count(*) from pg_attribute where attrelid = 'public.\"user\"'::regclass and attname = 'name'").await, "0");
    }
    let said = "-- stoa:allow SM010 the same table on every server\ncreate table if not exists public.ingestions (id int);";
    assert_eq!(
        runner
            .up(&set(&[USERS, INGESTIONS, ("0003_ocr", said, "")]))
            .await
            .unwrap()
            .len(),
        1
    );
}

#[tokio::test]
async fn a_version_that_was_stamped_but_never_applied_is_noticed() {
    let test = traffic_db().await;
    let mut runner = runner(&test).await;
    runner.up(&set(&[USERS])).await.unwrap();
    let admin = test.admin().await;
    let both = set(&[USERS, INGESTIONS]);
    let stamped = both.find(2).unwrap();
    let stamp = "insert into stoa_guard.journal (migration_set, version, name, up_sha256, down_sha256, fp_after, state, tool)
        select 'probe', 2, 'ingestions', $1, $2, fp_after, 'applied', 'somebody' from stoa_guard.journal where version = 1 and migration_set = 'probe'";
    admin
        .execute(
            stamp,
            &[
                &stamped.up.checksum(),
                &stamped.down.as_ref().unwrap().checksum(),
            ],
        )
        .await
        .unwrap();
    // The next migration builds on what was never made: it fails whole, and the version stays what it was.
    let third = (
        "0003_ocr",
        "alter table public.ingestions add column ocr_provider text;",
        "",
    );
    let error = runner
        .up(&set(&[USERS, INGESTIONS, third]))
        .await
        .unwrap_err();
    assert_eq!(error.exit_code(), 5, "{error}");
}

#[tokio::test]
async fn tables_that_are_missing_while_the_version_says_latest_are_named() {
    let test = traffic_db().await;
    let mut runner = runner(&test).await;
    runner.up(&set(&[USERS, INGESTIONS])).await.unwrap();
    by_hand(
        &test.admin().await,
        "drop table public.\"user\"; drop table public.ingestions",
    )
    .await;
    let third = (
        "0003_more",
        "create table public.more (id int);",
        "drop table public.more;",
    );
    let error = runner
        .up(&set(&[USERS, INGESTIONS, third]))
        .await
        .unwrap_err();
    let MigrateError::Drift(differences) = &error else {
        panic!("{error}")
    };
    let lines: Vec<_> = differences
        .iter()
        .map(stoa_schema::Difference::line)
        .collect();
    assert_eq!(
        lines,
        [
            "missing: table public.\"user\"",
            "missing: table public.ingestions"
        ]
    );
    assert_eq!(error.exit_code(), 4);
}

/// A database as the first runner left it: the same schema, and its own journal.
async fn of_the_first_runner(sets: &[MigrationSet]) -> tokio_postgres::Config {
    let login = shared()
        .await
        .unwrap()
        .migrated("main", "crates/db-main/migrations")
        .await
        .unwrap();
    let admin = stoa_pg::connect(&login).await.unwrap();
    let journal = include_str!("old_journal.sql");
    by_hand(
        &admin,
        &format!("drop schema stoa_guard cascade; {journal}"),
    )
    .await;
    admin.batch_execute("set role stoa_owner").await.unwrap();
    for (set, migration) in sets
        .iter()
        .flat_map(|set| set.migrations.iter().map(move |m| (set, m)))
    {
        let version = i32::try_from(migration.version).unwrap();
        let up = sha256(&migration.up);
        let down = sha256(migration.down.as_ref().unwrap());
        let insert = "insert into stoa_journal.applied
            values ($1, $2, $3, encode($4::bytea, 'hex'), encode($5::bytea, 'hex'), now(), 5)";
        admin
            .execute(insert, &[&set.name, &version, &migration.name, &up, &down])
            .await
            .unwrap();
    }
    login
}

/// Of the bytes, as the first runner took it.
fn sha256(source: &stoa_guard::SourceText) -> Vec<u8> {
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, source.text.as_bytes());
    digest.as_ref().to_vec()
}

#[tokio::test]
async fn a_database_of_the_first_runner_is_taken_over_with_its_history() {
    let folders = [
        ("ops", "crates/pg/migrations"),
        ("main", "crates/db-main/migrations"),
    ];
    let mut sets =
        folders.map(|(name, dir)| MigrationSet::from_dir(name, &repository().join(dir)).unwrap());
    let login = of_the_first_runner(&sets).await;
    let client = stoa_pg::connect(&login).await.unwrap();
    let mut runner = stoa_schema::Runner::new(client, support::options())
        .await
        .unwrap();
    let before = runner.snapshot().await.unwrap();
    for set in &sets {
        assert!(runner.pending(set).await.unwrap().is_empty());
        assert!(
            runner.up(set).await.unwrap().is_empty(),
            "nothing is run again"
        );
    }
    assert!(
        before
            .differences(&runner.snapshot().await.unwrap())
            .is_empty()
    );
    let admin = stoa_pg::connect(&login).await.unwrap();
    assert_eq!(
        ask(&admin, "to_regnamespace('stoa_journal') is null").await,
        "true"
    );
    let expected = sets
        .iter()
        .map(|set| set.migrations.len())
        .sum::<usize>()
        .to_string();
    assert_eq!(
        ask(
            &admin,
            "select count(*) from stoa_guard.journal where tool = 'stoa_journal'"
        )
        .await,
        expected
    );
    let more = (
        "9999_more",
        "create table public.more (id int);",
        "drop table public.more;",
    );
    sets[1].migrations.extend(set(&[more]).migrations);
    assert_eq!(runner.up(&sets[1]).await.unwrap().len(), 1);
    assert_eq!(
        runner.down(&sets[1], Some(9998)).await.unwrap()[0].exact,
        Some(true)
    );
}

//! Files that cannot run in a transaction: whatever cuts them off, `resume` ends them or says why it cannot.
#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use stoa_schema::{MigrateError, MigrationSet};
use stoa_testdb::traffic_db;
use support::{ask, by_hand, runner, set};

const TABLE: (&str, &str, &str) = (
    "0001_t",
    "create table public.t (id int);",
    "drop table public.t;",
);

fn indexed(kind: &str) -> MigrationSet {
    let up = format!("-- stoa:no-transaction\ncreate {kind} concurrently t_id on public.t (id);");
    set(&[
        TABLE,
        (
            "0002_index",
            &up,
            "-- stoa:no-transaction\ndrop index concurrently public.t_id;",
        ),
    ])
}

#[tokio::test]
async fn an_index_is_built_and_dropped_outside_a_transaction() {
    let test = traffic_db().await;
    let mut runner = runner(&test).await;
    assert_eq!(runner.up(&indexed("index")).await.unwrap().len(), 2);
    let admin = test.admin().await;
    assert_eq!(
        ask(
            &admin,
            "select indisvalid from pg_index where indexrelid = 'public.t_id'::regclass"
        )
        .await,
        "true"
    );
    assert_eq!(
        runner.down(&indexed("index"), Some(1)).await.unwrap()[0].exact,
        Some(true)
    );
    assert_eq!(
        ask(&admin, "to_regclass('public.t_id') is null").await,
        "true"
    );
}

#[tokio::test]
async fn a_unique_index_that_failed_half_way_is_cleaned_up_and_repeated() {
    let test = traffic_db().await;
    let mut runner = runner(&test).await;
    runner.up(&set(&[TABLE])).await.unwrap();
    let admin = test.admin().await;
    by_hand(&admin, "insert into public.t values (1), (1)").await;
    let files = indexed("unique index");
    let error = runner.up(&files).await.unwrap_err();
    assert_eq!(error.exit_code(), 6, "{error}");
    assert!(
        matches!(
            runner.up(&files).await,
            Err(MigrateError::Unfinished { .. })
        ),
        "it waits for somebody"
    );
    assert!(
        matches!(
            runner.resume(&files).await,
            Err(MigrateError::Unfinished { .. })
        ),
        "the cause is still there"
    );
    by_hand(&admin, "delete from public.t where ctid = '(0,1)'").await;
    assert_eq!(runner.resume(&files).await.unwrap().unwrap().version, 2);
    assert_eq!(
        ask(
            &admin,
            "select indisvalid from pg_index where indexrelid = 'public.t_id'::regclass"
        )
        .await,
        "true"
    );
    assert_eq!(runner.resume(&files).await.unwrap(), None);
    assert!(runner.up(&files).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_run_that_was_killed_at_any_step_is_ended_by_resume() {
    for (left_behind, then) in [
        ("select 1", "it had not begun"),
        (
            "create index t_id on public.t (id)",
            "it was done and not yet noted",
        ),
    ] {
        let test = traffic_db().await;
        let mut runner = runner(&test).await;
        let files = indexed("index");
        runner.up(&set(&[TABLE])).await.unwrap();
        let admin = test.admin().await;
        let row = files.find(2).unwrap();
        let down = row.down.as_ref().unwrap().checksum();
        let begun = "insert into stoa_guard.journal (migration_set, version, name, up_sha256, down_sha256, state, tool) values ('probe', 2, 'index', $1, $2, 'running', 'killed')";
        admin
            .execute(begun, &[&row.up.checksum(), &down])
            .await
            .unwrap();
        by_hand(&admin, left_behind).await;
        assert_eq!(runner.up(&files).await.unwrap_err().exit_code(), 6);
        assert_eq!(
            runner.resume(&files).await.unwrap().unwrap().version,
            2,
            "{then}"
        );
        assert!(runner.up(&files).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn a_failure_without_remains_is_as_good_as_a_rollback() {
    let test = traffic_db().await;
    let mut runner = runner(&test).await;
    let files = set(&[
        TABLE,
        (
            "0002_bad",
            "-- no-transaction\n create index concurrently i on public.nothing (id);",
            "",
        ),
    ]);
    let error = runner.up(&files).await.unwrap_err();
    assert_eq!(
        (support::place(&error).as_str(), error.exit_code()),
        ("0002_bad.up.sql:2:2", 5)
    );
    assert_eq!(runner.up(&set(&[TABLE])).await.unwrap().len(), 0);
    let concurrently = set(&[
        TABLE,
        (
            "0002_bad",
            "create index concurrently i on public.t (id);",
            "",
        ),
    ]);
    let error = runner.up(&concurrently).await.unwrap_err().to_string();
    assert!(error.contains("stoa:no-transaction"), "{error}");
}

#[tokio::test]
async fn what_cannot_be_told_from_the_work_of_others_is_not_guessed() {
    let test = traffic_db().await;
    let mut runner = runner(&test).await;
    let files = indexed("index");
    runner.up(&set(&[TABLE])).await.unwrap();
    let admin = test.admin().await;
    let row = files.find(2).unwrap();
    let begun = "insert into stoa_guard.journal (migration_set, version, name, up_sha256, down_sha256, state, tool) values ('probe', 2, 'index', $1, $2, 'running', 'killed')";
    admin
        .execute(
            begun,
            &[&row.up.checksum(), &row.down.as_ref().unwrap().checksum()],
        )
        .await
        .unwrap();
    by_hand(&admin, "create table public.strange (id int)").await;
    let error = runner.resume(&files).await.unwrap_err();
    assert!(
        error.to_string().contains("public.strange") && error.exit_code() == 6,
        "{error}"
    );
}

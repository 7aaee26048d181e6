//! The runner on a real server: what fails is undone as a whole and named with its line, what was changed or is newer is
//! refused, and nothing is ever half done.
#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use std::time::Duration;

use stoa_schema::{Direction, MigrateError, MigrationSet, RunOptions, Runner};
use stoa_testdb::traffic_db;
use support::{ask, by_hand, options, place, runner, set};

const ONE: (&str, &str, &str) = (
    "0001_one",
    "create table public.one (id int);",
    "drop table public.one;",
);
const TWO: (&str, &str, &str) = (
    "0002_two",
    "create table public.two (id int);",
    "drop table public.two;",
);

#[tokio::test]
async fn a_failing_migration_leaves_nothing_behind_and_says_where_it_failed() {
    let test = traffic_db().await;
    let mut runner = runner(&test).await;
    let up = "-- the second\ncreate table public.two (id int);\n\n  select 1,\n    wrong_column;\n";
    let files = set(&[ONE, ("0002_two", up, TWO.2)]);
    let error = runner.up(&files).await.unwrap_err();
    assert_eq!(place(&error), "0002_two.up.sql:5:5", "{error}");
    assert_eq!(error.exit_code(), 5);
    let admin = test.admin().await;
    assert_eq!(
        ask(
            &admin,
            "to_regclass('public.one') is not null and to_regclass('public.two') is null"
        )
        .await,
        "true"
    );
    assert_eq!(runner.pending(&files).await.unwrap().len(), 1);
    // A fault without a place in the text is at its statement.
    let files = set(&[ONE, ("0002_two", "select 1;\n select 1 / 0;", "")]);
    assert_eq!(
        place(&runner.up(&files).await.unwrap_err()),
        "0002_two.up.sql:2:2"
    );
}

#[tokio::test]
async fn version_and_schema_change_together_and_the_journal_knows_before_and_after() {
    let test = traffic_db().await;
    let mut runner = runner(&test).await;
    let files = set(&[ONE, TWO]);
    let done = runner.up(&files).await.unwrap();
    assert_eq!(done.iter().map(|d| d.version).collect::<Vec<_>>(), [1, 2]);
    assert!(runner.up(&files).await.unwrap().is_empty());
    let admin = test.admin().await;
    let chained = "select bool_and(fp_before is not null and fp_before <> fp_after) from stoa_guard.journal where migration_set = 'probe'";
    assert_eq!(ask(&admin, chained).await, "true");
    let joined = "select count(*) from stoa_guard.journal a join stoa_guard.journal b on a.fp_after = b.fp_before where b.migration_set = 'probe' and a.migration_set = 'probe'";
    assert_eq!(ask(&admin, joined).await, "1");
    let undone = runner.down(&files, Some(1)).await.unwrap();
    assert_eq!(undone[0].direction, Direction::Down);
    assert_eq!(undone[0].exact, Some(true));
    assert_eq!(undone[0].fingerprint, done[0].fingerprint);
    assert_eq!(runner.up(&files).await.unwrap().len(), 1);
    let states = "select string_agg(state, ' ' order by id) from stoa_guard.journal where migration_set = 'probe'";
    assert_eq!(ask(&admin, states).await, "applied reverted applied");
}

#[tokio::test]
async fn a_down_file_that_does_not_bring_back_what_was_is_reported() {
    let test = traffic_db().await;
    let mut runner = runner(&test).await;
    let files = set(&[(
        "0001_one",
        "create table public.one (id int); create table public.rest (id int);",
        ONE.2,
    )]);
    runner.up(&files).await.unwrap();
    assert_eq!(
        runner.down(&files, None).await.unwrap()[0].exact,
        Some(false)
    );
}

#[tokio::test]
async fn a_changed_file_a_lost_file_and_a_newer_database_are_refused() {
    let test = traffic_db().await;
    let mut runner = runner(&test).await;
    runner.up(&set(&[ONE, TWO])).await.unwrap();
    let changed = set(&[
        ("0001_one", "create table public.uno (id int);", ONE.2),
        TWO,
    ]);
    assert!(matches!(
        runner.up(&changed).await,
        Err(MigrateError::Changed { .. })
    ));
    assert!(matches!(
        runner.up(&set(&[ONE])).await,
        Err(MigrateError::Newer { version: 2, .. })
    ));
    assert!(matches!(
        runner.up(&set(&[TWO])).await,
        Err(MigrateError::Gone { version: 1, .. })
    ));
    assert!(matches!(
        runner.up(&MigrationSet::empty("probe")).await,
        Err(MigrateError::Newer { .. })
    ));
    // Another editor's line ends are no change.
    let crlf = set(&[
        ("0001_one", "create table public.one (id int);  \r\n", ONE.2),
        TWO,
    ]);
    assert!(runner.up(&crlf).await.unwrap().is_empty());
}

#[tokio::test]
async fn an_older_number_than_the_newest_is_applied_only_when_allowed() {
    let test = traffic_db().await;
    let mut first = runner(&test).await;
    first.up(&set(&[TWO])).await.unwrap();
    let both = set(&[ONE, TWO]);
    assert!(matches!(
        first.up(&both).await,
        Err(MigrateError::OutOfOrder { newest: 2, .. })
    ));
    let options = RunOptions {
        allow_out_of_order: true,
        ..options()
    };
    let mut second = Runner::new(test.admin().await, options).await.unwrap();
    assert_eq!(second.up(&both).await.unwrap().len(), 1);
}

#[tokio::test]
async fn two_runners_at_once_apply_each_migration_once() {
    let test = traffic_db().await;
    let (mut left, mut right) = (runner(&test).await, runner(&test).await);
    let set = set(&[ONE]);
    let (left, right) = tokio::join!(left.up(&set), right.up(&set));
    assert_eq!(left.unwrap().len() + right.unwrap().len(), 1);
}

#[tokio::test]
async fn who_waits_for_another_runner_too_long_is_told_who_it_is() {
    let test = traffic_db().await;
    let holder = test.admin().await;
    let lock = "pg_try_advisory_lock(hashtextextended('stoa_guard ' || current_database(), 0))";
    assert_eq!(ask(&holder, lock).await, "true");
    let pid = ask(&holder, "pg_backend_pid()").await;
    let options = RunOptions {
        runner_wait: Duration::ZERO,
        ..options()
    };
    let mut runner = Runner::new(test.admin().await, options).await.unwrap();
    let error = runner.up(&set(&[ONE])).await.unwrap_err();
    assert!(
        matches!(&error, MigrateError::Locked(Some(who)) if who.contains(&pid)),
        "{error}"
    );
    assert_eq!(error.exit_code(), 7);
}

#[tokio::test]
async fn a_file_that_gets_no_lock_is_tried_again_as_a_whole_and_gives_up_without_a_trace() {
    let test = traffic_db().await;
    let mut runner = runner(&test).await;
    runner.up(&set(&[ONE])).await.unwrap();
    let mut reader = test.admin().await;
    let reading = reader.transaction().await.unwrap();
    reading
        .batch_execute("select from public.one")
        .await
        .unwrap();
    let alter = "create table public.two (id int);\nalter table public.one add column b int;";
    let files = set(&[
        ONE,
        (
            "0002_two",
            alter,
            "drop table public.two; alter table public.one drop column b;",
        ),
    ]);
    let error = runner.up(&files).await.unwrap_err();
    let MigrateError::Busy {
        tries: 3, holders, ..
    } = &error
    else {
        panic!("{error}")
    };
    assert!(
        holders
            .iter()
            .any(|holder| holder.contains("idle in transaction")),
        "{error}"
    );
    assert_eq!(
        (place(&error), error.exit_code()),
        ("0002_two.up.sql:2:1".to_owned(), 7)
    );
    assert_eq!(
        ask(&test.admin().await, "to_regclass('public.two') is null").await,
        "true"
    );
    reading.rollback().await.unwrap();
    assert_eq!(runner.up(&files).await.unwrap().len(), 1);
}

#[tokio::test]
async fn what_a_file_may_not_hold_is_refused_before_anything_runs() {
    let test = traffic_db().await;
    let mut runner = runner(&test).await;
    for (up, at) in [
        ("create table public.x (id int);\ncommit;", "2:1"),
        ("copy public.x from stdin;", "1:1"),
        ("\\connect other", "1:1"),
        ("-- stoa:no-transaction\nvacuum;\nvacuum;", "3:1"),
    ] {
        let error = runner.up(&set(&[("0001_x", up, "")])).await.unwrap_err();
        assert_eq!(
            (place(&error), error.exit_code()),
            (format!("0001_x.up.sql:{at}"), 2),
            "{up}: {error}"
        );
    }
    assert_eq!(
        ask(&test.admin().await, "to_regclass('public.x') is null").await,
        "true"
    );
}

#[tokio::test]
async fn there_is_no_way_past_what_is_irreversible_unless_it_is_said() {
    let test = traffic_db().await;
    let one_way =
        MigrationSet::from_files("probe", [("0001_one.up.sql".to_owned(), ONE.1.to_owned())])
            .unwrap();
    let mut careful = runner(&test).await;
    assert!(matches!(
        careful.up(&one_way).await,
        Err(MigrateError::OneWay(_))
    ));
    let mut bold = Runner::new(
        test.admin().await,
        RunOptions {
            allow_irreversible: true,
            ..options()
        },
    )
    .await
    .unwrap();
    assert_eq!(bold.up(&one_way).await.unwrap().len(), 1);
    assert!(matches!(
        bold.down(&one_way, None).await,
        Err(MigrateError::NoWayBack(_))
    ));
}

#[tokio::test]
async fn what_must_be_true_afterwards_is_tried_and_can_change_nothing() {
    let test = traffic_db().await;
    let mut runner = runner(&test).await;
    let with = |verify: &str| {
        let files = [
            ("0001_one.up.sql", ONE.1),
            ("0001_one.down.sql", ONE.2),
            ("0001_one.verify.sql", verify),
        ];
        MigrationSet::from_files("probe", files.map(|(n, t)| (n.to_owned(), t.to_owned()))).unwrap()
    };
    for (verify, at) in [
        (
            "select true;\nselect count(*) = 1 from public.one;",
            "0001_one.verify.sql:2:1",
        ),
        (
            "insert into public.one values (1);",
            "0001_one.verify.sql:1:1",
        ),
        ("select null::bool;", "0001_one.verify.sql:1:1"),
    ] {
        assert_eq!(place(&runner.up(&with(verify)).await.unwrap_err()), at);
    }
    assert_eq!(
        runner
            .up(&with("select count(*) = 0 from public.one;"))
            .await
            .unwrap()
            .len(),
        1
    );
}

#[tokio::test]
async fn a_schema_changed_by_hand_stops_the_next_migration_and_is_named() {
    let test = traffic_db().await;
    let mut runner = runner(&test).await;
    runner.up(&set(&[ONE])).await.unwrap();
    let admin = test.admin().await;
    by_hand(
        &admin,
        "alter table public.one add column secret text; create index sneaky on public.one (id)",
    )
    .await;
    let error = runner.up(&set(&[ONE, TWO])).await.unwrap_err();
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
            "not expected: column public.one.secret",
            "not expected: index public.sneaky"
        ]
    );
    assert_eq!(error.exit_code(), 4);
    assert_eq!(
        ask(&admin, "to_regclass('public.two') is null").await,
        "true"
    );
    // Rows, comments and an ANALYZE are no drift.
    by_hand(&admin, "drop index sneaky; alter table public.one drop column secret; insert into public.one values (1); analyze public.one; comment on table public.one is 'x'").await;
    assert_eq!(runner.up(&set(&[ONE, TWO])).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_setting_of_one_file_does_not_reach_the_next() {
    let test = traffic_db().await;
    let mut runner = runner(&test).await;
    let files = set(&[
        (
            "0001_path",
            "create schema other; set search_path = other;",
            "drop schema other;",
        ),
        (
            "0002_table",
            "create table here (id int);",
            "drop table here;",
        ),
    ]);
    runner.up(&files).await.unwrap();
    assert_eq!(
        ask(
            &test.admin().await,
            "to_regclass('public.here') is not null"
        )
        .await,
        "true"
    );
}

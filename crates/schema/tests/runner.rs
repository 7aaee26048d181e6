//! The runner on a real server: what fails is undone as a whole, and what was changed or is newer is refused.
#![expect(clippy::unwrap_used, reason = "tests")]

use stoa_schema::{MigrateError, MigrationSet, Runner};
use stoa_testdb::{TestDb, traffic_db};

fn set(files: &[(&str, &str)]) -> MigrationSet {
    let files = files
        .iter()
        .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
    MigrationSet::from_files("probe", files).unwrap()
}

const ONE: [(&str, &str); 2] = [
    ("0001_one.up.sql", "create table public.one (id int)"),
    ("0001_one.down.sql", "drop table public.one"),
];

async fn runner<D: stoa_pg::Database>(test: &TestDb<D>) -> Runner {
    Runner::new(test.admin().await, "stoa_owner").await.unwrap()
}

#[tokio::test]
async fn a_failing_migration_leaves_nothing_behind_and_says_which_one_it_was() {
    let test = traffic_db().await;
    let mut runner = runner(&test).await;
    let mut files = ONE.to_vec();
    files.extend([
        (
            "0002_two.up.sql",
            "create table public.two (id int); select 1 / 0;",
        ),
        ("0002_two.down.sql", "drop table public.two"),
    ]);
    let error = runner.up(&set(&files)).await.unwrap_err();
    assert!(
        matches!(&error, MigrateError::Failed { version: 2, reason, .. } if reason.contains("zero")),
        "{error}"
    );
    let admin = test.admin().await;
    let left = admin.query_one(
        "select to_regclass('public.one') is not null, to_regclass('public.two') is null",
        &[],
    );
    let left = left.await.unwrap();
    assert!(left.get::<_, bool>(0) && left.get::<_, bool>(1));
    assert_eq!(runner.pending(&set(&files)).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_changed_file_and_a_newer_database_are_refused() {
    let test = traffic_db().await;
    let mut runner = runner(&test).await;
    assert_eq!(runner.up(&set(&ONE)).await.unwrap(), [1]);
    let changed = set(&[
        ("0001_one.up.sql", "create table public.uno (id int)"),
        ONE[1],
    ]);
    assert!(matches!(
        runner.up(&changed).await,
        Err(MigrateError::Changed { version: 1, .. })
    ));
    assert!(matches!(
        runner.up(&set(&[])).await,
        Err(MigrateError::Newer { version: 1, .. })
    ));
    assert_eq!(runner.down(&set(&ONE), 0).await.unwrap(), [1]);
}

#[tokio::test]
async fn two_runners_at_once_apply_each_migration_once() {
    let test = traffic_db().await;
    let (mut left, mut right) = (runner(&test).await, runner(&test).await);
    let set = set(&ONE);
    let (left, right) = tokio::join!(left.up(&set), right.up(&set));
    assert_eq!(left.unwrap().len() + right.unwrap().len(), 1);
}

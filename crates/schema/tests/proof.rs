//! Versions are recorded on proof only: replays on the test's own server against databases that lie.
#![expect(clippy::unwrap_used, reason = "tests")]

#[path = "support/sets.rs"]
mod sets;

use sets::set;
use stoa_schema::{AcceptedDrift, MigrationSet, Replay, RunOptions, Runner, Scratch, StampError};
use stoa_testdb::server::shared;
use tokio_postgres::{Client, Config};

const USERS: (&str, &str, &str) = (
    "0001_users",
    "create table public.users (id int primary key);",
    "drop table public.users;",
);
const INGESTIONS: (&str, &str, &str) = (
    "0002_ingestions",
    "create table public.ingestions (id int primary key); grant select on public.ingestions to probe_reader;",
    "drop table public.ingestions;",
);
const OCR: (&str, &str, &str) = (
    "0003_ocr",
    "alter table public.ingestions add column ocr_provider text;",
    "alter table public.ingestions drop column ocr_provider;",
);

fn all() -> MigrationSet {
    set(&[USERS, INGESTIONS, OCR])
}

/// A database of a project that is not Stoa, and a replay of its folder on the same server.
async fn project(set: &MigrationSet) -> (Config, Runner, Replay) {
    let address = shared().await.unwrap();
    let login = address.empty().await.unwrap();
    let client = stoa_pg::connect(&login).await.unwrap();
    let _ = client
        .batch_execute("create role probe_reader nologin")
        .await;
    let runner = Runner::new(client, RunOptions::default()).await.unwrap();
    let options = RunOptions {
        role: Some(runner.role().await.unwrap()),
        ..RunOptions::default()
    };
    let mut scratch = Scratch::lent(address.admin());
    let replay = Replay::run(&mut scratch, set, None, &options)
        .await
        .unwrap();
    scratch.end().await.unwrap();
    (login, runner, replay)
}

async fn ask(client: &Client, question: &str) -> String {
    client
        .query_one(&format!("select ({question})::text"), &[])
        .await
        .unwrap()
        .get(0)
}

async fn admin(login: &Config) -> Client {
    stoa_pg::connect(login).await.unwrap()
}

/// Another tool's version table, and what it ran before it lied.
async fn alembic(login: &Config, version: &str, ran: &[(&str, &str, &str)]) {
    let admin = admin(login).await;
    for (_, up, _) in ran {
        admin.batch_execute(up).await.unwrap();
    }
    let table = "create table public.alembic_version (version_num text primary key)";
    admin
        .batch_execute(&format!(
            "{table}; insert into public.alembic_version values ('{version}')"
        ))
        .await
        .unwrap();
}

fn rules(findings: &[stoa_guard::Finding]) -> Vec<(&str, &str)> {
    findings
        .iter()
        .map(|f| (f.rule, f.object.as_deref().unwrap_or_default()))
        .collect()
}

#[tokio::test]
async fn a_version_stamped_but_never_applied_is_called_stamp_drift_and_the_true_one_is_named() {
    let (login, mut runner, replay) = project(&all()).await;
    alembic(&login, "0003", &[USERS]).await;
    let findings = runner
        .drift(&all(), Some(3), &replay)
        .await
        .unwrap()
        .findings;
    assert_eq!(rules(&findings)[0], ("SM012", "3"), "{findings:?}");
    assert!(
        findings[0].message.contains("0001_users"),
        "{}",
        findings[0].message
    );
    assert_eq!(rules(&findings)[1], ("SM013", "public.ingestions"));
    let refused = runner
        .stamp(&all(), 3, &replay, &AcceptedDrift::default())
        .await
        .unwrap_err();
    let StampError::Refused(refusal) = &refused else {
        panic!("{refused}")
    };
    assert_eq!(refusal.matching.as_deref(), Some("0001_users"));
    assert_eq!(
        (refusal.differences[0].line().as_str(), refused.exit_code()),
        ("missing: table public.ingestions", 4)
    );
    assert_eq!(
        ask(
            &admin(&login).await,
            "to_regclass('stoa_guard.journal') is null"
        )
        .await,
        "true",
        "nothing was recorded"
    );
    // What is true is recorded, and the rest is run.
    assert!(
        runner
            .stamp(&all(), 1, &replay, &AcceptedDrift::default())
            .await
            .unwrap()
            .changed
    );
    assert_eq!(runner.up(&all()).await.unwrap().len(), 2);
    assert!(
        runner
            .drift(&all(), None, &replay)
            .await
            .unwrap()
            .findings
            .is_empty()
    );
}

#[tokio::test]
async fn tables_missing_while_the_version_says_latest_are_each_named() {
    let (login, mut runner, replay) = project(&all()).await;
    alembic(&login, "0003", &[]).await;
    let findings = runner
        .drift(&all(), Some(3), &replay)
        .await
        .unwrap()
        .findings;
    assert_eq!(
        rules(&findings),
        [
            ("SM012", "3"),
            ("SM013", "public.ingestions"),
            ("SM013", "public.users")
        ]
    );
    assert!(
        findings[0].message.contains("before the first migration"),
        "{}",
        findings[0].message
    );
}

#[tokio::test]
async fn a_pending_version_that_is_there_already_is_recorded_on_proof() {
    let (login, mut runner, replay) = project(&all()).await;
    alembic(&login, "0001", &[USERS, INGESTIONS, OCR]).await;
    let findings = runner
        .drift(&all(), Some(1), &replay)
        .await
        .unwrap()
        .findings;
    assert_eq!(rules(&findings), [("SM014", "0002"), ("SM014", "0003")]);
    assert!(runner.repair(&all(), &replay).await.unwrap().changed);
    assert!(runner.up(&all()).await.unwrap().is_empty());
    assert!(!runner.repair(&all(), &replay).await.unwrap().changed);
}

#[tokio::test]
async fn repair_takes_what_the_schema_proves_and_nothing_else() {
    let (login, mut runner, replay) = project(&all()).await;
    runner.up(&all()).await.unwrap();
    // Somebody undid the last version by hand.
    let admin = admin(&login).await;
    admin.batch_execute(OCR.2).await.unwrap();
    assert_eq!(
        runner.up(&all()).await.unwrap().len(),
        0,
        "nothing pending, nothing compared"
    );
    assert_eq!(
        runner.repair(&all(), &replay).await.unwrap().title,
        "0002_ingestions"
    );
    assert_eq!(runner.up(&all()).await.unwrap().len(), 1);
    // A file was edited after it was applied, and makes the same schema: its new text is recorded.
    let edited = set(&[
        USERS,
        INGESTIONS,
        (
            "0003_ocr",
            "-- why\nalter table public.ingestions add column ocr_provider text;",
            OCR.2,
        ),
    ]);
    assert!(runner.up(&edited).await.is_err());
    let (_, _, again) = project(&edited).await;
    assert!(runner.repair(&edited, &again).await.unwrap().changed);
    assert!(runner.up(&edited).await.unwrap().is_empty());
    // A schema that no version has proves nothing.
    admin
        .batch_execute("drop table public.users; create table public.other (id int)")
        .await
        .unwrap();
    let refused = runner.repair(&edited, &again).await.unwrap_err();
    let StampError::Refused(refusal) = &refused else {
        panic!("{refused}")
    };
    assert_eq!(refusal.matching, None);
}

#[tokio::test]
async fn a_reviewed_difference_does_not_stand_in_the_way_and_another_does() {
    let (login, mut runner, replay) = project(&all()).await;
    let admin = admin(&login).await;
    for (_, up, _) in [USERS, INGESTIONS, OCR] {
        admin.batch_execute(up).await.unwrap();
    }
    admin
        .batch_execute("create index by_dba on public.ingestions (ocr_provider)")
        .await
        .unwrap();
    let accepted = AcceptedDrift::parse(
        "[[expected]]\nchange = \"added\"\nkind = \"index\"\nobject = \"public.by_dba\"\nreason = \"built by the DBA in March\"",
    )
    .unwrap();
    assert!(
        runner
            .stamp(&all(), 3, &replay, &AcceptedDrift::default())
            .await
            .is_err()
    );
    assert!(
        runner
            .stamp(&all(), 3, &replay, &accepted)
            .await
            .unwrap()
            .changed
    );
    admin
        .batch_execute("alter table public.users add column x int")
        .await
        .unwrap();
    assert!(runner.stamp(&all(), 3, &replay, &accepted).await.is_err());
}

/// Two versions that no schema tells apart, and one that is seen again after them.
fn with_rows(verify: Option<&str>) -> MigrationSet {
    let pairs = [
        ("0001_users.up.sql", USERS.1),
        ("0001_users.down.sql", USERS.2),
        ("0002_fill.up.sql", "insert into public.users values (1);"),
        (
            "0002_fill.down.sql",
            "delete from public.users where id = 1;",
        ),
    ];
    let files = pairs
        .into_iter()
        .chain(verify.map(|text| ("0002_fill.verify.sql", text)));
    MigrationSet::from_files(
        "probe",
        files.map(|(name, text)| (name.to_owned(), text.to_owned())),
    )
    .unwrap()
}

#[tokio::test]
async fn a_version_that_only_moves_rows_is_never_recorded_by_the_look_of_the_schema() {
    let files = with_rows(None);
    let (login, mut runner, replay) = project(&files).await;
    alembic(&login, "0001", &[USERS]).await;
    // The schema is that of both: a repair that took the newer one would lose the rows for good.
    let refused = runner.repair(&files, &replay).await.unwrap_err();
    assert!(
        matches!(&refused, StampError::Ambiguous(both) if *both == ["0001_users", "0002_fill"]),
        "{refused}"
    );
    assert_eq!(refused.exit_code(), 4);
    let accepted = AcceptedDrift::default();
    let stamped = runner.stamp(&files, 1, &replay, &accepted).await.unwrap();
    assert_eq!(stamped.unproved, Vec::<String>::new());
    assert_eq!(
        runner.repair(&files, &replay).await.unwrap().title,
        "0001_users"
    );
    // Said by an operator, it is recorded and named as what nobody proved.
    let stamped = runner.stamp(&files, 2, &replay, &accepted).await.unwrap();
    assert_eq!(stamped.unproved, ["0002_fill"]);
}

#[tokio::test]
async fn a_verify_file_proves_rows() {
    let files = with_rows(Some("select count(*) = 1 from public.users;"));
    let (login, mut runner, replay) = project(&files).await;
    alembic(&login, "0002", &[USERS]).await;
    let accepted = AcceptedDrift::default();
    let refused = runner
        .stamp(&files, 2, &replay, &accepted)
        .await
        .unwrap_err();
    assert!(
        matches!(&refused, StampError::Untrue(failure) if failure.title == "0002_fill"),
        "{refused}"
    );
    assert_eq!(refused.exit_code(), 4);
    let admin = admin(&login).await;
    admin
        .batch_execute("insert into public.users values (1)")
        .await
        .unwrap();
    let stamped = runner.stamp(&files, 2, &replay, &accepted).await.unwrap();
    assert_eq!((stamped.changed, stamped.unproved.len()), (true, 0));
}

#[tokio::test]
async fn a_version_without_a_file_is_neither_recorded_nor_compared_with_nothing() {
    let (_, mut runner, replay) = project(&all()).await;
    let accepted = AcceptedDrift::default();
    let refused = runner
        .stamp(&all(), 9, &replay, &accepted)
        .await
        .unwrap_err();
    assert!(matches!(refused, StampError::NoSuchVersion(9)), "{refused}");
    let refused = runner.drift(&all(), Some(9), &replay).await.unwrap_err();
    assert_eq!(refused.exit_code(), 1, "{refused}");
}

#[tokio::test]
async fn what_reaches_out_of_the_scratch_database_is_not_tried() {
    let outside = set(&[(
        "0001_out",
        "copy (select 1) to program 'cat > /dev/null';",
        "select 1;",
    )]);
    let address = shared().await.unwrap();
    let mut scratch = Scratch::lent(address.admin());
    let refused = Replay::run(&mut scratch, &outside, None, &RunOptions::default())
        .await
        .unwrap_err();
    scratch.end().await.unwrap();
    assert!(
        refused.to_string().contains("0001_out.up.sql:1:1"),
        "{refused}"
    );
    assert_eq!(refused.exit_code(), 2);
}

/// What operators type into a console: something of everything.
const BY_HAND: &str = "
    alter table public.users add column name text not null default 'x', alter column id type bigint;
    create index by_dba on public.users (name);
    alter table public.users add constraint named check (name <> '');
    create table public.extra (id bigint generated always as identity primary key, at timestamptz default now(), user_id bigint references public.users (id));
    create index on public.extra (user_id);
    alter table public.extra enable row level security;
    create policy extra_read on public.extra for select to probe_reader using (id > 0);
    grant select on public.extra to probe_reader;
    revoke select on public.ingestions from probe_reader;
    create view public.names as select name from public.users;
    create function public.one() returns int language sql immutable return 1;
    create type public.mood as enum ('good', 'bad')";

#[tokio::test]
async fn what_was_done_by_hand_is_proposed_as_a_pair_that_makes_it_and_takes_it_back() {
    let (login, mut runner, replay) = project(&all()).await;
    runner.up(&all()).await.unwrap();
    admin(&login).await.batch_execute(BY_HAND).await.unwrap();
    let drift = runner.drift(&all(), None, &replay).await.unwrap();
    assert_eq!((drift.matching, drift.changed_since), (None, Some(true)));
    let proposal = drift.proposal.unwrap();
    assert_eq!(proposal.by_hand, Vec::<String>::new(), "{proposal:#?}");
    // Elsewhere, the pair makes the same schema; and the folder that has it proves it here.
    let with_it = set(&[
        USERS,
        INGESTIONS,
        OCR,
        ("0004_by_hand", &proposal.up, &proposal.down),
    ]);
    let (_, mut elsewhere, replay) = project(&with_it).await;
    elsewhere.up(&with_it).await.unwrap();
    assert_eq!(
        elsewhere.down(&with_it, Some(3)).await.unwrap()[0].exact,
        Some(true)
    );
    let stamped = runner
        .stamp(&with_it, 4, &replay, &AcceptedDrift::default())
        .await;
    assert!(stamped.is_ok(), "{stamped:#?}\n{}", proposal.up);
}

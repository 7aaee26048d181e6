//! Up, down, up on a real server: what down files forget, lose or cannot do is found.
#![expect(clippy::unwrap_used, reason = "tests")]

#[path = "support/sets.rs"]
mod sets;

use sets::set;
use stoa_schema::{MigrationSet, Roundtrip, RunOptions, Scratch, Verified};
use stoa_testdb::server::{repository, shared};

const T: (&str, &str, &str) = (
    "0001_t",
    "create table public.t (id int primary key, note text);",
    "drop table public.t;",
);
const ROWS: &str = "insert into public.t select i, 'n' || i from generate_series(1, 50) i";

async fn verify(set: &MigrationSet, first: u64, sample: Option<&str>) -> Verified {
    verify_as("roundtrip_owner", set, first, sample).await
}

async fn verify_as(role: &str, set: &MigrationSet, first: u64, sample: Option<&str>) -> Verified {
    // The roles that Stoa's own files name are there then; and none of them goes while another test needs it.
    let test = stoa_testdb::traffic_db().await;
    let create = format!("create role {role} nologin");
    let _ = test.admin().await.batch_execute(&create).await;
    let mut scratch = Scratch::lent(shared().await.unwrap().admin());
    let options = RunOptions::as_role(role);
    let roundtrip = Roundtrip {
        set,
        base: None,
        sample,
        first,
        audit: None,
    };
    let verified = roundtrip.run(&mut scratch, &options).await.unwrap();
    scratch.end().await.unwrap();
    verified
}

fn said(verified: &Verified) -> Vec<String> {
    verified
        .findings
        .iter()
        .map(|f| format!("{} {}", f.rule, f.object.clone().unwrap_or_default()))
        .collect()
}

#[tokio::test]
async fn what_a_down_file_forgets_is_named() {
    let index = (
        "0002_i",
        "create index i on public.t (note); grant select on public.t to public;",
        "drop index public.i;",
    );
    let verified = verify(&set(&[T, index]), 0, None).await;
    assert_eq!(said(&verified), ["SM017 relation public.t"]);
    assert!(
        verified.findings[0]
            .file
            .as_ref()
            .unwrap()
            .ends_with("0002_i.down.sql")
    );
    assert_eq!(
        verified
            .plans
            .iter()
            .map(|p| p.undone_exactly)
            .collect::<Vec<_>>(),
        [Some(true), Some(false)]
    );
    assert_eq!(verified.fingerprints.len(), 2);
}

#[tokio::test]
async fn rows_that_are_lost_on_the_way_are_counted() {
    let drop = (
        "0002_drop",
        "alter table public.t drop column note;",
        "alter table public.t add column note text;",
    );
    let verified = verify(&set(&[T, drop]), 2, Some(ROWS)).await;
    assert_eq!(said(&verified), ["SM017 public.t"]);
    assert!(
        verified.findings[0].message.contains("other values"),
        "{}",
        verified.findings[0].message
    );
    let delete = ("0002_less", "delete from public.t where id > 10;", "");
    let verified = verify(&set(&[T, delete]), 2, Some(ROWS)).await;
    assert!(
        verified.findings[0]
            .message
            .contains("10 rows instead of 50"),
        "{:?}",
        verified.findings
    );
    assert!(
        verify(&set(&[T, drop]), 2, None).await.findings.is_empty(),
        "the shape alone is restored"
    );
}

#[tokio::test]
async fn files_that_fail_are_named_with_their_line() {
    let bad = ("0002_bad", "select 1;\nselect nonsense;", "");
    let verified_up = verify(&set(&[T, bad]), 0, None).await;
    assert_eq!(
        (
            said(&verified_up),
            verified_up.findings[0].line,
            verified_up.findings[0].column
        ),
        (vec!["SM018 ".to_owned()], Some(2), Some(8))
    );
    let bad = (
        "0002_bad",
        "create table public.u (id int);",
        "drop table public.u;\ndrop table public.u;",
    );
    let verified_down = verify(&set(&[T, bad]), 0, None).await;
    assert_eq!(
        (said(&verified_down), verified_down.findings[0].line),
        (vec!["SM016 ".to_owned()], Some(2))
    );
    let once = (
        "0002_once",
        "create table public.u (id int);",
        "-- forgot it\nselect 1;",
    );
    let twice = verify(&set(&[T, once]), 0, None).await;
    assert_eq!(said(&twice), ["SM017 public.u", "SM017 0002"]);
    let empty_column = (
        "0002_not_null",
        "alter table public.t add column must int not null;",
        "alter table public.t drop column must;",
    );
    let with_rows = verify(&set(&[T, empty_column]), 2, Some(ROWS)).await;
    assert_eq!(said(&with_rows), ["SM015 "], "only rows show it");
}

#[tokio::test]
async fn the_order_of_columns_is_worth_a_word_and_files_outside_transactions_are_tried_too() {
    let middle = (
        "0002_m",
        "alter table public.t drop column id;",
        "alter table public.t add column id int primary key;",
    );
    assert_eq!(
        said(&verify(&set(&[T, middle]), 0, None).await),
        ["SM019 public.t.id", "SM019 public.t.note"]
    );
    let alone = (
        "0002_alone",
        "-- stoa:no-transaction\ncreate index concurrently i on public.t (note);",
        "-- stoa:no-transaction\ndrop index concurrently public.i;",
    );
    let verified = verify(&set(&[T, alone]), 0, None).await;
    assert_eq!(
        (said(&verified), verified.plans[1].undone_exactly),
        (Vec::new(), Some(true))
    );
}

#[tokio::test]
async fn locks_rewrites_and_scans_are_those_that_the_server_really_takes() {
    let up = "create index i on public.t (note);
        alter table public.t alter column note type varchar(60);
        alter table public.t alter column note type text;
        alter table public.t alter column id type bigint;
        create table public.own (id int);
        alter table public.own add column x int;";
    let files = set(&[
        T,
        (
            "0002_much",
            up,
            "drop table public.own; alter table public.t alter column id type int; drop index public.i;",
        ),
    ]);
    let verified = verify(&files, 2, Some(ROWS)).await;
    let plan = &verified.plans[0];
    let locks: Vec<_> = plan
        .statements
        .iter()
        .map(|s| {
            s.locks
                .iter()
                .map(|l| format!("{} {}", l.mode, l.table))
                .collect::<Vec<_>>()
                .join(",")
        })
        .collect();
    assert_eq!(
        locks,
        [
            "ShareLock public.t",
            "AccessExclusiveLock public.t",
            "",
            "",
            "",
            ""
        ],
        "{plan:#?}"
    );
    let rewrites: Vec<_> = plan.statements.iter().map(|s| s.rewrites.len()).collect();
    assert_eq!(
        rewrites,
        [0, 1, 0, 1, 0, 0],
        "text to varchar(60) must look at every row, back to text need not"
    );
    assert_eq!(plan.statements[0].line, 1);
    assert!(
        plan.changes
            .iter()
            .any(|change| change.line() == "not expected: table public.own")
    );
}

#[tokio::test]
async fn rights_and_policies_are_named_with_the_statement_that_changes_them() {
    // The roles in which clients come are made with the first template, and stay.
    drop(stoa_testdb::traffic_db().await);
    let up = "grant select on public.t to anon;
        create policy p on public.t for select using (true);
        alter table public.t enable row level security;
        do $$ begin execute 'revoke select ' || 'on public.t from anon'; end $$;
        alter table public.t add column x int;";
    let down = "alter table public.t drop column x; alter table public.t disable row level security; drop policy p on public.t;";
    let verified = verify(&set(&[T, ("0002_rights", up, down)]), 2, None).await;
    let changes: Vec<_> = verified.plans[0]
        .statements
        .iter()
        .map(|s| (s.rights.given.join("; "), s.rights.taken.join("; ")))
        .collect();
    let said = |given: &str, taken: &str| (given.to_owned(), taken.to_owned());
    assert_eq!(
        changes,
        [
            said("select on public.t for anon", ""),
            said("policy p on public.t for select to PUBLIC using true", ""),
            said("row-level security on public.t", ""),
            said("", "select on public.t for anon"),
            said("", ""),
        ]
    );
}

#[tokio::test]
async fn stoas_own_operational_migrations_go_there_and_back() {
    let ops = MigrationSet::from_dir("ops", &repository().join("crates/pg/migrations")).unwrap();
    let verified = verify_as("stoa_owner", &ops, 0, None).await;
    assert_eq!(said(&verified), Vec::<String>::new());
}

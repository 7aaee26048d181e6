//! The audit on real servers: what is wrong is found, what only looks so is not, and what is written to mend it mends it.
#![expect(clippy::unwrap_used, reason = "tests")]

#[path = "support/sets.rs"]
mod sets;

use std::path::Path;

use sets::set;
use stoa_guard::{Baseline, Config, Finding, Folder, Level, Lint};
use stoa_schema::{MigrationSet, Reach, RunOptions, Runner, Verb, audit, fixes, probe};
use stoa_testdb::{
    main_db,
    server::{repository, shared},
    traffic_db, tripwire_db,
};
use tokio_postgres::Client;

/// A database that is nobody's but this test's, with the client roles that Stoa's databases bring to the server.
async fn database(sql: &str) -> Client {
    // The roles are made with the first template, and stay.
    drop(traffic_db().await);
    let address = shared().await.unwrap();
    let login = address.empty().await.unwrap();
    let client = stoa_pg::connect(&login).await.unwrap();
    client.batch_execute(sql).await.unwrap();
    client
}

fn config(text: &str) -> Config {
    Config::parse(text).unwrap()
}

async fn found(client: &mut Client, settings: &str) -> Vec<Finding> {
    audit(client, &config(settings)).await.unwrap()
}

/// Rule, level and object of what is worth a look; notes say what is merely so.
fn loud(findings: &[Finding]) -> Vec<String> {
    let loud = findings.iter().filter(|f| f.level > Level::Info);
    let mut lines: Vec<_> = loud
        .map(|f| {
            format!(
                "{} {} {}",
                f.rule,
                f.level.name(),
                f.object.as_deref().unwrap_or_default()
            )
        })
        .collect();
    lines.sort();
    lines
}

const OPEN: &str = include_str!("audit/open.sql");
const CLOSED: &str = include_str!("audit/closed.sql");

#[tokio::test]
async fn every_rule_finds_what_it_is_for() {
    let mut client = database(OPEN).await;
    let findings = found(&mut client, "").await;
    let expected: Vec<_> = include_str!("audit/open.txt").lines().collect();
    assert_eq!(loud(&findings), expected, "{findings:#?}");
    // Who really gets there, and not what some list of rights says.
    let said = |rule: &str, object: &str| {
        let of = |f: &&Finding| f.rule == rule && f.object.as_deref() == Some(object);
        findings.iter().find(of).unwrap().message.clone()
    };
    assert!(said("SA001", "public.salaries").ends_with("reachable by authenticated"));
    assert!(said("SA002", "public.half").ends_with("reachable by nobody yet"));
    let hashes = findings.iter().filter(|f| f.rule == "SA030");
    assert_eq!(hashes.count(), 1, "argon2 in a column named token is none");
}

#[tokio::test]
async fn what_only_looks_wrong_is_left_alone() {
    let mut client = database(CLOSED).await;
    let findings = found(&mut client, "identity_table = \"auth.users\"").await;
    assert_eq!(loud(&findings), Vec::<String>::new(), "{findings:#?}");
}

#[tokio::test]
async fn stoas_own_databases_are_clean() {
    let settings = "identity_table = \"auth.users\"\nprofile = \"strict\"";
    let text =
        std::fs::read_to_string(repository().join("crates/db-main/migrations/known-audit.toml"));
    let known = Baseline::parse(&text.unwrap()).unwrap();
    let today = chrono::NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
    let main = found(&mut main_db().await.admin().await, settings).await;
    let tripwire = found(&mut tripwire_db().await.admin().await, settings).await;
    let traffic = found(&mut traffic_db().await.admin().await, settings).await;
    for findings in [main, tripwire, traffic] {
        let (left, _) = known.sift(findings, today);
        assert_eq!(loud(&left), Vec::<String>::new(), "{left:#?}");
    }
}

#[tokio::test]
async fn what_is_written_to_mend_passes_the_guard_mends_and_goes_back() {
    let mut client = database(OPEN).await;
    let before = found(&mut client, "").await;
    let written = fixes(&mut client, &Config::default()).await.unwrap();
    // As in a folder that has a history.
    let files: Vec<_> = (7..)
        .zip(&written)
        .flat_map(|(number, fix)| {
            [("up", &fix.up), ("down", &fix.down)]
                .map(|(half, text)| (format!("{number:04}_{}.{half}.sql", fix.name), text.clone()))
        })
        .collect();
    let bytes = files
        .iter()
        .map(|(name, text)| (name.into(), text.clone().into_bytes()));
    let folder = Folder::from_files(Path::new(""), bytes).unwrap();
    let lint = Lint {
        folder: &folder,
        base: None,
        config: &Config::default(),
        stats: None,
    };
    let refused: Vec<_> = lint
        .run()
        .into_iter()
        .filter(|finding| finding.level == Level::Error)
        .collect();
    assert_eq!(refused, [], "{files:#?}");
    let set = MigrationSet::from_files("mend", files).unwrap();
    let mut runner = Runner::new(client, RunOptions::default()).await.unwrap();
    let fingerprint = runner.snapshot().await.unwrap();
    runner.up(&set).await.unwrap();
    let after = runner.audit(&Config::default()).await.unwrap();
    let still = |rule: &str| loud(&after).iter().filter(|l| l.starts_with(rule)).count();
    for rule in [
        "SA001", "SA002", "SA005", "SA011", "SA040", "SA041", "SA042", "SA043", "SA044", "SA045",
        "SA048", "SA060", "SA063", "SA065",
    ] {
        assert!(
            loud(&before).iter().any(|line| line.starts_with(rule)),
            "{rule}"
        );
        assert_eq!(still(rule), 0, "{rule}: {after:#?}");
    }
    // All but the validation, which is nothing to take back.
    runner.down(&set, None).await.unwrap();
    let back = runner.snapshot().await.unwrap();
    let lines: Vec<_> = fingerprint
        .differences(&back)
        .into_iter()
        .filter(stoa_schema::Difference::is_serious)
        .map(|difference| difference.line())
        .collect();
    assert_eq!(lines, ["changed: constraint public.figures.figures_total"]);
}

#[tokio::test]
async fn the_probe_shows_who_really_gets_where() {
    let mut client = database(OPEN).await;
    let roles = ["anon", "authenticated"].map(str::to_owned);
    let cells = probe(&mut client, &[], &roles).await.unwrap();
    let reach = |table: &str, role: &str, verb| {
        let cell = |c: &&stoa_schema::Cell| c.table == table && c.role == role && c.verb == verb;
        cells.iter().find(cell).unwrap().reach
    };
    assert_eq!(
        reach("public.salaries", "authenticated", Verb::Select),
        Reach::Rows
    );
    assert_eq!(
        reach("public.salaries", "anon", Verb::Select),
        Reach::Refused
    );
    assert_eq!(
        reach("public.own", "authenticated", Verb::Select),
        Reach::NoRows
    );
    assert_eq!(
        reach("public.own", "authenticated", Verb::Delete),
        Reach::Refused
    );
    assert_eq!(
        reach("public.orders", "authenticated", Verb::Insert),
        Reach::Open
    );
    let rows: i64 = client
        .query_one("select count(*) from public.salaries", &[])
        .await
        .unwrap()
        .get(0);
    assert_eq!(rows, 1, "nothing is kept");
}

#[tokio::test]
async fn a_folder_is_audited_by_what_it_builds() {
    drop(traffic_db().await);
    let files = set(&[(
        "0001_t",
        "create table public.t (id int primary key); grant select on public.t to anon;",
        "drop table public.t;",
    )]);
    let mut scratch = stoa_schema::Scratch::lent(shared().await.unwrap().admin());
    let mut runner = stoa_schema::Replay::end(&mut scratch, &files, None, &RunOptions::default())
        .await
        .unwrap();
    let findings = runner.audit(&Config::default()).await.unwrap();
    drop(runner);
    scratch.end().await.unwrap();
    assert_eq!(
        loud(&findings),
        ["SA001 error public.t", "SA040 error public.t"]
    );
}

#[tokio::test]
async fn keys_to_people_who_are_kept_elsewhere_are_taken_away_and_can_come_back() {
    let mut client = database(
        "create schema auth; create table auth.users (id uuid primary key);
         create table public.people (id uuid primary key);
         create table public.notes (id int primary key, user_id uuid not null constraint notes_user references auth.users (id));
         create index on public.notes (user_id);",
    )
    .await;
    let elsewhere = config("identity_table = \"public.people\"");
    let findings = audit(&mut client, &elsewhere).await.unwrap();
    assert_eq!(
        loud(&findings),
        ["SA020 error auth.users", "SA021 error public.notes.user_id"]
    );
    let written = fixes(&mut client, &elsewhere).await.unwrap();
    let pair = (&*written[0].up, &*written[0].down);
    client.batch_execute(pair.0).await.unwrap();
    let mended = audit(&mut client, &elsewhere).await.unwrap();
    assert_eq!(loud(&mended), ["SA020 error auth.users"]);
    client.batch_execute(pair.1).await.unwrap();
    assert_eq!(audit(&mut client, &elsewhere).await.unwrap(), findings);
}

#[tokio::test]
async fn one_table_under_two_names_is_found_when_both_are_written() {
    let shape = "(id int primary key, email text, phone text, source text)";
    let mut client = database(&format!(
        "create table public.leads {shape}; create table public.lead {shape}; create table public.old_leads {shape};
         insert into public.leads values (1); insert into public.lead values (1);",
    ))
    .await;
    // The server tells its figures at its leisure, unless it is asked to.
    client
        .batch_execute("select pg_stat_force_next_flush()")
        .await
        .unwrap();
    let findings = found(&mut client, "").await;
    assert_eq!(loud(&findings), ["SA025 warning public.lead"]);
}

//! `stoa audit`, and what of `stoa migrate` looks at live databases, as a person runs it.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::{
    fs,
    process::{Command, Output},
};

use serde_json::Value;
use stoa_testdb::{server::shared, traffic_db};

struct Project {
    dir: tempfile::TempDir,
    url: String,
    scratch: String,
}

const OPEN: &str = "create table public.people_of_all (id int primary key, name text);
    grant select on public.people_of_all to anon; insert into public.people_of_all values (1, 'a')";

impl Project {
    async fn new(sql: &str) -> Self {
        // The client roles come with the first of Stoa's templates, and stay.
        drop(traffic_db().await);
        let address = shared().await.unwrap();
        let database = address.empty().await.unwrap();
        let client = stoa_pg::connect(&database).await.unwrap();
        client.batch_execute(sql).await.unwrap();
        Self {
            dir: tempfile::tempdir().unwrap(),
            url: address.url(database.get_dbname().unwrap()),
            scratch: address.url("postgres"),
        }
    }

    fn write(&self, files: &[(&str, &str)]) {
        for (name, text) in files {
            let path = self.dir.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
    }

    fn stoa(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_stoa"))
            .current_dir(self.dir.path())
            .env("DATABASE_URL", &self.url)
            .args(arguments)
            .output()
            .unwrap()
    }

    fn json(&self, arguments: &[&str]) -> (i32, Value) {
        let output = self.stoa(&[arguments, &["--format", "json"]].concat());
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        let value = serde_json::from_slice(&output.stdout);
        (
            output.status.code().unwrap(),
            value.unwrap_or_else(|_| said.into()),
        )
    }
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

#[tokio::test]
async fn an_audit_has_the_shape_and_the_codes_of_a_lint() {
    let project = Project::new(OPEN).await;
    let (code_of, report) = project.json(&["audit"]);
    assert_eq!(code_of, 1, "{report}");
    let first = &report["findings"][0];
    assert_eq!(
        (&first["rule"], &first["class"], &first["level"]),
        (
            &"SA001".into(),
            &"rls-disabled-exposed".into(),
            &"error".into()
        )
    );
    assert_eq!(
        (&first["object"], &first["file"], &first["line"]),
        (&"public.people_of_all".into(), &Value::Null, &Value::Null)
    );
    assert!(
        first["message"]
            .as_str()
            .unwrap()
            .ends_with("reachable by anon")
    );
    for format in ["sarif", "github", "junit", "text"] {
        let output = project.stoa(&["audit", "--format", format]);
        let said = String::from_utf8(output.stdout.clone()).unwrap();
        assert!(code(&output) == 1 && said.contains("SA001"), "{said}");
    }
    assert_eq!(code(&project.stoa(&["audit", "--fail-on", "never"])), 0);
    let away = "postgres://nobody:hidden@127.0.0.1:1/x?sslmode=disable";
    let output = project.stoa(&["audit", "--database-url", away]);
    assert_eq!(code(&output), 3);
    assert!(!String::from_utf8_lossy(&output.stderr).contains("hidden"));
    assert_eq!(
        code(&project.stoa(&["audit", "--database-url", "mysql://x/y"])),
        2
    );
    let known = "[[known]]\nrule = \"SA001\"\nreason = \"agreed\"\nexpires = \"2099-01-01\"\n[[known]]\nrule = \"SA040\"\nreason = \"agreed\"\nexpires = \"2099-01-01\"\n";
    project.write(&[("known.toml", known)]);
    assert_eq!(
        code(&project.stoa(&["audit", "--baseline", "known.toml"])),
        0
    );
}

#[tokio::test]
async fn the_audit_writes_what_mends_it_and_the_probe_proves_both() {
    let project = Project::new(OPEN).await;
    let reach = || {
        let (_, probe) = project.json(&["audit", "probe", "--role", "anon"]);
        probe["probe"][0]["reach"].clone()
    };
    assert_eq!(reach(), "rows");
    let written = project.stoa(&["audit", "--fix-sql", "mend"]);
    let said = String::from_utf8_lossy(&written.stdout).into_owned();
    assert!(
        code(&written) == 0 && said.contains("_audit_access.up.sql"),
        "{said}"
    );
    assert_eq!(reach(), "rows", "nothing is run");
    let up = project.stoa(&["migrate", "up", "--dir", "mend"]);
    assert_eq!(code(&up), 0, "{up:?}");
    assert_eq!(reach(), "refused");
    assert_eq!(code(&project.stoa(&["audit"])), 0);
    let table = project.stoa(&["audit", "probe"]);
    assert!(String::from_utf8_lossy(&table.stdout).contains("refused"));
    let nothing = project.stoa(&["audit", "--fix-sql", "mend"]);
    assert!(String::from_utf8_lossy(&nothing.stdout).contains("nothing that can be mended"));
}

#[tokio::test]
async fn a_folder_is_audited_without_a_database() {
    let project = Project::new("select 1").await;
    project.write(&[
        (
            "migrations/0001_t.up.sql",
            "create table public.t (id int primary key);\ngrant insert on public.t to anon;\n",
        ),
        ("migrations/0001_t.down.sql", "drop table public.t;\n"),
    ]);
    let scratch = [
        "audit",
        "--replay",
        "migrations",
        "--scratch-url",
        &project.scratch,
    ];
    let (code_of, report) = project.json(&scratch);
    assert_eq!(
        (code_of, &report["findings"][0]["rule"]),
        (1, &"SA001".into())
    );
}

#[tokio::test]
async fn lint_is_set_right_by_a_run_and_finds_what_only_a_run_shows() {
    let project = Project::new("select 1").await;
    let base = "create table public.t (id int primary key, a varchar(20), b varchar(20));\ninsert into public.t values (1, 'x', 'y');\n";
    project.write(&[
        ("base.sql", base),
        (
            "widen/up.sql",
            "set local lock_timeout = '3s';\nalter table public.t alter column a type varchar(40);\n",
        ),
        (
            "widen/down.sql",
            "-- stoa:no-op-down wider is no harm, and narrower could cut\n",
        ),
        (
            "forgets/up.sql",
            "set local lock_timeout = '3s';\nselect set_config('x.y', '1', true);\ndo $$ begin execute 'alter table public.t add column ' || 'c int'; end $$;\n",
        ),
        ("forgets/down.sql", "select 1;\n"),
    ]);
    let rules = |dir: &str, more: &[&str]| {
        let arguments = [&["migrate", "lint", dir, "--base", "base.sql"], more].concat();
        let (code_of, report) = project.json(&arguments);
        let found = report["findings"].as_array().unwrap();
        let loud = found.iter().filter(|f| f["level"] != "info");
        let rules: Vec<_> = loud
            .map(|f| f["rule"].as_str().unwrap().to_owned())
            .collect();
        (code_of, rules)
    };
    let run = ["--scratch-url", &project.scratch];
    assert_eq!(rules("widen", &run), (0, Vec::new()));
    let (code_of, found) = rules("forgets", &run);
    assert!(
        code_of == 1 && found.contains(&"SM017".to_owned()),
        "{found:?}"
    );
    let (_, read) = rules("forgets", &["--static"]);
    assert!(!read.contains(&"SM017".to_owned()), "{read:?}");
}

#[tokio::test]
async fn a_dry_run_checks_and_writes_nothing_and_sizes_feed_the_lint() {
    let project = Project::new(
        "create table public.big (id int primary key); insert into public.big select generate_series(1, 20000); analyze public.big",
    )
    .await;
    project.write(&[
        (
            "migrations/0001_i.up.sql",
            "set local lock_timeout = '3s';\ncreate index big_id on public.big (id);\n",
        ),
        ("migrations/0001_i.down.sql", "drop index public.big_id;\n"),
    ]);
    let (code_of, planned) = project.json(&["migrate", "up", "--dry-run"]);
    assert_eq!(
        (code_of, &planned["planned"][0]["title"]),
        (0, &"0001_i".into())
    );
    let status = project.json(&["migrate", "status"]).1;
    assert_eq!(status["status"]["has_journal"], false);
    let printed = project.stoa(&["migrate", "stats"]);
    let sizes: Value = serde_json::from_slice(&printed.stdout).unwrap();
    assert_eq!(sizes["tables"]["public.big"]["rows"], 20_000);
    fs::write(project.dir.path().join("stats.json"), &printed.stdout).unwrap();
    let lint = project.json(&[
        "migrate",
        "lint",
        "migrations",
        "--static",
        "--stats",
        "stats.json",
    ]);
    let said = lint.1["findings"].to_string();
    assert!(said.contains("20000 rows"), "{said}");
    // What `up` would refuse is refused.
    assert_eq!(code(&project.stoa(&["migrate", "up"])), 0);
    let client = stoa_pg::connect(&project.url.parse().unwrap())
        .await
        .unwrap();
    client
        .batch_execute("drop index public.big_id")
        .await
        .unwrap();
    assert_eq!(code(&project.stoa(&["migrate", "up", "--dry-run"])), 4);
}

#[tokio::test]
async fn a_database_that_is_there_becomes_the_first_version_on_proof() {
    let project = Project::new(
        "create type public.mood as enum ('good', 'bad');
         create table public.people (id bigint generated always as identity primary key, mood public.mood not null default 'good');
         create table public.notes (id int primary key, person bigint references public.people (id), text text);
         create index on public.notes (person);
         alter table public.notes enable row level security;
         create policy notes_open on public.notes for select to authenticated using (text is not null);
         grant select on public.notes to authenticated;
         create function public.shout(t text) returns text language plpgsql immutable as $$ begin return upper(t); end $$;
         create view public.loud as select public.shout(text) as text from public.notes;
         insert into public.people default values",
    )
    .await;
    let scratch = ["--scratch-url", &project.scratch];
    let (code_of, made) = project.json(&[&["migrate", "baseline"], &scratch[..]].concat());
    assert_eq!(
        (code_of, &made["stamped"]["title"]),
        (0, &"0001_baseline".into()),
        "{made}"
    );
    assert_eq!(code(&project.stoa(&["migrate", "up"])), 0);
    let again = project.stoa(&[&["migrate", "baseline"], &scratch[..]].concat());
    assert_eq!(code(&again), 2, "a folder begins once");
    let (code_of, drift) = project.json(&[&["migrate", "drift"], &scratch[..]].concat());
    assert_eq!((code_of, &drift["findings"]), (0, &serde_json::json!([])));
}

//! `stoa migrate verify|plan|drift|stamp|repair|diff|fingerprint|import` as a person runs them.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::{
    fs,
    process::{Command, Output},
};

use serde_json::Value;
use stoa_testdb::server::shared;

struct Project {
    dir: tempfile::TempDir,
    url: String,
    scratch: String,
}

impl Project {
    async fn new(files: &[(&str, &str)]) -> Self {
        let address = shared().await.unwrap();
        let database = address.empty().await.unwrap();
        let url = address.url(database.get_dbname().unwrap());
        let project = Self {
            dir: tempfile::tempdir().unwrap(),
            url,
            scratch: address.url("postgres"),
        };
        for (name, text) in files {
            let path = project.dir.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        project
    }

    fn stoa(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_stoa"));
        command
            .current_dir(self.dir.path())
            .arg("migrate")
            .args(arguments)
            .output()
            .unwrap()
    }

    /// With a database and a lent scratch server.
    fn proved(&self, arguments: &[&str]) -> (i32, Value) {
        let places = [
            "--database-url",
            &self.url,
            "--scratch-url",
            &self.scratch,
            "--format",
            "json",
        ];
        let output = self.stoa(&[arguments, &places].concat());
        (
            output.status.code().unwrap(),
            serde_json::from_slice(&output.stdout).unwrap(),
        )
    }

    async fn by_hand(&self, sql: &str) {
        let client = stoa_pg::connect(&self.url.parse().unwrap()).await.unwrap();
        client.batch_execute(sql).await.unwrap();
    }
}

const FILES: [(&str, &str); 4] = [
    (
        "migrations/0001_t.up.sql",
        "create table public.t (id int primary key);\n",
    ),
    ("migrations/0001_t.down.sql", "drop table public.t;\n"),
    (
        "migrations/0002_n.up.sql",
        "alter table public.t add column n text;\n",
    ),
    (
        "migrations/0002_n.down.sql",
        "alter table public.t drop column n;\n",
    ),
];

#[tokio::test]
async fn a_lying_version_is_found_refused_and_set_right() {
    let project = Project::new(&FILES).await;
    project.by_hand("create table public.t (id int primary key); create table public.alembic_version (version_num text)").await;
    let status = project.stoa(&[
        "status",
        "--recorded",
        "0001",
        "--database-url",
        &project.url,
    ]);
    let said = String::from_utf8_lossy(&status.stdout).into_owned();
    assert!(
        said.contains("0002_n  pending") && !said.contains("0001_t  pending"),
        "{said}"
    );
    let (code, drift) = project.proved(&["drift", "--recorded", "0002"]);
    assert_eq!(
        (
            code,
            &drift["findings"][0]["rule"],
            &drift["drift"]["matching"]
        ),
        (4, &"SM012".into(), &"0001_t".into())
    );
    let (code, refused) = project.proved(&["stamp", "0002"]);
    assert_eq!(
        (code, &refused["refused"]["matching"]),
        (4, &"0001_t".into())
    );
    assert_eq!(
        refused["refused"]["differences"][0]["identity"],
        "public.t.n"
    );
    let (code, stamped) = project.proved(&["stamp", "0001"]);
    assert_eq!((code, &stamped["stamped"]["title"]), (0, &"0001_t".into()));
    let up = project.stoa(&["up", "--database-url", &project.url]);
    assert_eq!(String::from_utf8(up.stdout).unwrap().lines().count(), 1);
    let (code, drift) = project.proved(&["drift"]);
    assert_eq!((code, &drift["findings"]), (0, &serde_json::json!([])));
    let (code, repaired) = project.proved(&["repair"]);
    assert_eq!((code, &repaired["stamped"]["changed"]), (0, &false.into()));
    let (same, other) = (
        project.url.as_str(),
        ["--scratch-url", project.scratch.as_str()],
    );
    let diff = |from: &str| {
        project
            .stoa(&[&["diff", from, same], &other[..]].concat())
            .status
            .code()
    };
    assert_eq!((diff("0002"), diff("0001")), (Some(0), Some(4)));
    let fingerprint = project.stoa(&["fingerprint", "--database-url", &project.url]);
    assert!(
        String::from_utf8(fingerprint.stdout)
            .unwrap()
            .starts_with("fp1:pg")
    );
}

#[tokio::test]
async fn files_are_judged_for_the_database_that_was_named() {
    let ours = ("migrations/stoa-migrate.toml", "runner = \"stoa\"\n");
    let project = Project::new(&[&FILES[..], &[ours]].concat()).await;
    project
        .by_hand("create table public.t (id int primary key)")
        .await;
    let rules = |lint: &Value| -> Vec<String> {
        let findings = lint["findings"].as_array().unwrap();
        findings
            .iter()
            .map(|finding| format!("{} {}", finding["rule"], finding["file"]).replace('"', ""))
            .collect()
    };
    // Nobody has migrated it, and the table is there.
    let (code, fresh) = project.proved(&["lint", "migrations"]);
    assert_eq!(
        (code, rules(&fresh)[0].as_str()),
        (1, "SM010 migrations/0001_t.up.sql")
    );
    // Another tool says what is there, so only the rest is judged.
    let (code, rest) = project.proved(&["lint", "migrations", "--recorded", "0001"]);
    assert_eq!((code, rules(&rest)), (0, Vec::new()));
    // The journal says it, and that somebody has edited what ran.
    assert_eq!(project.proved(&["stamp", "0001"]).0, 0);
    let edited = project.dir.path().join("migrations/0001_t.up.sql");
    fs::write(&edited, "create table public.t (id bigint primary key);\n").unwrap();
    let (code, journal) = project.proved(&["lint", "migrations"]);
    assert_eq!(
        (code, rules(&journal)),
        (1, vec!["SM006 migrations/0001_t.up.sql".to_owned()])
    );
}

#[tokio::test]
async fn verify_needs_nothing_but_server_binaries_and_writes_the_lock_that_up_obeys() {
    let project = Project::new(&FILES).await;
    let output = project.stoa(&["verify", "migrations", "--write-lock", "--format", "json"]);
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let lock = fs::read_to_string(project.dir.path().join("migrations/manifest.lock")).unwrap();
    assert_eq!(lock.matches("fingerprint = \"fp1:pg").count(), 2);
    assert_eq!(
        project
            .stoa(&["up", "--to", "1", "--database-url", &project.url])
            .status
            .code(),
        Some(0)
    );
    // The same file on a database that holds something else does not leave the schema that was reviewed.
    let other = Project::new(&FILES).await;
    fs::write(other.dir.path().join("migrations/manifest.lock"), &lock).unwrap();
    other.by_hand("create table public.strange (id int)").await;
    let up = other.stoa(&["up", "--database-url", &other.url]);
    assert_eq!(
        up.status.code(),
        Some(4),
        "{}",
        String::from_utf8_lossy(&up.stderr)
    );
    fs::write(
        project.dir.path().join(FILES[2].0),
        "alter table public.t add column m text;\n",
    )
    .unwrap();
    let edited = project.stoa(&["up", "--database-url", &project.url]);
    assert!(
        edited.status.code() == Some(2)
            && String::from_utf8_lossy(&edited.stderr).contains("manifest.lock")
    );
}

#[tokio::test]
async fn plan_says_what_pending_versions_do() {
    let project = Project::new(&FILES).await;
    assert_eq!(
        project
            .stoa(&["up", "--to", "1", "--database-url", &project.url])
            .status
            .code(),
        Some(0)
    );
    let (code, plan) = project.proved(&["plan", "migrations"]);
    assert_eq!((code, plan["plan"].as_array().unwrap().len()), (0, 1));
    let only = &plan["plan"][0];
    assert_eq!(
        (&only["title"], &only["undone_exactly"]),
        (&"0002_n".into(), &true.into())
    );
    assert_eq!(
        only["statements"][0]["locks"][0]["mode"],
        "AccessExclusiveLock"
    );
    assert_eq!(only["changes"][0]["identity"], "public.t.n");
}

#[tokio::test]
async fn another_tools_folder_is_imported_and_never_overwritten() {
    let files = [
        (
            "db/20260101000000_t.sql",
            "-- migrate:up\ncreate table public.t (id int primary key);\n\n-- migrate:down\ndrop table public.t;\n",
        ),
        (
            "db/20260102000000_n.sql",
            "-- migrate:up\nalter table public.t add column n text;\n-- migrate:down\nalter table public.t drop column n;\n",
        ),
    ];
    let project = Project::new(&files).await;
    let import = || project.stoa(&["import", "dbmate", "db"]);
    assert_eq!(import().status.code(), Some(0));
    assert_eq!(
        import().status.code(),
        Some(2),
        "files that are there stay as they are"
    );
    assert_eq!(
        project
            .stoa(&["lint", "migrations", "--static"])
            .status
            .code(),
        Some(0)
    );
    // Where the other tool has run, the version is proved and not run again.
    project.by_hand("create table public.t (id int primary key); alter table public.t add column n text; create table public.schema_migrations (version text)").await;
    let (code, _) = project.proved(&["stamp", "20260102000000"]);
    assert_eq!(code, 0);
    assert_eq!(
        project
            .stoa(&["up", "--database-url", &project.url])
            .status
            .code(),
        Some(0)
    );
    assert_eq!(
        project.stoa(&["import", "flyway", "db"]).status.code(),
        Some(2)
    );
}

//! `stoa migrate up|down|status|resume|new` as a person runs them: any folder, any database, none of Stoa's own.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::{
    fs,
    path::Path,
    process::{Command, Output},
    time::{Duration, Instant},
};

use serde_json::Value;
use stoa_testdb::server::shared;

const ONE: [(&str, &str); 2] = [
    (
        "0001_users.up.sql",
        "create table public.users (id bigint primary key);\n",
    ),
    ("0001_users.down.sql", "drop table public.users;\n"),
];
const TWO: [(&str, &str); 2] = [
    (
        "0002_name.up.sql",
        "alter table public.users add column name text;\n",
    ),
    (
        "0002_name.down.sql",
        "alter table public.users drop column name;\n",
    ),
];

struct Project {
    dir: tempfile::TempDir,
    url: String,
}

impl Project {
    async fn new(files: &[(&str, &str)]) -> Self {
        let address = shared().await.unwrap();
        let database = address.empty().await.unwrap();
        let project = Self {
            dir: tempfile::tempdir().unwrap(),
            url: address.url(database.get_dbname().unwrap()),
        };
        fs::create_dir(project.dir.path().join("migrations")).unwrap();
        project.write(files);
        project
    }

    fn write(&self, files: &[(&str, &str)]) {
        for (name, text) in files {
            fs::write(self.path().join("migrations").join(name), text).unwrap();
        }
    }

    fn path(&self) -> &Path {
        self.dir.path()
    }

    /// The URL as another platform's environment has it.
    fn stoa(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_stoa"))
            .current_dir(self.path())
            .env(
                "DATABASE_URL",
                self.url.replacen("postgres://", "postgresql+asyncpg://", 1),
            )
            .arg("migrate")
            .args(arguments)
            .output()
            .unwrap()
    }

    fn json(&self, arguments: &[&str]) -> Value {
        let output = self.stoa(&[arguments, &["--format", "json"]].concat());
        serde_json::from_slice(&output.stdout).unwrap()
    }

    async fn by_hand(&self, sql: &str) {
        let client = stoa_pg::connect(&self.url.parse().unwrap()).await.unwrap();
        client.batch_execute(sql).await.unwrap();
    }
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

#[tokio::test]
async fn a_folder_is_applied_shown_undone_and_applied_again() {
    let project = Project::new(&[ONE, TWO].concat()).await;
    let before = project.json(&["status"]);
    assert_eq!(
        before["status"]["pending"],
        serde_json::json!(["0001_users", "0002_name"])
    );
    assert_eq!(before["status"]["has_journal"], false);
    let up = project.json(&["up", "--to", "1"]);
    assert_eq!(
        (&up["done"][0]["title"], &up["error"]),
        (&"0001_users".into(), &Value::Null)
    );
    assert_eq!(code(&project.stoa(&["up"])), 0);
    let status = project.json(&["status"]);
    assert_eq!(status["status"]["applied"].as_array().unwrap().len(), 2);
    assert_eq!(status["findings"], serde_json::json!([]));
    let down = project.json(&["down"]);
    assert_eq!(
        (&down["done"][0]["title"], &down["done"][0]["exact"]),
        (&"0002_name".into(), &true.into())
    );
    assert_eq!(code(&project.stoa(&["down", "--all"])), 0);
    let again = project.stoa(&["up"]);
    assert_eq!(
        String::from_utf8(again.stdout)
            .unwrap()
            .lines()
            .filter(|l| l.starts_with("applied 000"))
            .count(),
        2
    );
}

#[tokio::test]
async fn drift_edits_and_lost_files_have_their_rules_and_codes() {
    let project = Project::new(&[ONE, TWO].concat()).await;
    assert_eq!(code(&project.stoa(&["up"])), 0);
    project.by_hand("drop table public.users").await;
    let status = project.json(&["status"]);
    let finding = &status["findings"][0];
    assert_eq!(
        (&finding["rule"], &finding["object"], &finding["level"]),
        (&"SM013".into(), &"public.users".into(), &"error".into())
    );
    assert_eq!(code(&project.stoa(&["status"])), 4);
    project.write(&[
        ("0003_more.up.sql", "create table public.more (id int);"),
        ("0003_more.down.sql", "drop table public.more;"),
    ]);
    let refused = project.json(&["up"]);
    assert_eq!(
        (
            &refused["exit_code"],
            &refused["error"]["differences"][0]["identity"]
        ),
        (&4.into(), &"public.users".into())
    );

    let project = Project::new(&[ONE, TWO].concat()).await;
    assert_eq!(code(&project.stoa(&["up"])), 0);
    project.write(&[(
        ONE[0].0,
        "create table public.users (id int primary key);\n",
    )]);
    let status = project.json(&["status"]);
    assert_eq!(
        (
            &status["findings"][0]["rule"],
            &status["findings"][0]["file"]
        ),
        (&"SM006".into(), &"migrations/0001_users.up.sql".into())
    );
    assert_eq!(
        (
            code(&project.stoa(&["status"])),
            code(&project.stoa(&["up"]))
        ),
        (1, 1)
    );
    for half in ONE {
        fs::remove_file(project.path().join("migrations").join(half.0)).unwrap();
    }
    assert_eq!(project.json(&["status"])["findings"][0]["rule"], "SM007");
}

#[tokio::test]
async fn each_failure_has_its_message_and_its_code() {
    let bad = [
        (
            "0001_bad.up.sql",
            "create table public.a (id int);\nselect nonsense;\n",
        ),
        ("0001_bad.down.sql", "drop table public.a;"),
    ];
    let project = Project::new(&bad).await;
    let failed = project.json(&["up"]);
    assert_eq!(
        (
            &failed["exit_code"],
            &failed["error"]["line"],
            &failed["error"]["column"]
        ),
        (&5.into(), &2.into(), &8.into())
    );
    let text = project.stoa(&["up"]);
    let said = String::from_utf8(text.stderr.clone()).unwrap();
    assert!(
        code(&text) == 5
            && said.contains("migrations/0001_bad.up.sql:2:8")
            && said.contains("rolled back"),
        "{said}"
    );

    let elsewhere = project.stoa(&[
        "status",
        "--database-url",
        "postgres://nobody:hidden@127.0.0.1:1/x?sslmode=disable",
    ]);
    assert_eq!(code(&elsewhere), 3);
    let wrong = project.stoa(&["status", "--database-url", "mysql://nobody:hidden@x/y"]);
    assert_eq!(code(&wrong), 2);
    assert!(!format!("{elsewhere:?}{wrong:?}").contains("hidden"));
    assert_eq!(code(&project.stoa(&["up", "--to", "7"])), 2);
    assert_eq!(code(&project.stoa(&["up", "--dir", "nowhere"])), 2);
    project.write(&[("0002_x.up.sql", "commit;"), ("0002_x.down.sql", "")]);
    assert_eq!(
        code(&project.stoa(&["up", "--dir", "migrations"])),
        5,
        "the first failure is the one that counts"
    );
}

#[tokio::test]
async fn new_files_follow_the_folders_style_and_an_up_to_date_database_costs_little() {
    let project = Project::new(&ONE).await;
    let output = project.stoa(&["new", "add-notes"]);
    assert_eq!(
        String::from_utf8(output.stdout).unwrap(),
        "migrations/0002_add_notes.up.sql\nmigrations/0002_add_notes.down.sql\n"
    );
    assert_eq!(code(&project.stoa(&["new", "Über"])), 2);
    let output = project.stoa(&["new", "first", "--dir", "fresh"]);
    let name = String::from_utf8(output.stdout).unwrap();
    assert!(
        name.starts_with("fresh/20") && name.contains("_first.up.sql"),
        "{name}"
    );
    project.write(&TWO);
    for half in ["up", "down"] {
        fs::remove_file(
            project
                .path()
                .join(format!("migrations/0002_add_notes.{half}.sql")),
        )
        .unwrap();
    }
    assert_eq!(code(&project.stoa(&["up"])), 0);
    let started = Instant::now();
    assert_eq!(code(&project.stoa(&["up"])), 0);
    assert!(
        started.elapsed() < Duration::from_secs(5),
        "{:?}",
        started.elapsed()
    );
}

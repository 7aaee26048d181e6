//! `stoa migrate lint` and `explain`, as a person or a hook runs them: no settings, no databases.

#![expect(clippy::unwrap_used, reason = "tests")]

#[path = "guard/hooks.rs"]
mod hooks;

use std::{
    fs,
    path::Path,
    process::{Command, Output},
    time::{Duration, Instant},
};

use serde_json::Value;

const DROP: &str = "drop table orders;\n";
const BACK: &str = "create table orders (id uuid primary key);\n";

fn stoa(dir: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_stoa"))
        .current_dir(dir)
        .arg("migrate")
        .args(arguments)
        .output()
        .unwrap()
}

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = dir.path().join("migrations").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    dir
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn findings_come_in_the_promised_shape_and_exit_one() {
    let dir = folder(&[("0001_drop.up.sql", DROP), ("0001_drop.down.sql", BACK)]);
    let output = stoa(
        dir.path(),
        &["lint", "migrations", "--static", "--format", "json"],
    );
    assert_eq!(output.status.code(), Some(1));
    let report = json(&output);
    assert_eq!(report["version"], 1);
    let finding = report["findings"]
        .as_array()
        .unwrap()
        .iter()
        .find(|f| f["rule"] == "SM020")
        .unwrap();
    let keys: Vec<_> = finding
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(
        keys,
        [
            "rule", "class", "level", "file", "line", "column", "object", "message", "help"
        ]
    );
    assert_eq!(finding["class"], "drop-table-unconfirmed");
    assert_eq!(finding["level"], "error");
    assert_eq!(finding["file"], "migrations/0001_drop.up.sql");
    assert_eq!(
        (&finding["line"], &finding["column"]),
        (&1.into(), &1.into())
    );
    assert_eq!(finding["object"], "public.orders");
    assert_eq!(report["summary"]["migrations"], 1);
}

#[test]
fn the_exit_code_follows_the_level_that_was_asked_for() {
    let dir = folder(&[
        (
            "0001_events.up.sql",
            "create table events (kind text not null);\n",
        ),
        ("0001_events.down.sql", "drop table events;\n"),
    ]);
    let code = |arguments: &[&str]| stoa(dir.path(), arguments).status.code();
    assert_eq!(code(&["lint", "migrations"]), Some(0));
    assert_eq!(
        code(&["lint", "migrations", "--fail-on", "warning"]),
        Some(1)
    );
    assert_eq!(code(&["lint", "migrations", "--fail-on", "never"]), Some(0));
    assert_eq!(code(&["lint", "nowhere"]), Some(2));
    assert_eq!(
        code(&["lint", "migrations", "--stats", "nowhere.json"]),
        Some(2)
    );
    assert_eq!(code(&["explain", "SM999"]), Some(2));
    fs::write(
        dir.path().join("migrations/stoa-migrate.toml"),
        "profile = 7",
    )
    .unwrap();
    assert_eq!(code(&["lint", "migrations"]), Some(2));
}

#[test]
fn people_are_shown_the_line_the_reason_and_the_way_out() {
    let dir = folder(&[("0001_drop.up.sql", DROP), ("0001_drop.down.sql", BACK)]);
    let output = stoa(dir.path(), &["lint", "migrations"]);
    let text = String::from_utf8(output.stdout).unwrap();
    for part in [
        "error[SM020] drop-table-unconfirmed: drops public.orders with all its rows",
        "--> migrations/0001_drop.up.sql:1:1",
        "1 | drop table orders;",
        "  | ^^^^^^^^^^^^^^^^^^",
        "why: The rows are gone",
        "help: Say above the statement",
        "-- stoa:confirm drop-table public.orders:",
        "1 migration read: 1 error",
    ] {
        assert!(text.contains(part), "{part} is not in:\n{text}");
    }
}

#[test]
fn machines_are_told_in_their_own_words() {
    let dir = folder(&[("0001_drop.up.sql", DROP), ("0001_drop.down.sql", BACK)]);
    let out = |format: &str| {
        String::from_utf8(stoa(dir.path(), &["lint", "migrations", "--format", format]).stdout)
            .unwrap()
    };
    let sarif: Value = serde_json::from_str(&out("sarif")).unwrap();
    assert_eq!(sarif["version"], "2.1.0");
    let result = &sarif["runs"][0]["results"][0];
    assert_eq!(result["ruleId"], "SM020");
    assert_eq!(
        result["locations"][0]["physicalLocation"]["region"]["startLine"],
        1
    );
    assert_eq!(
        result["partialFingerprints"]["ruleAndObject/v1"],
        "SM020|0001_drop.up.sql|public.orders"
    );
    assert!(
        out("github")
            .starts_with("::error file=migrations/0001_drop.up.sql,line=1,col=1,title=SM020")
    );
    assert!(
        out("junit").contains("<testsuite name=\"stoa migrate lint\" tests=\"1\" failures=\"1\">")
    );
}

#[test]
fn a_baseline_leaves_out_what_is_known() {
    let dir = folder(&[("0001_drop.up.sql", DROP), ("0001_drop.down.sql", BACK)]);
    let entry = "[[known]]\nrule = \"SM020\"\nobject = \"public.orders\"\nreason = \"agreed in review\"\nexpires = \"2999-01-01\"\n";
    fs::write(dir.path().join("known.toml"), entry).unwrap();
    let output = stoa(
        dir.path(),
        &[
            "lint",
            "migrations",
            "--baseline",
            "known.toml",
            "--format",
            "json",
        ],
    );
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(json(&output)["summary"]["known"], 1);
}

#[test]
fn a_hook_judges_what_is_staged_and_not_what_lies_about() {
    let dir = folder(&[
        ("0001_orders.up.sql", BACK),
        ("0001_orders.down.sql", "drop table orders;\n"),
    ]);
    let git = |arguments: &[&str]| {
        let done = Command::new("git")
            .current_dir(dir.path())
            .args(arguments)
            .output()
            .unwrap();
        assert!(
            done.status.success(),
            "{}",
            String::from_utf8_lossy(&done.stderr)
        );
    };
    git(&["init", "-q"]);
    git(&["add", "."]);
    git(&[
        "-c",
        "user.name=a",
        "-c",
        "user.email=a@example.org",
        "commit",
        "-qm",
        "first",
    ]);
    let up = dir.path().join("migrations/0002_drop.up.sql");
    fs::write(&up, DROP).unwrap();
    fs::write(dir.path().join("migrations/0002_drop.down.sql"), BACK).unwrap();
    let lint = || {
        stoa(dir.path(), &["lint", "migrations", "--staged"])
            .status
            .code()
    };
    assert_eq!(lint(), Some(0), "nothing is staged yet");
    git(&["add", "."]);
    fs::write(&up, "select 1;").unwrap();
    assert_eq!(lint(), Some(1), "the index still drops the table");
}

#[test]
fn every_rule_explains_itself() {
    let dir = tempfile::tempdir().unwrap();
    let list = String::from_utf8(stoa(dir.path(), &["explain"]).stdout).unwrap();
    assert!(list.lines().count() > 90, "{list}");
    let one =
        String::from_utf8(stoa(dir.path(), &["explain", "drop-table-unconfirmed"]).stdout).unwrap();
    let handbook =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/guard.md"))
            .unwrap();
    assert!(handbook.contains(one.trim()), "{one}");
}

#[test]
fn a_hundred_files_are_read_at_once() {
    let names: Vec<_> = (1..=100)
        .map(|n| (format!("{n:04}_t.up.sql"), format!("{n:04}_t.down.sql")))
        .collect();
    let texts: Vec<_> = (1..=100)
        .map(|n| {
            let up = format!("create table t{n} (id uuid primary key, note text not null);\ncreate index t{n}_note on t{n} (note);\n");
            (up, format!("drop table t{n};\n"))
        })
        .collect();
    let files: Vec<_> = names
        .iter()
        .zip(&texts)
        .flat_map(|((up, down), (up_text, down_text))| {
            [
                (up.as_str(), up_text.as_str()),
                (down.as_str(), down_text.as_str()),
            ]
        })
        .collect();
    let dir = folder(&files);
    let started = Instant::now();
    let output = stoa(dir.path(), &["lint", "migrations", "--static"]);
    let took = started.elapsed();
    assert_eq!(output.status.code(), Some(0));
    // The goal is 100 ms for a release build on a quiet machine; this is neither.
    assert!(took < Duration::from_secs(3), "{took:?}");
}

#[test]
fn stoas_own_folders_are_clean_but_for_what_is_known_with_a_reason() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    for folder in ["pg", "db-main", "db-tripwire"] {
        let migrations = crates.join(folder).join("migrations");
        let known = migrations.join("known-findings.toml");
        let (migrations, known) = (migrations.to_str().unwrap(), known.to_str().unwrap());
        let arguments = ["lint", migrations, "--static", "--baseline", known];
        let output = stoa(&crates, &arguments);
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert_eq!(output.status.code(), Some(0), "{folder}:\n{said}");
    }
}

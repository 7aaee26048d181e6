//! Every rule that needs a database finds what it is for, and leaves its look-alikes alone.
//!
//! `tests/rules/SA064/fail_*.sql` must be reported, `pass_*.sql` must not be. A line `-- ==== NAME` begins a part: what
//! stands before the first one is run in a database, `then` after it; with files, they are run up, down and up, or, when
//! the version is `recorded`, the database is held against them. `config` holds settings. `-- object: NAME` says which object is meant.

#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use futures::{StreamExt as _, stream};
use stoa_guard::{Config, Finding, Folder, Lint};
use stoa_schema::{MigrationSet, Replay, Roundtrip, RunOptions, Runner, Scratch, audit, merged};
use stoa_testdb::{
    server::{Address, shared},
    traffic_db,
};

/// How many cases are tried at a time.
const AT_A_TIME: usize = 6;

struct Case {
    rule: String,
    name: String,
    object: Option<String>,
    /// What is run in the database, in order.
    live: Vec<String>,
    recorded: Option<u64>,
    config: Config,
    files: Vec<(String, String)>,
}

#[tokio::test]
async fn every_rule_that_needs_a_database_has_cases_and_they_hold() {
    // The roles in which clients come are made with the first template, and stay.
    drop(traffic_db().await);
    let address = shared().await.unwrap();
    let cases = cases();
    let mut faults = Vec::new();
    for rule in stoa_guard::list() {
        let has = |kind| {
            let is_one = |case: &Case| case.rule == rule.id && case.name.starts_with(kind);
            cases.iter().any(is_one)
        };
        if rule.needs_database && !(has("fail_") && has("pass_")) {
            faults.push(format!("{} lacks a failing or a passing case", rule.id));
        }
    }
    let tried = stream::iter(&cases).map(|case| fault(case, &address));
    let found: Vec<_> = tried.buffer_unordered(AT_A_TIME).collect().await;
    faults.extend(found.into_iter().flatten());
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

async fn fault(case: &Case, address: &Address) -> Option<String> {
    let findings = match (case.recorded, case.files.is_empty()) {
        (Some(recorded), _) => drifted(case, recorded, address).await,
        (None, false) => run(case, address).await,
        (None, true) => audited(case, address).await,
    };
    let hit = findings.iter().any(|finding| {
        let object = finding.object.as_deref();
        finding.rule == case.rule && (case.object.is_none() || object == case.object.as_deref())
    });
    let said: Vec<_> = findings.iter().map(|f| f.message.as_str()).collect();
    (hit != case.name.starts_with("fail_")).then(|| {
        format!(
            "{}/{}: reported is {hit}; said: {said:#?}",
            case.rule, case.name
        )
    })
}

async fn live(case: &Case, address: &Address) -> tokio_postgres::Client {
    let client = stoa_pg::connect(&address.empty().await.unwrap())
        .await
        .unwrap();
    for sql in &case.live {
        let done = client.batch_execute(sql).await;
        done.unwrap_or_else(|error| panic!("{}/{}: {error:?}", case.rule, case.name));
    }
    client
}

async fn audited(case: &Case, address: &Address) -> Vec<Finding> {
    let mut client = live(case, address).await;
    audit(&mut client, &case.config).await.unwrap()
}

async fn drifted(case: &Case, recorded: u64, address: &Address) -> Vec<Finding> {
    let set = MigrationSet::from_files("rules", case.files.clone()).unwrap();
    let options = RunOptions::default();
    let mut runner = Runner::new(live(case, address).await, options.clone())
        .await
        .unwrap();
    let mut scratch = Scratch::lent(address.admin());
    let replay = Replay::run(&mut scratch, &set, None, &options)
        .await
        .unwrap();
    scratch.end().await.unwrap();
    let drift = runner.drift(&set, Some(recorded), &replay).await.unwrap();
    drift.findings
}

/// As `stoa migrate lint --scratch-url` does.
async fn run(case: &Case, address: &Address) -> Vec<Finding> {
    let bytes = case.files.iter();
    let bytes = bytes.map(|(name, text)| (PathBuf::from(name), text.clone().into_bytes()));
    let folder = Folder::from_files(Path::new(""), bytes).unwrap();
    let read = Lint {
        folder: &folder,
        base: None,
        config: &case.config,
        stats: None,
    }
    .run();
    let set = MigrationSet::from_files("rules", case.files.clone()).unwrap();
    let mut scratch = Scratch::lent(address.admin());
    let roundtrip = Roundtrip {
        set: &set,
        base: None,
        sample: None,
        first: 0,
        audit: Some(&case.config),
    };
    let seen = roundtrip
        .run(&mut scratch, &RunOptions::default())
        .await
        .unwrap();
    scratch.end().await.unwrap();
    merged(read, &seen)
}

fn cases() -> Vec<Case> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rules");
    let files = entries(&root).into_iter().flat_map(|dir| entries(&dir));
    files.map(|path| case(&path)).collect()
}

fn case(path: &Path) -> Case {
    let text = fs::read_to_string(path).unwrap();
    let name = path.file_stem().unwrap().to_string_lossy().into_owned();
    assert!(
        name.starts_with("fail_") || name.starts_with("pass_"),
        "{}",
        path.display()
    );
    let mut parts = BTreeMap::from([(String::new(), String::new())]);
    let mut at = String::new();
    for line in text.split_inclusive('\n') {
        match line.strip_prefix("-- ==== ") {
            Some(next) => next.trim().clone_into(&mut at),
            None => parts.entry(at.clone()).or_default().push_str(line),
        }
    }
    let rule = path.parent().and_then(Path::file_name).unwrap();
    let object = text
        .lines()
        .find_map(|line| line.strip_prefix("-- object: "));
    Case {
        rule: rule.to_string_lossy().into_owned(),
        name,
        object: object.map(str::to_owned),
        live: ["", "then"]
            .iter()
            .filter_map(|part| parts.get(*part).cloned())
            .collect(),
        config: Config::parse(parts.get("config").map_or("", String::as_str)).unwrap(),
        recorded: parts
            .get("recorded")
            .map(|text| text.trim().parse().unwrap()),
        files: parts
            .into_iter()
            .filter(|(name, _)| Path::new(name).extension().is_some_and(|end| end == "sql"))
            .collect(),
    }
}

fn entries(dir: &Path) -> Vec<PathBuf> {
    let listed = fs::read_dir(dir).unwrap();
    let mut paths: Vec<_> = listed.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

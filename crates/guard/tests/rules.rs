//! Every rule finds what it is for, and leaves its look-alikes alone.
//!
//! `tests/rules/SM020/fail_*.sql` must be reported in the class of SM020; `pass_*.sql` must not be, and nothing else may
//! be said about it at warning or above. A line `-- ==== NAME` begins a part: `base`, `stats`, `config`, or a file of the
//! folder; a case without one is an `up.sql`.

#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use stoa_guard::{Config, Finding, Folder, Level, Lint, Stats};

const NO_DOWN: &str = "-- stoa:no-op-down not what this case is about\n";

struct Case {
    name: String,
    rule: String,
    fails: bool,
    parts: BTreeMap<String, String>,
}

#[test]
fn every_rule_has_cases_and_they_hold() {
    let cases = cases();
    let mut faults = Vec::new();
    let readable = stoa_guard::list()
        .into_iter()
        .filter(|rule| !rule.needs_database);
    for rule in readable {
        for fails in [true, false] {
            let kind = if fails { "failing" } else { "passing" };
            if !cases
                .iter()
                .any(|case| case.rule == rule.id && case.fails == fails)
            {
                faults.push(format!("{} has no {kind} case", rule.id));
            }
        }
    }
    for case in &cases {
        faults.extend(fault(case));
    }
    assert!(
        faults.is_empty(),
        "{} faults:\n{}",
        faults.len(),
        faults.join("\n")
    );
}

fn fault(case: &Case) -> Option<String> {
    let findings = judge(case);
    let hit = findings.iter().any(|finding| finding.rule == case.rule);
    let said = || {
        let lines: Vec<_> = findings
            .iter()
            .map(|f| {
                format!(
                    "    {} {} {}:{} {}",
                    f.rule,
                    f.level.name(),
                    f.line.unwrap_or(0),
                    f.column.unwrap_or(0),
                    f.message
                )
            })
            .collect();
        lines.join("\n")
    };
    if case.fails && !hit {
        return Some(format!("{}: not reported; said:\n{}", case.name, said()));
    }
    let loud = findings
        .iter()
        .any(|finding| finding.level >= Level::Warning);
    if !case.fails && (hit || loud) {
        return Some(format!("{}: should be clean; said:\n{}", case.name, said()));
    }
    None
}

fn judge(case: &Case) -> Vec<Finding> {
    let part = |name: &str| case.parts.get(name);
    let mut files: Vec<_> = case
        .parts
        .iter()
        .filter(|(name, _)| name.contains('.'))
        .map(|(name, text)| (PathBuf::from(name), text.clone().into_bytes()))
        .collect();
    if !case.parts.contains_key("down.sql") && case.parts.contains_key("up.sql") {
        files.push((PathBuf::from("down.sql"), NO_DOWN.as_bytes().to_vec()));
    }
    let folder = Folder::from_files(Path::new(""), files).unwrap();
    let config = part("config").map_or_else(Config::default, |text| Config::parse(text).unwrap());
    let stats = part("stats").map(|text| Stats::parse(text).unwrap());
    Lint {
        folder: &folder,
        base: part("base").map(String::as_str),
        config: &config,
        stats: stats.as_ref(),
    }
    .run()
}

fn cases() -> Vec<Case> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rules");
    let mut cases = Vec::new();
    for dir in entries(&root) {
        let rule = dir.file_name().unwrap().to_string_lossy().into_owned();
        for path in entries(&dir) {
            let file = path.file_stem().unwrap().to_string_lossy().into_owned();
            let fails = match file.split_once('_') {
                Some(("fail", _)) => true,
                Some(("pass", _)) => false,
                _ => panic!("{} is named neither fail_ nor pass_", path.display()),
            };
            cases.push(Case {
                name: format!("{rule}/{file}"),
                rule: rule.clone(),
                fails,
                parts: parts(&fs::read_to_string(&path).unwrap()),
            });
        }
    }
    cases
}

fn entries(dir: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<_> = fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    paths
}

fn parts(text: &str) -> BTreeMap<String, String> {
    let mut parts = BTreeMap::new();
    let mut name = "up.sql".to_owned();
    let mut body = String::new();
    let mut begun = false;
    for line in text.split_inclusive('\n') {
        match line.strip_prefix("-- ==== ") {
            Some(next) => {
                if begun || !body.trim().is_empty() {
                    parts.insert(std::mem::take(&mut name), std::mem::take(&mut body));
                }
                body.clear();
                name = file_name(next.trim());
                begun = true;
            }
            None => body.push_str(line),
        }
    }
    parts.insert(name, body);
    parts
}

fn file_name(part: &str) -> String {
    match part {
        "up" | "down" => format!("{part}.sql"),
        other => other.to_owned(),
    }
}

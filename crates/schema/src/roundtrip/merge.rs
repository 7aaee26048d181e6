//! What was read in the files, set right by what a server did with them.

use std::path::Path;

use stoa_guard::{Finding, Level};

use super::{StatementPlan, Verified};

/// Rules that say a table is written anew, which a run shows beyond doubt.
const REWRITES: [&str; 4] = ["SM049", "SM050", "SM051", "SM052"];

/// Leaves out what the run disproves, and adds what only the run shows.
#[must_use]
pub fn merged(read: Vec<Finding>, seen: &Verified) -> Vec<Finding> {
    let mut findings: Vec<_> = read
        .into_iter()
        .filter(|finding| !is_disproved(finding, seen))
        .collect();
    for finding in seen
        .findings
        .iter()
        .chain(&unread_rewrites(&findings, seen))
    {
        if !is_said(finding, &findings) {
            findings.push(finding.clone());
        }
    }
    findings
}

/// A statement that ran and wrote no table anew. Whether a timestamp is rewritten depends on the time zone of the server,
/// which need not be this one's.
fn is_disproved(finding: &Finding, seen: &Verified) -> bool {
    let by_zone = |statement: &StatementPlan| {
        statement.is_cut || statement.text.to_lowercase().contains("timestamp")
    };
    REWRITES.contains(&finding.rule)
        && statement(finding, seen)
            .is_some_and(|statement| statement.rewrites.is_empty() && !by_zone(statement))
}

fn statement<'v>(finding: &Finding, seen: &'v Verified) -> Option<&'v StatementPlan> {
    let (file, line) = (finding.file.as_deref()?, finding.line?);
    let plan = seen.plans.iter().find(|plan| plan.file == file)?;
    let at = |statement: &&StatementPlan| (statement.line..=statement.last_line).contains(&line);
    let mut there = plan.statements.iter().filter(at);
    // Two statements in one line cannot be told apart.
    there.next().filter(|_| there.next().is_none())
}

/// Rewrites of which no rule has spoken.
fn unread_rewrites(findings: &[Finding], seen: &Verified) -> Vec<Finding> {
    let mut unread = Vec::new();
    for plan in &seen.plans {
        for statement in &plan.statements {
            let lines = statement.line..=statement.last_line;
            let spoken = findings.iter().any(|finding| {
                finding.file.as_deref() == Some(plan.file.as_path())
                    && finding.line.is_some_and(|line| lines.contains(&line))
                    && (REWRITES.contains(&finding.rule) || finding.rule == "SM053")
            });
            if spoken {
                continue;
            }
            for table in &statement.rewrites {
                let message =
                    format!("writes all of {table} anew, and keeps everybody out meanwhile");
                unread.extend(
                    Finding::live("SM052", table, message).map(|finding| Finding {
                        line: Some(statement.line),
                        ..finding.about(&plan.file)
                    }),
                );
            }
        }
    }
    unread
}

/// Whether a reader has said it already: a failure by any error at its statement, a way back by its rule in the file.
fn is_said(finding: &Finding, findings: &[Finding]) -> bool {
    let same_file = |other: &&Finding| other.file == finding.file;
    let mut there = findings.iter().filter(same_file);
    match finding.rule {
        "SM015" => there.any(|other| {
            other.level == Level::Error && (other.line == finding.line || is_whole_file(other))
        }),
        "SM016" => there.any(|other| {
            other.level == Level::Error && is_down(other.file.as_deref()) && other.rule != "SM003"
        }),
        rule => there.any(|other| other.rule == rule),
    }
}

fn is_whole_file(finding: &Finding) -> bool {
    matches!(finding.rule, "SM030" | "SM031" | "SM032" | "SM009")
}

fn is_down(file: Option<&Path>) -> bool {
    file.and_then(Path::file_name)
        .is_some_and(|name| name.to_string_lossy().ends_with("down.sql"))
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::roundtrip::Plan;

    fn plan(rewrites: &[&str]) -> Verified {
        let statement = StatementPlan {
            line: 2,
            last_line: 3,
            text: "alter table t alter column a type text".to_owned(),
            is_cut: false,
            locks: Vec::new(),
            rewrites: rewrites.iter().map(|&table| table.to_owned()).collect(),
            scans: Vec::new(),
        };
        Verified {
            plans: vec![Plan {
                title: "0002_a".to_owned(),
                file: PathBuf::from("up.sql"),
                statements: vec![statement],
                changes: Vec::new(),
                undone_exactly: None,
            }],
            ..Verified::default()
        }
    }

    fn finding(rule: &str, line: usize) -> Finding {
        let finding = Finding::live(rule, "public.t", "said").map(|f| f.about(Path::new("up.sql")));
        Finding {
            line: Some(line),
            ..finding.unwrap()
        }
    }

    #[test]
    fn a_rewrite_is_what_the_server_does() {
        assert_eq!(merged(vec![finding("SM052", 3)], &plan(&[])), []);
        assert_eq!(merged(vec![finding("SM052", 9)], &plan(&[])).len(), 1);
        let found = merged(Vec::new(), &plan(&["public.t"]));
        assert_eq!((found[0].rule, found[0].line), ("SM052", Some(2)));
        assert_eq!(merged(found.clone(), &plan(&["public.t"])), found);
    }

    #[test]
    fn what_a_reader_said_is_not_said_twice() {
        let seen = Verified {
            findings: vec![finding("SM015", 2), finding("SM017", 1)],
            ..Verified::default()
        };
        let read = vec![finding("SM010", 2), finding("SM017", 5)];
        assert_eq!(merged(read.clone(), &seen), read);
        assert_eq!(merged(Vec::new(), &seen).len(), 2);
    }
}

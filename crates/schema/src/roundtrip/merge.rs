//! What was read in the files, set right by what a server did with them.

use std::path::Path;

use stoa_guard::{Finding, Level};

use super::{StatementPlan, Verified, unread};

/// Rules that say a table is written anew, which a run shows beyond doubt.
pub(super) const REWRITES: [&str; 4] = ["SM049", "SM050", "SM051", "SM052"];

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
        .chain(&unread::rewrites(&findings, seen))
        .chain(&unread::rights(&findings, seen))
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

/// Whether a reader has said it already: a failure by any error at its statement, a way back by its rule in the file.
fn is_said(finding: &Finding, findings: &[Finding]) -> bool {
    let same_file = |other: &&Finding| other.file == finding.file;
    let mut there = findings.iter().filter(same_file);
    match finding.rule {
        "SM015" | "SM018" => there.any(|other| {
            other.level == Level::Error && (other.line == finding.line || is_whole_file(other))
        }),
        "SM016" => there.any(|other| {
            other.level == Level::Error && is_down(other.file.as_deref()) && other.rule != "SM003"
        }),
        // A reader that has spoken of it in this file has judged it, whatever object it named.
        rule if rule.starts_with("SA") => {
            there.any(|other| other.rule == rule || other.class == finding.class)
        }
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
            rights: crate::RightsChange::default(),
        };
        Verified {
            plans: vec![Plan {
                title: "0002_a".to_owned(),
                file: PathBuf::from("up.sql"),
                statements: vec![statement],
                changes: Vec::new(),
                undone_exactly: None,
                took_ms: 0,
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
    fn rights_that_a_block_composes_are_found_by_what_the_server_did() {
        let opened = |text: &str, line: &str| {
            let mut seen = plan(&[]);
            let statement = &mut seen.plans[0].statements[0];
            statement.text = text.to_owned();
            statement.rights.given = vec![line.to_owned()];
            merged(Vec::new(), &seen)
        };
        let block = "do $$ begin execute concat('gra', 'nt'); end $$";
        let found = opened(block, "select on public.t for anon");
        assert_eq!(
            (found[0].rule, found[0].line, found[0].object.as_deref()),
            ("SA040", Some(2), Some("public.t"))
        );
        assert_eq!(
            opened(block, "insert on public.t for PUBLIC")[0].rule,
            "SA041"
        );
        assert_eq!(opened(block, "select on public.t for app"), []);
        // What stands there to be read was judged by its reader.
        let plain = "grant select on public.t to anon";
        assert_eq!(opened(plain, "select on public.t for anon"), []);
        let mut walled = plan(&[]);
        let statement = &mut walled.plans[0].statements[0];
        block.clone_into(&mut statement.text);
        statement.rights.taken = vec!["row-level security on public.t".to_owned()];
        assert_eq!(merged(Vec::new(), &walled)[0].rule, "SA004");
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

//! What a run shows and no reader has spoken of.

use stoa_guard::Finding;

use super::{Plan, StatementPlan, Verified, merge::REWRITES};

/// Roles in which strangers come.
const STRANGERS: [&str; 3] = ["anon", "anonymous", "web_anon"];

/// Tables that were written anew.
pub(super) fn rewrites(findings: &[Finding], seen: &Verified) -> Vec<Finding> {
    let mut unread = Vec::new();
    for (plan, statement) in statements(seen) {
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
            let message = format!("writes all of {table} anew, and keeps everybody out meanwhile");
            unread.extend(at(plan, statement, "SM052", table, message));
        }
    }
    unread
}

/// Rights that strangers got, and walls that fell, by statements that compose what they do: a reader sees the others.
pub(super) fn rights(findings: &[Finding], seen: &Verified) -> Vec<Finding> {
    let mut unread = Vec::new();
    for (plan, statement) in statements(seen).filter(|(_, statement)| composes(statement)) {
        for line in &statement.rights.given {
            let Some((rule, object)) = opening(line) else {
                continue;
            };
            let message = format!("gives {line}: so the run of this statement shows");
            unread.extend(at(plan, statement, rule, object, message));
        }
        for line in &statement.rights.taken {
            if let Some(table) = line.strip_prefix("row-level security on ") {
                let message = format!("turns off row-level security on {table}");
                unread.extend(at(plan, statement, "SA004", table, message));
            }
        }
    }
    unread.retain(|finding| {
        !findings
            .iter()
            .any(|said| said.rule == finding.rule && said.object == finding.object)
    });
    unread
}

fn statements(seen: &Verified) -> impl Iterator<Item = (&Plan, &StatementPlan)> {
    let of = |plan| move |statement| (plan, statement);
    seen.plans
        .iter()
        .flat_map(move |plan: &Plan| plan.statements.iter().map(of(plan)))
}

/// Blocks, and calls of functions.
fn composes(statement: &StatementPlan) -> bool {
    let first = statement.text.split(|c: char| !c.is_alphanumeric()).next();
    first.is_some_and(|word| {
        ["do", "select", "call"]
            .iter()
            .any(|known| word.eq_ignore_ascii_case(known))
    })
}

/// The rule and the relation of a right that strangers have; functions are everybody's when they are made.
fn opening(line: &str) -> Option<(&'static str, &str)> {
    let (rest, who) = line.rsplit_once(" for ")?;
    let (_, object) = rest.split_once(" on ")?;
    if object.contains('(') || object.starts_with("schema ") || line.starts_with("policy ") {
        return None;
    }
    match who {
        "PUBLIC" => Some(("SA041", object)),
        who if STRANGERS.contains(&who) => Some(("SA040", object)),
        _ => None,
    }
}

fn at(
    plan: &Plan,
    statement: &StatementPlan,
    rule: &str,
    object: &str,
    message: String,
) -> Option<Finding> {
    Some(Finding {
        line: Some(statement.line),
        ..Finding::live(rule, object, message)?.about(&plan.file)
    })
}

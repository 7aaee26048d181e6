use std::{fmt::Write as _, path::Path};

use super::{Report, slashed};
use crate::{
    finding::{Finding, Level},
    folder::SourceText,
    rules,
};

pub(super) fn render(report: &Report<'_>, source: &dyn Fn(&Path) -> Option<String>) -> String {
    let mut out = String::new();
    let mut explained = Vec::new();
    for finding in report.findings {
        head(finding, &mut out);
        if let Some(text) = finding.file.as_deref().and_then(source) {
            excerpt(finding, &text, &mut out);
        }
        let first = !explained.contains(&finding.class);
        advice(finding, first, &mut out);
        explained.push(finding.class);
        out.push('\n');
    }
    out.push_str(&summary(report));
    out
}

fn head(finding: &Finding, out: &mut String) {
    let _ = writeln!(
        out,
        "{}[{}] {}: {}",
        finding.level.name(),
        finding.rule,
        finding.class,
        finding.message
    );
    if let Some(file) = &finding.file {
        let (line, column) = (finding.line.unwrap_or(1), finding.column.unwrap_or(1));
        let _ = writeln!(out, "  --> {}:{line}:{column}", slashed(file));
    }
}

/// The line it stands in, with a caret under it.
fn excerpt(finding: &Finding, text: &str, out: &mut String) {
    let source = SourceText::new(Path::new(""), text.as_bytes());
    let (start, end) = finding.bytes;
    if start == end {
        return;
    }
    let (line, column) = source.place(start);
    let Some(shown) = source.text.lines().nth(line - 1) else {
        return;
    };
    let (last, last_column) = source.place(end);
    let width = if last == line {
        last_column - column
    } else {
        shown.trim_end().chars().count().saturating_sub(column - 1)
    };
    let number = line.to_string();
    let margin = " ".repeat(number.len());
    let indent: String = shown
        .chars()
        .take(column - 1)
        .map(|c| if c == '\t' { '\t' } else { ' ' })
        .collect();
    let _ = writeln!(
        out,
        "{margin} |\n{number} | {shown}\n{margin} | {indent}{}",
        "^".repeat(width.max(1))
    );
}

fn advice(finding: &Finding, whole: bool, out: &mut String) {
    let rule = rules::named(finding.class).next();
    if let (true, Some(rule)) = (whole, rule) {
        let _ = writeln!(out, "  why: {}", rule.why);
    }
    let _ = writeln!(out, "  help: {}", finding.help);
    if let (true, Some(rule)) = (whole, rule) {
        for line in rule.instead.lines() {
            let _ = writeln!(out, "    {line}");
        }
    }
}

fn summary(report: &Report<'_>) -> String {
    let mut parts = Vec::new();
    for (level, one, many) in [
        (Level::Error, "error", "errors"),
        (Level::Warning, "warning", "warnings"),
        (Level::Info, "note", "notes"),
    ] {
        let count = report.count(level);
        if count > 0 {
            parts.push(format!("{count} {}", if count == 1 { one } else { many }));
        }
    }
    if report.known > 0 {
        parts.push(format!("{} known and left out", report.known));
    }
    let found = if parts.is_empty() {
        "nothing found".to_owned()
    } else {
        parts.join(", ")
    };
    match report.migrations {
        0 => format!("{found}\n"),
        1 => format!("1 migration read: {found}\n"),
        many => format!("{many} migrations read: {found}\n"),
    }
}

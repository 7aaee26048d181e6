use serde_json::json;

use super::{Report, slashed};
use crate::finding::Level;

pub(super) fn render(report: &Report<'_>) -> String {
    let findings: Vec<_> = report
        .findings
        .iter()
        .map(|finding| {
            json!({
                "rule": finding.rule,
                "class": finding.class,
                "level": finding.level,
                "file": finding.file.as_deref().map(slashed),
                "line": finding.line,
                "column": finding.column,
                "object": finding.object,
                "message": finding.message,
                "help": finding.help,
            })
        })
        .collect();
    let whole = json!({
        "version": 1,
        "findings": findings,
        "summary": {
            "migrations": report.migrations,
            "errors": report.count(Level::Error),
            "warnings": report.count(Level::Warning),
            "infos": report.count(Level::Info),
            "known": report.known,
        },
    });
    format!("{whole:#}\n")
}

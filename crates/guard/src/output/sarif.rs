use serde_json::{Value, json};

use super::{Report, slashed};
use crate::{
    finding::{Finding, Level},
    rules,
};

pub(super) fn render(report: &Report<'_>) -> String {
    let results: Vec<_> = report.findings.iter().map(result).collect();
    let rules: Vec<_> = rules::ALL
        .iter()
        .map(|rule| {
            json!({
                "id": rule.id,
                "name": rule.class,
                "shortDescription": {"text": rule.help},
                "fullDescription": {"text": rule.why},
                "defaultConfiguration": {"level": level(rule.level)},
            })
        })
        .collect();
    let whole = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {"name": "stoa migrate lint", "version": env!("CARGO_PKG_VERSION"), "rules": rules}},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    format!("{whole:#}\n")
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Info => "note",
    }
}

fn result(finding: &Finding) -> Value {
    let mut location = json!({});
    if let Some(file) = &finding.file {
        location["physicalLocation"] = json!({
            "artifactLocation": {"uri": slashed(file)},
            "region": {"startLine": finding.line.unwrap_or(1), "startColumn": finding.column.unwrap_or(1)},
        });
    }
    if let Some(object) = &finding.object {
        location["logicalLocations"] = json!([{"fullyQualifiedName": object}]);
    }
    json!({
        "ruleId": finding.rule,
        "level": level(finding.level),
        "message": {"text": format!("{}. {}", finding.message, finding.help)},
        "locations": [location],
        "partialFingerprints": {"ruleAndObject/v1": fingerprint(finding)},
    })
}

/// The same for a finding whose lines have moved.
fn fingerprint(finding: &Finding) -> String {
    let file = finding.file.as_ref().and_then(|path| path.file_name());
    let object = finding.object.as_deref().unwrap_or(&finding.message);
    format!(
        "{}|{}|{object}",
        finding.rule,
        file.unwrap_or_default().to_string_lossy()
    )
}

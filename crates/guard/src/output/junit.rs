use super::{Report, slashed};
use crate::finding::{Finding, Level};

pub(super) fn render(report: &Report<'_>) -> String {
    let failing: Vec<_> = report
        .findings
        .iter()
        .filter(|f| f.level > Level::Info)
        .collect();
    let tests = failing.len().max(1);
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n  <testsuite name=\"stoa migrate lint\" tests=\"{tests}\" failures=\"{}\">\n",
        failing.len()
    );
    if failing.is_empty() {
        out.push_str("    <testcase classname=\"migrations\" name=\"all\"/>\n");
    }
    for finding in failing {
        out.push_str(&case(finding));
    }
    out.push_str("  </testsuite>\n</testsuites>\n");
    out
}

fn case(finding: &Finding) -> String {
    let file = finding.file.as_deref().map(slashed).unwrap_or_default();
    let place = format!("{file}:{}", finding.line.unwrap_or(1));
    format!(
        "    <testcase classname=\"{}\" name=\"{} {}\">\n      <failure type=\"{}\" message=\"{}\">{}\n{}</failure>\n    </testcase>\n",
        escape(&file),
        escape(finding.rule),
        escape(&place),
        finding.level.name(),
        escape(&finding.message),
        escape(&place),
        escape(&finding.help),
    )
}

/// XML 1.0 has no way to write most control characters, so they are left out.
fn escape(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_control() || *c == '\n')
        .collect::<String>()
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

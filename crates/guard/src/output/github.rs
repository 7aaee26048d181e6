use super::{Report, slashed};
use crate::finding::Level;

pub(super) fn render(report: &Report<'_>) -> String {
    report
        .findings
        .iter()
        .map(|finding| {
            let command = match finding.level {
                Level::Error => "error",
                Level::Warning => "warning",
                Level::Info => "notice",
            };
            let mut properties = Vec::new();
            if let Some(file) = &finding.file {
                properties.push(format!("file={}", property(&slashed(file))));
                properties.push(format!("line={}", finding.line.unwrap_or(1)));
                properties.push(format!("col={}", finding.column.unwrap_or(1)));
            }
            properties.push(format!(
                "title={}",
                property(&format!("{} {}", finding.rule, finding.class))
            ));
            let message = data(&format!("{}\n{}", finding.message, finding.help));
            format!("::{command} {}::{message}\n", properties.join(","))
        })
        .collect::<Vec<_>>()
        .concat()
}

fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

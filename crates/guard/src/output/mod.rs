//! Findings, written for people and for programs.

mod github;
mod json;
mod junit;
mod sarif;
mod text;

use std::path::Path;

use crate::finding::{Finding, Level};

/// The forms in which findings are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For people: the line, a caret, why, what to write instead.
    Text,
    /// For programs; the shape is stable.
    Json,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// Annotations of a GitHub workflow.
    Github,
    /// A test report.
    Junit,
}

/// Everything that was found, and what it was found in.
#[derive(Debug, Clone, Copy)]
pub struct Report<'a> {
    /// In the order of the files.
    pub findings: &'a [Finding],
    /// How many migrations were read.
    pub migrations: usize,
    /// How many findings the baseline left out.
    pub known: usize,
}

impl Report<'_> {
    /// Writes the report. `source` gives the text of a file, for the lines that people are shown.
    #[must_use]
    pub fn render(&self, format: Format, source: &dyn Fn(&Path) -> Option<String>) -> String {
        match format {
            Format::Text => text::render(self, source),
            Format::Json => json::render(self),
            Format::Sarif => sarif::render(self),
            Format::Github => github::render(self),
            Format::Junit => junit::render(self),
        }
    }

    fn count(&self, level: Level) -> usize {
        self.findings.iter().filter(|f| f.level == level).count()
    }
}

/// Paths with slashes, on every system.
fn slashed(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

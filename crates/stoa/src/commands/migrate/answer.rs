//! What a command that talks to a database says, and the code it exits with.

use std::process::ExitCode;

use clap::ValueEnum;
use serde_json::{Value, json};
use stoa_guard::{Finding, Format as Form, Report};
use stoa_schema::{Done, MigrateError, ReplayError, StampError};
use thiserror::Error;

use crate::commands::say;

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people.
    Text,
    /// For programs; the shape is stable.
    Json,
}

/// A failure with an exit code of its own.
#[derive(Debug, Error)]
#[error("{source}")]
pub(crate) struct Failed {
    code: u8,
    source: anyhow::Error,
}

impl Failed {
    pub(super) fn new(code: u8, source: impl Into<anyhow::Error>) -> Self {
        Self {
            code,
            source: source.into(),
        }
    }
}

/// The exit code that a failure asks for; 2 for what could not be read.
pub(super) fn exit_code(error: &anyhow::Error) -> u8 {
    let failed = error.downcast_ref::<Failed>().map(|failed| failed.code);
    let migrate = error
        .downcast_ref::<MigrateError>()
        .map(MigrateError::exit_code);
    let replay = error
        .downcast_ref::<ReplayError>()
        .map(ReplayError::exit_code);
    let stamp = error
        .downcast_ref::<StampError>()
        .map(StampError::exit_code);
    failed.or(migrate).or(replay).or(stamp).unwrap_or(2)
}

/// Says what was run, and how it ended.
pub(super) fn runs(
    format: Format,
    outcome: Result<Vec<Done>, MigrateError>,
    nothing: &str,
) -> anyhow::Result<ExitCode> {
    if format == Format::Text {
        let done = outcome?;
        if done.is_empty() {
            say(nothing);
        }
        for one in &done {
            say(line(one));
        }
        return Ok(ExitCode::SUCCESS);
    }
    let (done, error) = match outcome {
        Ok(done) => (done, None),
        Err(error) => (Vec::new(), Some(error)),
    };
    let code = error.as_ref().map_or(0, MigrateError::exit_code);
    say(format!(
        "{:#}",
        json!({
            "version": 1,
            "done": done,
            "error": error.as_ref().map(in_words),
            "exit_code": code,
        })
    ));
    Ok(ExitCode::from(code))
}

fn line(done: &Done) -> String {
    let tries = if done.tries > 1 {
        format!(", {} tries", done.tries)
    } else {
        String::new()
    };
    let inexact = if done.exact == Some(false) {
        "; the schema is not again what it was before"
    } else {
        ""
    };
    let verb = match done.direction {
        stoa_schema::Direction::Up => "applied",
        stoa_schema::Direction::Down => "undone",
    };
    format!("{verb} {} ({} ms{tries}){inexact}", done.title, done.ms)
}

fn in_words(error: &MigrateError) -> Value {
    let at = match error {
        MigrateError::Failed(failure) => Some(&failure.at),
        MigrateError::Busy { at, .. } | MigrateError::Refused { at, .. } => Some(at),
        _ => None,
    };
    let differences = match error {
        MigrateError::Drift(differences) => Some(differences),
        _ => None,
    };
    json!({
        "message": error.to_string(),
        "file": at.map(|at| at.file.to_string_lossy()),
        "line": at.map(|at| at.line),
        "column": at.map(|at| at.column),
        "differences": differences,
    })
}

/// Findings in the shape of `lint`, with what else there is to say beside them.
pub(super) fn findings(
    findings: &[Finding],
    migrations: usize,
    key: &str,
    beside: Value,
) -> String {
    let report = Report {
        findings,
        migrations,
        known: 0,
    };
    let written = report.render(Form::Json, &|_| None);
    let mut whole: Value = serde_json::from_str(&written).unwrap_or_default();
    whole[key] = beside;
    format!("{whole:#}")
}

/// Findings for people.
pub(super) fn say_findings(findings: &[Finding], migrations: usize) {
    let report = Report {
        findings,
        migrations,
        known: 0,
    };
    say(report.render(Form::Text, &|_| None).trim_end());
}

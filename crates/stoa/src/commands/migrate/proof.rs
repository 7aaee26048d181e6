//! `stoa migrate drift|stamp|repair|diff|fingerprint`: what a database is, proved by running the files elsewhere.

use std::{path::PathBuf, process::ExitCode};

use anyhow::{Context as _, bail};
use clap::Args;
use secrecy::SecretString;
use serde_json::{Value, json};
use stoa_guard::Level;
use stoa_schema::{
    AcceptedDrift, Change, Difference, Drift as Drifted, MigrationSet, Names, Replay, RunOptions,
    Runner, Snapshot, StampError, Stamped,
};

use super::{
    answer::{self, Format},
    lint, run,
    scratch::ScratchArgs,
    target::{self, Target},
};
use crate::commands::say;

#[derive(Debug, Args)]
pub(crate) struct Drift {
    #[command(flatten)]
    target: Target,
    #[command(flatten)]
    scratch: ScratchArgs,
    /// The version the database says it is at, when another tool keeps it; else the journal's.
    #[arg(long, value_name = "VERSION")]
    recorded: Option<String>,
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

#[derive(Debug, Args)]
pub(crate) struct Stamp {
    /// The version whose schema the database has.
    version: String,
    #[command(flatten)]
    target: Target,
    #[command(flatten)]
    scratch: ScratchArgs,
    /// Differences that were reviewed, each with its reason.
    #[arg(long, value_name = "FILE")]
    accept_drift: Option<PathBuf>,
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

#[derive(Debug, Args)]
pub(crate) struct Repair {
    #[command(flatten)]
    target: Target,
    #[command(flatten)]
    scratch: ScratchArgs,
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

#[derive(Debug, Args)]
pub(crate) struct Diff {
    /// A version of the folder, or a database's URL.
    from: SecretString,
    /// A version of the folder, or a database's URL.
    to: SecretString,
    /// The folder of migrations.
    #[arg(long, value_name = "DIR", default_value = "migrations")]
    dir: PathBuf,
    /// The role that owns what migrations make, when it is not the login of a URL.
    #[arg(long, value_name = "ROLE")]
    role: Option<String>,
    #[command(flatten)]
    scratch: ScratchArgs,
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

#[derive(Debug, Args)]
pub(crate) struct ShowFingerprint {
    #[command(flatten)]
    target: Target,
    /// Print every object too.
    #[arg(long)]
    rows: bool,
}

/// A runner, and the states that the folder goes through as the same role.
pub(super) async fn both(
    target: &Target,
    scratch: &ScratchArgs,
    set: &MigrationSet,
) -> anyhow::Result<(Runner, Replay)> {
    let options = target.options()?;
    let runner = target.runner(options.clone()).await?;
    let options = RunOptions {
        role: Some(runner.role().await?),
        ..options
    };
    let replay = scratch.replay(set, &options).await?;
    Ok((runner, replay))
}

pub(super) async fn drift(command: &Drift) -> anyhow::Result<ExitCode> {
    let set = command.target.set()?;
    let recorded = command
        .recorded
        .as_deref()
        .map(|text| run::version(&set, text))
        .transpose()?;
    let (mut runner, replay) = both(&command.target, &command.scratch, &set).await?;
    let drift = runner.drift(&set, recorded, &replay).await?;
    match command.format {
        Format::Json => say(answer::findings(
            &drift.findings,
            set.migrations.len(),
            "drift",
            json!({
                "matching": drift.matching,
                "changed_since_last_migration": drift.changed_since,
                "differences": drift.differences,
                "proposal": drift.proposal,
            }),
        )),
        Format::Text => {
            answer::say_findings(&drift.findings, set.migrations.len());
            said_of(&drift);
        }
    }
    let drifted = drift.findings.iter().any(|f| f.level == Level::Error);
    Ok(ExitCode::from(if drifted { 4 } else { 0 }))
}

/// What it is instead, since when, and in detail what is another.
fn said_of(drift: &Drifted) {
    match &drift.matching {
        Some(title) => say(format!("the schema is that of {title}")),
        None => say("the schema is not that of any version"),
    }
    match drift.changed_since {
        Some(true) => say("it was changed after the last migration"),
        Some(false) if !drift.findings.is_empty() => {
            say("it was so already when the last migration had run");
        }
        _ => {}
    }
    let changed = drift.differences.iter();
    for difference in changed.filter(|difference| difference.change == Change::Changed) {
        in_detail(difference);
    }
    let Some(proposal) = &drift.proposal else {
        return;
    };
    say(
        "\nto make it so everywhere, read these, write them into a new version and record it here with `stamp`:",
    );
    for (half, text) in [("up", &proposal.up), ("down", &proposal.down)] {
        say(format!("-- {half}.sql\n{}", text.trim_end()));
    }
    for line in &proposal.by_hand {
        say(format!("by hand: {line}"));
    }
}

pub(super) async fn stamp(command: &Stamp) -> anyhow::Result<ExitCode> {
    let set = command.target.set()?;
    let version = run::version(&set, &command.version)?;
    let accepted = match &command.accept_drift {
        Some(path) => {
            AcceptedDrift::parse(&lint::read(path)?).with_context(|| path.display().to_string())?
        }
        None => AcceptedDrift::default(),
    };
    let (mut runner, replay) = both(&command.target, &command.scratch, &set).await?;
    let outcome = runner.stamp(&set, version, &replay, &accepted).await;
    stamped(command.format, outcome)
}

pub(super) async fn repair(command: &Repair) -> anyhow::Result<ExitCode> {
    let set = command.target.set()?;
    let (mut runner, replay) = both(&command.target, &command.scratch, &set).await?;
    let outcome = runner.repair(&set, &replay).await;
    stamped(command.format, outcome)
}

pub(super) fn stamped(
    format: Format,
    outcome: Result<Stamped, StampError>,
) -> anyhow::Result<ExitCode> {
    let (stamped, refusal) = match outcome {
        Ok(stamped) => (Some(stamped), None),
        Err(StampError::Refused(refusal)) => (None, Some(refusal)),
        Err(error) => return Err(error.into()),
    };
    let code = if refusal.is_some() { 4 } else { 0 };
    if format == Format::Json {
        say(format!(
            "{:#}",
            json!({ "version": 1, "stamped": stamped, "refused": refusal, "exit_code": code })
        ));
        return Ok(ExitCode::from(code));
    }
    if let Some(stamped) = stamped {
        let verb = if stamped.changed {
            "recorded, proved"
        } else {
            "recorded already, proved"
        };
        say(format!("{}: {verb} by its schema", stamped.title));
        for title in &stamped.unproved {
            say(format!(
                "{title} changes rows only, which no schema shows, and has no verify file: that it ran is your word"
            ));
        }
    }
    if let Some(refusal) = refusal {
        say(&refusal);
        for difference in &refusal.differences {
            in_detail(difference);
        }
    }
    Ok(ExitCode::from(code))
}

pub(super) async fn diff(command: &Diff) -> anyhow::Result<ExitCode> {
    use secrecy::ExposeSecret as _;
    let is_url = |operand: &SecretString| operand.expose_secret().contains("://");
    let options = RunOptions {
        role: command.role.clone(),
        names: Names::new(lint::settings(&command.dir, None)?.roles),
        ..RunOptions::default()
    };
    let needs_files = !is_url(&command.from) || !is_url(&command.to);
    let (set, replay) = if needs_files {
        let set = MigrationSet::from_dir("diff", &command.dir)?;
        let replay = command.scratch.replay(&set, &options).await?;
        (set, Some(replay))
    } else {
        (MigrationSet::empty("diff"), None)
    };
    let mut states = Vec::new();
    for operand in [&command.from, &command.to] {
        let state = match &replay {
            Some(replay) if !is_url(operand) => {
                let version = run::version(&set, operand.expose_secret())?;
                replay
                    .at(version)
                    .context("there is no such version")?
                    .clone()
            }
            _ => live(operand, options.clone()).await?,
        };
        states.push(state);
    }
    let (from, to) = (states[0].fingerprint(), states[1].fingerprint());
    if !from.is_comparable(to) {
        bail!(
            "one is on PostgreSQL {} and the other on {}, which print one schema differently: lend a server of the same \
             version with --scratch-url",
            from.major,
            to.major
        );
    }
    let differences = states[0].differences(&states[1]);
    match command.format {
        Format::Json => say(format!(
            "{:#}",
            json!({ "version": 1, "differences": differences })
        )),
        Format::Text => for_people(&differences),
    }
    let differs = differences.iter().any(Difference::is_serious);
    Ok(ExitCode::from(if differs { 4 } else { 0 }))
}

async fn live(url: &SecretString, options: RunOptions) -> anyhow::Result<Snapshot> {
    let client = stoa_pg::connect(&target::login(url)?)
        .await
        .map_err(|error| super::Failed::new(3, error))?;
    Ok(Runner::new(client, options).await?.snapshot().await?)
}

fn for_people(differences: &[Difference]) {
    if differences.is_empty() {
        say("no difference");
    }
    for difference in differences {
        in_detail(difference);
    }
}

/// One object, with what was expected of it and what is there.
fn in_detail(difference: &Difference) {
    say(difference.line());
    for (mark, body) in [("-", &difference.expected), ("+", &difference.found)] {
        if let Some(body) = body.as_deref().filter(|body| !body.is_empty()) {
            say(format!("  {mark} {body}"));
        }
    }
}

pub(super) async fn fingerprint(command: &ShowFingerprint) -> anyhow::Result<ExitCode> {
    let mut runner = command.target.runner(command.target.options()?).await?;
    let snapshot = runner.snapshot().await?;
    if command.rows {
        let rows: Value = serde_json::to_value(snapshot.rows())?;
        say(format!(
            "{:#}",
            json!({ "version": 1, "fingerprint": snapshot.fingerprint().to_string(), "rows": rows })
        ));
    } else {
        say(snapshot.fingerprint());
    }
    Ok(ExitCode::SUCCESS)
}

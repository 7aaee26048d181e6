//! `stoa migrate verify` and `plan`: the files run up, down and up where it costs nothing.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Context as _;
use clap::Args;
use secrecy::SecretString;
use serde_json::json;
use stoa_guard::{Config, Finding, Folder, Level, ManifestLock, Report};
use stoa_schema::{MigrationSet, Names, Plan, Roundtrip, RunOptions, Runner, Verified};

use super::{
    answer::{self, Format},
    lint, run,
    scratch::ScratchArgs,
    target,
};
use crate::commands::say;

#[derive(Debug, Args)]
pub(crate) struct Verify {
    /// The folder of migrations.
    #[arg(default_value = "migrations", value_name = "DIR")]
    dir: PathBuf,
    #[command(flatten)]
    scratch: ScratchArgs,
    /// Try only the newest ones; those before them are applied and not undone.
    #[arg(long, value_name = "NUMBER")]
    latest: Option<usize>,
    /// Rows, as SQL, that are put in before the first version that is tried: what an undone version loses shows.
    #[arg(long, value_name = "FILE", requires = "latest")]
    sample: Option<PathBuf>,
    /// When nothing is wrong, write checksums and fingerprints into manifest.lock.
    #[arg(long)]
    write_lock: bool,
    #[arg(long, value_enum, default_value = "text")]
    format: lint::Format,
}

#[derive(Debug, Args)]
pub(crate) struct ShowPlan {
    /// The folder of migrations.
    #[arg(default_value = "migrations", value_name = "DIR")]
    dir: PathBuf,
    /// The database whose pending versions are planned; without it, all versions are.
    #[arg(long, value_name = "URL", env = "DATABASE_URL", hide_env_values = true)]
    database_url: Option<SecretString>,
    /// The name under which the journal keeps this folder.
    #[arg(long, value_name = "NAME", default_value = "migrations")]
    set: String,
    /// The version the database is at, when another tool keeps it.
    #[arg(long, value_name = "VERSION")]
    recorded: Option<String>,
    /// Rows, as SQL, that are put in before the first version that is planned: statements that read them all show.
    #[arg(long, value_name = "FILE")]
    sample: Option<PathBuf>,
    #[command(flatten)]
    scratch: ScratchArgs,
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

pub(super) async fn verify(command: &Verify) -> anyhow::Result<ExitCode> {
    let folder = Folder::load(&command.dir)?;
    let texts = texts(&folder);
    let set = MigrationSet::from_folder("verify", without_lock(&folder, command.write_lock))?;
    let first = command.latest.map_or(0, |latest| {
        let skipped = set.migrations.len().saturating_sub(latest);
        set.migrations
            .get(skipped)
            .map_or(0, |migration| migration.version)
    });
    let sample = command.sample.as_deref().map(lint::read).transpose()?;
    let settings = lint::settings(&command.dir, None)?;
    let rows = (sample.as_deref(), false);
    let verified = roundtrip(&command.scratch, &set, first, rows, &settings).await?;
    let report = Report {
        findings: &verified.findings,
        migrations: set.migrations.len(),
        known: 0,
    };
    say(report
        .render(command.format.into(), &|path| texts.get(path).cloned())
        .trim_end());
    let fails = stoa_guard::worst(&verified.findings) == Some(Level::Error);
    if command.write_lock && !fails {
        write_lock(&command.dir, &folder, &verified)?;
    }
    Ok(ExitCode::from(u8::from(fails)))
}

pub(super) async fn plan(command: &ShowPlan) -> anyhow::Result<ExitCode> {
    let set = MigrationSet::from_dir(&command.set, &command.dir)?;
    let mut first = 0;
    if let Some(recorded) = &command.recorded {
        first = run::version(&set, recorded)? + 1;
    } else if let Some(url) = &command.database_url {
        let client = stoa_pg::connect(&target::login(url)?)
            .await
            .map_err(|error| super::Failed::new(3, error))?;
        let pending = Runner::new(client, RunOptions::default()).await?;
        first = pending
            .pending(&set)
            .await?
            .first()
            .map_or(u64::MAX, |migration| migration.version);
    }
    let sample = command.sample.as_deref().map(lint::read).transpose()?;
    let settings = lint::settings(&command.dir, None)?;
    let mut verified = roundtrip(
        &command.scratch,
        &set,
        first,
        (sample.as_deref(), true),
        &settings,
    )
    .await?;
    verified.findings = stoa_schema::merged(read(command, first)?, &verified);
    match command.format {
        Format::Json => {
            let plans = serde_json::to_value(&verified.plans)?;
            say(answer::findings(
                &verified.findings,
                verified.plans.len(),
                "plan",
                json!(plans),
            ));
        }
        Format::Text => {
            for plan in &verified.plans {
                for_people(plan);
            }
            answer::say_findings(&verified.findings, verified.plans.len());
        }
    }
    let fails = stoa_guard::worst(&verified.findings) == Some(Level::Error);
    Ok(ExitCode::from(u8::from(fails)))
}

async fn roundtrip(
    scratch: &ScratchArgs,
    set: &MigrationSet,
    first: u64,
    (sample, audit): (Option<&str>, bool),
    settings: &Config,
) -> anyhow::Result<Verified> {
    let base = scratch.base()?;
    let mut server = scratch.open().await?;
    let outcome = Roundtrip {
        set,
        base: base.as_deref(),
        sample,
        first,
        audit: audit.then_some(settings),
    }
    .run(&mut server, &options(settings))
    .await;
    let ended = server.end().await.map_err(stoa_schema::ReplayError::from);
    let verified = outcome?;
    ended?;
    Ok(verified)
}

/// The folder's own names for roles: fingerprints that `up` compares with are taken the same way.
fn options(settings: &Config) -> RunOptions {
    RunOptions {
        names: Names::new(settings.roles.clone()),
        ..RunOptions::default()
    }
}

/// What a reader of the planned files has to say of them.
fn read(command: &ShowPlan, first: u64) -> anyhow::Result<Vec<Finding>> {
    let folder = Folder::load(&command.dir)?;
    let base = command.scratch.base()?;
    let lint = stoa_guard::Lint {
        folder: &folder,
        base: base.as_deref(),
        config: &lint::settings(&command.dir, None)?,
        stats: None,
    };
    let planned: BTreeSet<_> = folder
        .migrations
        .iter()
        .filter(|migration| migration.number() >= first)
        .flat_map(|migration| [&migration.up, &migration.down])
        .flatten()
        .map(|source| source.path.clone())
        .collect();
    let is_planned = |finding: &Finding| {
        finding
            .file
            .as_ref()
            .is_some_and(|file| planned.contains(file))
    };
    Ok(lint.run().into_iter().filter(is_planned).collect())
}

fn for_people(plan: &Plan) {
    say(&plan.title);
    for statement in &plan.statements {
        say(format!("  line {}: {}", statement.line, statement.text));
        for lock in &statement.locks {
            say(format!("    {} on {}", meaning(&lock.mode), lock.table));
        }
        for table in &statement.rewrites {
            say(format!("    writes all of {table} anew"));
        }
        for table in &statement.scans {
            say(format!("    reads all of {table}"));
        }
        for right in &statement.rights.given {
            say(format!("    gives {right}"));
        }
        for right in &statement.rights.taken {
            say(format!("    takes away {right}"));
        }
    }
    for change in &plan.changes {
        let verb = match change.change {
            stoa_schema::Change::Missing => "drops",
            stoa_schema::Change::Added => "adds",
            stoa_schema::Change::Changed => "changes",
        };
        say(format!("  {verb} {} {}", change.kind, change.identity));
    }
    match plan.undone_exactly {
        Some(true) => say("  down brings back what was before"),
        Some(false) => say("  down does NOT bring back what was before"),
        None => say("  there is no way back"),
    }
}

fn meaning(mode: &str) -> &str {
    match mode {
        "AccessExclusiveLock" => "keeps everybody out (AccessExclusiveLock)",
        "ExclusiveLock" => "keeps all out who write or lock rows (ExclusiveLock)",
        "ShareRowExclusiveLock" | "ShareLock" => "keeps all out who write (ShareLock)",
        _ => "is in nobody's way (ShareUpdateExclusiveLock)",
    }
}

fn texts(folder: &Folder) -> BTreeMap<PathBuf, String> {
    let halves = folder
        .migrations
        .iter()
        .flat_map(|m| [&m.up, &m.down])
        .flatten();
    halves
        .map(|source| (source.path.clone(), source.text.clone()))
        .collect()
}

/// A lock that is about to be written is not held against the files.
fn without_lock(folder: &Folder, write: bool) -> Folder {
    let mut folder = folder.clone();
    if write {
        folder.lock = None;
    }
    folder
}

fn write_lock(dir: &Path, folder: &Folder, verified: &Verified) -> anyhow::Result<()> {
    let mut lock = ManifestLock::of(folder);
    for locked in &mut lock.migrations {
        let version = locked.version.parse::<u64>().unwrap_or_default();
        let found = verified
            .fingerprints
            .iter()
            .find(|(known, _)| *known == version);
        locked.fingerprint = found
            .map(|(_, fingerprint)| fingerprint.to_string())
            .unwrap_or_default();
    }
    let path = dir.join("manifest.lock");
    fs::write(&path, lock.render()).with_context(|| format!("{} cannot be written", path.display()))
}

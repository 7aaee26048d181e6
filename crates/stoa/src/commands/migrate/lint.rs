//! `stoa migrate lint DIR`.

mod live;
mod probe;

use std::{
    collections::BTreeMap,
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Context as _;
use clap::{Args, ValueEnum};
use secrecy::SecretString;
use stoa_core::Ambient;
use stoa_guard::{Baseline, Config, Finding, Folder, Level, Report, Stats};

use super::staged;
use crate::commands::say;

#[derive(Debug, Args)]
pub(crate) struct Lint {
    /// Folders of migrations; settings come from `stoa-migrate.toml` in each, or from --config.
    #[arg(required = true, value_name = "DIR")]
    dirs: Vec<PathBuf>,
    /// How to write what was found.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// The schema the files are applied to, as SQL; without it, the folder is replayed from its first file.
    #[arg(long, value_name = "FILE")]
    base: Option<PathBuf>,
    /// The database the files are for: its schema is the base, its sizes count, and what it has applied already is not
    /// judged again. Nothing is written.
    #[arg(long, value_name = "URL", conflicts_with_all = ["base", "staged"])]
    database_url: Option<SecretString>,
    /// The version the database is at, when another tool keeps it; else the journal's.
    #[arg(long, value_name = "VERSION", requires = "database_url")]
    recorded: Option<String>,
    /// Rows of each table in production, as JSON; without it a table is taken for large.
    #[arg(long, value_name = "FILE")]
    stats: Option<PathBuf>,
    /// Findings that are known, each with a reason and a last day.
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Run the files too, up, down and up, on a server where databases and roles may be made.
    #[arg(long, value_name = "URL", conflicts_with = "only_static")]
    scratch_url: Option<SecretString>,
    /// Run the files too, on a server that is started from the installed binaries and thrown away.
    #[arg(long, conflicts_with = "only_static")]
    replay: bool,
    /// Read only: do not run the files on a scratch server.
    #[arg(long = "static")]
    only_static: bool,
    /// Judge what is staged for the next commit, and only files that it changes.
    #[arg(long, conflicts_with = "git_diff")]
    staged: bool,
    /// Report only files that differ from this revision.
    #[arg(long, value_name = "REVISION")]
    git_diff: Option<String>,
    /// From which level on the exit code is 1.
    #[arg(long, value_enum, default_value = "error")]
    fail_on: FailOn,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum Format {
    Text,
    Json,
    Sarif,
    Github,
    Junit,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum FailOn {
    Error,
    Warning,
    Info,
    /// Report only.
    Never,
}

pub(super) fn run(options: &Lint, config: Option<&Path>) -> anyhow::Result<ExitCode> {
    let base = options.base.as_deref().map(read).transpose()?;
    let stats = options.stats.as_deref().map(read).transpose()?;
    let stats = stats.as_deref().map(Stats::parse).transpose()?;
    let mut all = Vec::new();
    let mut migrations = 0;
    let mut texts = BTreeMap::new();
    for dir in &options.dirs {
        let mut folder = load(options, dir)?;
        let database = live::seen(options, dir)?;
        if let Some(database) = &database {
            folder = database.waiting(folder);
        }
        let there = database.as_ref();
        let base = there.map_or(base.as_deref(), |there| Some(there.schema.as_str()));
        let config = settings(dir, config)?;
        let lint = stoa_guard::Lint {
            folder: &folder,
            base,
            config: &config,
            stats: stats
                .as_ref()
                .or(there.and_then(|there| there.stats.as_ref())),
        };
        let found = probe::merged(options, &folder, base, &config, lint.run())?;
        all.extend(changed_only(options, dir, found)?);
        all.extend(database.into_iter().flat_map(|there| there.findings));
        migrations += folder.migrations.len();
        keep_texts(folder, &mut texts);
    }
    let (findings, known) = sift(options.baseline.as_deref(), all)?;
    let report = Report {
        findings: &findings,
        migrations,
        known,
    };
    let written = report.render(options.format.into(), &|path| texts.get(path).cloned());
    say(written.trim_end());
    Ok(exit_code(options.fail_on, &findings))
}

/// The text of a file.
///
/// # Errors
/// When it cannot be read.
pub(super) fn read(path: &Path) -> anyhow::Result<String> {
    let bytes = fs::read(path).with_context(|| format!("{} cannot be read", path.display()))?;
    Ok(stoa_guard::SourceText::new(path, &bytes).text)
}

fn load(options: &Lint, dir: &Path) -> anyhow::Result<Folder> {
    Ok(if options.staged {
        Folder::from_files(dir, staged::files(dir)?)?
    } else {
        Folder::load(dir)?
    })
}

/// The settings of a folder.
///
/// # Errors
/// When they cannot be read.
pub(super) fn settings(dir: &Path, config: Option<&Path>) -> anyhow::Result<Config> {
    let beside = dir.join("stoa-migrate.toml");
    let path = match config {
        Some(path) => path,
        None if beside.is_file() => &beside,
        None => return Ok(Config::default()),
    };
    let config = Config::parse(&read(path)?).with_context(|| path.display().to_string())?;
    for key in config.unknown.keys() {
        warn(&format!("{}: `{key}` means nothing here", path.display()));
    }
    Ok(config)
}

/// A word beside the report, which goes to standard output.
pub(super) fn warn(text: &str) {
    let _ = writeln!(std::io::stderr(), "stoa: {text}");
}

/// Findings of files that nobody touched are for the whole run, not for this commit.
fn changed_only(
    options: &Lint,
    dir: &Path,
    findings: Vec<Finding>,
) -> anyhow::Result<Vec<Finding>> {
    let revision = options.git_diff.as_deref();
    if !options.staged && revision.is_none() {
        return Ok(findings);
    }
    let changed = staged::changed(dir, revision)?;
    let is_changed = |finding: &Finding| {
        finding
            .file
            .as_ref()
            .is_none_or(|file| changed.contains(file))
    };
    Ok(findings.into_iter().filter(is_changed).collect())
}

fn keep_texts(folder: Folder, texts: &mut BTreeMap<PathBuf, String>) {
    for migration in folder.migrations {
        for half in [migration.up, migration.down].into_iter().flatten() {
            texts.insert(half.path, half.text);
        }
    }
}

/// The findings that no baseline knows, and how many it knows.
///
/// # Errors
/// When it cannot be read.
pub(super) fn sift(
    baseline: Option<&Path>,
    findings: Vec<Finding>,
) -> anyhow::Result<(Vec<Finding>, usize)> {
    let Some(path) = baseline else {
        return Ok((findings, 0));
    };
    let baseline = Baseline::parse(&read(path)?).with_context(|| path.display().to_string())?;
    let today = Ambient::system().clock.now().date_naive();
    for entry in baseline.expired(today) {
        warn(&format!("the baseline's entry for {entry} has run out"));
    }
    Ok(baseline.sift(findings, today))
}

/// 1 when a finding is as bad as this.
pub(super) fn exit_code(fail_on: FailOn, findings: &[Finding]) -> ExitCode {
    let limit = match fail_on {
        FailOn::Error => Level::Error,
        FailOn::Warning => Level::Warning,
        FailOn::Info => Level::Info,
        FailOn::Never => return ExitCode::SUCCESS,
    };
    let fails = stoa_guard::worst(findings).is_some_and(|worst| worst >= limit);
    ExitCode::from(u8::from(fails))
}

impl From<Format> for stoa_guard::Format {
    fn from(format: Format) -> Self {
        match format {
            Format::Text => Self::Text,
            Format::Json => Self::Json,
            Format::Sarif => Self::Sarif,
            Format::Github => Self::Github,
            Format::Junit => Self::Junit,
        }
    }
}

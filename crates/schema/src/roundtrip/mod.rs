//! Up, down, up: whether each migration can be undone and done again, on a database where it costs nothing to find out.

mod merge;
mod probe;
mod rows;

use std::path::PathBuf;

use serde::Serialize;
use stoa_guard::{Finding, Intent, Level, SourceText};

pub use merge::merged;
pub use probe::{Lock, StatementPlan};

use crate::{
    fingerprint::{Difference, Fingerprint, Part, Snapshot},
    replay::{Replay, ReplayError},
    runner::{MigrateError, Place, RunOptions, Runner},
    scratch::Scratch,
    set::{Migration, MigrationSet},
};

/// The most objects that are named of one migration.
const MOST_NAMED: usize = 10;

/// What is to be tried.
#[derive(Debug, Clone, Copy)]
pub struct Roundtrip<'a> {
    /// The folder.
    pub set: &'a MigrationSet,
    /// The schema that the first file starts from, as SQL.
    pub base: Option<&'a str>,
    /// Rows, as SQL, that are put in before the first version that is tried.
    pub sample: Option<&'a str>,
    /// The first version that is tried; those before it are only applied.
    pub first: u64,
}

/// What came out.
#[derive(Debug, Clone, Default)]
pub struct Verified {
    /// Everything that is wrong.
    pub findings: Vec<Finding>,
    /// What each version that was tried does.
    pub plans: Vec<Plan>,
    /// The schema after each version.
    pub fingerprints: Vec<(u64, Fingerprint)>,
}

/// What one version does.
#[derive(Debug, Clone, Serialize)]
pub struct Plan {
    /// `0003_add_orders`.
    pub title: String,
    /// Its up file.
    pub file: PathBuf,
    /// Its statements, with what each locks, rewrites and reads; empty for a file outside a transaction.
    pub statements: Vec<StatementPlan>,
    /// What is another afterwards.
    pub changes: Vec<Difference>,
    /// Whether its down file brings back what was before; None when it has none.
    pub undone_exactly: Option<bool>,
}

impl Roundtrip<'_> {
    /// Runs everything on a scratch server.
    ///
    /// # Errors
    /// [`ReplayError`] when there is no server, or the base or the sample cannot be loaded. A migration that fails is a
    /// finding.
    pub async fn run(
        &self,
        scratch: &mut Scratch,
        options: &RunOptions,
    ) -> Result<Verified, ReplayError> {
        let mut verified = Verified::default();
        // Makes the roles that the files name, and finds what does not run at all.
        match Replay::run(scratch, self.set, self.base, options).await {
            Ok(replay) => verified.fingerprints = replay.fingerprints(),
            Err(ReplayError::Migrate(error)) => {
                verified.findings.extend(fails("SM015", &error, None));
                return if verified.findings.is_empty() {
                    Err(error.into())
                } else {
                    Ok(verified)
                };
            }
            Err(error) => return Err(error),
        }
        let mut runner = Replay::runner(scratch, self.base, options).await?;
        for migration in &self.set.migrations {
            if migration.version < self.first {
                runner.up(&self.set.up_to(migration.version)).await?;
                continue;
            }
            if self.is_first(migration) {
                self.load_sample(&mut runner).await?;
            }
            if !self.one(migration, &mut runner, &mut verified).await? {
                break;
            }
        }
        Ok(verified)
    }

    fn is_first(&self, migration: &Migration) -> bool {
        let tried = self.set.migrations.iter().find(|m| m.version >= self.first);
        tried.is_some_and(|first| first.version == migration.version)
    }

    async fn load_sample(&self, runner: &mut Runner) -> Result<(), ReplayError> {
        if let Some(sample) = self.sample {
            runner
                .client()
                .batch_execute(sample)
                .await
                .map_err(ReplayError::Base)?;
            runner
                .client()
                .batch_execute("reset all; analyze")
                .await
                .map_err(ReplayError::Base)?;
        }
        Ok(())
    }

    /// Tries one version. Returns whether the next one can be tried after it.
    async fn one(
        &self,
        migration: &Migration,
        runner: &mut Runner,
        verified: &mut Verified,
    ) -> Result<bool, MigrateError> {
        let set = self.set.up_to(migration.version);
        let below = migration.version.checked_sub(1);
        let before = runner.snapshot().await?;
        let rows_before = rows::of(runner, &before).await?;
        let statements = probe::statements(runner, migration).await?;
        // A sample may hold what an empty database does not: then it is this run that fails.
        if let Err(error) = runner.up(&set).await {
            verified.findings.extend(fails("SM015", &error, None));
            return Ok(false);
        }
        let after = runner.snapshot().await?;
        let mut plan = Plan {
            title: migration.title(),
            file: migration.up.path.clone(),
            statements,
            changes: before.differences(&after),
            undone_exactly: None,
        };
        let mut goes_on = true;
        if let Some(down) = way_back(migration) {
            let known = verified.findings.len();
            if let Err(error) = runner.down(&set, below).await {
                verified.findings.extend(fails("SM016", &error, Some(down)));
            } else {
                let undone = runner.snapshot().await?;
                verified.findings.extend(compared(
                    down,
                    &before,
                    &undone,
                    "does not bring back what was before",
                ));
                verified.findings.extend(rows::lost(
                    down,
                    &rows_before,
                    &rows::of(runner, &undone).await?,
                ));
                goes_on = again(&set, migration, runner, &after, verified).await?;
            }
            let wrong = verified.findings[known..]
                .iter()
                .any(|finding| finding.level == Level::Error);
            plan.undone_exactly = Some(!wrong);
        }
        verified.plans.push(plan);
        Ok(goes_on)
    }
}

/// The down file, when the migration has one that is meant to undo something.
fn way_back(migration: &Migration) -> Option<&SourceText> {
    let down = migration.down.as_ref()?;
    let is_meant = !migration.is_one_way() && !Intent::of(down).no_op_down;
    is_meant.then_some(down)
}

/// The second way up. Returns whether it could be gone.
async fn again(
    set: &MigrationSet,
    migration: &Migration,
    runner: &mut Runner,
    after: &Snapshot,
    verified: &mut Verified,
) -> Result<bool, MigrateError> {
    if let Err(error) = runner.up(set).await {
        let message = format!(
            "{} cannot be applied again after it was undone: {error}",
            migration.title()
        );
        let finding =
            Finding::live("SM017", &migration.label, message).map(|f| f.about(&migration.up.path));
        verified.findings.extend(finding);
        return Ok(false);
    }
    let second = runner.snapshot().await?;
    verified.findings.extend(compared(
        &migration.up,
        after,
        &second,
        "makes another schema the second time",
    ));
    Ok(true)
}

/// What is different from what it should be: an error, but for the order of columns.
fn compared(file: &SourceText, expected: &Snapshot, found: &Snapshot, what: &str) -> Vec<Finding> {
    let finding = |difference: &Difference| {
        let (rule, level) = match difference.part {
            Part::Structure | Part::Security => ("SM017", Level::Error),
            Part::Order => ("SM019", Level::Warning),
            Part::Notes => ("SM017", Level::Info),
        };
        let message = format!("the file {what}: {}", difference.line());
        let finding = Finding::live(rule, &difference.identity, message)?;
        Some(finding.about(&file.path).at_level(level))
    };
    expected
        .differences(found)
        .iter()
        .take(MOST_NAMED)
        .filter_map(finding)
        .collect()
}

/// A failed run as a finding at the statement that failed.
fn fails(rule: &str, error: &MigrateError, file: Option<&SourceText>) -> Option<Finding> {
    let (at, message) = match error {
        MigrateError::Failed(failure) => (Some(&failure.at), failure.reason.clone()),
        MigrateError::Refused { at, reason } => (Some(at), reason.clone()),
        MigrateError::Busy { at, .. } => (Some(at), error.to_string()),
        MigrateError::Unfinished { .. } => (None, error.to_string()),
        _ => return None,
    };
    let finding = Finding::live(rule, "", message)?;
    let finding = Finding {
        object: None,
        ..finding
    };
    Some(match (at, file) {
        (Some(Place { file, line, column }), _) => Finding {
            line: Some(*line),
            column: Some(*column),
            ..finding.about(file)
        },
        (None, Some(file)) => finding.about(&file.path),
        (None, None) => finding,
    })
}

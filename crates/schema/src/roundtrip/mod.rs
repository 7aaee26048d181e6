//! Up, down, up: whether each migration can be undone and done again, on a database where it costs nothing to find out.

mod merge;
mod probe;
mod rights;
mod rows;
mod unread;

use std::{path::PathBuf, time::Instant};

use serde::Serialize;
use stoa_guard::{Config, Finding, Intent, Level, SourceText};

pub use merge::merged;
pub use probe::{Lock, StatementPlan};
pub use rights::RightsChange;

use crate::{
    fingerprint::{Change, Difference, Fingerprint, Part, Snapshot},
    outside,
    replay::{MOST_ROLES, Replay, ReplayError, missing_role, names_missing_role},
    runner::{MigrateError, Place, RunOptions, Runner, milliseconds},
    scratch::Scratch,
    set::{Migration, MigrationSet},
};

/// The first of the rules on what is merely untidy, which readers of files judge under numbers of their own.
const HYGIENE: &str = "SA060";
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
    /// By which settings the end state of each version is audited: what it made worse is charged to it. None: it is not.
    pub audit: Option<&'a Config>,
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
    /// How long its way up, down and up again took here, with every look at the schema and the rows.
    pub took_ms: i64,
}

impl Verified {
    /// Applies what is missing of a set, and gives the schema after it. None when a file failed, which is a finding; a
    /// role that only the real server has is an error, after which it can be made.
    async fn applied(
        &mut self,
        set: &MigrationSet,
        runner: &mut Runner,
    ) -> Result<Option<Snapshot>, MigrateError> {
        let error = match runner.up_in_steps(set).await {
            Ok(steps) => {
                let last = steps.into_iter().next_back();
                self.fingerprints.extend(
                    last.iter()
                        .map(|(done, after)| (done.version, after.fingerprint().clone())),
                );
                return Ok(last.map(|(_, after)| after));
            }
            Err(error) => error,
        };
        match fails("SM015", &error, None) {
            Some(finding) if !names_missing_role(&error) => self.findings.push(finding),
            _ => return Err(error),
        }
        Ok(None)
    }
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
        outside::refuse(self.set, scratch.is_lent())?;
        for _ in 0..MOST_ROLES {
            match self.attempt(scratch, options).await {
                Err(error) => match missing_role(&error) {
                    Some(role) => scratch.missing_role(&role).await?,
                    None => return Err(error),
                },
                done => return done,
            }
        }
        self.attempt(scratch, options).await
    }

    async fn attempt(
        &self,
        scratch: &mut Scratch,
        options: &RunOptions,
    ) -> Result<Verified, ReplayError> {
        let mut verified = Verified::default();
        let mut runner = Replay::runner(scratch, self.base, options).await?;
        let mut known = None;
        for migration in &self.set.migrations {
            let goes_on = if migration.version < self.first {
                let set = self.set.up_to(migration.version);
                verified.applied(&set, &mut runner).await?.is_some()
            } else {
                if self.is_first(migration) {
                    self.load_sample(&mut runner).await?;
                }
                if known.is_none() {
                    known = self.audited(&mut runner).await?;
                }
                let goes_on = self.one(migration, &mut runner, &mut verified).await?;
                let now = self.audited(&mut runner).await?;
                if let (Some(before), Some(now)) = (&known, &now) {
                    verified.findings.extend(worse(migration, before, now));
                }
                known = now;
                goes_on
            };
            if !goes_on {
                break;
            }
        }
        Ok(verified)
    }

    async fn audited(&self, runner: &mut Runner) -> Result<Option<Vec<Finding>>, MigrateError> {
        match self.audit {
            Some(config) => Ok(Some(runner.audit(config).await?)),
            None => Ok(None),
        }
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
        let started = Instant::now();
        let before = runner.snapshot().await?;
        let rows_before = rows::of(runner, &before).await?;
        let statements = probe::statements(runner, migration).await?;
        let Some(after) = verified.applied(&set, runner).await? else {
            return Ok(false);
        };
        let mut plan = Plan {
            title: migration.title(),
            file: migration.up.path.clone(),
            statements,
            changes: before.differences(&after),
            undone_exactly: None,
            took_ms: 0,
        };
        let mut goes_on = true;
        if let Some(down) = way_back(migration) {
            let known = verified.findings.len();
            if let Err(error) = runner.down(&set, below).await {
                verified.findings.extend(fails("SM016", &error, Some(down)));
            } else {
                let undone = runner.snapshot().await?;
                let what = "does not bring back what was before";
                verified
                    .findings
                    .extend(compared((down, migration), &before, &undone, what));
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
        plan.took_ms = milliseconds(started);
        verified.plans.push(plan);
        Ok(goes_on)
    }
}

/// Who gets further than before: the rules on access, as far as they are not waived in the file.
fn worse(migration: &Migration, before: &[Finding], now: &[Finding]) -> Vec<Finding> {
    let is_old = |finding: &Finding| {
        before
            .iter()
            .any(|old| old.rule == finding.rule && old.object == finding.object)
    };
    let is_access = |finding: &Finding| {
        let warns = finding.level == Level::Warning && finding.rule == "SA044";
        finding.rule < HYGIENE && (finding.level == Level::Error || warns)
    };
    let is_waived = |finding: &Finding| {
        let lines = migration.up.text.lines();
        let mut waivers = lines.filter_map(|line| line.split_once("stoa:allow "));
        waivers.any(|(_, rest)| {
            let named = rest.split_whitespace().next().unwrap_or_default();
            named.eq_ignore_ascii_case(finding.rule) || named.eq_ignore_ascii_case(finding.class)
        })
    };
    now.iter()
        .filter(|finding| is_access(finding) && !is_old(finding) && !is_waived(finding))
        .map(|finding| finding.clone().about(&migration.up.path))
        .collect()
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
    let second = runner.up_in_steps(set).await;
    if let Err(error) = &second {
        let message = format!(
            "{} cannot be applied again after it was undone: {error}",
            migration.title()
        );
        let finding =
            Finding::live("SM017", &migration.label, message).map(|f| f.about(&migration.up.path));
        verified.findings.extend(finding);
        return Ok(false);
    }
    let second = second?.into_iter().next_back();
    verified
        .findings
        .extend(second.into_iter().flat_map(|(_, second)| {
            let what = "makes another schema the second time";
            compared((&migration.up, migration), after, &second, what)
        }));
    Ok(true)
}

/// What is different from what it should be: an error, but for the order of columns.
fn compared(
    (file, migration): (&SourceText, &Migration),
    expected: &Snapshot,
    found: &Snapshot,
    what: &str,
) -> Vec<Finding> {
    let finding = |difference: &Difference| {
        let (rule, level) = match difference.part {
            Part::Structure if is_left_by_detach(migration, difference) => ("SM017", Level::Info),
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

/// DETACH PARTITION CONCURRENTLY leaves a CHECK of the bounds behind, which no way back takes away and which hurts nobody.
fn is_left_by_detach(migration: &Migration, difference: &Difference) -> bool {
    let halves = [Some(&migration.up), migration.down.as_ref()];
    let detaches = halves.into_iter().flatten().any(|half| {
        let text = half.text.to_lowercase();
        text.contains("detach partition") && text.contains("concurrently")
    });
    detaches && difference.kind == "constraint" && difference.change == Change::Added
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
    let rule = match error {
        MigrateError::Failed(failure) if rule == "SM015" => by_code(failure.code.as_deref()),
        _ => rule,
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

/// What a failure of an up file is called: what is not there has a rule of its own.
fn by_code(code: Option<&str>) -> &'static str {
    match code {
        // Table, column, function, type or role, schema.
        Some("42P01" | "42703" | "42883" | "42704" | "3F000") => "SM018",
        _ => "SM015",
    }
}

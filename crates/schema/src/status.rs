//! What the journal, the files and the database say, held against each other.

use serde::Serialize;
use stoa_guard::{Finding, Level};

use crate::{
    fingerprint::{Difference, Fingerprint, Part},
    journal::{self, Entry, State, There},
    runner::{MigrateError, Runner},
    set::{Migration, MigrationSet},
};

/// How a database stands to a folder.
#[derive(Debug, Clone, Serialize)]
pub struct Status {
    /// Whether anybody ever migrated here with Stoa.
    pub has_journal: bool,
    /// What counts as applied, by version.
    pub applied: Vec<Entry>,
    /// What does not, in order.
    pub pending: Vec<String>,
    /// A migration that began and did not end.
    pub unfinished: Option<String>,
    /// What the database is.
    #[serde(serialize_with = "as_text")]
    pub fingerprint: Fingerprint,
    /// Where it is not what the last migration left.
    #[serde(skip)]
    pub drift: Vec<Difference>,
    /// Everything that is wrong.
    #[serde(skip)]
    pub findings: Vec<Finding>,
}

fn as_text<S: serde::Serializer>(fingerprint: &Fingerprint, to: S) -> Result<S::Ok, S::Error> {
    to.collect_str(fingerprint)
}

impl Status {
    /// The same for a database whose version another tool keeps: what stands above it is pending.
    #[must_use]
    pub fn recorded(mut self, set: &MigrationSet, version: u64) -> Self {
        let above = |migration: &&Migration| migration.version > version;
        self.pending = set
            .migrations
            .iter()
            .filter(above)
            .map(Migration::title)
            .collect();
        self
    }

    /// 6 when something waits to be resumed, 4 for drift, 1 for any other error among the findings, else 0.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        let has_error = self
            .findings
            .iter()
            .any(|finding| finding.level == Level::Error);
        match (
            &self.unfinished,
            self.drift.iter().any(Difference::is_serious),
        ) {
            (Some(_), _) => 6,
            (None, true) => 4,
            (None, false) => u8::from(has_error),
        }
    }
}

impl Runner {
    /// Everything that was ever run of the set of this name, oldest first. Nothing is written and no lock is taken.
    ///
    /// # Errors
    /// [`MigrateError::Database`].
    pub async fn history(&self, set: &str) -> Result<Vec<Entry>, MigrateError> {
        Ok(journal::history(self.client(), set).await?)
    }

    /// How the database stands to `set`. Nothing is written and no lock is taken.
    ///
    /// # Errors
    /// [`MigrateError::Database`].
    pub async fn status(&mut self, set: &MigrationSet) -> Result<Status, MigrateError> {
        let client = self.client();
        let there = journal::there(client).await?;
        let standing = journal::standing(client, &set.name).await?;
        let newest = match there {
            There::New => journal::load_newest(client).await?,
            There::None | There::Old => None,
        };
        let live = self.snapshot().await?;
        let comparable =
            newest.filter(|newest| newest.fingerprint().is_comparable(live.fingerprint()));
        let drift = comparable
            .map(|newest| newest.differences(&live))
            .unwrap_or_default();
        let running = standing.iter().find(|entry| entry.state == State::Running);
        let unfinished = running.map(|entry| format!("{:04}_{}", entry.version, entry.name));
        let pending: Vec<_> = set
            .migrations
            .iter()
            .filter(|m| standing.iter().all(|entry| entry.version != m.version))
            .collect();
        let mut findings = of_files(set, &standing, &pending);
        // What an unfinished migration left behind is its own, not drift.
        if unfinished.is_none() {
            findings.extend(drift.iter().filter_map(of_drift));
        }
        Ok(Status {
            has_journal: there != There::None,
            pending: pending.iter().map(|m| m.title()).collect(),
            applied: standing,
            unfinished,
            fingerprint: live.fingerprint().clone(),
            drift,
            findings,
        })
    }
}

/// Files that changed or vanished after they were applied, and late comers.
fn of_files(set: &MigrationSet, standing: &[Entry], pending: &[&Migration]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for entry in standing {
        let label = format!("{:04}", entry.version);
        match set.find(entry.version) {
            None => {
                let message = format!(
                    "version {label} ({}) is applied here and its files are gone",
                    entry.name
                );
                findings.extend(Finding::live("SM007", &label, message));
            }
            Some(migration) if !entry.is(migration) => {
                let message = format!("version {label} was applied here and has been edited since");
                findings.extend(
                    Finding::live("SM006", &label, message).map(|f| f.about(&migration.up.path)),
                );
            }
            Some(_) => {}
        }
    }
    let newest = standing.last().map_or(0, |entry| entry.version);
    for late in pending
        .iter()
        .filter(|migration| migration.version < newest)
    {
        let message = format!(
            "{} is pending and older than {newest:04}, which is applied",
            late.title()
        );
        let finding = Finding::live("SM008", &late.label, message).map(|f| f.about(&late.up.path));
        findings.extend(finding.map(|f| f.at_level(Level::Warning)));
    }
    findings
}

/// A difference in what a schema is counts as an error; one in comments or the order of columns is worth a word.
pub(crate) fn of_drift(difference: &Difference) -> Option<Finding> {
    let finding = Finding::live("SM013", &difference.identity, difference.line())?;
    Some(match difference.part {
        Part::Structure | Part::Security => finding,
        Part::Order => Finding::live("SM019", &difference.identity, difference.line())?
            .at_level(Level::Warning),
        Part::Notes => finding.at_level(Level::Info),
    })
}

//! One look at one database, with the login of its owner. Nothing is written and no lock is taken.

use chrono::{DateTime, Utc};
use stoa_guard::{Baseline, Config as Rules, Finding, Profile};
use stoa_pg::bootstrap;
use stoa_schema::{Difference, Entry, MigrateError, MigrationSet, RunOptions, Runner, Status};
use stoa_web::{SchemaFacts, SchemaFinding, SchemaRun, SchemaSet};
use tokio_postgres::Config;

/// The most runs that are shown.
const MOST_RUNS: usize = 10;

/// What a database is.
#[derive(Debug, Clone)]
pub(super) struct Seen {
    pub(super) sets: Vec<SchemaSet>,
    pub(super) facts: SchemaFacts,
}

/// Looks.
///
/// # Errors
/// [`MigrateError`] when the database cannot be reached or asked.
pub(super) async fn look(
    login: &Config,
    sets: &[MigrationSet],
    now: DateTime<Utc>,
) -> Result<Seen, MigrateError> {
    let mut login = login.clone();
    login.application_name("stoa schema check");
    let mut runner = Runner::open(&login, RunOptions::as_role(bootstrap::OWNER)).await?;
    let mut seen = Seen {
        sets: Vec::new(),
        facts: SchemaFacts {
            at: now,
            fingerprint: String::new(),
            drift: Vec::new(),
            runs: Vec::new(),
            findings: Vec::new(),
            known: 0,
        },
    };
    for set in sets {
        let status = runner.status(set).await?;
        let runs = runner.history(&set.name).await?;
        let run = |entry: &Entry| run(&set.name, entry);
        seen.facts.runs.extend(runs.iter().map(run));
        seen.add(set, status);
    }
    // Times are whole seconds: within one, the later run comes first too.
    seen.facts.runs.reverse();
    seen.facts.runs.sort_by_key(|run| std::cmp::Reverse(run.at));
    seen.facts.runs.truncate(MOST_RUNS);
    let audited = runner.audit(&rules()).await?;
    let (audited, known) = known().sift(audited, now.date_naive());
    seen.facts
        .findings
        .extend(audited.into_iter().map(in_words));
    seen.facts.known = known;
    Ok(seen)
}

impl Seen {
    fn add(&mut self, set: &MigrationSet, status: Status) {
        let serious = status.drift.iter().filter(|drift| drift.is_serious());
        self.facts.drift = serious.map(Difference::line).collect();
        self.facts.fingerprint = status.fingerprint.to_string();
        // What is drift stands there already.
        let of_files = |finding: &Finding| !matches!(finding.rule, "SM013" | "SM019");
        let findings = status.findings.into_iter().filter(of_files);
        self.facts.findings.extend(findings.map(in_words));
        if set.migrations.is_empty() && status.applied.is_empty() {
            return;
        }
        self.sets.push(SchemaSet {
            name: set.name.clone(),
            version: status.applied.last().map(Entry::title),
            pending: status.pending,
            unfinished: status.unfinished,
        });
    }
}

fn run(set: &str, entry: &Entry) -> SchemaRun {
    SchemaRun {
        set: set.to_owned(),
        title: entry.title(),
        state: entry.state.name(),
        at: entry.started_at.parse().ok(),
        ms: entry.ms,
        by: entry.db_user.clone(),
        tool: entry.tool.clone(),
    }
}

fn in_words(finding: Finding) -> SchemaFinding {
    SchemaFinding {
        reach: stoa_schema::reach(&finding).map(str::to_owned),
        rule: finding.rule,
        class: finding.class,
        level: finding.level.name(),
        object: finding.object,
        message: finding.message,
        help: finding.help,
    }
}

/// The house rules of Stoa's own databases.
fn rules() -> Rules {
    Rules {
        profile: Profile::Strict,
        identity_table: Some("auth.users".to_owned()),
        ..Rules::default()
    }
}

/// What is meant so; a test reads it, so that it can be read.
fn known() -> Baseline {
    Baseline::parse(stoa_db_main::KNOWN_AUDIT).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_meant_so_can_be_read() {
        assert_ne!(known(), Baseline::default());
        assert_eq!(Baseline::parse(stoa_db_main::KNOWN_AUDIT).unwrap(), known());
    }
}

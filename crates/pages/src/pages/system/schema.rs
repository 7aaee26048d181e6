use askama::Template;
use chrono::{DateTime, Utc};

use crate::{Shell, Tone};

/// `/admin/schema`: what each database is, held against what the migrations make of it.
#[derive(Debug, Clone, Template)]
#[template(path = "system/schema.html")]
pub struct SchemaPage {
    /// The page around it.
    pub shell: Shell,
    /// The databases.
    pub databases: Vec<SchemaCard>,
}

/// One database.
#[derive(Debug, Clone)]
pub struct SchemaCard {
    /// Its name: `tripwire`.
    pub database: &'static str,
    /// Where each set of migrations stands in it.
    pub sets: Vec<SchemaSet>,
    /// What is known of it besides.
    pub seen: SchemaSeen,
}

/// How a set of migrations stands in a database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchemaSet {
    /// `ops`, `main`.
    pub name: String,
    /// The newest migration that stands: `0021_chosen_language`; None when there is none.
    pub version: Option<String>,
    /// Those that wait, in order.
    pub pending: Vec<String>,
    /// One that began and did not end.
    pub unfinished: Option<String>,
}

/// What a look at a database came to.
#[derive(Debug, Clone)]
pub enum SchemaSeen {
    /// All there is to know.
    Whole(SchemaFacts),
    /// This process has no login that may look, as those who only serve have none.
    NoLogin,
    /// It could not be looked at.
    Failed {
        /// Why, in the words of whoever refused.
        reason: String,
        /// When it was last seen.
        last_good: Option<DateTime<Utc>>,
    },
}

/// What was seen.
#[derive(Debug, Clone)]
pub struct SchemaFacts {
    /// When.
    pub at: DateTime<Utc>,
    /// Four hashes in one word: `fp1:pg15:…`.
    pub fingerprint: String,
    /// Objects that are not what the last migration left.
    pub drift: Vec<String>,
    /// The latest runs, the newest first.
    pub runs: Vec<SchemaRun>,
    /// What the audit says, the worst first.
    pub findings: Vec<SchemaFinding>,
    /// Findings that are known, with a reason, and left out.
    pub known: usize,
}

/// One run of a migration.
#[derive(Debug, Clone)]
pub struct SchemaRun {
    /// Its set.
    pub set: String,
    /// `0003_desk`.
    pub title: String,
    /// `running`, `applied`, `failed`, `reverted` or `verified_stamp`.
    pub state: &'static str,
    /// When it began.
    pub at: Option<DateTime<Utc>>,
    /// How long it took, in milliseconds.
    pub ms: Option<i64>,
    /// The login that ran it.
    pub by: String,
    /// The program.
    pub tool: String,
}

/// One thing that the audit found.
#[derive(Debug, Clone)]
pub struct SchemaFinding {
    /// `SA001`.
    pub rule: &'static str,
    /// `rls-disabled-exposed`.
    pub class: &'static str,
    /// `error`, `warning` or `info`.
    pub level: &'static str,
    /// What it is about.
    pub object: Option<String>,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
    /// Who gets there: `PUBLIC`, `anon`, `nobody`; None where that is not the question.
    pub reach: Option<String>,
}

impl SchemaCard {
    /// Whether migrations wait.
    pub(crate) fn waits(&self) -> bool {
        self.sets.iter().any(|set| !set.pending.is_empty())
    }

    /// How it is as a whole.
    pub(crate) fn tone(&self) -> Tone {
        let is_behind = self.waits() || self.sets.iter().any(|set| set.unfinished.is_some());
        match &self.seen {
            SchemaSeen::Failed { .. } => Tone::Bad,
            SchemaSeen::Whole(facts) if !facts.drift.is_empty() || facts.has_error() => Tone::Bad,
            SchemaSeen::Whole(_) | SchemaSeen::NoLogin if is_behind => Tone::Warn,
            SchemaSeen::Whole(_) => Tone::Ok,
            SchemaSeen::NoLogin => Tone::Idle,
        }
    }

    /// The same in words: the key of the text.
    pub(crate) fn key(&self) -> &'static str {
        match (self.tone(), &self.seen) {
            (_, SchemaSeen::Failed { .. }) => "schema-unseen",
            (Tone::Bad, _) => "schema-look-at-it",
            (Tone::Warn, _) => "schema-behind",
            (Tone::Idle, _) => "schema-version-only",
            _ => "schema-in-order",
        }
    }
}

impl SchemaFacts {
    fn has_error(&self) -> bool {
        self.findings.iter().any(|finding| finding.level == "error")
    }

    /// What somebody should look at.
    pub(crate) fn loud(&self) -> Vec<&SchemaFinding> {
        self.by_loudness(true)
    }

    /// What is merely so.
    pub(crate) fn quiet(&self) -> Vec<&SchemaFinding> {
        self.by_loudness(false)
    }

    fn by_loudness(&self, loud: bool) -> Vec<&SchemaFinding> {
        let is_wanted = |finding: &&SchemaFinding| (finding.level != "info") == loud;
        self.findings.iter().filter(is_wanted).collect()
    }
}

impl SchemaRun {
    /// How it ended, in words: the key of the text.
    pub(crate) fn key(&self) -> &'static str {
        match self.state {
            "running" => "schema-run-running",
            "failed" => "schema-run-failed",
            "reverted" => "schema-run-reverted",
            "verified_stamp" => "schema-run-stamped",
            _ => "schema-run-applied",
        }
    }

    pub(crate) fn tone(&self) -> Tone {
        match self.state {
            "running" => Tone::Warn,
            "failed" => Tone::Bad,
            "reverted" => Tone::Idle,
            _ => Tone::Ok,
        }
    }
}

impl SchemaFinding {
    pub(crate) fn tone(&self) -> Tone {
        match self.level {
            "error" => Tone::Bad,
            "warning" => Tone::Warn,
            _ => Tone::Idle,
        }
    }
}

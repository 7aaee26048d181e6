use serde::Serialize;
use tokio_postgres::Row;

use crate::{
    fingerprint::Fingerprint,
    set::{Migration, sha256},
};

/// How a run ended, or that it has not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It began and is not known to have ended.
    Running,
    /// It is in the database.
    Applied,
    /// It failed and left nothing behind.
    Failed,
    /// It was undone.
    Reverted,
    /// It was not run; the database was proved to be as if it had been.
    VerifiedStamp,
}

impl State {
    /// Its name in the journal: `verified_stamp`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Applied => "applied",
            Self::Failed => "failed",
            Self::Reverted => "reverted",
            Self::VerifiedStamp => "verified_stamp",
        }
    }

    fn read(name: &str) -> Self {
        match name {
            "running" => Self::Running,
            "failed" => Self::Failed,
            "reverted" => Self::Reverted,
            "verified_stamp" => Self::VerifiedStamp,
            _ => Self::Applied,
        }
    }

    /// True while the database counts as having the migration.
    pub(crate) fn stands(self) -> bool {
        matches!(self, Self::Running | Self::Applied | Self::VerifiedStamp)
    }
}

/// One row of the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entry {
    #[serde(skip)]
    pub(crate) id: i64,
    /// The version that was run.
    pub version: u64,
    /// The migration's name then.
    pub name: String,
    #[serde(skip)]
    pub(crate) up_sha256: String,
    #[serde(skip)]
    pub(crate) down_sha256: String,
    #[serde(skip)]
    pub(crate) fp_before: Option<Fingerprint>,
    #[serde(skip)]
    pub(crate) fp_after: Option<Fingerprint>,
    /// How it ended.
    pub state: State,
    /// Whether it was last run in the other direction.
    pub going_down: bool,
    /// When it began, in UTC.
    pub started_at: String,
    /// How long it took.
    pub ms: Option<i64>,
    /// Who ran it.
    pub db_user: String,
    /// From where.
    pub host: String,
    /// With which program.
    pub tool: String,
}

impl Entry {
    /// `0003_add_orders`.
    #[must_use]
    pub fn title(&self) -> String {
        format!("{:04}_{}", self.version, self.name)
    }

    pub(crate) fn from_row(row: &Row) -> Self {
        let fingerprint = |column| {
            row.get::<_, Option<String>>(column)
                .and_then(|text| text.parse().ok())
        };
        Self {
            id: row.get("id"),
            version: number(row.get("version")),
            name: row.get("name"),
            up_sha256: row.get("up_sha256"),
            down_sha256: row.get("down_sha256"),
            fp_before: fingerprint("fp_before"),
            fp_after: fingerprint("fp_after"),
            state: State::read(row.get("state")),
            going_down: row.get("going_down"),
            started_at: row.get("started_at"),
            ms: row.get("ms"),
            db_user: row.get("db_user"),
            host: row.get("host"),
            tool: row.get("tool"),
        }
    }

    /// True when the files are still those that were run. The old journal knows the bytes as they were, this one their
    /// text whatever an editor did to its line ends.
    pub(crate) fn is(&self, migration: &Migration) -> bool {
        let same = |source: Option<&stoa_guard::SourceText>, recorded: &str| match source {
            Some(source) => source.checksum() == recorded || sha256(&source.text) == recorded,
            None => recorded.is_empty(),
        };
        self.name == migration.name
            && same(Some(&migration.up), &self.up_sha256)
            && same(migration.down.as_ref(), &self.down_sha256)
    }
}

/// Versions have at most eighteen digits, so that they fit.
pub(crate) fn key(version: u64) -> i64 {
    i64::try_from(version).unwrap_or(i64::MAX)
}

pub(crate) fn number(key: i64) -> u64 {
    u64::try_from(key).unwrap_or_default()
}

use std::{fmt, path::PathBuf};

use thiserror::Error;

use crate::fingerprint::Difference;

/// Why migrations were not run. Whatever stands in the journal was applied; whatever does not, was not.
#[derive(Debug, Error)]
pub enum MigrateError {
    /// The database refused something outside a migration, or the connection was lost there.
    #[error("the database does not answer or refuses to be migrated")]
    Database(#[from] tokio_postgres::Error),
    /// There is no connection.
    #[error("the database cannot be reached")]
    Unreachable(#[source] stoa_pg::ConnectError),
    /// The connection is shared by a pooler, under which locks and settings mean nothing.
    #[error(
        "this connection goes through a pooler, under which locks and settings of a session mean nothing: connect to \
         PostgreSQL itself"
    )]
    Pooled,
    /// Another process has held the lock for too long.
    #[error("another process is migrating this database{}", held_by(.0.as_ref()))]
    Locked(Option<String>),
    /// A file was changed after it was applied.
    #[error(
        "{set} {title} was changed after it was applied; restore the file and write a new migration"
    )]
    Changed {
        /// The set.
        set: String,
        /// The migration.
        title: String,
    },
    /// The journal knows a version above all that the files have.
    #[error(
        "{set}: the database is at version {version}, newer than this program knows; start a newer program"
    )]
    Newer {
        /// The set.
        set: String,
        /// The version.
        version: u64,
    },
    /// The journal knows a version that the files skip.
    #[error(
        "{set}: version {version}_{name} was applied and its files are gone; bring them back from the history"
    )]
    Gone {
        /// The set.
        set: String,
        /// The version.
        version: u64,
        /// Its name.
        name: String,
    },
    /// A migration is older than the newest applied one.
    #[error(
        "{title} is older than {newest}, which is applied; give it a newer number, or allow it out of order"
    )]
    OutOfOrder {
        /// The migration.
        title: String,
        /// The newest applied version.
        newest: u64,
    },
    /// There is no way back from a migration, and nobody said that it is meant.
    #[error("there is no way back from {0}: allow what is irreversible, or write its down file")]
    OneWay(String),
    /// A migration cannot be undone.
    #[error("{0} cannot be undone: it says so, or has no down file")]
    NoWayBack(String),
    /// The database is not as the last migration left it.
    #[error("the database is not as the last migration left it; nothing was touched{}", list(.0))]
    Drift(Vec<Difference>),
    /// A migration cannot be run by a runner.
    #[error("{at}: {reason}")]
    Refused {
        /// Where.
        at: Place,
        /// Why, and what to do.
        reason: String,
    },
    /// A migration failed and was rolled back as a whole.
    #[error("{0}")]
    Failed(Box<Failure>),
    /// A lock was not to be had in any of the tries; each was rolled back as a whole.
    #[error("{at}: a lock was not to be had in {tries} tries; nothing was changed{}", in_the_way(.holders))]
    Busy {
        /// The statement that waited.
        at: Place,
        /// How often it was tried.
        tries: u32,
        /// Who may be in the way.
        holders: Vec<String>,
    },
    /// The connection was lost in the middle of a migration.
    #[error(
        "the connection was lost while {title} ran: it is in the database as a whole or not at all; ask for the status"
    )]
    Lost {
        /// The migration.
        title: String,
        /// The driver's error.
        #[source]
        source: tokio_postgres::Error,
    },
    /// A migration outside a transaction stopped half way.
    #[error("{title} began and did not end: {reason}")]
    Unfinished {
        /// The migration.
        title: String,
        /// What is known, and what to do.
        reason: String,
        /// The server's error, when there was one.
        #[source]
        source: Option<tokio_postgres::Error>,
    },
    /// The files were tried on a server of another major version, which prints a schema differently.
    #[error(
        "the database is on PostgreSQL {live} and the files were tried on {scratch}, so nothing can be compared: lend a \
         server of version {live} with --scratch-url"
    )]
    OtherMajor {
        /// The database's version.
        live: u32,
        /// The scratch server's version.
        scratch: u32,
    },
    /// A migration would reach out of the database it is tried in.
    #[error("{at}: {reason}; it is not tried on a scratch server")]
    Unsafe {
        /// The statement.
        at: Place,
        /// What it would do.
        reason: &'static str,
    },
    /// The schema after a migration is not the one it was released with.
    #[error("{0} leaves another schema behind than manifest.lock says; it was rolled back")]
    NotAsReleased(String),
}

/// A statement's place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file.
    pub file: PathBuf,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// A migration that failed.
#[derive(Debug, Error)]
#[error("{at}: {title} failed and was rolled back: {reason}{}", .hint.as_ref().map(|hint| format!(" ({hint})")).unwrap_or_default())]
pub struct Failure {
    /// The migration.
    pub title: String,
    /// Where.
    pub at: Place,
    /// What the server said.
    pub reason: String,
    /// The server's code, `42P07`.
    pub code: Option<String>,
    /// What to do.
    pub hint: Option<String>,
    /// The server's error.
    #[source]
    pub source: Option<tokio_postgres::Error>,
}

impl MigrateError {
    /// The exit code of a command that ends so.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Changed { .. }
            | Self::Newer { .. }
            | Self::Gone { .. }
            | Self::OutOfOrder { .. } => 1,
            Self::Refused { .. }
            | Self::OneWay(_)
            | Self::NoWayBack(_)
            | Self::OtherMajor { .. }
            | Self::Unsafe { .. } => 2,
            Self::Database(_) | Self::Unreachable(_) | Self::Pooled | Self::Lost { .. } => 3,
            Self::Drift(_) | Self::NotAsReleased(_) => 4,
            Self::Failed(_) => 5,
            Self::Unfinished { .. } => 6,
            Self::Locked(_) | Self::Busy { .. } => 7,
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file.display(), self.line, self.column)
    }
}

fn held_by(holder: Option<&String>) -> String {
    holder
        .map(|holder| format!(": {holder}"))
        .unwrap_or_default()
}

/// The first few, one on each line.
fn list(differences: &[Difference]) -> String {
    let mut lines: Vec<_> = differences.iter().take(10).map(Difference::line).collect();
    if differences.len() > lines.len() {
        lines.push(format!("and {} more", differences.len() - lines.len()));
    }
    indented("", &lines)
}

fn in_the_way(holders: &[String]) -> String {
    indented("perhaps in the way: ", holders)
}

fn indented(before: &str, lines: &[String]) -> String {
    lines
        .iter()
        .fold(String::new(), |text, line| text + "\n  " + before + line)
}

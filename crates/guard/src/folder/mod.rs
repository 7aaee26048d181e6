//! Folders of migrations, as they lie on disk.

mod load;
mod lock;
mod text;

use std::path::PathBuf;

pub use load::FolderError;
pub use lock::{LockError, Locked, ManifestLock};
pub use text::{Fault, SourceText};

/// One folder of migrations.
#[derive(Debug, Clone, Default)]
pub struct Folder {
    /// Where it is.
    pub dir: PathBuf,
    /// What is in it, by version.
    pub migrations: Vec<Migration>,
    /// Files ending in `.sql` whose names give them no place in the order.
    pub strays: Vec<PathBuf>,
    /// The versions that were recorded as released, with their checksums.
    pub lock: Option<ManifestLock>,
}

/// One version: the way there, the way back, and what must be true afterwards.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Migration {
    /// The digits of its name, as written; empty for a bare `up.sql`.
    pub version: String,
    /// What follows the digits.
    pub name: String,
    /// The statements that apply it.
    pub up: Option<SourceText>,
    /// The statements that undo it.
    pub down: Option<SourceText>,
    /// Queries of which every row must be true.
    pub verify: Option<SourceText>,
}

impl Migration {
    /// The version as a number; 0 for a bare pair.
    #[must_use]
    pub fn number(&self) -> u64 {
        self.version.parse().unwrap_or(0)
    }

    /// The file to blame when there is none to point into.
    #[must_use]
    pub fn path(&self) -> PathBuf {
        [&self.up, &self.down, &self.verify]
            .into_iter()
            .flatten()
            .next()
            .map_or_else(PathBuf::new, |text| text.path.clone())
    }
}

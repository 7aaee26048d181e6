//! `manifest.lock`: what was released, so that an edit of it is noticed in review.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{Folder, Migration};

/// The versions that were released, with their checksums.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManifestLock {
    /// By version.
    #[serde(default, rename = "migration")]
    pub migrations: Vec<Locked>,
}

/// One released version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Locked {
    /// The digits of its name.
    pub version: String,
    /// Its name.
    #[serde(default)]
    pub name: String,
    /// SHA-256 of the up file.
    pub up: String,
    /// SHA-256 of the down file; empty when there is none.
    #[serde(default)]
    pub down: String,
    /// The fingerprint of the schema after it; empty when it was never taken.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub fingerprint: String,
}

/// Why a lock file was refused.
#[derive(Debug, Error)]
#[error("manifest.lock cannot be read: {0}")]
pub struct LockError(#[from] toml::de::Error);

impl ManifestLock {
    /// Reads the text of a lock file.
    ///
    /// # Errors
    /// [`LockError`] when it is not one.
    pub fn parse(text: &str) -> Result<Self, LockError> {
        Ok(toml::from_str(text)?)
    }

    /// Records every version of a folder; fingerprints that are known are kept.
    #[must_use]
    pub fn of(folder: &Folder) -> Self {
        let known = folder.lock.as_ref();
        let migrations = folder
            .migrations
            .iter()
            .map(|migration| Locked {
                fingerprint: known
                    .and_then(|lock| lock.find(&migration.version))
                    .map(|locked| locked.fingerprint.clone())
                    .unwrap_or_default(),
                ..Locked::of(migration)
            })
            .collect();
        Self { migrations }
    }

    /// The text of the lock file.
    #[must_use]
    pub fn render(&self) -> String {
        let mut out = String::from(
            "# What was released. Written by `stoa migrate verify --write-lock`, reviewed by people.\n",
        );
        for locked in &self.migrations {
            let body = toml::to_string(locked).unwrap_or_default();
            out.push_str("\n[[migration]]\n");
            out.push_str(&body);
        }
        out
    }

    /// A released version.
    #[must_use]
    pub fn find(&self, version: &str) -> Option<&Locked> {
        self.migrations
            .iter()
            .find(|locked| locked.version == version)
    }
}

impl Locked {
    fn of(migration: &Migration) -> Self {
        let sum = |text: &Option<super::SourceText>| {
            text.as_ref()
                .map(super::SourceText::checksum)
                .unwrap_or_default()
        };
        Self {
            version: migration.version.clone(),
            name: migration.name.clone(),
            up: sum(&migration.up),
            down: sum(&migration.down),
            fingerprint: String::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let lock = ManifestLock {
            migrations: vec![Locked {
                version: "0001".to_owned(),
                name: "a".to_owned(),
                up: "00".to_owned(),
                down: String::new(),
                fingerprint: "fp1:pg15:aa".to_owned(),
            }],
        };
        assert_eq!(ManifestLock::parse(&lock.render()).unwrap(), lock);
        assert!(ManifestLock::parse("[[migration]]\nversion = 1").is_err());
    }
}

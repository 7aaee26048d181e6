//! The migrations that a runner is given: a folder that has been looked over.

use std::path::{Path, PathBuf};

use rust_embed::RustEmbed;
use stoa_guard::{Fault, Folder, FolderError, Intent, SourceText};
use thiserror::Error;

use crate::fingerprint::{Fingerprint, hex};

/// One step of a schema, and the way back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Migration {
    /// Its place in the order.
    pub version: u64,
    /// The version as the file's name has it: `0003`.
    pub label: String,
    /// Its name, from the file's.
    pub name: String,
    /// The statements that apply it.
    pub up: SourceText,
    /// The statements that undo it exactly.
    pub down: Option<SourceText>,
    /// Queries of which every row must be true afterwards.
    pub verify: Option<SourceText>,
    /// What its comments ask for.
    pub intent: Intent,
    /// The schema it must leave behind, as `manifest.lock` has it.
    pub released_as: Option<Fingerprint>,
}

impl Migration {
    /// `0003_add_orders`.
    #[must_use]
    pub fn title(&self) -> String {
        format!("{}_{}", self.label, self.name)
    }

    /// True when the way back is missing, by decision or by accident.
    #[must_use]
    pub fn is_one_way(&self) -> bool {
        self.intent.irreversible || self.down.is_none()
    }
}

/// All migrations of one schema, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MigrationSet {
    /// Under which name the journal keeps them.
    pub name: String,
    /// The migrations by version.
    pub migrations: Vec<Migration>,
}

/// What is wrong with a set of files.
#[derive(Debug, Error)]
pub enum SetError {
    /// The folder or a file cannot be read.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// A file's name gives it no place in the order.
    #[error("{} is not named NNNN_name.up.sql or NNNN_name.down.sql; rename it or move it away", .0.display())]
    BadName(PathBuf),
    /// A migration lacks its up file.
    #[error("migration {0} has no up file")]
    NoUp(String),
    /// Two migrations have one number.
    #[error("version {0} stands twice: {1} and {2}")]
    Twice(u64, String, String),
    /// A file's bytes are not text.
    #[error("{}: {reason}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// A directive could not be understood.
    #[error("{}:{line}:{column}: {reason}", path.display())]
    Directive {
        /// The file.
        path: PathBuf,
        /// Its line, from 1.
        line: usize,
        /// Its column, from 1.
        column: usize,
        /// Why.
        reason: String,
    },
    /// `manifest.lock` was released with other bytes.
    #[error(
        "{0} was released with other text, says manifest.lock; restore it and write a new migration"
    )]
    NotAsReleased(PathBuf),
}

impl MigrationSet {
    /// A set without migrations.
    #[must_use]
    pub fn empty(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            migrations: Vec::new(),
        }
    }

    /// The files compiled into the program.
    ///
    /// # Errors
    /// [`SetError`] when the files do not make a set.
    pub fn embedded<E: RustEmbed>(name: &str) -> Result<Self, SetError> {
        let files = E::iter()
            .filter_map(|path| Some((PathBuf::from(&*path), E::get(&path)?.data.into_owned())));
        Self::from_folder(name, Folder::from_files(Path::new(""), files)?)
    }

    /// The `.sql` files of a folder.
    ///
    /// # Errors
    /// [`SetError`] when the folder cannot be read or the files do not make a set.
    pub fn from_dir(name: &str, dir: &Path) -> Result<Self, SetError> {
        Self::from_folder(name, Folder::load(dir)?)
    }

    /// Pairs of file name and text.
    ///
    /// # Errors
    /// [`SetError`] when the files do not make a set.
    pub fn from_files(
        name: &str,
        files: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, SetError> {
        let files = files
            .into_iter()
            .map(|(file, text)| (PathBuf::from(file), text.into_bytes()));
        Self::from_folder(name, Folder::from_files(Path::new(""), files)?)
    }

    /// A folder that was read.
    ///
    /// # Errors
    /// [`SetError`] when its files do not make a set.
    pub fn from_folder(name: &str, folder: Folder) -> Result<Self, SetError> {
        if let Some(stray) = folder.strays.first() {
            return Err(SetError::BadName(stray.clone()));
        }
        let lock = folder.lock;
        let mut migrations: Vec<Migration> = Vec::with_capacity(folder.migrations.len());
        for found in folder.migrations {
            let locked = lock.as_ref().and_then(|lock| lock.find(&found.version));
            let migration = look_over(found, locked)?;
            if let Some(last) = migrations
                .last()
                .filter(|last| last.version == migration.version)
            {
                return Err(SetError::Twice(
                    migration.version,
                    last.title(),
                    migration.title(),
                ));
            }
            migrations.push(migration);
        }
        Ok(Self {
            name: name.to_owned(),
            migrations,
        })
    }

    /// A checksum over every file, which names templates of test databases.
    #[must_use]
    pub fn checksum(&self) -> String {
        let halves = self
            .migrations
            .iter()
            .flat_map(|m| [Some(&m.up), m.down.as_ref()]);
        let sums: Vec<_> = halves
            .map(|half| half.map(SourceText::checksum).unwrap_or_default())
            .collect();
        sha256(&sums.join("\0"))
    }

    /// The migration of a version.
    #[must_use]
    pub fn find(&self, version: u64) -> Option<&Migration> {
        self.migrations
            .iter()
            .find(|migration| migration.version == version)
    }

    /// The same set up to a version.
    #[must_use]
    pub fn up_to(&self, version: u64) -> Self {
        let kept = self
            .migrations
            .iter()
            .filter(|migration| migration.version <= version);
        Self {
            name: self.name.clone(),
            migrations: kept.cloned().collect(),
        }
    }
}

fn look_over(
    found: stoa_guard::Migration,
    locked: Option<&stoa_guard::Locked>,
) -> Result<Migration, SetError> {
    let version = found.number();
    let Some(up) = found.up else {
        return Err(SetError::NoUp(format!("{}_{}", found.version, found.name)));
    };
    if found.version.is_empty() {
        return Err(SetError::BadName(up.path));
    }
    let (down, verify) = (found.down, found.verify);
    let mut intent = Intent::of(&up);
    for source in [Some(&up), down.as_ref(), verify.as_ref()]
        .into_iter()
        .flatten()
    {
        check_text(source)?;
    }
    intent.irreversible |= down
        .as_ref()
        .is_some_and(|down| Intent::of(down).irreversible);
    let released = locked.map_or(("", ""), |locked| (&*locked.up, &*locked.down));
    for (source, sum) in [(Some(&up), released.0), (down.as_ref(), released.1)] {
        if let Some(source) = source.filter(|source| !sum.is_empty() && source.checksum() != sum) {
            return Err(SetError::NotAsReleased(source.path.clone()));
        }
    }
    Ok(Migration {
        version,
        label: found.version,
        name: found.name,
        up,
        down,
        verify,
        intent,
        released_as: locked.and_then(|locked| locked.fingerprint.parse().ok()),
    })
}

fn check_text(source: &SourceText) -> Result<(), SetError> {
    let reason = source.faults.iter().find_map(|fault| match fault {
        Fault::ByteOrderMark => None,
        Fault::Utf16 => Some("the file is UTF-16; save it as UTF-8"),
        Fault::NotUtf8(_) => Some("the file is not UTF-8; save it as UTF-8"),
        Fault::Nul(_) => Some("the file holds a zero byte, at which the server would stop reading"),
    });
    if let Some(reason) = reason {
        return Err(SetError::Unreadable {
            path: source.path.clone(),
            reason,
        });
    }
    if let Some((at, reason)) = Intent::of(source).wrong.first() {
        let (line, column) = source.place(*at);
        let (path, reason) = (source.path.clone(), reason.clone());
        return Err(SetError::Directive {
            path,
            line,
            column,
            reason,
        });
    }
    Ok(())
}

pub(crate) fn sha256(text: &str) -> String {
    hex(aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, text.as_bytes()).as_ref())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(names: &[&str]) -> Result<MigrationSet, SetError> {
        MigrationSet::from_files(
            "test",
            names.iter().map(|n| ((*n).to_owned(), String::new())),
        )
    }

    #[test]
    fn pairs_in_order_make_a_set() {
        let set = set(&[
            "0002_b.up.sql",
            "0001_a.down.sql",
            "0001_a.up.sql",
            "20261121093000_c.up.sql",
        ])
        .unwrap();
        let versions: Vec<_> = set
            .migrations
            .iter()
            .map(|m| (m.version, m.is_one_way()))
            .collect();
        assert_eq!(
            versions,
            [(1, false), (2, true), (20_261_121_093_000, true)]
        );
        assert_eq!(set.up_to(2).migrations.len(), 2);
    }

    #[test]
    fn strangers_doubles_and_lone_downs_are_refused() {
        assert!(matches!(set(&["0001_a.down.sql"]), Err(SetError::NoUp(_))));
        assert!(matches!(
            set(&["0001_a.up.sql", "0001_b.up.sql"]),
            Err(SetError::Twice(1, _, _))
        ));
        assert!(matches!(
            set(&["0001_a.up.sql", "1_b.up.sql"]),
            Err(SetError::Twice(1, _, _))
        ));
        for stranger in ["notes.sql", "up.sql", "a_1.up.sql"] {
            assert!(
                matches!(set(&[stranger, "0001_a.up.sql"]), Err(SetError::BadName(_))),
                "{stranger}"
            );
        }
    }

    #[test]
    fn bytes_that_are_no_text_and_wrong_directives_are_named() {
        let folder = |bytes: &[u8]| {
            let files = [(PathBuf::from("0001_a.up.sql"), bytes.to_vec())];
            MigrationSet::from_folder("t", Folder::from_files(Path::new(""), files).unwrap())
        };
        for bytes in [b"\xff\xfes\0".as_slice(), b"select '\xe9'", b"a\0b"] {
            assert!(matches!(folder(bytes), Err(SetError::Unreadable { .. })));
        }
        assert!(folder(b"\xef\xbb\xbfselect 1;\r\n").is_ok());
        let wrong = folder(b"select 1;\n-- stoa:allow SM020\nselect 2;");
        assert!(
            matches!(
                wrong,
                Err(SetError::Directive {
                    line: 2,
                    column: 1,
                    ..
                })
            ),
            "{wrong:?}"
        );
    }

    #[test]
    fn a_file_that_is_not_as_it_was_released_is_refused() {
        let files = |lock: &str| {
            [("0001_a.up.sql", "select 1;"), ("manifest.lock", lock)]
                .map(|(n, t)| (n.to_owned(), t.to_owned()))
        };
        let lock = "[[migration]]\nversion = \"0001\"\nup = \"00\"";
        assert!(matches!(
            MigrationSet::from_files("t", files(lock)),
            Err(SetError::NotAsReleased(_))
        ));
    }
}

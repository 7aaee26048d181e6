use std::{collections::BTreeMap, fs, io, path::Path};

use aws_lc_rs::digest;
use rust_embed::RustEmbed;
use thiserror::Error;

/// One step of a schema, and the way back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Migration {
    /// Its number, from 1, without gaps.
    pub version: i32,
    /// Its name, from the file's.
    pub name: String,
    /// The statements that apply it.
    pub up: String,
    /// The statements that undo it exactly.
    pub down: String,
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
    #[error("{0} cannot be read")]
    Unreadable(String, #[source] io::Error),
    /// A file's name is not `NNNN_name.up.sql` or `NNNN_name.down.sql`.
    #[error("{0} is not named NNNN_name.up.sql or NNNN_name.down.sql")]
    BadName(String),
    /// A migration lacks one half.
    #[error("migration {0} has no {1} file")]
    Unpaired(i32, &'static str),
    /// A version is missing, or stands twice under two names.
    #[error("version {0} is missing, or stands twice")]
    Gap(i32),
}

#[derive(Default)]
struct Halves {
    name: String,
    up: Option<String>,
    down: Option<String>,
}

impl MigrationSet {
    /// The files compiled into the program.
    ///
    /// # Errors
    /// [`SetError`] when the files do not make a set.
    pub fn embedded<E: RustEmbed>(name: &str) -> Result<Self, SetError> {
        let files = E::iter().filter_map(|path| {
            let file = E::get(&path)?;
            Some((
                path.into_owned(),
                String::from_utf8_lossy(&file.data).into_owned(),
            ))
        });
        Self::from_files(name, files)
    }

    /// The `.sql` files of a folder.
    ///
    /// # Errors
    /// [`SetError`] when the folder cannot be read or the files do not make a set.
    pub fn from_dir(name: &str, dir: &Path) -> Result<Self, SetError> {
        let unreadable = |path: &Path| {
            let path = path.display().to_string();
            move |error| SetError::Unreadable(path, error)
        };
        let mut files = Vec::new();
        for entry in fs::read_dir(dir).map_err(unreadable(dir))? {
            let path = entry.map_err(unreadable(dir))?.path();
            if path.extension().is_some_and(|extension| extension == "sql") {
                let file_name = path
                    .file_name()
                    .unwrap_or_default()
                    .to_string_lossy()
                    .into_owned();
                files.push((
                    file_name,
                    fs::read_to_string(&path).map_err(unreadable(&path))?,
                ));
            }
        }
        Self::from_files(name, files)
    }

    /// Pairs of file name and text.
    ///
    /// # Errors
    /// [`SetError`] when the files do not make a set.
    pub fn from_files(
        name: &str,
        files: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, SetError> {
        let mut found: BTreeMap<i32, Halves> = BTreeMap::new();
        for (file, text) in files {
            let (version, title, is_up) =
                parse_name(&file).ok_or_else(|| SetError::BadName(file.clone()))?;
            let halves = found.entry(version).or_default();
            if !halves.name.is_empty() && halves.name != title {
                return Err(SetError::Gap(version));
            }
            title.clone_into(&mut halves.name);
            *(if is_up {
                &mut halves.up
            } else {
                &mut halves.down
            }) = Some(text);
        }
        let migrations = (1..)
            .zip(found)
            .map(|(expected, (version, halves))| {
                if version != expected {
                    return Err(SetError::Gap(expected));
                }
                Ok(Migration {
                    version,
                    name: halves.name,
                    up: halves.up.ok_or(SetError::Unpaired(version, "up"))?,
                    down: halves.down.ok_or(SetError::Unpaired(version, "down"))?,
                })
            })
            .collect::<Result<_, _>>()?;
        Ok(Self {
            name: name.to_owned(),
            migrations,
        })
    }

    /// A checksum over every file, which names templates of test databases.
    #[must_use]
    pub fn checksum(&self) -> String {
        let all: Vec<_> = self
            .migrations
            .iter()
            .flat_map(|m| [m.up.as_str(), m.down.as_str()])
            .collect();
        sha256(&all.join("\0"))
    }
}

fn parse_name(file: &str) -> Option<(i32, &str, bool)> {
    let (stem, is_up) = match (file.strip_suffix(".up.sql"), file.strip_suffix(".down.sql")) {
        (Some(stem), _) => (stem, true),
        (_, Some(stem)) => (stem, false),
        _ => return None,
    };
    let (number, title) = stem.split_once('_')?;
    let well_formed = number.len() == 4
        && !title.is_empty()
        && title
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    Some((well_formed.then(|| number.parse().ok())??, title, is_up))
}

pub(crate) fn sha256(text: &str) -> String {
    use std::fmt::Write as _;
    digest::digest(&digest::SHA256, text.as_bytes())
        .as_ref()
        .iter()
        .fold(String::new(), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        })
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
            "0002_b.down.sql",
        ])
        .unwrap();
        let versions: Vec<_> = set
            .migrations
            .iter()
            .map(|m| (m.version, m.name.as_str()))
            .collect();
        assert_eq!(versions, [(1, "a"), (2, "b")]);
    }

    #[test]
    fn gaps_strangers_and_single_halves_are_refused() {
        assert!(matches!(
            set(&["0002_b.up.sql", "0002_b.down.sql"]),
            Err(SetError::Gap(1))
        ));
        assert!(matches!(
            set(&["0001_a.up.sql"]),
            Err(SetError::Unpaired(1, "down"))
        ));
        assert!(matches!(
            set(&["0001_a.up.sql", "0001_b.down.sql"]),
            Err(SetError::Gap(1))
        ));
        for stranger in ["notes.sql", "1_a.up.sql", "0001_A.up.sql", "0001_.up.sql"] {
            assert!(
                matches!(set(&[stranger]), Err(SetError::BadName(_))),
                "{stranger}"
            );
        }
    }
}

//! Reading a folder.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

use thiserror::Error;

use super::{Folder, LockError, ManifestLock, Migration, SourceText};

/// Why a folder could not be read.
#[derive(Debug, Error)]
pub enum FolderError {
    /// The folder or a file in it cannot be read.
    #[error("{} cannot be read", .0.display())]
    Unreadable(PathBuf, #[source] io::Error),
    /// There is not one migration in it.
    #[error("{} holds no migration: NNNN_name.up.sql with NNNN_name.down.sql, or up.sql with down.sql", .0.display())]
    Empty(PathBuf),
    /// Its lock file is not one.
    #[error(transparent)]
    Lock(#[from] LockError),
}

#[derive(Clone, Copy)]
enum Half {
    Up,
    Down,
    Verify,
}

impl Folder {
    /// Reads what lies in a folder, or the one pair a file belongs to.
    ///
    /// # Errors
    /// [`FolderError`] when it cannot be read or holds no migration.
    pub fn load(dir: &Path) -> Result<Self, FolderError> {
        let mut files = Vec::new();
        for path in list(dir)? {
            if path.is_dir() {
                files.extend(pair_in(&path)?);
            } else if path.extension().is_some_and(|e| e == "sql") || is_lock(&path) {
                let bytes = read(&path)?;
                files.push((path, bytes));
            }
        }
        Self::from_files(dir, files)
    }

    /// Builds a folder from files read elsewhere, such as the index of a repository.
    ///
    /// # Errors
    /// [`FolderError`] when there is no migration among them.
    pub fn from_files(
        dir: &Path,
        files: impl IntoIterator<Item = (PathBuf, Vec<u8>)>,
    ) -> Result<Self, FolderError> {
        let mut found: BTreeMap<(u64, String, String), Migration> = BTreeMap::new();
        let mut folder = Self {
            dir: dir.to_owned(),
            ..Self::default()
        };
        for (path, bytes) in files {
            if is_lock(&path) {
                let text = String::from_utf8_lossy(&bytes);
                folder.lock = Some(ManifestLock::parse(&text)?);
                continue;
            }
            let Some((version, name, half)) = place(dir, &path) else {
                folder.strays.push(path);
                continue;
            };
            let key = (version.parse().unwrap_or(0), version.clone(), name.clone());
            let migration = found.entry(key).or_default();
            migration.version = version;
            migration.name = name;
            let text = Some(SourceText::new(&path, &bytes));
            match half {
                Half::Up => migration.up = text,
                Half::Down => migration.down = text,
                Half::Verify => migration.verify = text,
            }
        }
        folder.migrations = found.into_values().collect();
        if folder.migrations.is_empty() {
            return Err(FolderError::Empty(dir.to_owned()));
        }
        Ok(folder)
    }
}

fn list(dir: &Path) -> Result<Vec<PathBuf>, FolderError> {
    let unreadable = |error| FolderError::Unreadable(dir.to_owned(), error);
    let mut paths = fs::read_dir(dir)
        .map_err(unreadable)?
        .map(|entry| entry.map(|e| e.path()))
        .collect::<Result<Vec<_>, _>>()
        .map_err(unreadable)?;
    paths.sort();
    Ok(paths)
}

/// `NNNN_name/up.sql` with its `down.sql`: a folder for each pair.
fn pair_in(dir: &Path) -> Result<Vec<(PathBuf, Vec<u8>)>, FolderError> {
    let is_version = dir.file_name().is_some_and(|name| {
        name.to_string_lossy()
            .starts_with(|c: char| c.is_ascii_digit())
    });
    if !is_version {
        return Ok(Vec::new());
    }
    list(dir)?
        .into_iter()
        .filter(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            matches!(&*name, "up.sql" | "down.sql" | "verify.sql")
        })
        .map(|path| Ok((path.clone(), read(&path)?)))
        .collect()
}

fn read(path: &Path) -> Result<Vec<u8>, FolderError> {
    fs::read(path).map_err(|error| FolderError::Unreadable(path.to_owned(), error))
}

fn is_lock(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == "manifest.lock")
}

/// Version, name and half that a file's path says.
fn place(dir: &Path, path: &Path) -> Option<(String, String, Half)> {
    let file = path.file_name()?.to_str()?;
    let (stem, half) = [
        (".up.sql", Half::Up),
        (".down.sql", Half::Down),
        (".verify.sql", Half::Verify),
    ]
    .into_iter()
    .find_map(|(ending, half)| Some((file.strip_suffix(ending)?, half)))
    .or_else(|| Some((file.strip_suffix(".sql")?, Half::Up)))?;
    let half = match stem {
        "up" => Half::Up,
        "down" => Half::Down,
        "verify" => Half::Verify,
        _ => {
            let (version, name) = numbered(stem)?;
            return Some((version, name, half));
        }
    };
    let parent = path.parent().filter(|parent| *parent != dir);
    let named = parent.and_then(|parent| numbered(parent.file_name()?.to_str()?));
    let (version, name) = named.unwrap_or_default();
    Some((version, name, half))
}

fn numbered(stem: &str) -> Option<(String, String)> {
    let (number, name) = stem.split_once('_')?;
    let version: String = number.chars().filter(|c| *c != '-').collect();
    let well_formed = !version.is_empty()
        && version.len() <= 18
        && version.bytes().all(|b| b.is_ascii_digit())
        && !name.is_empty();
    well_formed.then(|| (version, name.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(names: &[&str]) -> Folder {
        let files = names
            .iter()
            .map(|name| (Path::new("d").join(name), Vec::new()));
        Folder::from_files(Path::new("d"), files).unwrap()
    }

    #[test]
    fn pairs_are_put_together_in_order() {
        let folder = folder(&[
            "0002_b.up.sql",
            "0001_a.down.sql",
            "0001_a.up.sql",
            "notes.sql",
            "0001_a.verify.sql",
        ]);
        let versions: Vec<_> = folder
            .migrations
            .iter()
            .map(|m| m.version.as_str())
            .collect();
        assert_eq!(versions, ["0001", "0002"]);
        assert!(folder.migrations[0].verify.is_some());
        assert!(folder.migrations[1].down.is_none());
        assert_eq!(folder.strays, [Path::new("d/notes.sql")]);
    }

    #[test]
    fn a_bare_pair_and_a_folder_for_each_pair_are_known_too() {
        let bare = folder(&["up.sql", "down.sql"]);
        assert_eq!(bare.migrations.len(), 1);
        assert!(bare.migrations[0].version.is_empty());
        let nested = folder(&[
            "2026-11-21-093000_add/up.sql",
            "2026-11-21-093000_add/down.sql",
        ]);
        assert_eq!(nested.migrations[0].version, "20261121093000");
    }

    #[test]
    fn one_number_under_two_names_stays_two_migrations() {
        let folder = folder(&["0001_a.up.sql", "0001_b.up.sql"]);
        assert_eq!(folder.migrations.len(), 2);
    }
}

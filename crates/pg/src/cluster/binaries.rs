use std::{
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use super::ClusterError;

/// The oldest version that Stoa works with.
const MINIMUM: u32 = 15;

/// Directories that hold one directory per installed version.
const VERSIONED: [&str; 4] = [
    "/usr/lib/postgresql",
    "/usr",
    "/opt/homebrew/opt",
    "/usr/local/opt",
];

/// The programs of one installed server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Binaries {
    pub(super) dir: PathBuf,
    pub(super) major: u32,
}

/// The programs to use: those of `wanted`, else the newest installed; a cluster that exists in `pgdata` takes only those
/// of its own major version.
pub(super) fn find(wanted: Option<&Path>, pgdata: &Path) -> Result<Binaries, ClusterError> {
    let candidates = match wanted {
        Some(dir) => vec![dir.to_owned()],
        None => installed(),
    };
    let found: Vec<_> = candidates.iter().filter_map(|dir| examine(dir)).collect();
    let searched = || match wanted {
        Some(dir) => format!("searched: {}; found: {}", dir.display(), majors(&found)),
        None => format!(
            "searched: {}, /usr/pgsql-*, PATH; found: {}",
            VERSIONED[0],
            majors(&found)
        ),
    };
    let Some(need) = made_by(pgdata) else {
        let newest = found.iter().find(|b| b.major >= MINIMUM).cloned();
        return newest.ok_or_else(|| ClusterError::NoBinaries {
            minimum: MINIMUM,
            searched: searched(),
        });
    };
    let same = found.iter().find(|b| b.major == need).cloned();
    same.ok_or_else(|| ClusterError::WrongMajor {
        dir: pgdata.to_owned(),
        need,
        found: majors(&found),
    })
}

/// The major version that made the cluster, when there is one.
fn made_by(pgdata: &Path) -> Option<u32> {
    fs::read_to_string(pgdata.join("PG_VERSION"))
        .ok()?
        .trim()
        .parse()
        .ok()
}

fn majors(found: &[Binaries]) -> String {
    let list: Vec<_> = found.iter().map(|b| b.major.to_string()).collect();
    if list.is_empty() {
        "none".to_owned()
    } else {
        list.join(", ")
    }
}

/// Versioned directories, newest first, then what PATH leads to.
fn installed() -> Vec<PathBuf> {
    let mut versioned: Vec<_> = VERSIONED
        .iter()
        .flat_map(|base| versions_in(Path::new(base)))
        .collect();
    versioned.sort_by_key(|(major, _)| std::cmp::Reverse(*major));
    versioned
        .into_iter()
        .map(|(_, dir)| dir)
        .chain(from_path())
        .collect()
}

fn versions_in(base: &Path) -> Vec<(u32, PathBuf)> {
    let entries = fs::read_dir(base).into_iter().flatten().flatten();
    entries
        .filter_map(|entry| Some((version_of(&entry.file_name())?, entry.path().join("bin"))))
        .collect()
}

/// `15`, `pgsql-15`, `postgresql@15`.
fn version_of(name: &OsStr) -> Option<u32> {
    let name = name.to_str()?;
    let number = name
        .strip_prefix("pgsql-")
        .or_else(|| name.strip_prefix("postgresql@"))
        .unwrap_or(name);
    number.parse().ok()
}

/// PATH may hold links: their target has the files that belong to the programs beside it.
#[expect(
    clippy::disallowed_methods,
    reason = "PATH is the system's, not a setting of ours"
)]
fn from_path() -> Vec<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let programs =
        std::env::split_paths(&path).filter_map(|dir| fs::canonicalize(dir.join("postgres")).ok());
    programs
        .filter_map(|program| Some(program.parent()?.to_owned()))
        .collect()
}

/// `None` when the directory does not hold both programs, or they cannot say their version.
fn examine(dir: &Path) -> Option<Binaries> {
    let dir = fs::canonicalize(dir).ok()?;
    let complete = ["postgres", "initdb"]
        .iter()
        .all(|program| dir.join(program).is_file());
    let answer = complete.then(|| {
        Command::new(dir.join("postgres"))
            .arg("--version")
            .output()
            .ok()
    })??;
    let major = parse_major(&String::from_utf8_lossy(&answer.stdout))?;
    Some(Binaries { dir, major })
}

/// `postgres (PostgreSQL) 15.18 (Debian ...)`, `... 19beta1`.
fn parse_major(answer: &str) -> Option<u32> {
    let version = answer.split_once("(PostgreSQL) ")?.1;
    let digits: String = version.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A server that only knows its version.
    fn pretend(dir: &Path, version: &str) {
        use std::os::unix::fs::PermissionsExt as _;
        fs::create_dir_all(dir).unwrap();
        fs::write(dir.join("initdb"), "").unwrap();
        fs::write(
            dir.join("postgres"),
            format!("#!/bin/sh\necho 'postgres (PostgreSQL) {version}'\n"),
        )
        .unwrap();
        fs::set_permissions(dir.join("postgres"), fs::Permissions::from_mode(0o755)).unwrap();
    }

    #[test]
    fn the_version_is_read_from_names_and_answers() {
        assert_eq!(version_of(OsStr::new("15")), Some(15));
        assert_eq!(version_of(OsStr::new("pgsql-16")), Some(16));
        assert_eq!(version_of(OsStr::new("postgresql@17")), Some(17));
        assert_eq!(version_of(OsStr::new("lib")), None);
        assert_eq!(
            parse_major("postgres (PostgreSQL) 15.18 (Debian 15.18-1)"),
            Some(15)
        );
        assert_eq!(parse_major("postgres (PostgreSQL) 19beta1"), Some(19));
        assert_eq!(parse_major("something else"), None);
    }

    #[test]
    fn an_existing_cluster_takes_only_its_own_version() {
        let dir = tempfile::tempdir().unwrap();
        let (bin, pgdata) = (dir.path().join("bin"), dir.path().join("pgdata"));
        pretend(&bin, "16.2");
        fs::create_dir(&pgdata).unwrap();
        assert_eq!(find(Some(&bin), &pgdata).unwrap().major, 16);
        fs::write(pgdata.join("PG_VERSION"), "15\n").unwrap();
        let error = find(Some(&bin), &pgdata).unwrap_err().to_string();
        assert!(
            error.contains("postgresql-15") && error.contains("only 16"),
            "{error}"
        );
    }

    #[test]
    fn nothing_or_something_too_old_names_the_package_to_install() {
        let dir = tempfile::tempdir().unwrap();
        let old = dir.path().join("old");
        pretend(&old, "13.1");
        for place in [dir.path(), old.as_path()] {
            let error = find(Some(place), &dir.path().join("pgdata"))
                .unwrap_err()
                .to_string();
            assert!(
                error.contains("apt-get install postgresql")
                    && error.contains("create_main_cluster"),
                "{error}"
            );
        }
    }
}

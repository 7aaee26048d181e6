use std::{
    fs,
    os::unix::fs::MetadataExt as _,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use super::secret::write_private;

const RUN: &str = "run.json";

/// What somebody opens the data directory for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Purpose {
    /// To serve: the directory is theirs alone, and commands come beside.
    Serve,
    /// To do one thing and leave.
    Command,
}

/// How commands reach the cluster of a running Stoa.
#[derive(Serialize, Deserialize)]
pub(crate) struct Run {
    pub(crate) pid: u32,
    pub(crate) purpose: Purpose,
    pub(crate) socket_dir: PathBuf,
    /// Where it serves, once it does.
    pub(crate) origin: Option<String>,
}

/// What is written: a copy of the directory brings the announcement with it, and must not lead to the original's cluster.
#[derive(Serialize, Deserialize)]
struct Announcement<R> {
    /// Device and number of the directory that it is about, which move with the directory and not with a copy.
    place: (u64, u64),
    #[serde(flatten)]
    run: R,
}

fn place(dir: &Path) -> std::io::Result<(u64, u64)> {
    let facts = fs::metadata(dir)?;
    Ok((facts.dev(), facts.ino()))
}

/// Says that this process runs the cluster.
///
/// # Errors
/// When the file cannot be written.
pub(crate) fn announce(dir: &Path, run: &Run) -> anyhow::Result<()> {
    let (path, unfinished) = (dir.join(RUN), dir.join("run.new"));
    let _ = fs::remove_file(&unfinished);
    let place = place(dir)?;
    write_private(
        &unfinished,
        &serde_json::to_vec(&Announcement { place, run })?,
    )?;
    Ok(fs::rename(unfinished, path)?)
}

/// Takes the announcement back.
pub(crate) fn withdraw(dir: &Path) {
    let _ = fs::remove_file(dir.join(RUN));
}

/// Who says to run the cluster; it may be gone without a word.
pub(crate) fn announced(dir: &Path) -> Option<Run> {
    let told: Announcement<Run> = serde_json::from_slice(&fs::read(dir.join(RUN)).ok()?).ok()?;
    (place(dir).ok()? == told.place).then_some(told.run)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_of_the_directory_does_not_lead_to_the_original() {
        let parent = tempfile::tempdir().unwrap();
        let [original, copy, moved] = ["original", "copy", "moved"].map(|n| parent.path().join(n));
        fs::create_dir(&original).unwrap();
        let run = Run {
            pid: 7,
            purpose: Purpose::Serve,
            socket_dir: "/run/somewhere".into(),
            origin: None,
        };
        announce(&original, &run).unwrap();
        assert_eq!(announced(&original).unwrap().pid, 7);
        fs::create_dir(&copy).unwrap();
        fs::copy(original.join(RUN), copy.join(RUN)).unwrap();
        assert!(announced(&copy).is_none());
        fs::rename(&original, &moved).unwrap();
        assert_eq!(announced(&moved).unwrap().pid, 7);
    }
}

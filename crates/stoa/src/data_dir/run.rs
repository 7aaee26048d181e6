use std::{
    fs,
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

/// Says that this process runs the cluster.
///
/// # Errors
/// When the file cannot be written.
pub(crate) fn announce(dir: &Path, run: &Run) -> anyhow::Result<()> {
    let (path, unfinished) = (dir.join(RUN), dir.join("run.new"));
    let _ = fs::remove_file(&unfinished);
    write_private(&unfinished, &serde_json::to_vec(run)?)?;
    Ok(fs::rename(unfinished, path)?)
}

/// Takes the announcement back.
pub(crate) fn withdraw(dir: &Path) {
    let _ = fs::remove_file(dir.join(RUN));
}

/// Who says to run the cluster; it may be gone without a word.
pub(crate) fn announced(dir: &Path) -> Option<Run> {
    serde_json::from_slice(&fs::read(dir.join(RUN)).ok()?).ok()
}

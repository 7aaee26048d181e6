//! `stoa migrate new NAME`.

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Context as _, bail};
use clap::Args;
use stoa_core::Ambient;
use stoa_guard::{Folder, FolderError};

use crate::commands::say;

#[derive(Debug, Args)]
pub(crate) struct New {
    /// What it does: `add_coupons`.
    name: String,
    /// The folder of migrations; made when it is missing.
    #[arg(long, value_name = "DIR", default_value = "migrations")]
    dir: PathBuf,
}

const UP: &str = "-- What changes, and why.\n";
const DOWN: &str = "-- Undoes exactly what the up file does.\n";

pub(super) fn run(command: &New) -> anyhow::Result<ExitCode> {
    let name = command.name.replace(['-', ' '], "_");
    let is_good = !name.is_empty()
        && name
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    if !is_good {
        bail!("a migration's name is lower case: letters, digits and _");
    }
    fs::create_dir_all(&command.dir)
        .with_context(|| format!("{} cannot be made", command.dir.display()))?;
    let version = next(&command.dir)?;
    for (half, text) in [("up", UP), ("down", DOWN)] {
        let path = command.dir.join(format!("{version}_{name}.{half}.sql"));
        let mut file = fs::File::create_new(&path)
            .with_context(|| format!("{} cannot be made", path.display()))?;
        file.write_all(text.as_bytes())?;
        say(path.display());
    }
    Ok(ExitCode::SUCCESS)
}

/// The folder's own style: the next number, or the time. A new folder gets times, which two branches rarely share.
///
/// # Errors
/// When the folder cannot be read.
pub(super) fn next(dir: &Path) -> anyhow::Result<String> {
    let now = Ambient::system()
        .clock
        .now()
        .format("%Y%m%d%H%M%S")
        .to_string();
    let folder = match Folder::load(dir) {
        Ok(folder) => folder,
        Err(FolderError::Empty(_)) => return Ok(now),
        Err(error) => return Err(error.into()),
    };
    let Some(last) = folder.migrations.last() else {
        return Ok(now);
    };
    if last.version.len() < 14 {
        let width = last.version.len().max(4);
        return Ok(format!("{:0width$}", last.number() + 1));
    }
    // Two within one second, or a clock that is behind: still after the last one.
    let time: u64 = now.parse()?;
    Ok(time.max(last.number() + 1).to_string())
}

//! The data directory: the private cluster, the secrets of this installation, and who runs in it.

use std::{
    fs,
    io::Write as _,
    os::unix::{
        ffi::OsStrExt as _,
        fs::{OpenOptionsExt as _, PermissionsExt as _},
    },
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use aws_lc_rs::digest::{SHA256, digest};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use stoa_core::Ambient;
use stoa_pg::cluster::{Account, reachable_by};

const RUN: &str = "run.json";

/// How commands reach the cluster of a running Stoa.
#[derive(Serialize, Deserialize)]
pub(crate) struct Run {
    pub(crate) pid: u32,
    pub(crate) socket_dir: PathBuf,
    /// Where it serves, once it does.
    pub(crate) origin: Option<String>,
}

/// A secret of this installation: read, or made from 32 random bytes when it is not there; 0600.
///
/// # Errors
/// When the file can be neither read nor written.
pub(crate) fn secret(dir: &Path, name: &str, ambient: &Ambient) -> anyhow::Result<SecretString> {
    let path = dir.join(name);
    if let Ok(text) = fs::read_to_string(&path) {
        return Ok(SecretString::from(text.trim()));
    }
    let text = BASE64_STANDARD.encode(ambient.bytes::<32>());
    write_private(&path, text.as_bytes()).with_context(|| path.display().to_string())?;
    Ok(SecretString::from(text))
}

/// Says that this process runs the cluster.
///
/// # Errors
/// When the file cannot be written.
pub(crate) fn announce(dir: &Path, run: &Run) -> anyhow::Result<()> {
    Ok(write_private(&dir.join(RUN), &serde_json::to_vec(run)?)?)
}

/// Takes the announcement back.
pub(crate) fn withdraw(dir: &Path) {
    let _ = fs::remove_file(dir.join(RUN));
}

/// Who says to run the cluster; it may be gone without a word.
pub(crate) fn announced(dir: &Path) -> Option<Run> {
    serde_json::from_slice(&fs::read(dir.join(RUN)).ok()?).ok()
}

/// Whole or not at all, and never readable by others.
fn write_private(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let unfinished = path.with_extension("new");
    let _ = fs::remove_file(&unfinished);
    let mut file = fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&unfinished)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(unfinished, path)
}

/// Makes the directory for its owner and the database's user alone.
///
/// # Errors
/// When it cannot be made.
pub(crate) fn make(dir: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(dir).with_context(|| dir.display().to_string())?;
    let _ = fs::set_permissions(dir, fs::Permissions::from_mode(0o711));
    Ok(())
}

/// The configured directory, else `./stoa-data`; as root below a directory that the database's user cannot enter,
/// one under `/var/lib/stoa` named after the place.
///
/// # Errors
/// When the database's user does not exist, or a configured directory is closed to it.
pub(crate) fn choose(configured: Option<&Path>, pg_user: Option<&str>) -> anyhow::Result<PathBuf> {
    let account = Account::for_server(pg_user)?;
    let beside = std::path::absolute(configured.unwrap_or(Path::new("stoa-data")))?;
    let Some(account) = account else {
        return Ok(beside);
    };
    match (reachable_by(&beside, &account), configured) {
        (Ok(()), _) => Ok(beside),
        (Err(error), Some(_)) => Err(error.into()),
        (Err(_), None) => {
            let dir = Path::new("/var/lib/stoa").join(name_of(&beside));
            tracing::info!(dir = %dir.display(), "the database's user cannot enter this folder; using another data directory");
            Ok(dir)
        }
    }
}

/// A short name for a place; the same in every release, for data stands behind it.
fn name_of(place: &Path) -> String {
    let digest = digest(&SHA256, place.as_os_str().as_bytes());
    let digest = digest.as_ref().iter().take(8);
    digest.fold(String::new(), |name, byte| format!("{name}{byte:02x}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_place_never_changes() {
        let place = Path::new("/root/academy/stoa-data");
        assert_eq!(name_of(place), "3cabdd5b62f822bf");
    }
}

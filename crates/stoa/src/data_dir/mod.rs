//! The data directory: the private cluster, the secrets of this installation, and who runs in it.

mod run;
mod secret;
mod turn;

use std::{
    fs,
    os::unix::{ffi::OsStrExt as _, fs::PermissionsExt as _},
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use aws_lc_rs::digest::{SHA256, digest};
use stoa_pg::cluster::{Account, reachable_by};

pub(crate) use run::{Purpose, Run, announce, announced, withdraw};
pub(crate) use secret::{MASTER_KEY, SecretFault, secret};
pub(crate) use turn::{Busy, Presence, Turn};

/// Whether a private cluster was made here before.
pub(crate) fn has_cluster(dir: &Path) -> bool {
    dir.join("postgres/pgdata/PG_VERSION").exists()
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

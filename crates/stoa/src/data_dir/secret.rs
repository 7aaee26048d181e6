use std::{
    fs,
    io::{self, Write as _},
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
};

use base64::{Engine as _, prelude::BASE64_STANDARD};
use secrecy::SecretString;
use stoa_core::Ambient;
use stoa_identity::MasterKey;
use thiserror::Error;

use super::has_cluster;

/// Encrypts what the databases keep of secrets: with another one they cannot be read again.
pub(crate) const MASTER_KEY: &str = "master.key";

/// Why a secret of this installation cannot be had. Nothing was changed: a person has to look.
#[derive(Debug, Error)]
pub(crate) enum SecretFault {
    #[error("{} is there, but cannot be read; it was left as it is", .0.display())]
    Unreadable(PathBuf, #[source] io::Error),
    #[error("{} is empty: put the former one back", .0.display())]
    Empty(PathBuf),
    #[error("{} is no master key (32 bytes in base64): put the former one back", .0.display())]
    Malformed(PathBuf),
    #[error(
        "{} is missing, but the databases beside it keep secrets that only it can read: put it back, or set \
         STOA_MASTER_KEY to what it was", .0.display()
    )]
    Lost(PathBuf),
    #[error("{} cannot be written", .0.display())]
    Unwritable(PathBuf, #[source] io::Error),
}

/// A secret of this installation: read, or made from 32 random bytes when there is none yet; 0600. The caller has the
/// [turn](super::Turn), so that nobody else makes one too.
///
/// # Errors
/// [`SecretFault`]: one that is there is never replaced, and a lost [`MASTER_KEY`] is not made up for.
pub(crate) fn secret(
    dir: &Path,
    name: &str,
    ambient: &Ambient,
) -> Result<SecretString, SecretFault> {
    let path = dir.join(name);
    match fs::read_to_string(&path) {
        Ok(text) if text.trim().is_empty() => Err(SecretFault::Empty(path)),
        Ok(text) => {
            let secret = SecretString::from(text.trim());
            if name == MASTER_KEY && MasterKey::from_base64(&secret).is_err() {
                return Err(SecretFault::Malformed(path));
            }
            Ok(secret)
        }
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(SecretFault::Unreadable(path, error))
        }
        Err(_) if name == MASTER_KEY && has_cluster(dir) => Err(SecretFault::Lost(path)),
        Err(_) => {
            let text = BASE64_STANDARD.encode(ambient.bytes::<32>());
            make(&path, &text).map_err(|error| SecretFault::Unwritable(path, error))?;
            Ok(SecretString::from(text))
        }
    }
}

/// Whole or not at all; never over another file.
fn make(path: &Path, text: &str) -> io::Result<()> {
    let unfinished = path.with_extension("new");
    let _ = fs::remove_file(&unfinished);
    write_private(&unfinished, text.as_bytes())?;
    fs::hard_link(&unfinished, path)?;
    fs::remove_file(unfinished)
}

/// A new file that others cannot read, on the disk when this returns.
pub(super) fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret as _;

    use super::*;

    #[test]
    fn a_secret_is_made_once_and_a_bad_one_is_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        let ambient = Ambient::system();
        let read = |name| secret(dir.path(), name, &ambient);
        let first = read(MASTER_KEY).unwrap();
        let again = read(MASTER_KEY).unwrap();
        assert_eq!(first.expose_secret(), again.expose_secret());
        let path = dir.path().join("other");
        for (bytes, empty) in [(&b"\xff\xfe"[..], false), (b" \n", true)] {
            fs::write(&path, bytes).unwrap();
            let fault = read("other").unwrap_err();
            assert_eq!(matches!(fault, SecretFault::Empty(_)), empty, "{fault}");
            assert_eq!(fs::read(&path).unwrap(), bytes);
        }
    }

    #[test]
    fn a_master_key_is_not_made_up_for_when_there_is_a_cluster() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir_all(dir.path().join("postgres/pgdata")).unwrap();
        fs::write(dir.path().join("postgres/pgdata/PG_VERSION"), "17").unwrap();
        let fault = secret(dir.path(), MASTER_KEY, &Ambient::system()).unwrap_err();
        assert!(matches!(fault, SecretFault::Lost(_)), "{fault}");
        assert!(!dir.path().join(MASTER_KEY).exists());
    }
}

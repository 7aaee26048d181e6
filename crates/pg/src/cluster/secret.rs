use std::{
    fs::{self, OpenOptions},
    io::{self, Write as _},
    os::unix::fs::OpenOptionsExt as _,
    path::Path,
};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use secrecy::{ExposeSecret as _, SecretString};
use stoa_core::Ambient;

use super::ClusterError;

/// The superuser's password from its file; `make` says whether a missing one is made.
pub(super) fn load(path: &Path, make: bool) -> Result<SecretString, ClusterError> {
    match fs::read_to_string(path) {
        Ok(text) if !text.trim().is_empty() => Ok(SecretString::from(text.trim())),
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(ClusterError::io("read", path, error))
        }
        _ if make => create(path),
        _ => Err(ClusterError::SecretMissing(path.to_owned())),
    }
}

fn create(path: &Path) -> Result<SecretString, ClusterError> {
    let secret = SecretString::from(URL_SAFE_NO_PAD.encode(Ambient::system().bytes::<32>()));
    write(path, &secret)?;
    Ok(secret)
}

/// Writes a file that only its owner can read.
pub(super) fn write(path: &Path, secret: &SecretString) -> Result<(), ClusterError> {
    let _ = fs::remove_file(path);
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
        .map_err(ClusterError::failed("create", path))?;
    file.write_all(secret.expose_secret().as_bytes())
        .and_then(|()| file.sync_all())
        .map_err(ClusterError::failed("write", path))
}

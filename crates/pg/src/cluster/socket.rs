use std::{
    fmt::Write as _,
    fs,
    os::unix::ffi::OsStrExt as _,
    path::{Path, PathBuf},
};

use aws_lc_rs::digest;

use super::{Account, ClusterError, PORT, directory};

/// The longest path of a socket, in bytes.
///
/// # Source
/// `sun_path` of `unix(7)` holds 108 bytes with the closing zero.
const MAX_PATH_BYTES: usize = 107;

/// The socket's file in its directory.
pub(super) fn file_in(dir: &Path) -> PathBuf {
    dir.join(format!(".s.PGSQL.{PORT}"))
}

/// A private directory for the socket: inside the data directory, or under `/tmp` when that path is too long.
pub(super) fn directory(root: &Path, account: Option<&Account>) -> Result<PathBuf, ClusterError> {
    let inside = root.join("socket");
    if fits(&inside) {
        directory::make_private(&inside, account)?;
        return Ok(inside);
    }
    let short = PathBuf::from(format!("/tmp/stoa-{}", fingerprint(root)));
    directory::make_private(&short, account).map_err(|error| match error {
        // Whoever made it may have put anything there.
        ClusterError::WrongOwner { path, .. } => ClusterError::Socket {
            dir: path,
            reason: "another user owns it",
        },
        other => other,
    })?;
    Ok(short)
}

/// Removes the directory when it is not inside the data directory, which a stopped server leaves empty.
pub(super) fn tidy(dir: &Path, root: &Path) {
    if !dir.starts_with(root) {
        let _ = fs::remove_dir(dir);
    }
}

fn fits(dir: &Path) -> bool {
    file_in(dir).as_os_str().len() <= MAX_PATH_BYTES
}

/// The same short name for the same directory.
fn fingerprint(root: &Path) -> String {
    let hash = digest::digest(&digest::SHA256, root.as_os_str().as_bytes());
    hash.as_ref()
        .iter()
        .take(8)
        .fold(String::new(), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_of_a_sockets_path_is_kept_to_the_byte() {
        let room = MAX_PATH_BYTES - "/.s.PGSQL.5432".len();
        assert!(fits(Path::new(&format!("/{}", "x".repeat(room - 1)))));
        assert!(!fits(Path::new(&format!("/{}", "x".repeat(room)))));
    }

    #[test]
    fn two_directories_have_two_short_names() {
        assert_eq!(fingerprint(Path::new("/a")), fingerprint(Path::new("/a")));
        assert_ne!(fingerprint(Path::new("/a")), fingerprint(Path::new("/b")));
    }
}

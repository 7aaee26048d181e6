use std::{
    fs::{self, DirBuilder, File, OpenOptions, Permissions},
    io::{self, Write as _},
    os::unix::fs::{
        DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _, chown,
    },
    path::{Path, PathBuf},
};

use rustix::{
    fs::{FlockOperation, flock},
    io::Errno,
    process::geteuid,
};

use super::{Account, ClusterError, account::reachable_by, log::Log, socket};

/// A data directory that this process alone uses; the kernel lets go of it when the process ends, however it ends.
#[derive(Debug)]
pub(super) struct Directory {
    pub(super) root: PathBuf,
    pub(super) pgdata: PathBuf,
    /// Where a new cluster is made, before it takes its name.
    pub(super) unfinished: PathBuf,
    pub(super) socket_dir: PathBuf,
    pub(super) secret: PathBuf,
    pub(super) log: Log,
    pub(super) account: Option<Account>,
    _lock: Lock,
}

impl Directory {
    /// Makes the directory when it is missing, and takes it.
    pub(super) fn open(data_dir: &Path, account: Option<Account>) -> Result<Self, ClusterError> {
        if let Some(account) = &account {
            reachable_by(data_dir, account)?;
        }
        make_path(data_dir, account.is_some())?;
        let root = fs::canonicalize(data_dir).map_err(ClusterError::failed("resolve", data_dir))?;
        let lock = Lock::take(&root)?;
        let socket_dir = socket::directory(&root, account.as_ref())?;
        Ok(Self {
            pgdata: root.join("pgdata"),
            unfinished: root.join("pgdata.new"),
            socket_dir,
            secret: root.join("admin.secret"),
            log: Log {
                path: root.join("postgres.log"),
            },
            account,
            root,
            _lock: lock,
        })
    }

    /// True when a cluster is there; one whose making was interrupted is not.
    pub(super) fn has_cluster(&self) -> bool {
        self.pgdata.join("PG_VERSION").exists()
    }
}

/// One owner per directory. The file is never removed: a second process could then lock another file of its name.
#[derive(Debug)]
struct Lock(File);

impl Lock {
    fn take(root: &Path) -> Result<Self, ClusterError> {
        let path = root.join("stoa.lock");
        let failed = |source| ClusterError::io("lock", &path, source);
        let mut open = OpenOptions::new();
        open.create(true)
            .truncate(false)
            .read(true)
            .write(true)
            .mode(0o600);
        let mut file = open.open(&path).map_err(failed)?;
        if let Err(error) = flock(&file, FlockOperation::NonBlockingLockExclusive) {
            if error != Errno::WOULDBLOCK {
                return Err(failed(error.into()));
            }
            let pid = fs::read_to_string(&path).unwrap_or_default();
            let pid = if pid.trim().is_empty() {
                "unknown"
            } else {
                pid.trim()
            }
            .to_owned();
            return Err(ClusterError::InUse {
                dir: root.to_owned(),
                pid,
            });
        }
        file.set_len(0)
            .and_then(|()| write!(file, "{}", std::process::id()))
            .map_err(failed)?;
        Ok(Self(file))
    }
}

impl Drop for Lock {
    /// Closing the file is not enough: a program that this process is just starting has a copy of it for a moment.
    fn drop(&mut self) {
        let _ = flock(&self.0, FlockOperation::Unlock);
    }
}

/// Makes the missing directories down to `path`. When the server runs as another user they may be passed, not listed:
/// what is private in them is private by itself, and they stay ours, so that the server's user cannot swap our files.
fn make_path(path: &Path, passable: bool) -> Result<(), ClusterError> {
    let mode = if passable { 0o711 } else { 0o700 };
    let path = std::path::absolute(path).map_err(ClusterError::failed("resolve", path))?;
    let mut missing: Vec<_> = path.ancestors().take_while(|dir| !dir.exists()).collect();
    while let Some(dir) = missing.pop() {
        make(dir, mode)?;
    }
    Ok(())
}

/// A directory that only the server's user may enter; an existing one must be that user's, or ours to give.
pub(super) fn make_private(path: &Path, account: Option<&Account>) -> Result<(), ClusterError> {
    make(path, 0o700)?;
    let facts = fs::symlink_metadata(path).map_err(ClusterError::failed("read", path))?;
    let own_uid = geteuid().as_raw();
    let want = account.map_or(own_uid, |a| a.uid);
    let ours = facts.uid() == want || facts.uid() == own_uid;
    if !facts.is_dir() || !ours {
        return Err(ClusterError::WrongOwner {
            path: path.to_owned(),
            owner: facts.uid(),
            want,
        });
    }
    fs::set_permissions(path, Permissions::from_mode(0o700))
        .map_err(ClusterError::failed("protect", path))?;
    account.map_or(Ok(()), |account| give(path, account))
}

/// Gives a file or directory that we made to the server's user.
pub(super) fn give(path: &Path, account: &Account) -> Result<(), ClusterError> {
    chown(path, Some(account.uid), Some(account.gid))
        .map_err(ClusterError::failed("give away", path))
}

fn make(path: &Path, mode: u32) -> Result<(), ClusterError> {
    match DirBuilder::new().mode(mode).create(path) {
        // The process's mask may have taken bits away.
        Ok(()) => fs::set_permissions(path, Permissions::from_mode(mode))
            .map_err(ClusterError::failed("protect", path)),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(ClusterError::io("create", path, error)),
    }
}

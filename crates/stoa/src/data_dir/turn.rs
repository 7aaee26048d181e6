use std::{
    fs::{File, OpenOptions, TryLockError},
    io::{self, Read as _, Seek as _, Write as _},
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
    time::Duration,
};

use thiserror::Error;
use tokio::time::{Instant, sleep};

/// How often somebody who waits for a lock looks again.
const LOOK: Duration = Duration::from_millis(25);

/// Why the data directory is not to be had.
#[derive(Debug, Error)]
pub(crate) enum Busy {
    #[error(
        "process {pid} has been opening or closing {} for {} seconds", dir.display(), waited.as_secs()
    )]
    Opening {
        dir: PathBuf,
        pid: String,
        waited: Duration,
    },
    #[error(
        "a command (process {pid}) has been using {} for {} seconds; start again when it has ended",
        dir.display(), waited.as_secs()
    )]
    Command {
        dir: PathBuf,
        pid: u32,
        waited: Duration,
    },
}

/// The right to look who uses a data directory and to change it: to make its secrets, to start its cluster, to stop it.
/// One process at a time has it; the kernel takes it back from one that ends.
#[derive(Debug)]
pub(crate) struct Turn(File);

impl Turn {
    /// Waits for the turn.
    ///
    /// # Errors
    /// [`Busy::Opening`] when another process keeps it for longer than `patience`; or that the file cannot be used.
    pub(crate) async fn take(dir: &Path, patience: Duration) -> anyhow::Result<Self> {
        let begun = Instant::now();
        let mut file = lock_file(&dir.join("opening.lock"))?;
        loop {
            match file.try_lock() {
                Ok(()) => break,
                Err(TryLockError::Error(error)) => return Err(error.into()),
                Err(TryLockError::WouldBlock) if begun.elapsed() > patience => {
                    return Err(Busy::Opening {
                        dir: dir.to_owned(),
                        pid: holder(&mut file),
                        waited: patience,
                    }
                    .into());
                }
                Err(TryLockError::WouldBlock) => sleep(LOOK).await,
            }
        }
        file.set_len(0)?;
        file.rewind()?;
        write!(file, "{}", std::process::id())?;
        Ok(Self(file))
    }
}

impl Drop for Turn {
    /// Closing the file is not enough: a program that this process is just starting has a copy of it for a moment.
    fn drop(&mut self) {
        let _ = self.0.unlock();
    }
}

/// Says that this process uses the cluster that another one runs: a command does not stop it under us.
#[derive(Debug)]
pub(crate) struct Presence(File);

impl Presence {
    /// Joins those who use the directory's cluster. The caller has the turn.
    ///
    /// # Errors
    /// When the file cannot be used.
    pub(crate) fn join(dir: &Path) -> io::Result<Self> {
        let file = lock_file(&dir.join("users.lock"))?;
        file.lock_shared()?;
        Ok(Self(file))
    }

    /// Whether nobody uses the cluster of this process. The caller has the turn, so nobody comes either.
    ///
    /// # Errors
    /// When the file cannot be used.
    pub(crate) fn nobody(dir: &Path) -> io::Result<bool> {
        let file = lock_file(&dir.join("users.lock"))?;
        match file.try_lock() {
            Ok(()) => file.unlock().map(|()| true),
            Err(TryLockError::WouldBlock) => Ok(false),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }
}

impl Drop for Presence {
    fn drop(&mut self) {
        let _ = self.0.unlock();
    }
}

/// A file that is only locked. It is never removed: a second process could then lock another file of its name.
fn lock_file(path: &Path) -> io::Result<File> {
    let mut open = OpenOptions::new();
    open.create(true).truncate(false).read(true).write(true);
    open.mode(0o600).open(path)
}

/// Who holds a lock says so in its file.
fn holder(file: &mut File) -> String {
    let mut pid = String::new();
    let _ = file.rewind().and_then(|()| file.read_to_string(&mut pid));
    if pid.is_empty() {
        "unknown".to_owned()
    } else {
        pid
    }
}

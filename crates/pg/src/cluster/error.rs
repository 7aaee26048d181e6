use std::path::{Path, PathBuf};

use thiserror::Error;

/// Why the private PostgreSQL does not run, and what to do about it.
#[derive(Debug, Error)]
pub enum ClusterError {
    /// No server is installed, or only one that is too old.
    #[error(
        "no PostgreSQL server of version {minimum} or newer was found ({searched}). Install one: on Debian and Ubuntu write \
         `create_main_cluster = false` into /etc/postgresql-common/createcluster.conf and run `apt-get install postgresql`; \
         on Fedora run `dnf install postgresql-server`; on macOS run `brew install postgresql`. Or name the directory of \
         `postgres` and `initdb` in the settings, or use an external server"
    )]
    NoBinaries {
        /// The oldest version that will do.
        minimum: u32,
        /// Where it was looked for, and what was there.
        searched: String,
    },
    /// The data directory belongs to another major version than any that is installed.
    #[error(
        "{} was made by PostgreSQL {need}, and only {found} is installed. Install that version (Debian: `apt-get install \
         postgresql-{need}`), or name the directory of its programs in the settings; another version cannot read it",
        dir.display()
    )]
    WrongMajor {
        /// The cluster's directory.
        dir: PathBuf,
        /// The version that made it.
        need: u32,
        /// The versions at hand.
        found: String,
    },
    /// There is no such local user, or it cannot be used.
    #[error(
        "PostgreSQL cannot run as {name}: {reason}. Name another local user in the settings, or make one: `adduser --system --group postgres`"
    )]
    Account {
        /// The user's name.
        name: String,
        /// Why not.
        reason: &'static str,
    },
    /// The server's user cannot get to the data directory.
    #[error(
        "{} cannot be reached by the user {account}, who runs PostgreSQL: {} does not let others pass. Let them \
         (`chmod o+x {1}`), choose another data directory, or start Stoa as an ordinary user",
        path.display(), blocked_at.display()
    )]
    Unreachable {
        /// Where the server wants to go.
        path: PathBuf,
        /// The directory that stops it.
        blocked_at: PathBuf,
        /// The server's user.
        account: String,
    },
    /// Something in the data directory belongs to another user than the server's.
    #[error(
        "{} belongs to user {owner}, but PostgreSQL would run as user {want}. Run it as its owner (settings), or give it \
         away: `chown -R {want} {0}`",
        path.display()
    )]
    WrongOwner {
        /// The file or directory.
        path: PathBuf,
        /// Its owner's number.
        owner: u32,
        /// The server's user's number.
        want: u32,
    },
    /// Another Stoa uses the data directory.
    #[error("{} is in use by another Stoa (process {pid}). Stop that one first, or choose another data directory", dir.display())]
    InUse {
        /// The data directory.
        dir: PathBuf,
        /// The other's process number, as text.
        pid: String,
    },
    /// The superuser's password is lost.
    #[error(
        "{} is missing, and the cluster beside it cannot be entered without it. Restore the file from a backup of the data \
         directory, or move the directory away to begin anew",
        .0.display()
    )]
    SecretMissing(PathBuf),
    /// No directory for the socket has a path that is short enough and is ours.
    #[error("{} cannot hold the server's socket: {reason}. Remove it, or choose a shorter data directory", dir.display())]
    Socket {
        /// The directory.
        dir: PathBuf,
        /// Why not.
        reason: &'static str,
    },
    /// Processes of an earlier server do not end, even when killed.
    #[error("processes of an earlier server of {} do not end: {pids:?}. End them, or restart the machine", dir.display())]
    Leftovers {
        /// The cluster's directory.
        dir: PathBuf,
        /// Their numbers.
        pids: Vec<i32>,
    },
    /// A program of PostgreSQL ended before its time.
    #[error("{program} ended early ({status}). The end of {}: {tail}", log.display())]
    Ended {
        /// `postgres` or `initdb`.
        program: &'static str,
        /// How it ended.
        status: String,
        /// Its log.
        log: PathBuf,
        /// The log's last lines.
        tail: String,
    },
    /// A program of PostgreSQL takes too long.
    #[error("{program} was not ready after {seconds} s. Read {}; a slow disk or a long recovery may be the reason", log.display())]
    TooSlow {
        /// `postgres` or `initdb`.
        program: &'static str,
        /// How long it was given.
        seconds: u64,
        /// Its log.
        log: PathBuf,
    },
    /// It was stopped before it was up.
    #[error("the start was given up on request")]
    GivenUp,
    /// It did not stop when asked, and was made to.
    #[error(
        "PostgreSQL did not stop within {seconds} s and was ended by force; the next start recovers what it had not written"
    )]
    StopForced {
        /// How long it was given.
        seconds: u64,
    },
    /// The thread that watches the server has died.
    #[error("the thread that watches PostgreSQL has died; the server stops with it. Restart Stoa")]
    SupervisorGone,
    /// The operating system refused something.
    #[error("cannot {what} {}. Check its owner, its permissions and the disk", path.display())]
    Io {
        /// What was tried: `create`, `read`, ...
        what: &'static str,
        /// With which file.
        path: PathBuf,
        /// The system's answer.
        #[source]
        source: std::io::Error,
    },
}

impl ClusterError {
    pub(super) fn io(what: &'static str, path: &Path, source: std::io::Error) -> Self {
        Self::Io {
            what,
            path: path.to_owned(),
            source,
        }
    }

    /// For `map_err`: what was tried, with which file.
    pub(super) fn failed(what: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        move |source| Self::io(what, path, source)
    }
}

//! The private PostgreSQL: found, initialised, supervised and stopped by Stoa itself, when no database is configured.
//!
//! One thread owns the server for as long as it lives. The kernel stops the server when that thread ends, so that even
//! `kill -9` of Stoa leaves no server behind; whatever is left all the same is ended by the next start.

mod account;
mod binaries;
mod directory;
mod error;
mod initdb;
mod leftovers;
mod log;
mod options;
mod secret;
mod server;
mod socket;
mod spawn;
mod supervisor;

use std::{
    convert::Infallible,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
        mpsc,
    },
    thread::{self, JoinHandle},
};

use secrecy::{ExposeSecret as _, SecretString};
use tokio::sync::{oneshot, watch};
use tokio_postgres::Config;

pub use account::{Account, reachable_by};
pub use error::ClusterError;
pub use options::{ClusterOptions, ClusterState};

/// The superuser of a private cluster.
const ADMIN: &str = "stoa_admin";
/// Names the socket's file; nothing listens on a TCP port.
const PORT: u16 = 5432;

/// A running private PostgreSQL. [`Cluster::stop`] ends it; dropping the handle does too, and blocks until it has.
pub struct Cluster {
    data_dir: PathBuf,
    socket_dir: PathBuf,
    password: SecretString,
    state: watch::Receiver<ClusterState>,
    pid: Arc<AtomicU32>,
    ended: Option<oneshot::Receiver<Result<(), ClusterError>>>,
    keep_running: Option<mpsc::Sender<Infallible>>,
    thread: Option<JoinHandle<()>>,
}

impl Cluster {
    /// Starts the server of a data directory and returns once it answers; an empty or missing directory becomes a new
    /// cluster first. Dropping the future ends what it had begun.
    ///
    /// # Errors
    /// [`ClusterError`] says what to do about it.
    pub async fn start(options: ClusterOptions) -> Result<Self, ClusterError> {
        let (keep_running, stop) = mpsc::channel();
        let (started, starting) = oneshot::channel();
        let (ended_sender, ended) = oneshot::channel();
        let (state_sender, state) = watch::channel(ClusterState::Stopped);
        let pid = Arc::new(AtomicU32::new(0));
        let signals = supervisor::Signals {
            stop,
            state: state_sender,
            pid: Arc::clone(&pid),
        };
        // A thread of our own: the kernel ends the server with the thread that spawned it, and a runtime's threads may
        // end at any time.
        let thread = thread::Builder::new()
            .name("postgres".to_owned())
            .spawn(move || drop(ended_sender.send(supervisor::run(&options, &signals, started))))
            .map_err(|source| ClusterError::io("start a thread", Path::new("postgres"), source))?;
        let facts = starting.await.map_err(|_| ClusterError::SupervisorGone)??;
        Ok(Self {
            data_dir: facts.data_dir,
            socket_dir: facts.socket_dir,
            password: facts.password,
            state,
            pid,
            ended: Some(ended),
            keep_running: Some(keep_running),
            thread: Some(thread),
        })
    }

    /// The superuser's login, to the database `postgres` over the socket.
    #[must_use]
    pub fn admin_config(&self) -> Config {
        let mut config = Config::new();
        config
            .host_path(&self.socket_dir)
            .port(PORT)
            .user(ADMIN)
            .password(self.password.expose_secret())
            .dbname("postgres");
        config
    }

    /// The directory of the server's socket; nobody but its owner and root may enter.
    #[must_use]
    pub fn socket_dir(&self) -> &Path {
        &self.socket_dir
    }

    /// The data directory, with links resolved.
    #[must_use]
    pub fn data_dir(&self) -> &Path {
        &self.data_dir
    }

    /// The server's process, unless it is just being restarted, has failed, or is stopped.
    #[must_use]
    pub fn server_pid(&self) -> Option<u32> {
        Some(self.pid.load(Ordering::Relaxed)).filter(|pid| *pid != 0)
    }

    /// How the server is, and each change of it.
    #[must_use]
    pub fn state(&self) -> watch::Receiver<ClusterState> {
        self.state.clone()
    }

    /// Stops the server cleanly: connections are ended, everything is written, no process is left.
    ///
    /// # Errors
    /// [`ClusterError::StopForced`] when it did not end in time and was made to; the next start then recovers.
    pub async fn stop(mut self) -> Result<(), ClusterError> {
        self.keep_running = None;
        match self.ended.take() {
            Some(ended) => ended.await.map_err(|_| ClusterError::SupervisorGone)?,
            None => Ok(()),
        }
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.keep_running = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl std::fmt::Debug for Cluster {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Cluster")
            .field("data_dir", &self.data_dir)
            .field("pid", &self.server_pid())
            .finish_non_exhaustive()
    }
}

//! A Redis of a test's own, to be stopped, frozen and started again.

use std::{
    path::PathBuf,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use secrecy::SecretString;
use tempfile::TempDir;

const START: Duration = Duration::from_secs(20);

/// A running `redis-server` on a socket of its own; it ends when dropped.
#[derive(Debug)]
pub struct RedisServer {
    folder: TempDir,
    child: Option<Child>,
}

impl RedisServer {
    /// Starts one.
    ///
    /// # Panics
    /// When `redis-server` is not installed or does not come up within 20 s.
    #[must_use]
    #[expect(clippy::expect_used, reason = "a test without its server has failed")]
    pub fn start() -> Self {
        let folder = tempfile::tempdir().expect("a directory");
        let mut server = Self {
            folder,
            child: None,
        };
        server.start_again();
        server
    }

    /// Starts it again after [`RedisServer::stop`], empty.
    ///
    /// # Panics
    /// As [`RedisServer::start`].
    #[expect(clippy::expect_used, reason = "a test without its server has failed")]
    pub fn start_again(&mut self) {
        let child = Command::new("redis-server")
            .args(["--port", "0", "--save", "", "--appendonly", "no"])
            .arg("--unixsocket")
            .arg(self.socket())
            .current_dir(self.folder.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("redis-server is installed: scripts/install test");
        self.child = Some(child);
        let started = Instant::now();
        while std::os::unix::net::UnixStream::connect(self.socket()).is_err() {
            assert!(started.elapsed() < START, "redis-server does not come up");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// How Stoa reaches it.
    #[must_use]
    pub fn url(&self) -> SecretString {
        SecretString::from(format!("redis+unix://{}", self.socket().display()))
    }

    /// Ends it at once, with everything it knew.
    pub fn stop(&mut self) {
        if let Some(mut child) = self.child.take() {
            let _ = child.kill();
            let _ = child.wait();
            let _ = std::fs::remove_file(self.socket());
        }
    }

    /// It stops answering, and refuses nothing.
    pub fn freeze(&self) {
        self.signal(rustix::process::Signal::STOP);
    }

    /// It answers again.
    pub fn thaw(&self) {
        self.signal(rustix::process::Signal::CONT);
    }

    fn signal(&self, signal: rustix::process::Signal) {
        let pid = self.child.as_ref().map(rustix::process::Pid::from_child);
        if let Some(pid) = pid {
            let _ = rustix::process::kill_process(pid, signal);
        }
    }

    fn socket(&self) -> PathBuf {
        self.folder.path().join("redis.sock")
    }
}

impl Drop for RedisServer {
    fn drop(&mut self) {
        self.stop();
    }
}

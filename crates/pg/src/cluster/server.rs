use std::{
    fs,
    os::unix::fs::MetadataExt as _,
    process::{Child, Command, ExitStatus},
    time::{Duration, Instant},
};

use rustix::process::{Pid, Signal, geteuid, kill_process};

use super::{
    ClusterError, ClusterOptions, PORT, binaries::Binaries, directory::Directory, leftovers, spawn,
    supervisor::Patience,
};

/// Recovery after a crash may read a lot.
const READY_LIMIT: Duration = Duration::from_mins(5);
const READY_POLL: Duration = Duration::from_millis(2);
const STOP_POLL: Duration = Duration::from_millis(2);
const FAST_STOP: Duration = Duration::from_secs(30);
const FORCED_STOP: Duration = Duration::from_secs(5);

/// A server process that is ours.
pub(super) struct Server {
    child: Child,
    log_begin: u64,
    hurried: bool,
}

impl Server {
    /// Starts the server of an existing cluster and waits until it answers.
    pub(super) fn launch(
        directory: &Directory,
        binaries: &Binaries,
        options: &ClusterOptions,
        patience: &Patience<'_>,
    ) -> Result<Self, ClusterError> {
        check_owner(directory)?;
        leftovers::sweep(directory)?;
        directory.log.rotate();
        let (log, log_begin) = directory.log.open()?;
        let child = spawn::start(command(directory, binaries, options), log, Signal::INT)?;
        let mut server = Self {
            child,
            log_begin,
            hurried: false,
        };
        if let Err(error) = server.wait_until_ready(directory, patience) {
            let _ = server.stop();
            return Err(error);
        }
        Ok(server)
    }

    pub(super) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// How it ended, once it has.
    pub(super) fn ended(&mut self, directory: &Directory) -> Option<ClusterError> {
        let status = self.child.try_wait().ok()??;
        Some(self.describe(status, directory))
    }

    /// Ends a server that somebody else has asked to stop: it takes no new connection and waits for those it has, which
    /// are ours and do not go, so that it would stand half dead for ever.
    pub(super) fn hurry(&mut self, directory: &Directory) {
        if !self.hurried && self.says("stopping", directory) {
            tracing::warn!(
                "somebody asked PostgreSQL to stop; it is stopped now, and started again"
            );
            self.signal(Signal::INT);
            self.hurried = true;
        }
    }

    /// Stops it: connections are ended, everything is written; by force when that takes too long.
    pub(super) fn stop(&mut self) -> Result<(), ClusterError> {
        self.signal(Signal::INT);
        if self.ends_within(FAST_STOP) {
            return Ok(());
        }
        self.signal(Signal::QUIT);
        if !self.ends_within(FORCED_STOP) {
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
        Err(ClusterError::StopForced {
            seconds: FAST_STOP.as_secs(),
        })
    }

    fn wait_until_ready(
        &mut self,
        directory: &Directory,
        patience: &Patience<'_>,
    ) -> Result<(), ClusterError> {
        let started = Instant::now();
        loop {
            if let Some(error) = self.ended(directory) {
                return Err(error);
            }
            if self.says("ready", directory) {
                return Ok(());
            }
            if patience.ends_within(READY_POLL) {
                return Err(ClusterError::GivenUp);
            }
            if started.elapsed() > READY_LIMIT {
                let (seconds, log) = (READY_LIMIT.as_secs(), directory.log.path.clone());
                return Err(ClusterError::TooSlow {
                    program: "postgres",
                    seconds,
                    log,
                });
            }
        }
    }

    /// Line 1 of the pid file is our process, line 8 its state; another's file says nothing about us.
    fn says(&self, state: &str, directory: &Directory) -> bool {
        let text = fs::read_to_string(directory.pgdata.join("postmaster.pid")).unwrap_or_default();
        let mut lines = text.lines().map(str::trim);
        lines.next() == Some(self.pid().to_string().as_str()) && lines.nth(6) == Some(state)
    }

    fn describe(&self, status: ExitStatus, directory: &Directory) -> ClusterError {
        let (log, tail) = (
            directory.log.path.clone(),
            directory.log.tail(self.log_begin),
        );
        ClusterError::Ended {
            program: "postgres",
            status: status.to_string(),
            log,
            tail,
        }
    }

    /// Not reaped yet, so the number is still ours.
    fn signal(&mut self, signal: Signal) {
        if matches!(self.child.try_wait(), Ok(None)) {
            let _ = kill_process(Pid::from_child(&self.child), signal);
        }
    }

    fn ends_within(&mut self, limit: Duration) -> bool {
        let started = Instant::now();
        while matches!(self.child.try_wait(), Ok(None)) {
            if started.elapsed() > limit {
                return false;
            }
            std::thread::sleep(STOP_POLL);
        }
        true
    }
}

fn check_owner(directory: &Directory) -> Result<(), ClusterError> {
    let facts =
        fs::metadata(&directory.pgdata).map_err(ClusterError::failed("read", &directory.pgdata))?;
    let want = directory
        .account
        .as_ref()
        .map_or_else(|| geteuid().as_raw(), |account| account.uid);
    if facts.uid() == want {
        return Ok(());
    }
    Err(ClusterError::WrongOwner {
        path: directory.pgdata.clone(),
        owner: facts.uid(),
        want,
    })
}

fn command(directory: &Directory, binaries: &Binaries, options: &ClusterOptions) -> Command {
    let mut command = spawn::program("postgres", binaries, directory, std::path::Path::new("/"));
    command
        .arg("-D")
        .arg(&directory.pgdata)
        .arg("-k")
        .arg(&directory.socket_dir);
    let mut settings = vec![
        "listen_addresses=".to_owned(),
        format!("port={PORT}"),
        "unix_socket_permissions=0700".to_owned(),
        format!("max_connections={}", options.max_connections),
        "shared_buffers=128MB".to_owned(),
        "wal_level=minimal".to_owned(),
        "max_wal_senders=0".to_owned(),
        "synchronous_commit=on".to_owned(),
        "password_encryption=scram-sha-256".to_owned(),
        "timezone=UTC".to_owned(),
        "log_timezone=UTC".to_owned(),
        "log_min_messages=warning".to_owned(),
        "cluster_name=stoa".to_owned(),
    ];
    // Commits are written before they are answered in any case: `kill -9` loses nothing, only a power cut may.
    let durable = if options.durable { "on" } else { "off" };
    settings.extend(["fsync", "full_page_writes"].map(|name| format!("{name}={durable}")));
    for setting in settings {
        command.arg("-c").arg(setting);
    }
    command
}

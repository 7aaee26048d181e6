use std::{
    collections::VecDeque,
    convert::Infallible,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
        mpsc::{Receiver, RecvTimeoutError},
    },
    time::{Duration, Instant},
};

use secrecy::SecretString;
use tokio::sync::{oneshot, watch};

use super::{
    Account, ClusterError, ClusterOptions, ClusterState, binaries, binaries::Binaries,
    directory::Directory, initdb, secret, server::Server, socket,
};

/// How soon an unexpected end of the server is noticed.
const WATCH_POLL: Duration = Duration::from_millis(100);
/// The pauses before a restart; the last one repeats.
const BACKOFF: [Duration; 3] = [
    Duration::from_millis(200),
    Duration::from_secs(1),
    Duration::from_secs(5),
];
/// So many ends within so long, and the server is left alone.
const MAX_ENDS: usize = 5;
const ENDS_WINDOW: Duration = Duration::from_mins(2);

/// The handle's side of the supervisor.
pub(super) struct Signals {
    /// Closed when the server shall stop; nothing is ever sent.
    pub(super) stop: Receiver<Infallible>,
    pub(super) state: watch::Sender<ClusterState>,
    pub(super) pid: Arc<AtomicU32>,
}

/// What the handle learns once the server runs.
pub(super) struct Facts {
    pub(super) data_dir: PathBuf,
    pub(super) socket_dir: PathBuf,
    pub(super) password: SecretString,
}

/// Waits that end when the server shall stop.
pub(super) struct Patience<'a>(&'a Receiver<Infallible>);

impl Patience<'_> {
    /// Waits for `pause`; true when the server shall stop.
    pub(super) fn ends_within(&self, pause: Duration) -> bool {
        matches!(
            self.0.recv_timeout(pause),
            Err(RecvTimeoutError::Disconnected)
        )
    }

    fn wait_for_the_end(&self) {
        let _ = self.0.recv();
    }
}

struct Supervisor<'a> {
    options: &'a ClusterOptions,
    directory: Directory,
    binaries: Binaries,
    signals: &'a Signals,
    /// When the server ended unexpectedly, within the window.
    ends: VecDeque<Instant>,
}

/// The whole life of a server: returns when it has stopped. Must run on a thread of its own.
pub(super) fn run(
    options: &ClusterOptions,
    signals: &Signals,
    started: oneshot::Sender<Result<Facts, ClusterError>>,
) -> Result<(), ClusterError> {
    match begin(options, signals) {
        Ok((mut supervisor, server, facts)) => {
            let _ = started.send(Ok(facts));
            let outcome = supervisor.watch(server);
            socket::tidy(&supervisor.directory.socket_dir, &supervisor.directory.root);
            supervisor.announce(ClusterState::Stopped, None);
            outcome
        }
        Err(error) => {
            let _ = started.send(Err(error));
            Ok(())
        }
    }
}

fn begin<'a>(
    options: &'a ClusterOptions,
    signals: &'a Signals,
) -> Result<(Supervisor<'a>, Server, Facts), ClusterError> {
    let account = Account::for_server(options.os_user.as_deref())?;
    let directory = Directory::open(&options.data_dir, account)?;
    let binaries = binaries::find(options.bin_dir.as_deref(), &directory.pgdata)?;
    let password = secret::load(&directory.secret, !directory.has_cluster())?;
    let patience = Patience(&signals.stop);
    if !directory.has_cluster() {
        tracing::info!(path = %directory.root.display(), postgres.major = binaries.major, "making a new database cluster");
        initdb::run(&directory, &binaries, &password, options.durable, &patience)?;
    }
    let facts = Facts {
        data_dir: directory.root.clone(),
        socket_dir: directory.socket_dir.clone(),
        password,
    };
    let supervisor = Supervisor {
        options,
        directory,
        binaries,
        signals,
        ends: VecDeque::new(),
    };
    let server = supervisor.launch()?;
    Ok((supervisor, server, facts))
}

impl Supervisor<'_> {
    fn patience(&self) -> Patience<'_> {
        Patience(&self.signals.stop)
    }

    fn launch(&self) -> Result<Server, ClusterError> {
        let server = Server::launch(
            &self.directory,
            &self.binaries,
            self.options,
            &self.patience(),
        )?;
        tracing::info!(
            postgres.pid = server.pid(),
            postgres.major = self.binaries.major,
            "PostgreSQL runs"
        );
        self.announce(ClusterState::Running, Some(server.pid()));
        Ok(server)
    }

    fn announce(&self, state: ClusterState, pid: Option<u32>) {
        self.signals
            .pid
            .store(pid.unwrap_or_default(), Ordering::Relaxed);
        self.signals.state.send_replace(state);
    }

    fn watch(&mut self, mut server: Server) -> Result<(), ClusterError> {
        loop {
            if self.patience().ends_within(WATCH_POLL) {
                return server.stop();
            }
            self.directory.log.rotate();
            server.hurry(&self.directory);
            if let Some(end) = server.ended(&self.directory) {
                match self.restart(end) {
                    Some(next) => server = next,
                    None => return Ok(()),
                }
            }
        }
    }

    /// Starts the server again after its unexpected `end`; `None` when it shall stop instead.
    fn restart(&mut self, mut end: ClusterError) -> Option<Server> {
        loop {
            let attempt = self.count_end();
            if attempt >= MAX_ENDS {
                tracing::error!(reason = %end, "PostgreSQL ended {attempt} times in two minutes; it is not started again");
                self.announce(
                    ClusterState::Failed {
                        reason: end.to_string(),
                    },
                    None,
                );
                self.patience().wait_for_the_end();
                return None;
            }
            tracing::error!(attempt, reason = %end, "PostgreSQL ended unexpectedly; it is started again");
            self.announce(ClusterState::Restarting { attempt }, None);
            let pause = BACKOFF[(attempt - 1).min(BACKOFF.len() - 1)];
            if self.patience().ends_within(pause) {
                return None;
            }
            match self.launch() {
                Ok(server) => return Some(server),
                Err(ClusterError::GivenUp) => return None,
                Err(error) => end = error,
            }
        }
    }

    /// Notes an end, and says how many there were within the window.
    fn count_end(&mut self) -> usize {
        let now = Instant::now();
        self.ends.push_back(now);
        while self
            .ends
            .front()
            .is_some_and(|end| now.duration_since(*end) > ENDS_WINDOW)
        {
            self.ends.pop_front();
        }
        self.ends.len()
    }
}

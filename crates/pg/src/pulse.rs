use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};

use tokio::sync::watch;
use tokio_postgres::{Client, Config, config::Host};

use crate::{ConnectError, connect::connect, error::chain};

/// How patient we are with a server that says nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// Somebody waits this long before the server is asked for a sign of life, and again after each sign.
    pub interval: Duration,
    /// Longest wait for that sign.
    pub silence: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            interval: Duration::from_millis(200),
            silence: Duration::from_millis(650),
        }
    }
}

/// Tells a slow statement from a server that has stopped answering.
///
/// As long as somebody waits for the server, it is asked for a sign of life over a connection of its own. When none comes
/// within [`Patience`], the server is silent: everybody who waits is told so at once, and everybody who asks later, until
/// it answers again. A frozen host, a stopped process and a cut cable look like this; nothing is refused, and nothing
/// comes. A deadline for each statement could not do it: one that fits a lost server would cut off honest work.
///
/// Databases of one server share its pulse: what one has found out, the others need not wait for.
#[derive(Debug, Clone)]
pub struct Pulse(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    server: String,
    login: Config,
    patience: Patience,
    waiting: AtomicUsize,
    felt: AtomicBool,
    silent: watch::Sender<bool>,
    line: Mutex<Option<Client>>,
}

/// What the server did when it was asked for a sign of life.
enum Sign {
    /// It said something, if only that it cannot talk now.
    Answered,
    /// There is no server, or the connection is broken: whoever waits is told by his own connection.
    Refused(String),
    /// Nothing at all.
    Silent,
}

/// Somebody waits for the server, as long as this lives.
#[derive(Debug)]
pub(crate) struct Waiting(Arc<Inner>);

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.waiting.fetch_sub(1, Ordering::AcqRel);
    }
}

impl Pulse {
    /// The pulse of the server behind `login`. Connects when somebody has waited.
    #[must_use]
    pub fn new(login: &Config, patience: Patience) -> Self {
        let mut login = login.clone();
        login
            .application_name("stoa-pulse")
            .connect_timeout(patience.silence);
        Self(Arc::new(Inner {
            server: server_of(&login),
            login,
            patience,
            waiting: AtomicUsize::new(0),
            felt: AtomicBool::new(false),
            silent: watch::Sender::new(false),
            line: Mutex::new(None),
        }))
    }

    /// Whether this is the pulse of the server behind `login`.
    #[must_use]
    pub fn is_of(&self, login: &Config) -> bool {
        let own = &self.0.login;
        own.get_hosts() == login.get_hosts()
            && own.get_hostaddrs() == login.get_hostaddrs()
            && own.get_ports() == login.get_ports()
    }

    /// Does `work` unless the server falls silent before it is done: then nothing, and the work is dropped.
    pub async fn unless_silent<T>(&self, work: impl Future<Output = T>) -> Option<T> {
        let _waiting = self.wait();
        tokio::select! {
            biased;
            () = silence(self.verdicts()) => None,
            done = work => Some(done),
        }
    }

    /// Has the server watched until the guard is dropped.
    pub(crate) fn wait(&self) -> Waiting {
        self.0.waiting.fetch_add(1, Ordering::AcqRel);
        if !self.0.felt.swap(true, Ordering::AcqRel) {
            tokio::spawn(feel(Arc::clone(&self.0)));
        }
        Waiting(Arc::clone(&self.0))
    }

    /// Whether the server has stopped answering, now and at each change.
    pub(crate) fn verdicts(&self) -> watch::Receiver<bool> {
        self.0.silent.subscribe()
    }

    /// Whether the server has stopped answering.
    pub(crate) fn is_silent(&self) -> bool {
        *self.0.silent.borrow()
    }
}

/// A server's name for the log.
fn server_of(login: &Config) -> String {
    let names = login.get_hosts().iter().map(|host| match host {
        Host::Tcp(name) => name.clone(),
        Host::Unix(path) => path.display().to_string(),
    });
    names.collect::<Vec<_>>().join(",")
}

/// Ends when the server has stopped answering.
pub(crate) async fn silence(mut verdicts: watch::Receiver<bool>) {
    if verdicts.wait_for(|silent| *silent).await.is_err() {
        // Nobody judges any more, so there will be no verdict.
        std::future::pending::<()>().await;
    }
}

/// Asks again and again while somebody waits, and while the server is silent.
async fn feel(pulse: Arc<Inner>) {
    loop {
        tokio::time::sleep(pulse.patience.interval).await;
        let waits = pulse.waiting.load(Ordering::Acquire) > 0;
        if waits || *pulse.silent.borrow() {
            pulse.judge(pulse.ask().await);
        }
        let has_owner = Arc::strong_count(&pulse) > 1;
        if !waits && (!*pulse.silent.borrow() || !has_owner) {
            pulse.felt.store(false, Ordering::Release);
            // Somebody may have come between the look and the note, and relied on this task.
            let came = pulse.waiting.load(Ordering::Acquire) > 0;
            if !came || pulse.felt.swap(true, Ordering::AcqRel) {
                return;
            }
        }
    }
}

impl Inner {
    async fn ask(&self) -> Sign {
        let kept = self.kept().take().filter(|client| !client.is_closed());
        let asked = async {
            let client = match kept {
                Some(client) => client,
                None => connect(&self.login).await?,
            };
            client.batch_execute("").await?;
            Ok::<_, ConnectError>(client)
        };
        match tokio::time::timeout(self.patience.silence, asked).await {
            Ok(Ok(client)) => {
                *self.kept() = Some(client);
                Sign::Answered
            }
            Ok(Err(ConnectError::Server(error))) if error.code().is_some() => Sign::Answered,
            Ok(Err(ConnectError::Silent(_))) | Err(_) => Sign::Silent,
            Ok(Err(error)) => Sign::Refused(chain(&error)),
        }
    }

    fn judge(&self, sign: Sign) {
        match sign {
            Sign::Answered => {
                if self.silent.send_replace(false) {
                    tracing::info!(db.server = self.server, "the database server answers again");
                }
            }
            Sign::Silent => {
                if !self.silent.send_replace(true) {
                    tracing::warn!(
                        db.server = self.server,
                        "the database server has stopped answering; its connections are given up"
                    );
                }
            }
            Sign::Refused(reason) => {
                tracing::debug!(
                    db.server = self.server,
                    reason,
                    "no sign of life can be asked for"
                );
            }
        }
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, Option<Client>> {
        self.line.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

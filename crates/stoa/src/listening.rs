//! What other processes change is heard here and forgotten at once.

use std::sync::Mutex;

use stoa_identity::Identity;
use stoa_pg::{Hints, ListenOptions, Listener, Main, MainDb};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

/// The listener of the main database, and whoever reads it.
pub(crate) struct Listening {
    hears: watch::Receiver<bool>,
    to_run: Mutex<Option<(Listener<Main>, Hints)>>,
}

impl Listening {
    pub(crate) fn new(main: &MainDb) -> Self {
        let mut listener = main.listener(ListenOptions::default());
        let hints = listener.subscribe(Identity::HINTS);
        Self {
            hears: listener.hears(),
            to_run: Mutex::new(Some((listener, hints))),
        }
    }

    /// Whether the database is heard at this moment.
    pub(crate) fn hears(&self) -> watch::Receiver<bool> {
        self.hears.clone()
    }

    /// Listens until `stopping`; a second call does nothing.
    pub(crate) async fn run(&self, identity: Identity, stopping: CancellationToken) {
        let to_run = self
            .to_run
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .take();
        if let Some((listener, hints)) = to_run {
            tokio::join!(listener.run(stopping), identity.follow(hints));
        }
    }
}

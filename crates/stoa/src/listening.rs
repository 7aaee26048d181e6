//! What other processes change is heard here: sessions and keys to be forgotten, jobs to be done.

use std::sync::{Mutex, PoisonError};

use stoa_app::modes::Modes;
use stoa_identity::Identity;
use stoa_jobs::Waker;
use stoa_pg::{Hints, ListenOptions, Listener, Main, MainDb, Tripwire, TripwireDb};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

/// The wakers of the workers of this process, whether there are workers in it or not.
#[derive(Debug, Clone, Default)]
pub(crate) struct Wakers {
    pub(crate) main: Waker,
    pub(crate) tripwire: Waker,
}

/// The listeners of the databases, and whoever reads them.
pub(crate) struct Listening {
    main: watch::Receiver<bool>,
    tripwire: watch::Receiver<bool>,
    to_run: Mutex<Option<ToRun>>,
}

struct ToRun {
    main: Listener<Main>,
    tripwire: Listener<Tripwire>,
    identity: Hints,
    modes: Hints,
    letters: Hints,
    leads: Hints,
}

impl Listening {
    pub(crate) fn new(main: &MainDb, tripwire: &TripwireDb) -> Self {
        let mut main = main.listener(ListenOptions::default());
        let mut tripwire = tripwire.listener(ListenOptions::default());
        let to_run = ToRun {
            identity: main.subscribe(Identity::HINTS),
            modes: main.subscribe(Modes::HINTS),
            letters: main.subscribe(Waker::HINTS),
            leads: tripwire.subscribe(Waker::HINTS),
            main,
            tripwire,
        };
        Self {
            main: to_run.main.hears(),
            tripwire: to_run.tripwire.hears(),
            to_run: Mutex::new(Some(to_run)),
        }
    }

    /// Whether the main database is heard at this moment.
    pub(crate) fn hears(&self) -> watch::Receiver<bool> {
        self.main.clone()
    }

    /// Whether the tripwire database is.
    pub(crate) fn hears_tripwire(&self) -> watch::Receiver<bool> {
        self.tripwire.clone()
    }

    /// Listens until `stopping`; a second call does nothing.
    pub(crate) async fn run(
        &self,
        (identity, modes): (Identity, Modes),
        wakers: &Wakers,
        stopping: CancellationToken,
    ) {
        let to_run = self
            .to_run
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if let Some(to_run) = to_run {
            tokio::join!(
                to_run.main.run(stopping.clone()),
                to_run.tripwire.run(stopping),
                identity.follow(to_run.identity),
                modes.follow(to_run.modes),
                wakers.main.follow(to_run.letters),
                wakers.tripwire.follow(to_run.leads),
            );
        }
    }
}

/// Tells the workers of other processes of new jobs, until `stopping`.
pub(crate) async fn ring(
    wakers: Wakers,
    databases: (MainDb, TripwireDb),
    stopping: CancellationToken,
) {
    let (main, tripwire) = databases;
    tokio::join!(
        wakers.main.ring(main, stopping.clone()),
        wakers.tripwire.ring(tripwire, stopping),
    );
}

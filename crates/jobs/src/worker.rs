use std::{
    collections::HashMap,
    sync::Arc,
    time::{Duration, Instant},
};

use stoa_core::Ambient;
use stoa_pg::{Database, Db};
use tokio::{sync::Notify, task::JoinSet};
use tokio_util::{sync::CancellationToken, task::AbortOnDropHandle};

use crate::{
    Handler, Tally,
    lease::Leases,
    run::Runner,
    store::{self, Held},
};

/// How a worker behaves.
#[derive(Debug, Clone, Copy)]
pub struct WorkerOptions {
    /// The most jobs at once.
    pub concurrency: usize,
    /// How long a claim holds when it is not renewed: the longest pause after a crash.
    pub lease: Duration,
    /// The pause between looks at an empty queue, at first and after each wake.
    pub poll_floor: Duration,
    /// It doubles up to this. Above the floor only while something else tells of other processes' jobs.
    pub poll_ceiling: Duration,
    /// How long running jobs may go on after the stop is asked for; then they are given back.
    pub grace: Duration,
}

impl Default for WorkerOptions {
    /// 8 jobs at once, a lease of 30 s, a look each second, 10 s of grace.
    fn default() -> Self {
        let poll = Duration::from_secs(1);
        Self {
            concurrency: 8,
            lease: Duration::from_secs(30),
            poll_floor: poll,
            poll_ceiling: poll,
            grace: Duration::from_secs(10),
        }
    }
}

/// Wakes a worker of the same process when there is something new to do.
#[derive(Debug, Clone, Default)]
pub struct Waker(Arc<Notify>);

impl Waker {
    /// To be called after the commit.
    pub fn wake(&self) {
        self.0.notify_one();
    }
}

/// Runs the jobs of one database.
pub struct Worker<D> {
    runner: Runner<D>,
    options: WorkerOptions,
    handlers: HashMap<&'static str, Arc<dyn Handler>>,
    waker: Waker,
}

/// What a look at the queue brought.
enum Look {
    /// All slots are taken: there may be more.
    Full,
    /// There was less to do than there were slots.
    Drained,
    /// There was nothing.
    Empty,
}

impl<D: Database> Worker<D> {
    /// A worker for the kinds of `handlers`; jobs of other kinds stay.
    #[must_use]
    pub fn new(
        db: Db<D>,
        ambient: Ambient,
        options: WorkerOptions,
        handlers: Vec<Arc<dyn Handler>>,
    ) -> Self {
        let leases = Leases::new(options.lease);
        Self {
            runner: Runner {
                db,
                ambient,
                leases,
                tally: Tally::default(),
            },
            options,
            handlers: handlers
                .into_iter()
                .map(|handler| (handler.kind(), handler))
                .collect(),
            waker: Waker::default(),
        }
    }

    /// What wakes it.
    #[must_use]
    pub fn waker(&self) -> Waker {
        self.waker.clone()
    }

    /// The same worker, its runs counted in `tally` together with those of others.
    #[must_use]
    pub fn counting(mut self, tally: Tally) -> Self {
        self.runner.tally = tally;
        self
    }

    /// What it has done so far.
    #[must_use]
    pub fn tally(&self) -> Tally {
        self.runner.tally.clone()
    }

    /// Works until `shutdown`: then it takes no more jobs, lets the running ones end within the grace, and gives the
    /// others back. Survives any outage of the database.
    pub async fn run(self, shutdown: CancellationToken) {
        let Runner { db, leases, .. } = self.runner.clone();
        let renewing = AbortOnDropHandle::new(tokio::spawn(async move { leases.keep(&db).await }));
        let mut running = JoinSet::new();
        let (mut pause, mut healthy) = (self.options.poll_floor, true);
        while !shutdown.is_cancelled() {
            let look = self.look(&mut running, &shutdown, &mut healthy).await;
            pause = if matches!(look, Look::Empty) {
                pause
            } else {
                self.options.poll_floor
            };
            tokio::select! {
                () = shutdown.cancelled() => {}
                // A job that has ended leaves a slot, and perhaps its limit key, to another.
                Some(_) = running.join_next() => pause = self.options.poll_floor,
                () = self.waker.0.notified(), if !matches!(look, Look::Full) => pause = self.options.poll_floor,
                () = tokio::time::sleep(pause), if !matches!(look, Look::Full) => {
                    pause = (pause * 2).min(self.options.poll_ceiling);
                }
            }
        }
        let _ = tokio::time::timeout(self.options.grace, async {
            while running.join_next().await.is_some() {}
        })
        .await;
        running.shutdown().await;
        drop(renewing);
        self.give_back().await;
    }

    /// Claims as many jobs as there are free slots, and starts them.
    async fn look(
        &self,
        running: &mut JoinSet<()>,
        shutdown: &CancellationToken,
        healthy: &mut bool,
    ) -> Look {
        while running.try_join_next().is_some() {}
        let slots = self.options.concurrency.saturating_sub(running.len());
        if slots == 0 {
            return Look::Full;
        }
        let claimed = self.claim(slots, healthy).await;
        let look = match claimed.len() {
            0 => Look::Empty,
            found if found < slots => Look::Drained,
            _ => Look::Full,
        };
        for held in claimed {
            let handler = self
                .handlers
                .get(held.job.kind.as_str())
                .filter(|_| !shutdown.is_cancelled());
            if let Some(handler) = handler.cloned() {
                let runner = self.runner.clone();
                running.spawn(async move { drop(runner.run(held, handler).await) });
            }
        }
        look
    }

    async fn claim(&self, slots: usize, healthy: &mut bool) -> Vec<Held> {
        let Runner {
            db,
            ambient,
            leases,
            ..
        } = &self.runner;
        let kinds: Vec<&str> = self.handlers.keys().copied().collect();
        let asked = Instant::now();
        match store::claim(db, ambient, &kinds, slots, self.options.lease).await {
            Ok(claimed) => {
                if !std::mem::replace(healthy, true) {
                    tracing::info!(database = D::NAME, "the queue can be read again");
                }
                for held in &claimed {
                    leases.add(held, asked);
                }
                claimed
            }
            Err(error) => {
                if std::mem::replace(healthy, false) {
                    let cause = std::error::Error::source(&error).map(ToString::to_string);
                    tracing::warn!(database = D::NAME, %error, cause, "the queue cannot be read; trying again each moment");
                }
                Vec::new()
            }
        }
    }

    async fn give_back(&self) {
        let Runner {
            db,
            ambient,
            leases,
            ..
        } = &self.runner;
        let holds = leases.unfinished();
        if holds.is_empty() {
            return;
        }
        match store::release(db, &holds, ambient.now()).await {
            Ok(released) => tracing::info!(released, "unfinished jobs are given back"),
            Err(error) => {
                tracing::warn!(%error, jobs = holds.len(), "unfinished jobs come back when their leases end");
            }
        }
    }
}

impl<D: Database> std::fmt::Debug for Worker<D> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Worker")
            .field("database", &D::NAME)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

use std::{
    collections::HashMap,
    sync::Arc,
    time::{Duration, Instant},
};

use chrono::{DateTime, Utc};
use stoa_core::Ambient;
use stoa_pg::{Database, Db};
use tokio::sync::watch;
use tokio_util::{sync::CancellationToken, task::AbortOnDropHandle};
use uuid::Uuid;

use crate::{
    Handler, OnDead, Tally, Waker,
    crew::Crew,
    lease::Leases,
    run::Runner,
    seen::{self, BEAT},
    settler::{Settler, set},
    store::{self, Haul, Wanted},
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
    /// It doubles up to this, but stays at the floor while nobody is heard who tells of other processes' jobs
    /// ([`Worker::hearing`]).
    pub poll_ceiling: Duration,
    /// How long running jobs may go on after the stop is asked for; then they are given back.
    pub grace: Duration,
}

impl Default for WorkerOptions {
    /// 8 jobs at once, a lease of 30 s, a look each second to five seconds, 10 s of grace.
    fn default() -> Self {
        Self {
            concurrency: 8,
            lease: Duration::from_secs(30),
            poll_floor: Duration::from_secs(1),
            poll_ceiling: Duration::from_secs(5),
            grace: Duration::from_secs(10),
        }
    }
}

/// Runs the jobs of one database.
pub struct Worker<D> {
    db: Db<D>,
    ambient: Ambient,
    leases: Leases,
    tally: Tally,
    on_dead: Option<OnDead>,
    options: WorkerOptions,
    handlers: HashMap<&'static str, Arc<dyn Handler>>,
    waker: Waker,
    hears: Option<watch::Receiver<bool>>,
    reads: watch::Sender<bool>,
    id: Uuid,
}

/// What a look at the queue brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    /// All slots are taken: there may be more.
    Full,
    /// There was less to do than there were slots.
    Drained,
    /// There was nothing.
    Empty,
}

/// What the worker remembers between looks.
struct Watch {
    pause: Duration,
    /// When the next job has its turn, as far as the last look saw.
    next: Option<DateTime<Utc>>,
    beaten: Option<Instant>,
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
        Self {
            leases: Leases::new(options.lease),
            tally: Tally::default(),
            on_dead: None,
            options,
            handlers: handlers
                .into_iter()
                .map(|handler| (handler.kind(), handler))
                .collect(),
            waker: Waker::default(),
            hears: None,
            reads: watch::Sender::new(true),
            id: ambient.uuid(),
            db,
            ambient,
        }
    }

    /// What wakes it.
    #[must_use]
    pub fn waker(&self) -> Waker {
        self.waker.clone()
    }

    /// The same worker, woken by `waker`.
    #[must_use]
    pub fn woken_by(self, waker: Waker) -> Self {
        Self { waker, ..self }
    }

    /// The same worker; while `hears` is true it is told of other processes' jobs, and looks less often by itself.
    #[must_use]
    pub fn hearing(self, hears: watch::Receiver<bool>) -> Self {
        Self {
            hears: Some(hears),
            ..self
        }
    }

    /// The same; whoever listens hears of each job that this worker has given up.
    #[must_use]
    pub fn on_dead(self, on_dead: OnDead) -> Self {
        Self {
            on_dead: Some(on_dead),
            ..self
        }
    }

    /// The same worker, its runs counted in `tally` together with those of others.
    #[must_use]
    pub fn counting(self, tally: Tally) -> Self {
        Self { tally, ..self }
    }

    /// Whether it could use the queue when it last tried, be it to look for jobs or to write how they ended.
    #[must_use]
    pub fn reads(&self) -> watch::Receiver<bool> {
        self.reads.subscribe()
    }

    /// What it has done so far.
    #[must_use]
    pub fn tally(&self) -> Tally {
        self.tally.clone()
    }

    /// Works until `shutdown`: then it takes no more jobs, lets the running ones end within the grace, and gives the
    /// others back. Survives any outage of the database.
    pub async fn run(self, shutdown: CancellationToken) {
        let (leases, db) = (self.leases.clone(), self.db.clone());
        let renewing = AbortOnDropHandle::new(tokio::spawn(async move { leases.keep(&db).await }));
        let runner = Runner {
            ambient: self.ambient.clone(),
            leases: self.leases.clone(),
            tally: self.tally.clone(),
            on_dead: self.on_dead.clone(),
            settler: Settler::start(self.db.clone(), self.ambient.clone(), self.reads.clone()),
        };
        let mut crew = Crew::new(self.options.concurrency, &self.handlers);
        let mut watch = Watch {
            pause: self.options.poll_floor,
            next: None,
            beaten: None,
        };
        while !shutdown.is_cancelled() {
            let look = self.look(&mut crew, &mut watch).await;
            if shutdown.is_cancelled() {
                break;
            }
            crew.begin(&runner);
            self.rest(&mut crew, &mut watch, (look, &shutdown)).await;
        }
        crew.stop(self.options.grace).await;
        drop(renewing);
        self.leave().await;
    }

    /// Waits for something that makes another look worth while.
    async fn rest(
        &self,
        crew: &mut Crew,
        watch: &mut Watch,
        (look, shutdown): (Look, &CancellationToken),
    ) {
        let floor = self.options.poll_floor;
        if look != Look::Empty {
            watch.pause = floor;
        }
        let wait = self.wait(crew, watch);
        let may_look = look != Look::Full;
        tokio::select! {
            () = shutdown.cancelled() => {}
            // A job that has ended leaves a slot, and perhaps its limit key, to another.
            Some(()) = crew.ended() => watch.pause = floor,
            () = self.waker.woken(), if may_look => watch.pause = floor,
            () = tokio::time::sleep(wait), if may_look => {
                watch.pause = (watch.pause * 2).min(self.ceiling());
            }
        }
    }

    /// Until the next look: the pause, or less when a job's turn or a rate's is known.
    fn wait(&self, crew: &Crew, watch: &Watch) -> Duration {
        let turn = watch.next.map(|next| {
            let wait = (next - self.ambient.now()).to_std().unwrap_or_default();
            wait + Duration::from_millis(1)
        });
        [turn, crew.rate_wait()]
            .into_iter()
            .flatten()
            .fold(watch.pause, Duration::min)
    }

    fn ceiling(&self) -> Duration {
        let heard = self.hears.as_ref().is_some_and(|hears| *hears.borrow());
        if heard {
            self.options.poll_ceiling
        } else {
            self.options.poll_floor
        }
    }

    /// Claims as many jobs as there is room for.
    async fn look(&self, crew: &mut Crew, watch: &mut Watch) -> Look {
        let room = crew.room();
        if room == 0 {
            return Look::Full;
        }
        let (kinds, quotas) = crew.quotas(room);
        let is_due = watch.beaten.is_none_or(|at| at.elapsed() >= BEAT);
        let wanted = Wanted {
            kinds,
            quotas,
            slots: room,
            beat: is_due.then_some(self.id),
        };
        let asked = Instant::now();
        let haul = self.claim(&wanted, watch).await;
        watch.next = haul.next;
        for held in &haul.held {
            self.leases.add(held, asked);
        }
        let look = match haul.held.len() {
            0 => Look::Empty,
            found if found < room => Look::Drained,
            _ => Look::Full,
        };
        crew.take(haul.held);
        look
    }

    async fn claim(&self, wanted: &Wanted<'_>, watch: &mut Watch) -> Haul {
        match store::claim(&self.db, &self.ambient, wanted, self.options.lease).await {
            Ok(haul) => {
                if wanted.beat.is_some() {
                    watch.beaten = Some(Instant::now());
                }
                if set(&self.reads, true) {
                    tracing::info!(database = D::NAME, "the queue can be read again");
                }
                haul
            }
            Err(error) => {
                if set(&self.reads, false) {
                    let cause = std::error::Error::source(&error).map(ToString::to_string);
                    tracing::warn!(database = D::NAME, %error, cause, "the queue cannot be read; trying again each moment");
                }
                watch.pause = self.options.poll_floor;
                Haul::default()
            }
        }
    }

    /// Gives back what is unfinished, and is not waited for any more.
    async fn leave(&self) {
        let holds = self.leases.unfinished();
        if !holds.is_empty() {
            match store::release(&self.db, &holds, self.ambient.now()).await {
                Ok(released) => tracing::info!(released, "unfinished jobs are given back"),
                Err(error) => {
                    tracing::warn!(%error, jobs = holds.len(), "unfinished jobs come back when their leases end");
                }
            }
        }
        if let Err(error) = seen::forget(&self.db, self.id).await {
            tracing::debug!(%error, "the worker's row stays for a while");
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

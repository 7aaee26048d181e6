//! The queues of the databases as administrators look after them.

mod error;

use stoa_core::{Ambient, Failure as _, JobId, Kind, PageLimit};
use stoa_domain::Role;
use stoa_identity::{Actor, Postman};
use stoa_jobs::{Retention, Waker, board};
use stoa_pg::{Database as _, Main, MainDb, Scope, Tripwire, TripwireDb};

use crate::{
    leads::{DELIVER, Deliver, LeadDesk},
    sales::ProvisionBuyer,
};
pub use error::{QueueError, WrongOrder};
pub use stoa_jobs::{
    JobState, QueueDepth,
    board::{Attempt, Job, JobFilter, PausedKind},
};

/// Most dead jobs that one order drives again.
const MOST_REDRIVEN: u16 = PageLimit::MAX;

/// Which database a queue is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Queue {
    /// Letters and what belongs to people.
    Main,
    /// Leads and sales.
    Tripwire,
}

impl Queue {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Tripwire, Self::Main];

    /// As addresses have it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Main => Main::NAME,
            Self::Tripwire => Tripwire::NAME,
        }
    }

    /// The kinds of jobs in it.
    #[must_use]
    pub const fn kinds(self) -> &'static [&'static str] {
        match self {
            Self::Main => &[Postman::KIND],
            Self::Tripwire => &[Deliver::KIND, ProvisionBuyer::KIND],
        }
    }

    /// The queue of this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|queue| queue.as_str() == name)
    }
}

/// What an administrator may see of jobs and do about them. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Queues {
    main: MainDb,
    tripwire: TripwireDb,
    leads: LeadDesk,
    ambient: Ambient,
    wakers: (Waker, Waker),
}

/// Does the same in whichever database is meant.
macro_rules! in_queue {
    ($self:ident, $queue:expr, |$db:ident| $work:expr) => {
        match $queue {
            Queue::Main => {
                let $db = &$self.main;
                $work
            }
            Queue::Tripwire => {
                let $db = &$self.tripwire;
                $work
            }
        }
    };
}

impl Queues {
    /// The queues of both databases; `wakers` wake the workers of main and tripwire.
    #[must_use]
    pub fn new(
        (main, tripwire): (MainDb, TripwireDb),
        leads: LeadDesk,
        ambient: Ambient,
        wakers: (Waker, Waker),
    ) -> Self {
        Self {
            main,
            tripwire,
            leads,
            ambient,
            wakers,
        }
    }

    /// Jobs of a queue, newest first.
    ///
    /// # Errors
    /// `auth.role_missing`, `database.unavailable`.
    pub async fn list(
        &self,
        actor: &Actor,
        queue: Queue,
        filter: &JobFilter,
        limit: PageLimit,
    ) -> Result<Vec<Job>, QueueError> {
        admin(actor)?;
        Ok(in_queue!(self, queue, |db| board::list(db, filter, limit).await)?)
    }

    /// One job and its latest runs.
    ///
    /// # Errors
    /// `auth.role_missing`, `job.not_found`, `database.unavailable`.
    pub async fn show(
        &self,
        actor: &Actor,
        queue: Queue,
        id: JobId,
    ) -> Result<(Job, Vec<Attempt>), QueueError> {
        admin(actor)?;
        let found = in_queue!(self, queue, |db| board::find(db, id).await)?;
        found.ok_or(QueueError::NotFound)
    }

    /// How full a queue is.
    ///
    /// # Errors
    /// `auth.role_missing`, `database.unavailable`.
    pub async fn depth(&self, actor: &Actor, queue: Queue) -> Result<QueueDepth, QueueError> {
        admin(actor)?;
        let now = self.ambient.now();
        Ok(in_queue!(self, queue, |db| stoa_jobs::depth(db, now).await)?)
    }

    /// One job begins again with all its attempts, or has its turn now. A lead's delivery keeps its own rules.
    ///
    /// # Errors
    /// `auth.role_missing`, `job.not_found`, `job.wrong_state` (409: it runs, is done, or only its name is left),
    /// `database.unavailable`.
    pub async fn retry(&self, actor: &Actor, queue: Queue, id: JobId) -> Result<(), QueueError> {
        let (job, _) = self.show(actor, queue, id).await?;
        if job.kind == DELIVER && job.state == JobState::Dead {
            return self.resend(&job).await;
        }
        let now = self.ambient.now();
        let done = in_queue!(self, queue, |db| {
            let tx = db.begin(&scope()).await?;
            let done = board::retry(&tx, id, now).await?;
            tx.commit().await?;
            done
        });
        self.wake(queue);
        done.then_some(()).ok_or(QueueError::Wrong(job.state))
    }

    async fn resend(&self, job: &Job) -> Result<(), QueueError> {
        let id = job.key.parse().map_err(|_| QueueError::NotFound)?;
        match self.leads.resend(id).await {
            Ok(_) => Ok(()),
            Err(error) if error.kind() == Kind::Conflict => Err(QueueError::Wrong(job.state)),
            Err(error) => Err(QueueError::Delivery(error)),
        }
    }

    /// A job that was given up is put away. One that waits is not: the lead, the buyer or the letter behind it would wait for
    /// ever, and nobody would see it.
    ///
    /// # Errors
    /// As [`Queues::retry`]; `job.wrong_state` for whatever is not dead.
    pub async fn cancel(&self, actor: &Actor, queue: Queue, id: JobId) -> Result<(), QueueError> {
        let (job, _) = self.show(actor, queue, id).await?;
        if job.state != JobState::Dead {
            return Err(QueueError::Wrong(job.state));
        }
        let now = self.ambient.now();
        let done = in_queue!(self, queue, |db| {
            let tx = db.begin(&scope()).await?;
            let done = board::stop(&tx, id, now).await?;
            tx.commit().await?;
            done
        });
        done.then_some(()).ok_or(QueueError::Wrong(job.state))
    }

    /// Dead jobs of a kind and with a reason begin again, at most 200 at once; says how many.
    ///
    /// # Errors
    /// `auth.role_missing`, `database.unavailable`.
    pub async fn redrive(
        &self,
        actor: &Actor,
        queue: Queue,
        (kind, reason): (Option<String>, Option<String>),
    ) -> Result<u64, QueueError> {
        let filter = JobFilter {
            state: Some(JobState::Dead),
            kind,
            reason,
            before: None,
        };
        let limit = PageLimit::new(MOST_REDRIVEN).unwrap_or_default();
        let mut driven = 0;
        for job in self.list(actor, queue, &filter, limit).await? {
            match self.retry(actor, queue, job.id).await {
                Ok(()) => driven += 1,
                Err(QueueError::Wrong(_) | QueueError::NotFound) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(driven)
    }

    /// No worker begins jobs of the kind any more, until [`Queues::resume`].
    ///
    /// # Errors
    /// `auth.role_missing`, `job.kind_unknown` and `job.reason_missing` (422, both at once), `database.unavailable`.
    pub async fn pause(
        &self,
        actor: &Actor,
        queue: Queue,
        (kind, reason): (&str, &str),
    ) -> Result<(), QueueError> {
        admin(actor)?;
        let reason = reason.trim();
        let order = WrongOrder {
            kind: (!queue.kinds().contains(&kind)).then_some(queue),
            reason: reason.is_empty() || reason.chars().count() > 300 || reason.contains('\0'),
        };
        if order.kind.is_some() || order.reason {
            return Err(QueueError::Order(order));
        }
        let paused = PausedKind {
            kind: kind.to_owned(),
            paused_at: self.ambient.now(),
            paused_by: actor.user_id.to_string(),
            reason: reason.to_owned(),
        };
        in_queue!(self, queue, |db| {
            let tx = db.begin(&scope()).await?;
            board::pause_kind(&tx, &paused).await?;
            tx.commit().await?;
        });
        tracing::warn!(job.kind = kind, "a kind of job is paused");
        Ok(())
    }

    /// Workers begin jobs of the kind again. False when it was not stopped.
    ///
    /// # Errors
    /// `auth.role_missing`, `database.unavailable`.
    pub async fn resume(
        &self,
        actor: &Actor,
        queue: Queue,
        kind: &str,
    ) -> Result<bool, QueueError> {
        admin(actor)?;
        // No text column can hold it, so nobody has stopped such a kind.
        if kind.contains('\0') {
            return Ok(false);
        }
        let resumed = in_queue!(self, queue, |db| {
            let tx = db.begin(&scope()).await?;
            let resumed = board::resume_kind(&tx, kind).await?;
            tx.commit().await?;
            resumed
        });
        self.wake(queue);
        Ok(resumed)
    }

    /// The kinds that are stopped.
    ///
    /// # Errors
    /// `auth.role_missing`, `database.unavailable`.
    pub async fn paused(&self, actor: &Actor, queue: Queue) -> Result<Vec<PausedKind>, QueueError> {
        admin(actor)?;
        Ok(in_queue!(self, queue, |db| board::paused_kinds(db).await)?)
    }

    /// Clears finished jobs that are old, in at most `rounds` short transactions for each queue; says how many.
    ///
    /// # Errors
    /// `database.unavailable`.
    pub async fn clear(&self, rounds: usize) -> Result<u64, QueueError> {
        let (keep, now) = (Retention::default(), self.ambient.now());
        let mut cleared = 0;
        for queue in Queue::ALL {
            for _ in 0..rounds {
                let done = in_queue!(self, queue, |db| stoa_jobs::clear(db, &keep, now).await)?;
                cleared += done.stripped + done.deleted;
                if !done.may_leave_more(keep.rows) {
                    break;
                }
            }
        }
        Ok(cleared)
    }

    fn wake(&self, queue: Queue) {
        match queue {
            Queue::Main => self.wakers.0.wake(),
            Queue::Tripwire => self.wakers.1.wake(),
        }
    }
}

fn scope() -> Scope {
    Scope::service("an administrator's order")
}

fn admin(actor: &Actor) -> Result<(), QueueError> {
    if actor.has(Role::Admin) {
        Ok(())
    } else {
        Err(QueueError::Role)
    }
}

use std::{sync::Arc, time::Duration};

use futures::future::BoxFuture;

use crate::{Backoff, Claimed, Rate};

/// Hears of a job that a worker has given up, and why; must not take long.
pub type OnDead = Arc<dyn Fn(&Claimed, &str) + Send + Sync>;

/// Does the jobs of one kind.
pub trait Handler: Send + Sync {
    /// The kind of its jobs.
    fn kind(&self) -> &'static str;

    /// Runs a job. It may run again, even after [`Outcome::Done`], when the process dies before that is written.
    fn run<'a>(&'a self, job: &'a Claimed) -> BoxFuture<'a, Outcome>;

    /// Called when the last attempt has failed, before the job is dead; perhaps more than once, and in another process
    /// than the last run. [`Outcome::Fail`] does not lead here: who returns it knows.
    fn exhausted<'a>(&'a self, job: &'a Claimed, reason: &'a str) -> BoxFuture<'a, ()> {
        let _ = (job, reason);
        Box::pin(std::future::ready(()))
    }

    /// The longest time of one run; then it is dropped, and counts as failed.
    fn timeout(&self) -> Duration {
        Duration::from_mins(1)
    }

    /// The pauses between attempts.
    fn backoff(&self) -> Backoff {
        Backoff::default()
    }

    /// The most jobs of this kind at once in one process; the worker's own limit holds besides.
    fn concurrency(&self) -> usize {
        usize::MAX
    }

    /// How many jobs of this kind may begin in a time, in one process; none: as many as there are.
    fn rate(&self) -> Option<Rate> {
        None
    }
}

/// How a run ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// All is done.
    Done,
    /// All is done, and the job's end was committed with it by [`Claimed::complete_in`]. Said without that, the job runs
    /// again when its lease ends.
    Committed,
    /// It failed and may succeed later.
    Retry {
        /// The pause; the handler's backoff when not given. At most 30 days.
        after: Option<Duration>,
        /// What failed, for people; no secrets, it is stored.
        reason: String,
    },
    /// It failed and will never succeed: the job is dead at once.
    Fail {
        /// What failed, for people; no secrets, it is stored.
        reason: String,
    },
    /// It could not be tried: no attempt is spent.
    Defer {
        /// The pause, at most 30 days.
        after: Duration,
        /// What it waits for.
        reason: String,
    },
}

//! What a worker has in hand: jobs that run, jobs that it has claimed ahead, and how many more of each kind may begin.

use std::{
    collections::{HashMap, VecDeque},
    sync::Arc,
    time::{Duration, Instant},
};

use tokio::task::JoinSet;

use crate::{Handler, rate::Bucket, run::Runner, store::Held};

/// Runs shorter than this are worth claiming ahead for; then a claim would take longer than the work.
const QUICK: Duration = Duration::from_millis(20);
/// So many runs in a row say it.
const PROOF: u32 = 32;
/// So many times its slots a worker with quick jobs holds.
const AHEAD: usize = 4;

/// One kind, as a worker does it.
pub(crate) struct Kind {
    pub(crate) handler: Arc<dyn Handler>,
    /// In hand: running or claimed ahead.
    held: usize,
    bucket: Option<Bucket>,
}

pub(crate) struct Crew {
    concurrency: usize,
    pub(crate) kinds: HashMap<&'static str, Kind>,
    running: JoinSet<(&'static str, Duration)>,
    ahead: VecDeque<(&'static str, Held)>,
    /// How long runs take of late, in seconds.
    pace: f64,
    /// How many runs in a row were not far from quick.
    quick: u32,
}

impl Crew {
    pub(crate) fn new(
        concurrency: usize,
        handlers: &HashMap<&'static str, Arc<dyn Handler>>,
    ) -> Self {
        let now = Instant::now();
        let kind = |handler: &Arc<dyn Handler>| Kind {
            handler: Arc::clone(handler),
            held: 0,
            bucket: handler.rate().map(|rate| Bucket::new(rate, now)),
        };
        Self {
            concurrency,
            kinds: handlers
                .iter()
                .map(|(name, handler)| (*name, kind(handler)))
                .collect(),
            running: JoinSet::new(),
            ahead: VecDeque::new(),
            pace: f64::MAX,
            quick: 0,
        }
    }

    /// How many jobs should be claimed now; none while there is enough in hand.
    pub(crate) fn room(&self) -> usize {
        let held = self.running.len() + self.ahead.len();
        if self.quick < PROOF || self.pace > QUICK.as_secs_f64() {
            return self.concurrency.saturating_sub(held);
        }
        if self.ahead.len() >= self.concurrency {
            return 0;
        }
        (self.concurrency * AHEAD).saturating_sub(held)
    }

    /// How many of each kind may begin, out of `room`.
    pub(crate) fn quotas(&mut self, room: usize) -> (Vec<&'static str>, Vec<i64>) {
        let now = Instant::now();
        let quota = |kind: &mut Kind| {
            let free = kind.handler.concurrency().saturating_sub(kind.held);
            let rated = kind.bucket.as_mut().map(|bucket| bucket.room(now));
            i64::try_from(room.min(free).min(rated.unwrap_or(room))).unwrap_or(i64::MAX)
        };
        self.kinds
            .iter_mut()
            .map(|(name, kind)| (*name, quota(kind)))
            .unzip()
    }

    /// How long until a kind that waits for its rate may go on.
    pub(crate) fn rate_wait(&self) -> Option<Duration> {
        let buckets = self.kinds.values().filter_map(|kind| kind.bucket.as_ref());
        buckets
            .map(Bucket::wait)
            .filter(|wait| !wait.is_zero())
            .min()
    }

    /// Takes claimed jobs in hand; those of unknown kinds are left to their leases.
    pub(crate) fn take(&mut self, claimed: Vec<Held>) {
        for held in claimed {
            let Some((name, kind)) = self.kinds.get_key_value(held.job.kind.as_str()) else {
                continue;
            };
            let (name, expired) = (*name, held.expired);
            let _ = kind;
            if let Some(kind) = self.kinds.get_mut(name) {
                kind.held += 1;
                if let Some(bucket) = kind.bucket.as_mut().filter(|_| !expired) {
                    bucket.take(1);
                }
            }
            self.ahead.push_back((name, held));
        }
    }

    /// Begins as many runs as there are slots.
    pub(crate) fn begin(&mut self, runner: &Runner) {
        while self.running.len() < self.concurrency {
            let Some((name, held)) = self.ahead.pop_front() else {
                return;
            };
            let Some(kind) = self.kinds.get(name) else {
                continue;
            };
            let (runner, handler) = (runner.clone(), Arc::clone(&kind.handler));
            self.running.spawn(async move {
                let began = Instant::now();
                drop(runner.run(held, handler).await);
                (name, began.elapsed())
            });
        }
    }

    /// Waits until a run ends; `None` when none is under way.
    pub(crate) async fn ended(&mut self) -> Option<()> {
        let ended = self.running.join_next().await?;
        self.note(&ended);
        while let Some(ended) = self.running.try_join_next() {
            self.note(&ended);
        }
        Some(())
    }

    fn note(&mut self, ended: &Result<(&'static str, Duration), tokio::task::JoinError>) {
        let Ok((name, took)) = ended else {
            return;
        };
        if let Some(kind) = self.kinds.get_mut(name) {
            kind.held = kind.held.saturating_sub(1);
        }
        self.quick = if *took < QUICK * 10 {
            self.quick.saturating_add(1)
        } else {
            0
        };
        let took = took.as_secs_f64();
        // The first run says it all; then each has a tenth of the word.
        self.pace = if self.pace < f64::MAX {
            self.pace * 0.9 + took * 0.1
        } else {
            took
        };
    }

    /// Lets the running jobs end within `grace`, and drops the others.
    pub(crate) async fn stop(&mut self, grace: Duration) {
        self.ahead.clear();
        let _ = tokio::time::timeout(grace, async {
            while self.running.join_next().await.is_some() {}
        })
        .await;
        self.running.shutdown().await;
    }
}

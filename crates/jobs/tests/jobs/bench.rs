//! A queue in a database of its own, a clock moved by hand, and handlers that do what a test says.

use std::{
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use chrono::{DateTime, TimeZone as _, Utc};
use futures::future::BoxFuture;
use serde_json::json;
use stoa_core::{Ambient, ManualClock, SystemRandom};
use stoa_jobs::{
    Backoff, Claimed, Enqueued, Handler, NewJob, Outcome, Rate, Waker, Worker, WorkerOptions,
    enqueue,
};
use stoa_pg::{Scope, Traffic};
use stoa_testdb::{TestDb, traffic_db};
use tokio::{sync::Semaphore, task::JoinHandle};
use tokio_postgres::Client;
use tokio_util::sync::CancellationToken;

pub(crate) const DEADLINE: Duration = Duration::from_secs(30);
pub(crate) const KIND: &str = "test.work";

pub(crate) struct Bench {
    pub(crate) test: TestDb<Traffic>,
    pub(crate) admin: Client,
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) ambient: Ambient,
}

/// What the database says of a job.
#[derive(Debug, PartialEq)]
pub(crate) struct Row {
    pub(crate) state: String,
    pub(crate) attempt: i16,
    pub(crate) run_at: DateTime<Utc>,
    pub(crate) last_error: Option<String>,
}

impl Bench {
    pub(crate) async fn new() -> Self {
        let test = traffic_db().await;
        let admin = test.admin().await;
        let clock = Arc::new(ManualClock::at(
            Utc.with_ymd_and_hms(2026, 11, 21, 9, 0, 0).unwrap(),
        ));
        let ambient = Ambient {
            clock: clock.clone(),
            random: Arc::new(SystemRandom),
        };
        Self {
            test,
            admin,
            clock,
            ambient,
        }
    }

    pub(crate) fn job(&self, key: &str) -> NewJob {
        NewJob::new(KIND, key, json!({ "number": 7 }), self.ambient.now())
    }

    pub(crate) async fn enqueue(&self, job: NewJob) -> Enqueued {
        let tx = self.test.db.begin(&Scope::service("test")).await.unwrap();
        let enqueued = enqueue(&tx, job).await.unwrap();
        tx.commit().await.unwrap();
        enqueued
    }

    pub(crate) async fn row(&self, key: &str) -> Row {
        let find = "select state, attempt, run_at, last_error from ops.job where key = $1";
        let row = self.admin.query_one(find, &[&key]).await.unwrap();
        Row {
            state: row.get(0),
            attempt: row.get(1),
            run_at: row.get(2),
            last_error: row.get(3),
        }
    }

    /// The remembered runs of a job, as `attempt outcome`.
    pub(crate) async fn runs(&self, key: &str) -> Vec<String> {
        let list =
            "select a.attempt, a.outcome from ops.job_attempt a join ops.job j on j.id = a.job_id
            where j.key = $1 order by a.id";
        let rows = self.admin.query(list, &[&key]).await.unwrap();
        rows.iter()
            .map(|row| format!("{} {}", row.get::<_, i16>(0), row.get::<_, String>(1)))
            .collect()
    }

    pub(crate) async fn becomes(&self, key: &str, wanted: impl Fn(&Row) -> bool) -> Row {
        let started = Instant::now();
        loop {
            let row = self.row(key).await;
            if wanted(&row) {
                return row;
            }
            assert!(started.elapsed() < DEADLINE, "job {key} stays {row:?}");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    pub(crate) async fn ends_as(&self, key: &str, state: &str) -> Row {
        self.becomes(key, |row| row.state == state).await
    }

    pub(crate) fn work(&self, options: WorkerOptions, handler: &Arc<Script>) -> Working {
        let handler: Arc<dyn Handler> = handler.clone();
        let worker = Worker::new(
            self.test.db.clone(),
            self.ambient.clone(),
            options,
            vec![handler],
        );
        let (waker, tally, stop) = (worker.waker(), worker.tally(), CancellationToken::new());
        Working {
            waker,
            tally,
            stop: stop.clone(),
            task: tokio::spawn(worker.run(stop)),
        }
    }
}

/// Looks often, so that tests are quick; nothing else differs from production.
pub(crate) fn quick() -> WorkerOptions {
    let poll = Duration::from_millis(10);
    WorkerOptions {
        poll_floor: poll,
        poll_ceiling: poll,
        ..WorkerOptions::default()
    }
}

pub(crate) struct Working {
    pub(crate) waker: Waker,
    pub(crate) tally: stoa_jobs::Tally,
    pub(crate) stop: CancellationToken,
    pub(crate) task: JoinHandle<()>,
}

impl Working {
    pub(crate) async fn stop(self) {
        self.stop.cancel();
        tokio::time::timeout(DEADLINE, self.task)
            .await
            .expect("a worker stops")
            .unwrap();
    }

    /// As `kill -9` does: nothing is said, nothing is written.
    pub(crate) async fn kill(self) {
        self.task.abort();
        assert!(self.task.await.unwrap_err().is_cancelled());
    }

    pub(crate) fn count(&self, outcome: &str) -> u64 {
        self.tally
            .counts()
            .iter()
            .filter(|count| count.outcome == outcome)
            .map(|count| count.runs)
            .sum()
    }
}

type Run = Box<dyn Fn(Claimed) -> BoxFuture<'static, Outcome> + Send + Sync>;

/// A handler that does what a test says, and notes what it was asked.
pub(crate) struct Script {
    run: Run,
    pub(crate) backoff: Backoff,
    pub(crate) timeout: Duration,
    pub(crate) concurrency: usize,
    pub(crate) rate: Option<Rate>,
    pub(crate) seen: Mutex<Vec<Claimed>>,
    pub(crate) exhausted: Mutex<Vec<String>>,
}

impl Script {
    pub(crate) fn new<F>(run: impl Fn(Claimed) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Outcome> + Send + 'static,
    {
        Self {
            run: Box::new(move |job| Box::pin(run(job))),
            backoff: Backoff {
                base: Duration::ZERO,
                cap: Duration::ZERO,
            },
            timeout: DEADLINE,
            concurrency: usize::MAX,
            rate: None,
            seen: Mutex::default(),
            exhausted: Mutex::default(),
        }
    }

    pub(crate) fn always(outcome: Outcome) -> Arc<Self> {
        Arc::new(Self::new(move |_| std::future::ready(outcome.clone())))
    }

    /// Runs that wait for a permit each, and are done then.
    pub(crate) fn gated() -> (Arc<Self>, Arc<Semaphore>) {
        let gate = Arc::new(Semaphore::new(0));
        let own = Arc::clone(&gate);
        let script = Self::new(move |_| {
            let gate = Arc::clone(&own);
            async move {
                gate.acquire().await.unwrap().forget();
                Outcome::Done
            }
        });
        (Arc::new(script), gate)
    }

    /// Runs that never end by themselves.
    pub(crate) fn hangs() -> Arc<Self> {
        Arc::new(Self::new(|_| std::future::pending()))
    }

    pub(crate) fn runs(&self) -> usize {
        self.seen.lock().unwrap().len()
    }

    pub(crate) async fn begins(&self, runs: usize) {
        let started = Instant::now();
        while self.runs() < runs {
            assert!(
                started.elapsed() < DEADLINE,
                "{} of {runs} runs",
                self.runs()
            );
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
}

impl Handler for Script {
    fn kind(&self) -> &'static str {
        KIND
    }

    fn run<'a>(&'a self, job: &'a Claimed) -> BoxFuture<'a, Outcome> {
        self.seen.lock().unwrap().push(job.clone());
        (self.run)(job.clone())
    }

    fn exhausted<'a>(&'a self, job: &'a Claimed, reason: &'a str) -> BoxFuture<'a, ()> {
        self.exhausted
            .lock()
            .unwrap()
            .push(format!("{}: {reason}", job.key));
        Box::pin(std::future::ready(()))
    }

    fn timeout(&self) -> Duration {
        self.timeout
    }

    fn backoff(&self) -> Backoff {
        self.backoff
    }

    fn concurrency(&self) -> usize {
        self.concurrency
    }

    fn rate(&self) -> Option<Rate> {
        self.rate
    }
}

pub(crate) fn retry(reason: &str) -> Outcome {
    Outcome::Retry {
        after: None,
        reason: reason.to_owned(),
    }
}

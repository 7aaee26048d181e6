//! How long it takes from asking for a job to its start, with a worker that has nothing to do.

use std::{sync::Arc, time::Instant};

use futures::future::BoxFuture;
use stoa_jobs::{Claimed, Handler, Outcome, Waker};
use stoa_pg::ListenOptions;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use crate::{Bench, Failed};

const SAMPLES: usize = 300;

/// Tells when a run begins.
struct Started(mpsc::UnboundedSender<Instant>);

impl Handler for Started {
    fn kind(&self) -> &'static str {
        "bench.start"
    }

    fn run<'a>(&'a self, _: &'a Claimed) -> BoxFuture<'a, Outcome> {
        let _ = self.0.send(Instant::now());
        Box::pin(std::future::ready(Outcome::Done))
    }
}

/// Milliseconds.
pub(crate) struct Latency {
    pub(crate) p50: f64,
    pub(crate) p99: f64,
}

impl Bench {
    /// The worker is in the process that asks.
    pub(crate) async fn latency_here(&self) -> Result<Latency, Failed> {
        let (started, mut starts) = mpsc::unbounded_channel();
        let (_told, hears) = tokio::sync::watch::channel(true);
        let worker = self.work(Arc::new(Started(started)), 16).hearing(hears);
        let (waker, stop) = (worker.waker(), CancellationToken::new());
        let running = tokio::spawn(worker.run(stop.clone()));
        let latency = self.ask(&waker, &mut starts).await?;
        stop.cancel();
        running.await?;
        Ok(latency)
    }

    /// The worker is in another process, which is told by PostgreSQL.
    pub(crate) async fn latency_elsewhere(&self) -> Result<Latency, Failed> {
        let (started, mut starts) = mpsc::unbounded_channel();
        let mut listener = self.db.listener(ListenOptions::default());
        let (hints, mut hears) = (listener.subscribe(Waker::HINTS), listener.hears());
        let worker = self
            .work(Arc::new(Started(started)), 16)
            .hearing(listener.hears());
        let (there, here, stop) = (worker.waker(), Waker::default(), CancellationToken::new());
        let (ringing, db, token) = (here.clone(), self.db.clone(), stop.clone());
        let tasks = [
            tokio::spawn(worker.run(stop.clone())),
            tokio::spawn(listener.run(stop.clone())),
            tokio::spawn(async move { ringing.ring(db, token).await }),
            tokio::spawn(async move { there.follow(hints).await }),
        ];
        hears.wait_for(|hears| *hears).await?;
        let latency = self.ask(&here, &mut starts).await?;
        stop.cancel();
        for task in tasks {
            task.await?;
        }
        Ok(latency)
    }

    /// From before the transaction that asks to the start of the run.
    async fn ask(
        &self,
        waker: &Waker,
        starts: &mut mpsc::UnboundedReceiver<Instant>,
    ) -> Result<Latency, Failed> {
        let mut times = Vec::new();
        for _ in 0..SAMPLES {
            let asked = Instant::now();
            self.put("bench.start").await?;
            waker.wake();
            let started = starts.recv().await.ok_or("the worker has ended")?;
            times.push(started.duration_since(asked).as_secs_f64() * 1000.0);
        }
        times.sort_by(f64::total_cmp);
        let at = |percent: usize| {
            times
                .get(SAMPLES * percent / 100)
                .copied()
                .unwrap_or_default()
        };
        Ok(Latency {
            p50: at(50),
            p99: at(99),
        })
    }
}

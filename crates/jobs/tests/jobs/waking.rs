//! How a worker learns that there is something to do.

use std::{sync::Arc, time::Duration};

use chrono::TimeDelta;
use stoa_jobs::{Handler, Outcome, Waker, Worker, WorkerOptions, silence};
use stoa_pg::ListenOptions;
use tokio_util::sync::CancellationToken;

use crate::bench::{Bench, DEADLINE, KIND, Script, quick};

/// Looks only when it is woken, or knows of a turn.
fn patient() -> WorkerOptions {
    let hour = Duration::from_hours(1);
    WorkerOptions {
        poll_floor: hour,
        poll_ceiling: hour,
        ..quick()
    }
}

#[tokio::test]
async fn a_job_of_another_process_is_heard_of() {
    let bench = Bench::new().await;
    let handler = Script::always(Outcome::Done);
    let stop = CancellationToken::new();
    let mut listener = bench.test.db.listener(ListenOptions::default());
    let (hints, mut hears) = (listener.subscribe(Waker::HINTS), listener.hears());
    let here = Waker::default();
    let worker = Worker::new(
        bench.test.db.clone(),
        bench.ambient.clone(),
        patient(),
        vec![handler.clone()],
    )
    .woken_by(here.clone())
    .hearing(listener.hears());
    let (token, elsewhere) = (stop.clone(), Waker::default());
    let (other, db) = (elsewhere.clone(), bench.test.db.clone());
    let tasks = [
        tokio::spawn(worker.run(stop.clone())),
        tokio::spawn(listener.run(token.clone())),
        tokio::spawn(async move { other.ring(db, token).await }),
        tokio::spawn(async move { here.follow(hints).await }),
    ];
    hears.wait_for(|hears| *hears).await.unwrap();
    for key in ["lead:1", "lead:2"] {
        bench.enqueue(bench.job(key)).await;
        elsewhere.wake();
        bench.ends_as(key, "done").await;
    }
    stop.cancel();
    for task in tasks {
        tokio::time::timeout(DEADLINE, task).await.unwrap().unwrap();
    }
}

#[tokio::test]
async fn a_turn_that_is_known_is_not_slept_through() {
    let bench = Bench::new().await;
    let handler = Script::always(Outcome::Done);
    let soon = TimeDelta::milliseconds(300);
    bench
        .enqueue(bench.job("lead:1").with_run_at(bench.ambient.now() + soon))
        .await;
    let working = bench.work(patient(), &handler);
    // The first look has seen the turn; by now the hour's sleep has become a third of a second.
    let seen = async || {
        let seen = "select count(*) from ops.worker";
        bench
            .admin
            .query_one(seen, &[])
            .await
            .unwrap()
            .get::<_, i64>(0)
    };
    tokio::time::timeout(DEADLINE, async { while seen().await == 0 {} })
        .await
        .unwrap();
    bench.clock.advance(soon);
    bench.ends_as("lead:1", "done").await;
    working.stop().await;
}

#[tokio::test]
async fn it_is_known_for_how_long_no_worker_has_looked() {
    let bench = Bench::new().await;
    let db = &bench.test.db;
    assert_eq!(silence(db, KIND).await.unwrap(), None, "there is none");
    let handler: Arc<Script> = Script::always(Outcome::Done);
    let working = bench.work(quick(), &handler);
    bench.enqueue(bench.job("lead:1")).await;
    bench.ends_as("lead:1", "done").await;
    assert!(silence(db, KIND).await.unwrap().unwrap() < Duration::from_secs(10));
    assert_eq!(silence(db, "test.other").await.unwrap(), None);
    let back = "update ops.worker set seen_at = seen_at - interval '20 seconds'";
    let killed = bench.work(quick(), &handler);
    killed.kill().await;
    working.stop().await;
    bench.admin.execute(back, &[]).await.unwrap();
    let silent = silence(db, handler.kind()).await.unwrap();
    assert!(
        silent.is_none_or(|silent| silent >= Duration::from_secs(20)),
        "who stops says so, who is killed falls silent: {silent:?}"
    );
}

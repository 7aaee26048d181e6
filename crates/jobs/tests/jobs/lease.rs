//! Who may run a job, when a process dies, hangs or stops, and when several want it.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use crate::bench::{Bench, DEADLINE, Script, Working, quick, retry};
use chrono::{DateTime, Utc};
use stoa_jobs::{Handler, Now, Outcome, Ran, Tally, WorkerOptions, run_now};

const SHORT: Duration = Duration::from_millis(300);

fn short_lease() -> WorkerOptions {
    WorkerOptions {
        lease: SHORT,
        ..quick()
    }
}

async fn fenced(working: &Working) {
    tokio::time::timeout(DEADLINE, async {
        while working.count("fenced") == 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    })
    .await
    .expect("the late run is fenced off");
}

#[tokio::test]
async fn a_run_that_was_replaced_cannot_finish_the_job() {
    let bench = Bench::new().await;
    let (slow, gate) = Script::gated();
    bench.enqueue(bench.job("lead:1")).await;
    let hour = Duration::from_hours(1);
    let looks_once = WorkerOptions {
        poll_floor: hour,
        poll_ceiling: hour,
        ..quick()
    };
    let first = bench.work(looks_once, &slow);
    slow.begins(1).await;
    // The first worker's next renewal is ten seconds away, its next look an hour.
    bench
        .admin
        .execute(
            "update ops.job set lease_until = now() - interval '1 minute'",
            &[],
        )
        .await
        .unwrap();
    let blocked = Script::hangs();
    let second = bench.work(quick(), &blocked);
    blocked.begins(1).await;
    let row = bench.row("lead:1").await;
    assert_eq!((row.state.as_str(), row.attempt), ("running", 2));
    gate.add_permits(1);
    fenced(&first).await;
    assert_eq!(
        bench.row("lead:1").await,
        row,
        "the first run's end changes nothing"
    );
    assert_eq!(bench.runs("lead:1").await, ["1 lost"]);
    first.stop().await;
    second.kill().await;
}

#[tokio::test]
async fn a_run_is_told_that_its_lease_is_lost() {
    let bench = Bench::new().await;
    let handler = Arc::new(Script::new(|job| async move {
        job.lost.cancelled().await;
        Outcome::Done
    }));
    bench.enqueue(bench.job("lead:1")).await;
    let working = bench.work(short_lease(), &handler);
    handler.begins(1).await;
    bench
        .admin
        .execute(
            "update ops.job set owner = gen_random_uuid(), lease_until = now() + interval '1 hour'",
            &[],
        )
        .await
        .unwrap();
    fenced(&working).await;
    assert_eq!(
        bench.row("lead:1").await.state,
        "running",
        "it is another's"
    );
    working.stop().await;
}

#[tokio::test]
async fn a_long_run_keeps_its_lease() {
    let bench = Bench::new().await;
    let (slow, gate) = Script::gated();
    bench.enqueue(bench.job("lead:1")).await;
    let (first, second) = (
        bench.work(short_lease(), &slow),
        bench.work(short_lease(), &slow),
    );
    slow.begins(1).await;
    let lease = || async {
        let row = bench
            .admin
            .query_one("select lease_until from ops.job", &[])
            .await
            .unwrap();
        row.get::<_, DateTime<Utc>>(0)
    };
    let begin = lease().await;
    tokio::time::timeout(DEADLINE, async {
        while lease().await - begin < chrono::TimeDelta::from_std(SHORT * 3).unwrap() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    })
    .await
    .expect("the lease is renewed");
    gate.add_permits(1);
    bench.ends_as("lead:1", "done").await;
    assert_eq!(bench.runs("lead:1").await, ["1 done"]);
    first.stop().await;
    second.stop().await;
}

#[tokio::test]
async fn a_killed_worker_is_replaced_when_its_lease_ends() {
    let bench = Bench::new().await;
    let hangs = Script::hangs();
    bench.enqueue(bench.job("lead:1")).await;
    let first = bench.work(short_lease(), &hangs);
    hangs.begins(1).await;
    first.kill().await;
    assert_eq!(bench.row("lead:1").await.state, "running");
    let second = bench.work(short_lease(), &Script::always(Outcome::Done));
    let row = bench.ends_as("lead:1", "done").await;
    assert_eq!(row.attempt, 2, "the lost run counts");
    assert_eq!(bench.runs("lead:1").await, ["1 lost", "2 done"]);
    second.stop().await;
}

#[tokio::test]
async fn a_job_that_kills_every_worker_ends_dead_and_the_handler_is_told() {
    let bench = Bench::new().await;
    let poison = Script::hangs();
    bench
        .enqueue(bench.job("poison").with_max_attempts(2))
        .await;
    for run in 1..=2 {
        let worker = bench.work(short_lease(), &poison);
        poison.begins(run).await;
        worker.kill().await;
    }
    let survivor = bench.work(short_lease(), &poison);
    let row = bench.ends_as("poison", "dead").await;
    assert_eq!((row.attempt, poison.runs()), (2, 2));
    assert_eq!(
        *poison.exhausted.lock().unwrap(),
        ["poison: the run ended without a word: its lease ran out"]
    );
    survivor.stop().await;
}

#[tokio::test]
async fn a_stopping_worker_gives_back_what_it_cannot_finish() {
    let bench = Bench::new().await;
    let hangs = Script::hangs();
    bench.enqueue(bench.job("lead:1")).await;
    let worker = bench.work(
        WorkerOptions {
            grace: Duration::from_millis(50),
            ..quick()
        },
        &hangs,
    );
    hangs.begins(1).await;
    worker.stop().await;
    let row = bench.row("lead:1").await;
    assert_eq!(
        (row.state.as_str(), row.attempt),
        ("ready", 0),
        "the attempt is not counted"
    );
    assert_eq!(bench.runs("lead:1").await, ["1 released"]);
    let next = bench.work(quick(), &Script::always(Outcome::Done));
    assert_eq!(bench.ends_as("lead:1", "done").await.attempt, 1);
    next.stop().await;
}

#[tokio::test]
async fn a_stopping_worker_lets_running_jobs_end_and_takes_no_more() {
    let bench = Bench::new().await;
    let (slow, gate) = Script::gated();
    bench.enqueue(bench.job("lead:1")).await;
    let worker = bench.work(quick(), &slow);
    slow.begins(1).await;
    worker.stop.cancel();
    bench.enqueue(bench.job("lead:2")).await;
    gate.add_permits(2);
    worker.stop().await;
    assert_eq!(bench.row("lead:1").await.state, "done");
    assert_eq!(bench.row("lead:2").await.state, "ready");
}

#[tokio::test]
async fn jobs_with_one_limit_key_run_one_after_another() {
    let bench = Bench::new().await;
    let running = Arc::new(Mutex::new(Vec::<String>::new()));
    let watched = Arc::clone(&running);
    let handler = Arc::new(Script::new(move |job| {
        let running = Arc::clone(&watched);
        async move {
            let chat = job.key.split(':').next().unwrap_or_default().to_owned();
            {
                let mut now = running.lock().unwrap();
                assert!(!now.contains(&chat), "two jobs of one key at once");
                now.push(chat.clone());
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
            running.lock().unwrap().retain(|other| *other != chat);
            Outcome::Done
        }
    }));
    let keys: Vec<_> = (0..24).map(|n| format!("chat{}:{n}", n % 2)).collect();
    for key in &keys {
        let chat = key.split(':').next().unwrap();
        bench.enqueue(bench.job(key).with_limit_key(chat)).await;
    }
    let workers: Vec<_> = (0..3)
        .map(|_| {
            bench.work(
                WorkerOptions {
                    concurrency: 4,
                    ..quick()
                },
                &handler,
            )
        })
        .collect();
    for key in &keys {
        assert_eq!(bench.ends_as(key, "done").await.attempt, 1, "{key}");
    }
    for worker in workers {
        worker.stop().await;
    }
}

#[tokio::test]
async fn many_workers_run_each_job_once() {
    let bench = Bench::new().await;
    let handler = Script::always(Outcome::Done);
    let keys: Vec<_> = (0..100).map(|n| format!("lead:{n}")).collect();
    for key in &keys {
        bench.enqueue(bench.job(key)).await;
    }
    let workers: Vec<_> = (0..3).map(|_| bench.work(quick(), &handler)).collect();
    for key in &keys {
        bench.ends_as(key, "done").await;
    }
    for worker in workers {
        worker.stop().await;
    }
    assert_eq!(handler.runs(), keys.len());
}

#[tokio::test]
async fn one_job_can_be_run_at_once_through_the_same_steps() {
    let bench = Bench::new().await;
    let tally = Tally::default();
    let now = async |outcome: Outcome, key: &'static str| {
        let handler: Arc<dyn Handler> = Script::always(outcome);
        let (db, ambient) = (&bench.test.db, &bench.ambient);
        run_now(db, ambient, Now::direct(handler, key, DEADLINE), &tally)
            .await
            .unwrap()
    };
    assert_eq!(
        now(Outcome::Done, "buyer:1").await,
        Ran::NotReady,
        "there is no such job"
    );
    bench
        .enqueue(
            bench
                .job("buyer:1")
                .with_run_at(bench.ambient.now() + chrono::TimeDelta::hours(1)),
        )
        .await;
    assert_eq!(
        now(retry("busy"), "buyer:1").await,
        Ran::Later {
            reason: "busy".to_owned()
        }
    );
    assert_eq!(now(Outcome::Done, "buyer:1").await, Ran::Done);
    assert_eq!(
        now(Outcome::Done, "buyer:1").await,
        Ran::NotReady,
        "it is finished"
    );
    bench.enqueue(bench.job("buyer:2")).await;
    let reason = "known".to_owned();
    assert_eq!(
        now(
            Outcome::Fail {
                reason: reason.clone()
            },
            "buyer:2"
        )
        .await,
        Ran::Dead { reason }
    );
    assert_eq!(bench.runs("buyer:1").await, ["1 retry", "2 done"]);
}

#[tokio::test]
async fn a_run_goes_on_when_its_caller_has_no_more_patience() {
    let bench = Bench::new().await;
    let (slow, gate) = Script::gated();
    bench
        .enqueue(bench.job("buyer:1").with_limit_key("buyers"))
        .await;
    bench
        .enqueue(bench.job("buyer:2").with_limit_key("buyers"))
        .await;
    let now = async |key: &'static str| {
        let handler: Arc<dyn Handler> = slow.clone();
        run_now(
            &bench.test.db,
            &bench.ambient,
            Now::direct(handler, key, Duration::from_millis(20)),
            &Tally::default(),
        )
        .await
        .unwrap()
    };
    assert_eq!(now("buyer:1").await, Ran::Unfinished);
    assert_eq!(now("buyer:1").await, Ran::NotReady, "it is being run");
    assert_eq!(
        now("buyer:2").await,
        Ran::NotReady,
        "its limit key is taken"
    );
    gate.add_permits(1);
    bench.ends_as("buyer:1", "done").await;
    assert_eq!(bench.row("buyer:2").await.attempt, 0);
    assert_eq!(slow.runs(), 1);
}

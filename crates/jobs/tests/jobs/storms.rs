//! Many jobs and bad weather.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use serde_json::json;
use stoa_jobs::{CompleteError, Handler, NewJob, Outcome, WorkerOptions, enqueue_many};
use stoa_pg::{Db, Scope, Traffic};

use crate::bench::{Bench, DEADLINE, KIND, Script, quick};

async fn fill(bench: &Bench, number: usize) {
    let jobs: Vec<_> = (0..number)
        .map(|n| bench.job(&format!("lead:{n}")).with_max_attempts(3))
        .collect();
    for part in jobs.chunks(500) {
        let tx = bench.test.db.begin(&Scope::service("test")).await.unwrap();
        enqueue_many(&tx, part).await.unwrap();
        tx.commit().await.unwrap();
    }
}

async fn number(bench: &Bench, condition: &str) -> i64 {
    let count = format!("select count(*) from ops.job where {condition}");
    bench.admin.query_one(&count, &[]).await.unwrap().get(0)
}

async fn until(bench: &Bench, condition: &str, wanted: i64) {
    let started = Instant::now();
    while number(bench, condition).await != wanted {
        assert!(
            started.elapsed() < DEADLINE,
            "{} of {wanted} {condition}",
            number(bench, condition).await
        );
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

fn many() -> WorkerOptions {
    WorkerOptions {
        concurrency: 1000,
        lease: Duration::from_secs(2),
        ..quick()
    }
}

/// the jobs contract, 9: kill -9 with 1,000 running jobs.
#[tokio::test]
async fn a_thousand_running_jobs_of_a_killed_worker_are_all_begun_again() {
    let bench = Bench::new().await;
    fill(&bench, 1000).await;
    let hangs = Script::hangs();
    let killed = bench.work(many(), &hangs);
    until(&bench, "state = 'running'", 1000).await;
    hangs.begins(1000).await;
    killed.kill().await;
    let began = Instant::now();
    let survivor = bench.work(many(), &Script::always(Outcome::Done));
    until(&bench, "state = 'done'", 1000).await;
    let took = began.elapsed();
    println!("1,000 running jobs of a killed worker: done after {took:?}, lease 2 s");
    assert!(took < many().lease + Duration::from_secs(10), "{took:?}");
    assert_eq!(
        number(&bench, "attempt = 2").await,
        1000,
        "the lost run counts"
    );
    survivor.stop().await;
}

#[tokio::test]
async fn a_quick_worker_runs_a_mountain_each_job_once() {
    let bench = Bench::new().await;
    fill(&bench, 3000).await;
    let handler = Script::always(Outcome::Done);
    let began = Instant::now();
    let workers: Vec<_> = (0..2)
        .map(|_| {
            bench.work(
                WorkerOptions {
                    concurrency: 50,
                    ..quick()
                },
                &handler,
            )
        })
        .collect();
    until(&bench, "state = 'done'", 3000).await;
    println!("3,000 jobs by two workers: {:?}", began.elapsed());
    for worker in workers {
        worker.stop().await;
    }
    let mut runs: HashMap<String, usize> = HashMap::new();
    for job in handler.seen.lock().unwrap().iter() {
        *runs.entry(job.key.clone()).or_default() += 1;
    }
    assert_eq!((runs.len(), handler.runs()), (3000, 3000));
}

#[tokio::test]
async fn a_stopping_worker_gives_back_what_it_claimed_ahead() {
    let bench = Bench::new().await;
    fill(&bench, 300).await;
    let seen = Arc::new(Mutex::new(0));
    let count = Arc::clone(&seen);
    // Quick at first, so that the worker claims ahead; then stuck.
    let handler = Arc::new(Script::new(move |_| {
        let number = {
            let mut seen = count.lock().unwrap();
            *seen += 1;
            *seen
        };
        async move {
            if number > 40 {
                std::future::pending::<()>().await;
            }
            Outcome::Done
        }
    }));
    let working = bench.work(
        WorkerOptions {
            concurrency: 10,
            grace: Duration::from_millis(50),
            ..quick()
        },
        &handler,
    );
    handler.begins(50).await;
    working.stop().await;
    assert_eq!(number(&bench, "state = 'running'").await, 0);
    assert_eq!(number(&bench, "state = 'ready' and attempt = 0").await, 260);
    assert_eq!(number(&bench, "state = 'done'").await, 40);
}

/// A handler whose whole effect is a row in the queue's own database.
async fn effect(
    db: &Db<Traffic>,
    job: &stoa_jobs::Claimed,
    at: chrono::DateTime<chrono::Utc>,
) -> Outcome {
    let tx = db.begin(&Scope::service("test")).await.unwrap();
    let child = NewJob::new("test.child", format!("child:{}", job.key), json!({}), at);
    let made = stoa_jobs::enqueue(&tx, child).await.unwrap();
    assert!(
        made.is_new(),
        "an effect of a run that did not end never lasts"
    );
    match job.complete_in(&tx, at).await {
        Ok(()) => {
            tx.commit().await.unwrap();
            Outcome::Committed
        }
        Err(CompleteError::Lost) => {
            tx.rollback().await.unwrap();
            Outcome::Done
        }
        Err(error @ CompleteError::Db(_)) => Outcome::Retry {
            after: None,
            reason: error.to_string(),
        },
    }
}

#[tokio::test]
async fn effect_and_end_of_a_job_are_one_commit() {
    let bench = Bench::new().await;
    bench.enqueue(bench.job("lead:1")).await;
    let (db, at) = (bench.test.db.clone(), bench.ambient.now());
    let handler = Arc::new(Script::new(move |job| {
        let db = db.clone();
        async move { effect(&db, &job, at).await }
    }));
    let working = bench.work(quick(), &handler);
    bench.ends_as("lead:1", "done").await;
    working.stop().await;
    assert_eq!(number(&bench, "kind = 'test.child'").await, 1);
    assert_eq!(bench.runs("lead:1").await, ["1 done"]);
}

#[tokio::test]
async fn the_effect_of_a_run_that_was_replaced_does_not_last() {
    let bench = Bench::new().await;
    bench.enqueue(bench.job("lead:1")).await;
    let (db, at) = (bench.test.db.clone(), bench.ambient.now());
    let admin = Arc::new(bench.test.admin().await);
    let handler = Arc::new(Script::new(move |job| {
        let (db, admin) = (db.clone(), Arc::clone(&admin));
        async move {
            let taken = "update ops.job set owner = gen_random_uuid(), lease_until = now() + interval '1 hour' where kind = $1";
            admin.execute(taken, &[&KIND]).await.unwrap();
            effect(&db, &job, at).await
        }
    }));
    let working = bench.work(quick(), &handler);
    tokio::time::timeout(DEADLINE, async {
        while working.count("fenced") == 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    })
    .await
    .unwrap();
    working.stop().await;
    assert_eq!(number(&bench, "kind = 'test.child'").await, 0);
    assert_eq!(
        bench.row("lead:1").await.state,
        "running",
        "it is another's"
    );
    assert_eq!(handler.kind(), KIND);
}

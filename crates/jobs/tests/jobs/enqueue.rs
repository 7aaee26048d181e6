//! What asking for a job promises.

use std::collections::HashSet;

use crate::bench::{Bench, KIND, Script, quick};
use chrono::TimeDelta;
use serde_json::json;
use stoa_jobs::{Enqueued, JobState, Outcome, depth, enqueue, revive};
use stoa_pg::{DbError, Scope};

#[tokio::test]
async fn fifty_at_once_with_one_key_make_one_job_and_no_error() {
    let bench = Bench::new().await;
    let asking = (0..50).map(|_| bench.enqueue(bench.job("payment:1")));
    let answers = futures::future::join_all(asking).await;
    let new = answers
        .iter()
        .filter(|answer| matches!(answer, Enqueued::New(_)))
        .count();
    let ids: HashSet<_> = answers.iter().map(|answer| answer.id()).collect();
    assert_eq!((new, ids.len()), (1, 1));
    let count: i64 = bench
        .admin
        .query_one("select count(*) from ops.job", &[])
        .await
        .unwrap()
        .get(0);
    assert_eq!(count, 1);
}

/// the jobs contract, 9: duplicates.
#[tokio::test]
async fn ten_thousand_enqueues_of_a_hundred_keys_make_a_hundred_jobs() {
    let bench = Bench::new().await;
    let asking = (0..50_usize).map(async |task| {
        let mut new = 0;
        for n in 0..200_usize {
            let key = format!("payment:{}", (n * 7 + task) % 100);
            new += usize::from(bench.enqueue(bench.job(&key)).await.is_new());
        }
        new
    });
    let new: usize = futures::future::join_all(asking).await.into_iter().sum();
    let count = "select count(*) from ops.job";
    let count: i64 = bench.admin.query_one(count, &[]).await.unwrap().get(0);
    println!("10,000 enqueues of 100 keys: {count} jobs, {new} told that theirs is new, 0 errors");
    assert_eq!((count, new), (100, 100));
}

#[tokio::test]
async fn a_duplicate_does_not_disturb_the_callers_transaction() {
    let bench = Bench::new().await;
    let first = bench.enqueue(bench.job("payment:1")).await;
    let tx = bench.test.db.begin(&Scope::service("test")).await.unwrap();
    assert_eq!(
        enqueue(&tx, bench.job("payment:1")).await.unwrap(),
        Enqueued::Existing(first.id(), JobState::Ready)
    );
    assert!(matches!(
        enqueue(&tx, bench.job("payment:2")).await.unwrap(),
        Enqueued::New(_)
    ));
    tx.commit().await.unwrap();
    assert_eq!(bench.row("payment:2").await.state, "ready");
}

#[tokio::test]
async fn a_rolled_back_transaction_leaves_no_job() {
    let bench = Bench::new().await;
    let tx = bench.test.db.begin(&Scope::service("test")).await.unwrap();
    enqueue(&tx, bench.job("payment:1")).await.unwrap();
    tx.rollback().await.unwrap();
    let count: i64 = bench
        .admin
        .query_one("select count(*) from ops.job", &[])
        .await
        .unwrap()
        .get(0);
    assert_eq!(count, 0);
    assert!(matches!(
        bench.enqueue(bench.job("payment:1")).await,
        Enqueued::New(_)
    ));
}

#[tokio::test]
async fn nobody_but_the_service_may_ask() {
    let bench = Bench::new().await;
    for scope in [
        Scope::anon(),
        Scope::authenticated(&json!({ "sub": uuid::Uuid::nil(), "role": "authenticated" })),
    ] {
        let tx = bench.test.db.begin(&scope).await.unwrap();
        let refused = enqueue(&tx, bench.job("payment:1")).await.unwrap_err();
        let code = match &refused {
            DbError::Driver(error) => error.code().map(|code| code.code().to_owned()),
            _ => None,
        };
        assert_eq!(code.as_deref(), Some("42501"), "{refused:?}");
    }
}

#[tokio::test]
async fn a_done_job_keeps_its_key_until_somebody_revives_it() {
    let bench = Bench::new().await;
    let handler = Script::always(Outcome::Done);
    let first = bench.enqueue(bench.job("payment:1")).await;
    let working = bench.work(quick(), &handler);
    bench.ends_as("payment:1", "done").await;
    assert_eq!(
        bench.enqueue(bench.job("payment:1")).await,
        Enqueued::Existing(first.id(), JobState::Done)
    );
    assert_eq!(bench.row("payment:1").await.state, "done");

    let tx = bench.test.db.begin(&Scope::service("test")).await.unwrap();
    assert!(
        !revive(&tx, KIND, "payment:2", bench.ambient.now())
            .await
            .unwrap(),
        "there is no such job"
    );
    assert!(
        revive(&tx, KIND, "payment:1", bench.ambient.now())
            .await
            .unwrap()
    );
    assert!(
        !revive(&tx, KIND, "payment:1", bench.ambient.now())
            .await
            .unwrap(),
        "it is not finished"
    );
    tx.commit().await.unwrap();
    working.waker.wake();
    bench.ends_as("payment:1", "done").await;
    working.stop().await;
    assert_eq!(handler.runs(), 2);
    assert_eq!(bench.runs("payment:1").await, ["1 done", "1 done"]);
}

#[tokio::test]
async fn the_depth_tells_due_from_later_and_counts_the_dead() {
    let bench = Bench::new().await;
    let now = bench.ambient.now();
    bench.enqueue(bench.job("dead")).await;
    let working = bench.work(
        quick(),
        &Script::always(Outcome::Fail {
            reason: "never".to_owned(),
        }),
    );
    bench.ends_as("dead", "dead").await;
    working.stop().await;
    bench.enqueue(bench.job("due")).await;
    bench
        .enqueue(bench.job("later").with_run_at(now + TimeDelta::hours(1)))
        .await;
    bench.clock.advance(TimeDelta::seconds(90));
    let depth = depth(&bench.test.db, bench.ambient.now()).await.unwrap();
    assert_eq!(
        (depth.ready, depth.waiting, depth.running, depth.dead),
        (1, 1, 0, 1)
    );
    assert_eq!(depth.oldest_ready_seconds, 90);
}

#[tokio::test]
async fn impossible_jobs_are_refused_by_the_database() {
    let bench = Bench::new().await;
    let mut no_attempts = bench.job("x");
    no_attempts.max_attempts = 0;
    for job in [bench.job(""), bench.job(&"x".repeat(301)), no_attempts] {
        let tx = bench.test.db.begin(&Scope::service("test")).await.unwrap();
        assert!(matches!(enqueue(&tx, job).await, Err(DbError::Driver(_))));
    }
    assert_eq!(bench.job("x").with_max_attempts(0).max_attempts, 1);
}

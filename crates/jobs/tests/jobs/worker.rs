//! What a worker does with jobs, one worker at a time.

use std::{sync::Arc, time::Duration};

use crate::bench::{Bench, DEADLINE, KIND, Script, quick, retry};
use chrono::TimeDelta;
use serde::Deserialize;
use serde_json::json;
use stoa_jobs::{Backoff, NewJob, Outcome, WorkerOptions};

#[tokio::test]
async fn a_job_is_run_with_what_was_put_in_and_then_done() {
    let bench = Bench::new().await;
    let handler = Script::always(Outcome::Done);
    let id = bench
        .enqueue(
            bench
                .job("lead:1")
                .with_request_id("request-1")
                .with_max_attempts(5),
        )
        .await
        .id();
    let working = bench.work(quick(), &handler);
    let row = bench.ends_as("lead:1", "done").await;
    assert_eq!((row.attempt, row.last_error), (1, None));
    working.stop().await;
    let seen = handler.seen.lock().unwrap();
    let job = &seen[0];
    assert_eq!(
        (seen.len(), job.id, job.kind.as_str(), job.key.as_str()),
        (1, id, KIND, "lead:1")
    );
    assert_eq!(
        (job.attempt, job.max_attempts, job.is_last_attempt()),
        (1, 5, false)
    );
    assert_eq!(
        (job.payload.clone(), job.request_id.as_deref()),
        (json!({ "number": 7 }), Some("request-1"))
    );
}

#[tokio::test]
async fn a_run_is_counted_when_it_begins() {
    let bench = Bench::new().await;
    let handler = Script::hangs();
    bench.enqueue(bench.job("lead:1")).await;
    let working = bench.work(quick(), &handler);
    handler.begins(1).await;
    let row = bench.row("lead:1").await;
    assert_eq!((row.state.as_str(), row.attempt), ("running", 1));
    working.kill().await;
}

#[tokio::test]
async fn a_failed_run_waits_for_its_pause_by_the_clock() {
    let bench = Bench::new().await;
    let begin = bench.ambient.now();
    let mut script = Script::new(|job| {
        std::future::ready(if job.attempt < 3 {
            retry("not yet")
        } else {
            Outcome::Done
        })
    });
    script.backoff = Backoff {
        base: Duration::from_secs(100),
        cap: Duration::from_secs(1000),
    };
    let handler = Arc::new(script);
    bench.enqueue(bench.job("lead:1")).await;
    let working = bench.work(quick(), &handler);
    for (attempt, limit) in [(1, 100), (2, 200)] {
        let row = bench
            .becomes("lead:1", |row| {
                row.state == "ready" && row.attempt == attempt
            })
            .await;
        let pause = row.run_at - bench.ambient.now();
        assert!(
            pause >= TimeDelta::zero() && pause <= TimeDelta::seconds(limit),
            "{pause}"
        );
        assert_eq!(row.last_error.as_deref(), Some("not yet"));
        bench.clock.advance(TimeDelta::seconds(limit));
    }
    bench.ends_as("lead:1", "done").await;
    working.stop().await;
    assert_eq!(bench.ambient.now() - begin, TimeDelta::seconds(300));
    assert_eq!(bench.runs("lead:1").await, ["1 retry", "2 retry", "3 done"]);
}

#[tokio::test]
async fn a_job_whose_turn_is_later_is_left_alone() {
    let bench = Bench::new().await;
    let handler = Script::always(Outcome::Done);
    let later = bench.ambient.now() + TimeDelta::hours(1);
    bench.enqueue(bench.job("later").with_run_at(later)).await;
    bench.enqueue(bench.job("now")).await;
    let working = bench.work(quick(), &handler);
    bench.ends_as("now", "done").await;
    assert_eq!(bench.row("later").await.state, "ready");
    bench.clock.advance(TimeDelta::hours(1));
    bench.ends_as("later", "done").await;
    working.stop().await;
}

#[tokio::test]
async fn the_last_failed_attempt_is_told_and_the_job_is_dead() {
    let bench = Bench::new().await;
    let handler = Script::always(retry("refused"));
    bench
        .enqueue(bench.job("lead:1").with_max_attempts(3))
        .await;
    let working = bench.work(quick(), &handler);
    let row = bench.ends_as("lead:1", "dead").await;
    assert_eq!(
        (row.attempt, row.last_error.as_deref()),
        (3, Some("refused"))
    );
    assert_eq!(*handler.exhausted.lock().unwrap(), ["lead:1: refused"]);
    assert_eq!((working.count("retry"), working.count("dead")), (2, 1));
    working.stop().await;
    assert_eq!(handler.runs(), 3);
}

#[tokio::test]
async fn a_payload_that_cannot_be_read_is_dead_at_once() {
    #[derive(Debug, Deserialize)]
    struct Payload {
        number: String,
    }
    let bench = Bench::new().await;
    let handler = Arc::new(Script::new(|job| {
        std::future::ready(
            job.decode::<Payload>()
                .map_or_else(|outcome| outcome, |p| retry(&p.number)),
        )
    }));
    bench.enqueue(bench.job("lead:1")).await;
    let working = bench.work(quick(), &handler);
    let row = bench.ends_as("lead:1", "dead").await;
    assert_eq!(row.attempt, 1);
    let reason = row.last_error.unwrap();
    assert!(
        reason.contains("payload cannot be read") && reason.contains("expected a string"),
        "{reason}"
    );
    working.stop().await;
    assert!(
        handler.exhausted.lock().unwrap().is_empty(),
        "who says that it failed knows"
    );
}

#[tokio::test]
async fn a_panic_or_an_endless_run_is_a_failed_attempt() {
    let bench = Bench::new().await;
    let mut script = Script::new(|job| async move {
        match job.attempt {
            1 => panic!("a bug"),
            2 => std::future::pending().await,
            _ => Outcome::Done,
        }
    });
    script.timeout = Duration::from_millis(100);
    let handler = Arc::new(script);
    bench.enqueue(bench.job("lead:1")).await;
    let working = bench.work(quick(), &handler);
    bench.ends_as("lead:1", "done").await;
    working.stop().await;
    assert_eq!(bench.runs("lead:1").await, ["1 retry", "2 retry", "3 done"]);
    let errors = "select string_agg(error, '|' order by id) from ops.job_attempt";
    let errors: String = bench.admin.query_one(errors, &[]).await.unwrap().get(0);
    assert_eq!(errors, "the handler panicked|not finished within 0.1 s");
}

#[tokio::test]
async fn a_deferred_job_spends_no_attempt() {
    let bench = Bench::new().await;
    let after = Duration::from_mins(1);
    let handler = Script::always(Outcome::Defer {
        after,
        reason: "closed".to_owned(),
    });
    bench
        .enqueue(bench.job("lead:1").with_max_attempts(1))
        .await;
    let working = bench.work(quick(), &handler);
    for round in 1..=3 {
        handler.begins(round).await;
        let row = bench
            .becomes("lead:1", |row| row.run_at > bench.ambient.now())
            .await;
        assert_eq!(
            (row.state.as_str(), row.attempt, row.last_error.as_deref()),
            ("ready", 0, Some("closed"))
        );
        bench.clock.advance(TimeDelta::seconds(60));
    }
    working.stop().await;
}

#[tokio::test]
async fn jobs_of_other_kinds_stay() {
    let bench = Bench::new().await;
    bench
        .enqueue(NewJob::new(
            "test.other",
            "foreign",
            json!({}),
            bench.ambient.now(),
        ))
        .await;
    bench.enqueue(bench.job("own")).await;
    let working = bench.work(quick(), &Script::always(Outcome::Done));
    bench.ends_as("own", "done").await;
    working.stop().await;
    assert_eq!(bench.row("foreign").await.state, "ready");
}

#[tokio::test]
async fn smaller_priorities_go_first_then_earlier_turns() {
    let bench = Bench::new().await;
    let earlier = bench.ambient.now() - TimeDelta::minutes(1);
    bench.enqueue(bench.job("third").with_priority(5)).await;
    bench.enqueue(bench.job("second")).await;
    bench.enqueue(bench.job("first").with_run_at(earlier)).await;
    bench.enqueue(bench.job("zeroth").with_priority(-1)).await;
    let handler = Script::always(Outcome::Done);
    let working = bench.work(
        WorkerOptions {
            concurrency: 1,
            ..quick()
        },
        &handler,
    );
    bench.ends_as("third", "done").await;
    working.stop().await;
    let order: Vec<_> = handler
        .seen
        .lock()
        .unwrap()
        .iter()
        .map(|job| job.key.clone())
        .collect();
    assert_eq!(order, ["zeroth", "first", "second", "third"]);
}

#[tokio::test]
async fn as_many_jobs_run_at_once_as_there_are_slots() {
    let bench = Bench::new().await;
    let (handler, gate) = Script::gated();
    for number in 0..7 {
        bench.enqueue(bench.job(&format!("lead:{number}"))).await;
    }
    let working = bench.work(
        WorkerOptions {
            concurrency: 3,
            ..quick()
        },
        &handler,
    );
    let running = "select count(*) from ops.job where state = 'running'";
    for round in 1..=2 {
        handler.begins(3 * round).await;
        let running: i64 = bench.admin.query_one(running, &[]).await.unwrap().get(0);
        assert_eq!((running, handler.runs()), (3, 3 * round));
        gate.add_permits(3);
    }
    gate.add_permits(1);
    for number in 0..7 {
        bench.ends_as(&format!("lead:{number}"), "done").await;
    }
    working.stop().await;
}

#[tokio::test]
async fn a_wake_is_enough_to_start_at_once() {
    let bench = Bench::new().await;
    let hour = Duration::from_hours(1);
    let handler = Script::always(Outcome::Done);
    let working = bench.work(
        WorkerOptions {
            poll_floor: hour,
            poll_ceiling: hour,
            ..quick()
        },
        &handler,
    );
    for key in ["lead:1", "lead:2"] {
        bench.enqueue(bench.job(key)).await;
        working.waker.wake();
        bench.ends_as(key, "done").await;
    }
    working.stop().await;
}

#[tokio::test]
async fn cut_connections_lose_no_job_and_repeat_no_run() {
    let bench = Bench::new().await;
    let cut = "select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid()";
    let admin = Arc::new(bench.test.admin().await);
    let cutter = Arc::clone(&admin);
    let handler = Arc::new(Script::new(move |_| {
        let cutter = Arc::clone(&cutter);
        async move {
            cutter.execute(cut, &[]).await.unwrap();
            Outcome::Done
        }
    }));
    let test = &bench.test;
    bench.enqueue(bench.job("lead:1")).await;
    let working = bench.work(quick(), &handler);
    handler.begins(1).await;
    // Our own arranging connection was cut, too.
    let state = || async {
        let client = test.admin().await;
        let row = client
            .query_one("select state, attempt from ops.job", &[])
            .await;
        row.map(|row| (row.get::<_, String>(0), row.get::<_, i16>(1)))
            .ok()
    };
    tokio::time::timeout(DEADLINE, async {
        while state().await != Some(("done".to_owned(), 1)) {}
    })
    .await
    .unwrap();
    working.stop().await;
    assert_eq!(handler.runs(), 1);
}

//! How many run at once, and how many begin in a time.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use serde_json::json;
use stoa_jobs::{NewJob, Outcome, Rate, WorkerOptions};

use crate::bench::{Bench, Script, quick};

/// A handler that knows how many of its runs were under way at once.
fn counting() -> (Arc<Script>, Arc<AtomicUsize>) {
    let (now, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let peak = Arc::clone(&most);
    let script = Script::new(move |_| {
        let (now, most) = (Arc::clone(&now), Arc::clone(&peak));
        async move {
            most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            tokio::time::sleep(Duration::from_millis(2)).await;
            now.fetch_sub(1, Ordering::SeqCst);
            Outcome::Done
        }
    });
    (Arc::new(script), most)
}

#[tokio::test]
async fn as_many_of_a_limit_key_run_as_it_says_over_all_workers() {
    let bench = Bench::new().await;
    let (handler, most) = counting();
    for n in 0..40 {
        bench
            .enqueue(bench.job(&format!("call:{n}")).with_limit("bank", 3))
            .await;
    }
    let workers: Vec<_> = (0..3).map(|_| bench.work(quick(), &handler)).collect();
    for n in 0..40 {
        let row = bench.ends_as(&format!("call:{n}"), "done").await;
        assert_eq!(row.attempt, 1);
    }
    for worker in workers {
        worker.stop().await;
    }
    let most = most.load(Ordering::SeqCst);
    assert!((2..=3).contains(&most), "{most} at once");
}

#[tokio::test]
async fn a_busy_limit_key_does_not_hold_up_other_jobs() {
    let bench = Bench::new().await;
    let (slow, gate) = Script::gated();
    for n in 0..50 {
        bench
            .enqueue(bench.job(&format!("chat:{n}")).with_limit_key("chat"))
            .await;
    }
    bench.enqueue(bench.job("other")).await;
    let working = bench.work(
        WorkerOptions {
            concurrency: 2,
            ..quick()
        },
        &slow,
    );
    slow.begins(2).await;
    assert_eq!(bench.row("other").await.state, "running");
    gate.add_permits(60);
    bench.ends_as("chat:49", "done").await;
    working.stop().await;
}

#[tokio::test]
async fn a_kind_has_its_own_number_of_runs_at_once() {
    let bench = Bench::new().await;
    let (script, most) = counting();
    let mut script = Arc::into_inner(script).unwrap();
    script.concurrency = 2;
    let handler = Arc::new(script);
    for n in 0..20 {
        bench.enqueue(bench.job(&format!("call:{n}"))).await;
    }
    let working = bench.work(quick(), &handler);
    for n in 0..20 {
        bench.ends_as(&format!("call:{n}"), "done").await;
    }
    working.stop().await;
    assert_eq!(most.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn no_more_of_a_kind_begin_in_a_second_than_its_rate() {
    let bench = Bench::new().await;
    let mut script = Script::new(|_| std::future::ready(Outcome::Done));
    script.rate = Some(Rate {
        burst: 2,
        ..Rate::per_second(20)
    });
    let handler = Arc::new(script);
    for n in 0..12 {
        bench.enqueue(bench.job(&format!("call:{n}"))).await;
    }
    let began = Instant::now();
    let working = bench.work(quick(), &handler);
    for n in 0..12 {
        bench.ends_as(&format!("call:{n}"), "done").await;
    }
    let took = began.elapsed();
    working.stop().await;
    // Two at once, then ten at twenty a second.
    assert!(took >= Duration::from_millis(480), "{took:?}");
}

#[tokio::test]
async fn a_mountain_of_another_kind_or_of_later_turns_is_not_in_the_way() {
    let bench = Bench::new().await;
    let later = bench.ambient.now() + chrono::TimeDelta::hours(1);
    let foreign = |n: usize| NewJob::new("test.other", format!("{n}"), json!({}), later);
    let asked: Vec<_> = (0..1000)
        .map(|n| {
            if n % 2 == 0 {
                foreign(n)
            } else {
                bench.job(&format!("later:{n}")).with_run_at(later)
            }
        })
        .collect();
    let tx = bench
        .test
        .db
        .begin(&stoa_pg::Scope::service("test"))
        .await
        .unwrap();
    stoa_jobs::enqueue_many(&tx, &asked).await.unwrap();
    tx.commit().await.unwrap();
    bench.enqueue(bench.job("now").with_priority(9)).await;
    let handler = Script::always(Outcome::Done);
    let working = bench.work(quick(), &handler);
    bench.ends_as("now", "done").await;
    working.stop().await;
    assert_eq!(handler.runs(), 1);
}

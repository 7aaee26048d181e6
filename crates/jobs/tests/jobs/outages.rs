//! A database that is cut off, and a queue with nothing in it.

use std::time::{Duration, Instant};

use prometheus_client::registry::Registry;
use stoa_jobs::{Outcome, Worker, WorkerOptions};
use stoa_pg::{Db, DbMetrics, PoolOptions, Traffic};
use stoa_testdb::Wire;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::bench::{Bench, DEADLINE, Script, quick};

/// Long enough that pauses which double would have grown beyond what is allowed after the return.
const CUT: Duration = Duration::from_millis(3_200);

/// the jobs contract, 9: resumes within 2 s after the return without a restart; nothing is lost.
#[tokio::test]
async fn a_database_that_was_cut_off_is_worked_on_within_two_seconds_of_its_return() {
    let bench = Bench::new().await;
    for n in 0..20 {
        bench.enqueue(bench.job(&format!("lead:{n}"))).await;
    }
    let (mut wire, login) = Wire::to(&bench.test.config());
    let db: Db<Traffic> = Db::open(login, PoolOptions::default()).unwrap();
    let (handler, gate) = Script::gated();
    let options = WorkerOptions::default();
    let worker = Worker::new(db, bench.ambient.clone(), options, vec![handler.clone()]);
    let (mut reads, stop) = (worker.reads(), CancellationToken::new());
    let working = tokio::spawn(worker.run(stop.clone()));
    handler.begins(options.concurrency).await;
    wire.cut();
    // All slots are taken by runs that end now, and nobody can write it.
    gate.add_permits(20);
    let noticed = reads.wait_for(|reads| !reads);
    tokio::time::timeout(DEADLINE, noticed)
        .await
        .unwrap()
        .unwrap();
    let cut = Instant::now();
    while cut.elapsed() < CUT {
        assert!(!*reads.borrow(), "nothing gets through");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    wire.mend();
    let mended = Instant::now();
    for n in 0..20 {
        let row = bench.ends_as(&format!("lead:{n}"), "done").await;
        assert_eq!(row.attempt, 1, "what was done is not done again");
    }
    let took = mended.elapsed();
    println!(
        "cut off for {CUT:?} with 8 running and 12 waiting jobs: all done {took:?} after its return"
    );
    assert!(took < Duration::from_secs(2), "{took:?}");
    assert_eq!(handler.runs(), 20);
    assert!(*reads.borrow());
    stop.cancel();
    tokio::time::timeout(DEADLINE, working)
        .await
        .unwrap()
        .unwrap();
}

/// the jobs contract, 9: the floor by poll when a NOTIFY is lost.
#[tokio::test]
async fn a_notice_that_is_lost_costs_one_look() {
    let bench = Bench::new().await;
    let handler = Script::always(Outcome::Done);
    let options = WorkerOptions::default();
    let working = bench.work(options, &handler);
    bench.enqueue(bench.job("first")).await;
    bench.ends_as("first", "done").await;
    let asked = Instant::now();
    bench.enqueue(bench.job("lead:1")).await;
    bench.ends_as("lead:1", "done").await;
    let took = asked.elapsed();
    println!(
        "nobody told the worker: done after {took:?}, a look each {:?}",
        options.poll_floor
    );
    assert!(took < options.poll_floor * 2, "{took:?}");
    working.stop().await;
}

/// How often the database was asked for anything.
fn asked(registry: &Registry) -> u64 {
    let mut text = String::new();
    prometheus_client::encoding::text::encode(&mut text, registry).unwrap();
    let counts = text
        .lines()
        .filter(|line| line.starts_with("db_client_operation_duration_seconds_count"));
    counts
        .filter_map(|line| line.rsplit(' ').next()?.parse::<u64>().ok())
        .sum()
}

/// DESIGN 7.27, fifty times as fast: a look each 20 to 100 ms is one each 1 to 5 s.
#[tokio::test]
async fn an_idle_worker_that_hears_of_others_asks_less_and_less() {
    const FASTER: u32 = 50;
    let bench = Bench::new().await;
    let (metrics, mut registry) = (DbMetrics::default(), Registry::default());
    metrics.register(&mut registry);
    let db: Db<Traffic> = Db::open(bench.test.config(), PoolOptions::default()).unwrap();
    let usual = WorkerOptions::default();
    let options = WorkerOptions {
        poll_floor: usual.poll_floor / FASTER,
        poll_ceiling: usual.poll_ceiling / FASTER,
        ..quick()
    };
    let handler = Script::always(Outcome::Done);
    let (_told, hears) = watch::channel(true);
    let db = db.measured(metrics);
    let worker = Worker::new(db, bench.ambient.clone(), options, vec![handler]).hearing(hears);
    let (began, stop) = (Instant::now(), CancellationToken::new());
    let working = tokio::spawn(worker.run(stop.clone()));
    while asked(&registry) < 30 {
        assert!(began.elapsed() < DEADLINE);
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    let rate = 30.0 / (began.elapsed() * FASTER).as_secs_f64();
    println!("an idle worker asks {rate:.2} times a second");
    assert!(rate <= 1.5, "{rate}");
    stop.cancel();
    tokio::time::timeout(DEADLINE, working)
        .await
        .unwrap()
        .unwrap();
}

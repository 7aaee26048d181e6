//! Jobs that come by the clock.

use chrono::TimeDelta;
use stoa_core::PageLimit;
use stoa_jobs::{JobState, Outcome, Schedule, Scheduler, Waker, board};

use crate::bench::{Bench, KIND, Script, quick};

fn hourly() -> Schedule {
    Schedule::new("audit", KIND, "0 * * * *", chrono_tz::Asia::Almaty).unwrap()
}

fn scheduler(bench: &Bench) -> Scheduler<stoa_pg::Traffic> {
    let (db, ambient) = (bench.test.db.clone(), bench.ambient.clone());
    Scheduler::new(db, ambient, vec![hourly()], Waker::default())
}

async fn keys(bench: &Bench) -> Vec<String> {
    let list = "select key from ops.job order by key";
    let rows = bench.admin.query(list, &[]).await.unwrap();
    rows.iter().map(|row| row.get(0)).collect()
}

#[tokio::test]
async fn each_time_makes_one_job_however_many_processes_there_are() {
    let bench = Bench::new().await;
    let processes: Vec<_> = (0..8).map(|_| scheduler(&bench)).collect();
    for hour in 0..3 {
        let rounds = processes.iter().map(Scheduler::round);
        let made = futures::future::join_all(rounds).await;
        let made: usize = made.into_iter().map(Result::unwrap).sum();
        assert_eq!(made, 1, "hour {hour}");
        bench.clock.advance(TimeDelta::hours(1));
    }
    let wanted = [9, 10, 11].map(|hour| format!("audit:2026-11-21T{hour:02}:00:00Z"));
    assert_eq!(keys(&bench).await, wanted);
}

#[tokio::test]
async fn after_an_outage_one_missed_time_is_made_up_and_not_all() {
    let bench = Bench::new().await;
    assert_eq!(scheduler(&bench).round().await.unwrap(), 1);
    bench.clock.advance(TimeDelta::hours(7));
    assert_eq!(scheduler(&bench).round().await.unwrap(), 1);
    assert_eq!(scheduler(&bench).round().await.unwrap(), 0);
    assert_eq!(keys(&bench).await.len(), 2);
}

#[tokio::test]
async fn a_time_whose_job_is_gone_does_not_come_again() {
    let bench = Bench::new().await;
    assert_eq!(scheduler(&bench).round().await.unwrap(), 1);
    let working = bench.work(quick(), &Script::always(Outcome::Done));
    bench.ends_as("audit:2026-11-21T09:00:00Z", "done").await;
    working.stop().await;
    bench
        .admin
        .execute("delete from ops.job", &[])
        .await
        .unwrap();
    assert_eq!(scheduler(&bench).round().await.unwrap(), 0);
    assert!(keys(&bench).await.is_empty());
}

#[tokio::test]
async fn a_slow_job_of_a_schedule_is_not_overtaken_by_the_next() {
    let bench = Bench::new().await;
    let (slow, gate) = Script::gated();
    for _ in 0..2 {
        scheduler(&bench).round().await.unwrap();
        bench.clock.advance(TimeDelta::hours(1));
    }
    let working = bench.work(quick(), &slow);
    slow.begins(1).await;
    let filter = board::JobFilter {
        state: Some(JobState::Running),
        ..board::JobFilter::default()
    };
    let running = board::list(&bench.test.db, &filter, PageLimit::default());
    assert_eq!(running.await.unwrap().len(), 1);
    gate.add_permits(2);
    bench.ends_as("audit:2026-11-21T10:00:00Z", "done").await;
    working.stop().await;
}

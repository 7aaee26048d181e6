//! Many jobs of one commit.

use stoa_jobs::{Enqueued, GroupCommit, GroupError, JobState, Waker, enqueue_many};
use stoa_pg::{DbError, Scope};

use crate::bench::Bench;

async fn jobs(bench: &Bench) -> i64 {
    let count = "select count(*) from ops.job";
    bench.admin.query_one(count, &[]).await.unwrap().get(0)
}

#[tokio::test]
async fn many_jobs_are_asked_for_in_one_statement_and_answered_in_their_order() {
    let bench = Bench::new().await;
    let known = bench.enqueue(bench.job("payment:3")).await.id();
    let asked: Vec<_> = [5, 3, 1, 5, 2]
        .map(|n| bench.job(&format!("payment:{n}")).with_limit("bank", 2))
        .into();
    let tx = bench.test.db.begin(&Scope::service("test")).await.unwrap();
    let answers = enqueue_many(&tx, &asked).await.unwrap();
    tx.commit().await.unwrap();
    let new: Vec<_> = answers.iter().map(|answer| answer.is_new()).collect();
    assert_eq!(new, [true, false, true, false, true]);
    assert_eq!(answers[1], Enqueued::Existing(known, JobState::Ready));
    assert_eq!(answers[3].id(), answers[0].id(), "two of one name are one");
    assert_eq!(jobs(&bench).await, 4);
    assert_eq!(bench.row("payment:2").await.state, "ready");
}

#[tokio::test]
async fn callers_who_ask_at_once_share_commits_and_each_is_answered_after_its_own() {
    let bench = Bench::new().await;
    let group = GroupCommit::start(bench.test.db.clone(), Waker::default());
    let asking = (0..2000_usize).map(async |n| {
        let key = format!("payment:{}", n % 500);
        group.enqueue(bench.job(&key)).await.unwrap()
    });
    let answers = futures::future::join_all(asking).await;
    let new = answers.iter().filter(|answer| answer.is_new()).count();
    assert_eq!((new, jobs(&bench).await), (500, 500));
    let distinct = "select count(distinct xmin::text) from ops.job";
    let commits_of_jobs: i64 = bench.admin.query_one(distinct, &[]).await.unwrap().get(0);
    println!("2,000 callers, 500 jobs: {commits_of_jobs} commits");
    assert!(
        commits_of_jobs <= 50,
        "{commits_of_jobs} commits for 500 jobs"
    );
}

#[tokio::test]
async fn a_job_that_cannot_be_stored_does_not_take_others_of_its_commit_with_it() {
    let bench = Bench::new().await;
    let group = GroupCommit::start(bench.test.db.clone(), Waker::default());
    let asking = (0..20_usize).map(async |n| {
        let key = if n == 7 {
            String::new()
        } else {
            format!("payment:{n}")
        };
        (n, group.enqueue(bench.job(&key)).await)
    });
    for (n, answer) in futures::future::join_all(asking).await {
        match answer {
            Ok(answer) => assert!(answer.is_new() && n != 7),
            Err(GroupError::Db(DbError::Driver(_))) => assert_eq!(n, 7),
            Err(other) => panic!("{n}: {other:?}"),
        }
    }
    assert_eq!(jobs(&bench).await, 19);
}

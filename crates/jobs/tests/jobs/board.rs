//! What a person may see of jobs and do about them, and what time does.

use chrono::TimeDelta;
use stoa_core::PageLimit;
use stoa_jobs::{
    Enqueued, JobState, Outcome, Retention,
    board::{self, JobFilter, PausedKind},
    clear, revive,
};
use stoa_pg::Scope;

use crate::bench::{Bench, KIND, Script, quick, retry};

impl Bench {
    async fn listed(&self, filter: &JobFilter) -> Vec<String> {
        let jobs = board::list(&self.test.db, filter, PageLimit::default());
        jobs.await.unwrap().into_iter().map(|job| job.key).collect()
    }

    async fn dies_of(&self, key: &str, reason: &str) {
        let job = self
            .job(key)
            .with_max_attempts(1)
            .with_request_id("request-1");
        self.enqueue(job).await;
        let working = self.work(quick(), &Script::always(retry(reason)));
        self.ends_as(key, "dead").await;
        working.stop().await;
    }
}

macro_rules! within {
    ($bench:expr, |$tx:ident| $work:expr) => {{
        let $tx = $bench.test.db.begin(&Scope::service("test")).await.unwrap();
        let answer = $work.await.unwrap();
        $tx.commit().await.unwrap();
        answer
    }};
}

#[tokio::test]
async fn jobs_are_found_by_state_kind_and_reason_and_shown_with_their_runs() {
    let bench = Bench::new().await;
    bench
        .dies_of("lead:1", "HTTP 400: stage 7 is not of this pipeline")
        .await;
    bench.dies_of("lead:2", "the name is refused").await;
    bench.enqueue(bench.job("lead:3")).await;
    let dead = JobFilter {
        state: Some(JobState::Dead),
        ..JobFilter::default()
    };
    assert_eq!(bench.listed(&dead).await, ["lead:2", "lead:1"]);
    let staged = JobFilter {
        reason: Some("STAGE 7".to_owned()),
        ..dead.clone()
    };
    assert_eq!(bench.listed(&staged).await, ["lead:1"]);
    let foreign = JobFilter {
        kind: Some("test.other".to_owned()),
        ..JobFilter::default()
    };
    assert!(bench.listed(&foreign).await.is_empty());
    let id = board::list(&bench.test.db, &staged, PageLimit::default())
        .await
        .unwrap()[0]
        .id;
    let (job, attempts) = board::find(&bench.test.db, id).await.unwrap().unwrap();
    assert_eq!(
        (job.class.as_deref(), job.mode.as_str()),
        (Some("transient"), "queue")
    );
    assert_eq!(job.request_id.as_deref(), Some("request-1"));
    assert_eq!((attempts.len(), attempts[0].outcome.as_str()), (1, "dead"));
    let nobody = board::find(&bench.test.db, stoa_core::JobId(-1)).await;
    assert_eq!(nobody.unwrap(), None);
}

#[tokio::test]
async fn the_dead_are_driven_again_by_their_reason_and_nobody_else() {
    let bench = Bench::new().await;
    for n in 0..3 {
        bench
            .dies_of(&format!("stage:{n}"), "stage 7 is unknown")
            .await;
    }
    bench.dies_of("name", "the name is refused").await;
    let now = bench.ambient.now();
    let driven = within!(bench, |tx| board::redrive(
        &tx,
        (Some(KIND), Some("stage 7")),
        100,
        now
    ));
    assert_eq!(driven, 3);
    let working = bench.work(quick(), &Script::always(Outcome::Done));
    for n in 0..3 {
        let row = bench.ends_as(&format!("stage:{n}"), "done").await;
        assert_eq!(row.attempt, 1, "with all its attempts");
    }
    working.stop().await;
    assert_eq!(bench.row("name").await.state, "dead");
}

#[tokio::test]
async fn one_job_is_retried_at_once_or_put_away() {
    let bench = Bench::new().await;
    let later = bench.ambient.now() + TimeDelta::hours(1);
    let id = bench
        .enqueue(bench.job("later").with_run_at(later))
        .await
        .id();
    let now = bench.ambient.now();
    assert!(
        within!(bench, |tx| board::retry(&tx, id, now)),
        "its turn is now"
    );
    let working = bench.work(quick(), &Script::always(Outcome::Done));
    bench.ends_as("later", "done").await;
    working.stop().await;
    assert!(
        !within!(bench, |tx| board::retry(&tx, id, now)),
        "it is done"
    );
    assert!(!within!(bench, |tx| board::stop(&tx, id, now)));
    let id = bench.enqueue(bench.job("unwanted")).await.id();
    assert!(within!(bench, |tx| board::stop(&tx, id, now)));
    assert_eq!(bench.row("unwanted").await.state, "cancelled");
}

#[tokio::test]
async fn a_stopped_kind_waits_until_it_is_let_go_on() {
    let bench = Bench::new().await;
    let paused = PausedKind {
        kind: KIND.to_owned(),
        paused_at: bench.ambient.now(),
        paused_by: "anna".to_owned(),
        reason: "the CRM is being moved".to_owned(),
    };
    within!(bench, |tx| board::pause_kind(&tx, &paused));
    assert_eq!(board::paused_kinds(&bench.test.db).await.unwrap(), [paused]);
    let handler = Script::always(Outcome::Done);
    bench.enqueue(bench.job("lead:1")).await;
    let working = bench.work(quick(), &handler);
    // The worker has looked, at least once, and taken nothing.
    while stoa_jobs::silence(&bench.test.db, KIND)
        .await
        .unwrap()
        .is_none()
    {}
    assert_eq!(bench.row("lead:1").await.state, "ready");
    assert!(within!(bench, |tx| board::resume_kind(&tx, KIND)));
    bench.ends_as("lead:1", "done").await;
    working.stop().await;
    assert!(!within!(bench, |tx| board::resume_kind(&tx, KIND)));
}

#[tokio::test]
async fn of_what_was_done_long_ago_the_name_stays_and_keeps_it_from_being_done_again() {
    let bench = Bench::new().await;
    let first = bench.enqueue(bench.job("payment:1")).await.id();
    let working = bench.work(quick(), &Script::always(Outcome::Done));
    bench.ends_as("payment:1", "done").await;
    working.stop().await;
    let keep = Retention::default();
    let young = clear(&bench.test.db, &keep, bench.ambient.now())
        .await
        .unwrap();
    assert_eq!((young.stripped, young.deleted), (0, 0));
    bench.clock.advance(TimeDelta::days(15));
    let now = bench.ambient.now();
    let old = clear(&bench.test.db, &keep, now).await.unwrap();
    assert_eq!((old.stripped, old.deleted), (1, 0));
    assert_eq!(clear(&bench.test.db, &keep, now).await.unwrap().stripped, 0);
    let (job, attempts) = board::find(&bench.test.db, first).await.unwrap().unwrap();
    assert!(job.stripped && job.payload.is_null() && attempts.is_empty());
    assert_eq!(
        bench.enqueue(bench.job("payment:1")).await,
        Enqueued::Existing(first, JobState::Done)
    );
    let revived = within!(bench, |tx| revive(&tx, KIND, "payment:1", now));
    assert!(!revived, "nothing is left to do it with");
    let again = bench.job("payment:1");
    assert!(
        within!(bench, |tx| stoa_jobs::restart(&tx, &again)),
        "who knows what to do may"
    );
    assert!(
        !within!(bench, |tx| stoa_jobs::restart(&tx, &again)),
        "it is not finished"
    );
}

#[tokio::test]
async fn names_that_mean_nothing_later_are_forgotten_with_their_jobs() {
    let bench = Bench::new().await;
    bench.enqueue(bench.job("tick:1")).await;
    let working = bench.work(quick(), &Script::always(Outcome::Done));
    bench.ends_as("tick:1", "done").await;
    working.stop().await;
    bench.clock.advance(TimeDelta::days(15));
    let keep = Retention {
        forgotten: &[KIND],
        ..Retention::default()
    };
    let cleared = clear(&bench.test.db, &keep, bench.ambient.now())
        .await
        .unwrap();
    assert_eq!((cleared.stripped, cleared.deleted), (0, 1));
    assert!(bench.enqueue(bench.job("tick:1")).await.is_new());
}

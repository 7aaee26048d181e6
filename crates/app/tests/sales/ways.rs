//! How accounts are made: by a worker, at once because the mode says so, at once because nobody else is there.

use std::{sync::Arc, time::Duration};

use stoa_app::{
    health::{Channels, HealthLog, Reporter, Said},
    modes::{Dispatch, Modes},
    sales::Sales,
};
use stoa_domain::{ProvisioningState, SystemMode};
use stoa_jobs::{Bell, BellError, Handler, Tally, Waker, Worker, WorkerOptions};
use tokio_util::sync::CancellationToken;

use crate::desk::{Desk, buyer, client};

/// A bell whose rope is torn.
struct Torn;

impl Bell for Torn {
    fn ring(&self) -> futures::future::BoxFuture<'_, Result<(), BellError>> {
        let reason = "Connection refused".to_owned();
        Box::pin(std::future::ready(Err(BellError { reason })))
    }
}

struct Ways {
    desk: Desk,
    sales: Sales,
    modes: Modes,
    said: Said,
    waker: Waker,
}

impl Ways {
    async fn open(stall: Duration, bell: Option<Arc<dyn Bell>>) -> Self {
        let desk = Desk::open().await;
        let (health, said) = HealthLog::new(desk.ambient.clone());
        let (main, ambient, waker) = (desk.main.db.clone(), desk.ambient.clone(), Waker::default());
        let modes = Modes::new(main, ambient, health.clone());
        let tripwire = desk.tripwire.db.clone();
        let dispatch = Dispatch::new(modes.clone(), health, tripwire, waker.clone(), stall);
        let dispatch = match bell {
            Some(bell) => dispatch.ringing(bell),
            None => dispatch,
        };
        Self {
            sales: desk.sales.clone().dispatching(dispatch),
            desk,
            modes,
            said,
            waker,
        }
    }

    fn work(&self, stop: &CancellationToken) -> tokio::task::JoinHandle<()> {
        let handler: Arc<dyn Handler> = Arc::new(self.sales.handler());
        let (db, ambient) = (self.desk.tripwire.db.clone(), self.desk.ambient.clone());
        let worker = Worker::new(db, ambient, WorkerOptions::default(), vec![handler])
            .woken_by(self.waker.clone());
        tokio::spawn(worker.run(stop.clone()))
    }

    async fn sell(&self, email: &str) -> ProvisioningState {
        let manager = self.desk.manager();
        let created = self
            .sales
            .create_buyer(&manager, &client(), &buyer(email), None)
            .await
            .unwrap();
        assert!(
            created.invite.is_some(),
            "the manager hands over the invitation"
        );
        created.state
    }

    async fn modes_of_jobs(&self) -> Vec<String> {
        let admin = self.desk.tripwire.admin().await;
        let list = "select mode from ops.job where state = 'done' order by id";
        let rows = admin.query(list, &[]).await.unwrap();
        rows.iter().map(|row| row.get(0)).collect()
    }

    /// What stands in the health log once everything said is stored.
    async fn logged(self) -> Vec<(String, String)> {
        let reporter = Reporter {
            db: self.desk.main.db.clone(),
            ambient: self.desk.ambient.clone(),
            channels: Channels::default(),
            spool: None,
            tally: Tally::default(),
        };
        let stop = CancellationToken::new();
        stop.cancel();
        reporter.run(self.said, stop).await;
        let admin = self.desk.main.admin().await;
        let list = "select event_type, message from system_health_logs order by created_at";
        let rows = admin.query(list, &[]).await.unwrap();
        rows.iter().map(|row| (row.get(0), row.get(1))).collect()
    }
}

#[tokio::test]
async fn a_worker_makes_the_account_and_the_answer_still_has_the_invitation() {
    let ways = Ways::open(Duration::from_secs(15), None).await;
    let stop = CancellationToken::new();
    let working = ways.work(&stop);
    assert_eq!(ways.sell("a@b.kz").await, ProvisioningState::Invited);
    assert_eq!(ways.modes_of_jobs().await, ["queue"]);
    stop.cancel();
    working.await.unwrap();
    assert!(ways.logged().await.is_empty());
}

#[tokio::test]
async fn with_no_worker_there_the_account_is_made_at_once_and_somebody_is_told() {
    let ways = Ways::open(Duration::ZERO, None).await;
    assert_eq!(ways.sell("a@b.kz").await, ProvisioningState::Invited);
    assert_eq!(ways.modes_of_jobs().await, ["fallback"]);
    let logged = ways.logged().await;
    let message = "No worker takes jobs! Auto-fallback to sync mode for a@b.kz";
    assert_eq!(logged, [("CRITICAL".to_owned(), message.to_owned())]);
}

#[tokio::test]
async fn with_redis_gone_the_account_is_made_at_once_although_a_worker_is_there() {
    let ways = Ways::open(Duration::from_secs(15), Some(Arc::new(Torn))).await;
    for email in ["a@b.kz", "c@d.kz"] {
        assert_eq!(ways.sell(email).await, ProvisioningState::Invited);
    }
    assert_eq!(ways.modes_of_jobs().await, ["fallback", "fallback"]);
    let logged = ways.logged().await;
    let message = "Redis queue failed! Auto-fallback to sync mode for a@b.kz";
    assert_eq!(
        logged,
        [("CRITICAL".to_owned(), message.to_owned())],
        "one for both"
    );
}

#[tokio::test]
async fn no_job_is_lost_or_doubled_across_switches_of_the_mode() {
    let ways = Ways::open(Duration::from_secs(15), None).await;
    let stop = CancellationToken::new();
    let working = ways.work(&stop);
    let admin = ways.desk.admin();
    for n in 0..12 {
        let mode = [SystemMode::SyncDirect, SystemMode::AsyncQueue][n % 2];
        let words = ("a drill", mode.as_str());
        ways.modes
            .set(&admin, &client(), mode, words)
            .await
            .unwrap();
        assert_eq!(
            ways.sell(&format!("{n}@b.kz")).await,
            ProvisioningState::Invited
        );
    }
    let modes = ways.modes_of_jobs().await;
    assert_eq!(modes.len(), 12);
    assert_eq!(
        modes.iter().filter(|mode| *mode == "direct").count(),
        6,
        "{modes:?}"
    );
    assert_eq!(ways.desk.in_main("select from auth.users").await, 12);
    stop.cancel();
    working.await.unwrap();
}

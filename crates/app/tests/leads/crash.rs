//! Death at the worst moments: what was being sent is never simply sent again.

use std::{
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use futures::future::BoxFuture;
use stoa_connect::{CallError, OutgoingMessage, SentMessage, TelegramApi};
use stoa_domain::DeliveryState as State;
use stoa_jobs::{Ran, Worker, WorkerOptions};
use stoa_testkit::fakes::Fault;
use tokio_util::sync::CancellationToken;

use crate::arrange::{Fresh, House, PATIENCE, Slow, World, only};

/// A chat at whose sight the worker dies, before a byte has left.
struct Deadly;

impl TelegramApi for Deadly {
    fn send_message<'a>(
        &'a self,
        _: &'a OutgoingMessage,
    ) -> BoxFuture<'a, Result<SentMessage, CallError>> {
        panic!("killed between the commit and the call")
    }
}

async fn jobs_are_ready_again(house: &House) {
    house
        .execute("update ops.job set run_at = '2020-01-01'")
        .await;
}

async fn is_given_up(house: &House, lead: &Fresh, world: &World) {
    jobs_are_ready_again(house).await;
    assert_eq!(
        house
            .run(&house.deliver(world.sinks()), lead.telegram)
            .await,
        Ran::Done
    );
    let delivery = house.delivery(lead, lead.telegram).await;
    assert_eq!((delivery.state, delivery.attempts), (State::Unknown, 1));
    assert_eq!(house.classes(lead, lead.telegram).await, ["interrupted"]);
    assert_eq!(
        house
            .run(&house.deliver(world.sinks()), lead.telegram)
            .await,
        Ran::NotReady
    );
    assert!(world.telegram.requests().is_empty(), "nobody sent it again");
}

#[tokio::test]
async fn killed_between_the_commit_and_the_call() {
    let (house, world) = (House::new().await, World::start().await);
    let lead = house.lead().await;
    let ran = house
        .run(&house.deliver(only(Arc::new(Deadly))), lead.telegram)
        .await;
    assert!(matches!(ran, Ran::Later { .. }), "{ran:?}");
    assert_eq!(house.state(&lead, lead.telegram).await, State::Sending);
    is_given_up(&house, &lead, &world).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn stopped_in_the_middle_of_the_call() {
    let (house, world) = (House::new().await, World::start().await);
    let lead = house.lead().await;
    let slow = Arc::new(Slow::default());
    let options = WorkerOptions {
        grace: Duration::ZERO,
        ..WorkerOptions::default()
    };
    let deliver = house.deliver(only(slow.clone()));
    let worker = Worker::new(
        house.test.db.clone(),
        house.ambient.clone(),
        options,
        vec![deliver],
    );
    let stop = CancellationToken::new();
    let working = tokio::spawn(worker.run(stop.clone()));
    tokio::time::timeout(PATIENCE, slow.called.notified())
        .await
        .unwrap();
    stop.cancel();
    tokio::time::timeout(PATIENCE, working)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(house.state(&lead, lead.telegram).await, State::Sending);
    is_given_up(&house, &lead, &world).await;
}

#[tokio::test]
async fn an_unknown_delivery_is_never_sent_again_by_itself() {
    let (house, world) = (House::new().await, World::start().await);
    let lead = house.lead().await;
    world.telegram.faults().push(Fault::AppliedAnswerLost);
    let deliver = house.deliver(world.sinks());
    assert_eq!(house.run(&deliver, lead.telegram).await, Ran::Done);
    assert_eq!(house.state(&lead, lead.telegram).await, State::Unknown);
    for _ in 0..3 {
        house.pass_seconds(24 * 3600);
        assert_eq!(house.run(&deliver, lead.telegram).await, Ran::NotReady);
        assert_eq!(house.desk.release_blocked(&world.sinks()).await.unwrap(), 0);
    }
    // Not even when its job comes back to life.
    house
        .execute("update ops.job set state = 'ready', attempt = 0")
        .await;
    assert_eq!(house.run(&deliver, lead.telegram).await, Ran::Done);
    assert_eq!(world.telegram.messages().len(), 1);
    assert_eq!(house.desk.counts().await.unwrap().unknown(), 1);
}

/// Runs the delivery against a slow chat, does `meanwhile` while the call is under way, and lets the chat say yes.
async fn interrupted_by(meanwhile: &str) -> (House, Fresh) {
    let house = House::new().await;
    let lead = house.lead().await;
    let slow = Arc::new(Slow::default());
    let deliver = house.deliver(only(slow.clone()));
    let running = async { house.run(&deliver, lead.telegram).await };
    let acting = async {
        slow.called.notified().await;
        assert_eq!(house.state(&lead, lead.telegram).await, State::Sending);
        house.execute(meanwhile).await;
        slow.answer.notify_one();
    };
    tokio::join!(running, acting);
    assert_eq!(slow.calls.load(Ordering::SeqCst), 1);
    (house, lead)
}

#[tokio::test]
async fn a_late_worker_does_not_overwrite_a_newer_state() {
    let resent = "update deliveries set state = 'pending', version = version + 1 where sink = 'telegram_leads'";
    let (house, lead) = interrupted_by(resent).await;
    let delivery = house.delivery(&lead, lead.telegram).await;
    assert_eq!(
        (delivery.state, delivery.external_id),
        (State::Pending, None)
    );
}

#[tokio::test]
async fn a_late_yes_is_the_proof_that_an_unknown_delivery_lacked() {
    let given_up = "update deliveries set state = 'unknown', version = version + 1 where sink = 'telegram_leads';
                    update delivery_attempts set ended_at = started_at, class = 'interrupted'";
    let (house, lead) = interrupted_by(given_up).await;
    let delivery = house.delivery(&lead, lead.telegram).await;
    assert_eq!(delivery.state, State::Done);
    assert!(delivery.external_id.unwrap().ends_with("/7"));
}

#[tokio::test]
async fn a_job_that_dies_again_and_again_does_not_leave_a_delivery_behind() {
    let house = House::new().await;
    let lead = house.lead().await;
    house
        .execute("update ops.job set attempt = max_attempts - 1")
        .await;
    let ran = house
        .run(&house.deliver(only(Arc::new(Deadly))), lead.telegram)
        .await;
    assert!(matches!(ran, Ran::Dead { .. }), "{ran:?}");
    let delivery = house.delivery(&lead, lead.telegram).await;
    assert_eq!(
        (delivery.state, delivery.last_error_class.as_deref()),
        (State::Unknown, Some("exhausted"))
    );
    assert_eq!(house.classes(&lead, lead.telegram).await, ["interrupted"]);
}

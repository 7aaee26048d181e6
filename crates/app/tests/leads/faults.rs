//! Every class of failure, and where it leaves a delivery.

use std::{sync::Arc, time::Duration};

use futures::{
    FutureExt as _,
    future::{BoxFuture, ready},
};
use stoa_app::leads::Sinks;
use stoa_connect::{CallError, Evidence, OutgoingMessage, SentMessage, TelegramApi};
use stoa_domain::DeliveryState as State;
use stoa_jobs::Ran;
use stoa_testkit::fakes::{FakeTelegram, Fault};

use crate::arrange::{Fresh, House, World, chat, mapping_row};

/// What a run of the lead's delivery came to: the state, the attempts that count, the class.
async fn fate(house: &House, world: &World, lead: &Fresh, is_crm: bool) -> (State, i16, String) {
    let id = if is_crm { lead.crm } else { lead.telegram };
    house.run(&house.deliver(world.sinks()), id).await;
    let delivery = house.delivery(lead, id).await;
    let class = house.classes(lead, id).await.pop().unwrap_or_default();
    assert_eq!(
        delivery.last_error_class.as_deref().unwrap_or("done"),
        class,
        "the delivery tells the attempt's class"
    );
    (delivery.state, delivery.attempts, class)
}

#[tokio::test]
async fn each_fault_of_the_chat_has_its_state() {
    let cases = [
        (Fault::AppliedAnswerLost, State::Unknown, 1, "unknown"),
        (Fault::CutBefore, State::Unknown, 1, "unknown"),
        (Fault::server_error(502), State::Unknown, 1, "unknown"),
        (Fault::AppliedServerError(504), State::Unknown, 1, "unknown"),
        (Fault::AppliedUnreadable, State::Unknown, 1, "unknown"),
        (
            Fault::Throttle { retry_after: None },
            State::Retry,
            0,
            "throttled",
        ),
        (Fault::Ban, State::Retry, 0, "banned"),
        (Fault::Revoked, State::Blocked, 0, "auth"),
    ];
    for (fault, state, attempts, class) in cases {
        let (house, world) = (House::new().await, World::start().await);
        world.telegram.faults().push(fault.clone());
        let lead = house.lead().await;
        let got = fate(&house, &world, &lead, false).await;
        assert_eq!(got, (state, attempts, class.to_owned()), "{fault:?}");
    }
}

#[tokio::test]
async fn each_fault_of_the_crm_has_its_state() {
    let cases = [
        (Fault::AppliedAnswerLost, State::Unknown, 1, "unknown"),
        (Fault::CutBefore, State::Unknown, 1, "unknown"),
        (Fault::server_error(502), State::Unknown, 1, "unknown"),
        (Fault::AppliedServerError(504), State::Unknown, 1, "unknown"),
        (Fault::AppliedUnreadable, State::Unknown, 1, "unknown"),
        (
            Fault::Throttle {
                retry_after: Some(7),
            },
            State::Retry,
            0,
            "throttled",
        ),
        (Fault::Ban, State::Retry, 0, "banned"),
        (Fault::Revoked, State::Blocked, 0, "auth"),
    ];
    for (fault, state, attempts, class) in cases {
        let (house, world) = (House::new().await, World::start().await);
        house.map_everything_to_new().await;
        world.crm.faults().push(fault.clone());
        let lead = house.lead().await;
        let got = fate(&house, &world, &lead, true).await;
        assert_eq!(got, (state, attempts, class.to_owned()), "{fault:?}");
    }
}

#[tokio::test]
async fn a_sink_that_is_down_is_tried_again_until_it_is_up() {
    let (house, world) = (House::new().await, World::start().await);
    house.map_everything_to_new().await;
    let lead = house.lead().await;
    world.telegram.go_down();
    world.crm.go_down();
    assert_eq!(
        fate(&house, &world, &lead, false).await,
        (State::Retry, 1, "not_sent".to_owned())
    );
    assert_eq!(
        fate(&house, &world, &lead, true).await,
        (State::Retry, 1, "not_sent".to_owned())
    );
    assert_eq!(
        fate(&house, &world, &lead, true).await,
        (State::Retry, 2, "not_sent".to_owned())
    );
    let next_at = house.delivery(&lead, lead.crm).await.next_at.unwrap();
    let pause = (next_at - crate::arrange::start_of_time())
        .to_std()
        .unwrap();
    assert!(pause <= Duration::from_secs(2), "{pause:?}");
    world.telegram.come_up().await;
    world.crm.come_up().await;
    assert_eq!(
        fate(&house, &world, &lead, false).await,
        (State::Done, 2, "done".to_owned())
    );
    assert_eq!(
        fate(&house, &world, &lead, true).await,
        (State::Done, 3, "done".to_owned())
    );
}

#[tokio::test]
async fn when_no_attempt_is_left_the_delivery_is_dead_and_can_be_sent_by_hand() {
    let (house, world) = (House::new().await, World::start().await);
    let lead = house.lead().await;
    world.telegram.go_down();
    house
        .execute("update ops.job set attempt = max_attempts - 1")
        .await;
    let deliver = house.deliver(world.sinks());
    assert!(matches!(
        house.run(&deliver, lead.telegram).await,
        Ran::Dead { .. }
    ));
    assert_eq!(house.state(&lead, lead.telegram).await, State::Dead);
    world.telegram.come_up().await;
    house.desk.resend(lead.telegram).await.unwrap();
    assert_eq!(house.run(&deliver, lead.telegram).await, Ran::Done);
    assert_eq!(house.state(&lead, lead.telegram).await, State::Done);
}

#[tokio::test]
async fn wrong_settings_block_without_an_attempt() {
    let (house, world) = (House::new().await, World::start().await);
    house.map_everything_to_new().await;
    house
        .execute("update amocrm_mapping set status_id = 99999")
        .await;
    let lead = house.lead().await;
    assert_eq!(
        fate(&house, &world, &lead, true).await,
        (State::Blocked, 0, "config".to_owned())
    );
    house
        .execute("update amocrm_mapping set status_id = 70011, version = version + 1")
        .await;
    assert_eq!(house.desk.release_blocked(&world.sinks()).await.unwrap(), 1);
    assert_eq!(
        fate(&house, &world, &lead, true).await,
        (State::Done, 1, "done".to_owned())
    );
    assert_eq!(
        house.delivery(&lead, lead.crm).await.mapping_version,
        Some(2)
    );

    world.telegram.block_chat(FakeTelegram::CHAT);
    assert_eq!(
        fate(&house, &world, &lead, false).await,
        (State::Blocked, 0, "chat_gone".to_owned())
    );
}

#[tokio::test]
async fn an_unpaid_crm_is_asked_again_after_ten_minutes() {
    let (house, world) = (House::new().await, World::start().await);
    house.map_everything_to_new().await;
    let lead = house.lead().await;
    let deliver = house.deliver(world.sinks());
    world.crm.set_unpaid(true);
    assert!(matches!(
        house.run(&deliver, lead.crm).await,
        Ran::Later { .. }
    ));
    assert_eq!(house.classes(&lead, lead.crm).await, ["unpaid"]);
    let asked = world.crm.requests().len();
    world.crm.set_unpaid(false);
    house.pass_seconds(599);
    assert!(matches!(
        house.run(&deliver, lead.crm).await,
        Ran::Later { .. }
    ));
    assert_eq!(world.crm.requests().len(), asked);
    house.pass_seconds(1);
    assert_eq!(house.run(&deliver, lead.crm).await, Ran::Done);
}

#[tokio::test]
async fn without_a_row_for_it_a_deal_waits() {
    let (house, world) = (House::new().await, World::start().await);
    let mapping = stoa_app::leads::CrmMapping::new(house.test.db.clone(), house.ambient.clone());
    mapping
        .seed(&[mapping_row("proftest", "*", 1)])
        .await
        .unwrap();
    let lead = house.lead().await;
    assert_eq!(
        house.run(&house.deliver(world.sinks()), lead.crm).await,
        Ran::Done
    );
    let blocked = house.delivery(&lead, lead.crm).await;
    assert_eq!(
        (blocked.state, blocked.last_error_class.as_deref()),
        (State::Blocked, Some("mapping"))
    );
    assert_eq!(world.crm.requests().len(), 0);
}

/// A chat that always refuses.
struct Refusing {
    permanent: bool,
}

impl TelegramApi for Refusing {
    fn send_message<'a>(
        &'a self,
        _: &'a OutgoingMessage,
    ) -> BoxFuture<'a, Result<SentMessage, CallError>> {
        let evidence = Evidence {
            status: Some(400),
            detail: "no".to_owned(),
            ..Evidence::default()
        };
        let refused = CallError::Refused {
            permanent: self.permanent,
            fields: Vec::new(),
            evidence,
        };
        ready(Err(refused)).boxed()
    }
}

#[tokio::test]
async fn what_is_refused_for_good_is_dead_and_what_is_refused_for_now_is_tried_again() {
    for (permanent, state) in [(true, State::Dead), (false, State::Retry)] {
        let house = House::new().await;
        let lead = house.lead().await;
        let sinks = Sinks {
            telegram_leads: Some(chat(Arc::new(Refusing { permanent }))),
            crm: None,
        };
        let ran = house.run(&house.deliver(sinks), lead.telegram).await;
        assert_eq!(matches!(ran, Ran::Dead { .. }), permanent, "{ran:?}");
        let delivery = house.delivery(&lead, lead.telegram).await;
        assert_eq!((delivery.state, delivery.attempts), (state, 1));
        assert_eq!(
            delivery.last_error.as_deref(),
            Some("refused: HTTP 400: no")
        );
    }
}

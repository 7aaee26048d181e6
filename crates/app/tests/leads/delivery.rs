//! The usual way of a lead to its sinks.

use std::time::{Duration, Instant};

use stoa_app::leads::Sinks;
use stoa_domain::DeliveryState;
use stoa_jobs::{Ran, Worker, WorkerOptions};
use stoa_testkit::fakes::{FakeAmoCrm, FakeTelegram, Fault};

use tokio_util::sync::CancellationToken;

use crate::arrange::{House, PATIENCE, World, with};

#[tokio::test]
async fn a_lead_becomes_one_message_and_one_deal() {
    let (house, world) = (House::new().await, World::start().await);
    house.map_everything_to_new().await;
    let lead = house.lead().await;
    let deliver = house.deliver(world.sinks());
    assert_eq!(house.run(&deliver, lead.telegram).await, Ran::Done);
    assert_eq!(house.run(&deliver, lead.crm).await, Ran::Done);

    let messages = world.telegram.messages();
    assert_eq!(messages.len(), 1);
    for part in [
        lead.code.as_str(),
        "Айгерим",
        "+77001234567",
        "aigerim@example.kz",
        "Экспресс-курс",
        "Kaspi",
    ] {
        assert!(
            messages[0].text.contains(part),
            "{part} in {}",
            messages[0].text
        );
    }
    let deals = world.crm.deals();
    assert_eq!(deals.len(), 1);
    assert_eq!(
        deals[0].name,
        format!("Экспресс-курс · Айгерим · {}", lead.code)
    );
    assert_eq!(
        (deals[0].pipeline_id, deals[0].status_id),
        (FakeAmoCrm::PIPELINE, FakeAmoCrm::STAGE_NEW)
    );
    assert_eq!(deals[0].price, 5000);
    assert_eq!(
        world.crm.field_value(&deals[0], "Stoa lead id"),
        Some(lead.id.to_string())
    );
    assert_eq!(
        world.crm.field_value(&deals[0], "UTM_SOURCE").as_deref(),
        Some("ig")
    );
    assert_eq!(
        world.crm.contacts()[0].phone.as_deref(),
        Some("+77001234567")
    );

    let message = house.delivery(&lead, lead.telegram).await;
    assert_eq!((message.state, message.attempts), (DeliveryState::Done, 1));
    assert_eq!(
        message.external_id,
        Some(format!("{}/{}", FakeTelegram::CHAT, messages[0].message_id))
    );
    assert!(message.first_sent_at.is_some() && message.settled_at.is_some());
    let deal = house.delivery(&lead, lead.crm).await;
    assert_eq!(deal.external_id, Some(deals[0].id.to_string()));
    assert_eq!(deal.mapping_version, Some(1));
    assert_eq!(house.classes(&lead, lead.crm).await, ["done"]);
}

#[tokio::test]
async fn what_is_done_is_not_done_again() {
    let (house, world) = (House::new().await, World::start().await);
    let lead = house.lead().await;
    let deliver = house.deliver(world.sinks());
    assert_eq!(house.run(&deliver, lead.telegram).await, Ran::Done);
    assert_eq!(house.run(&deliver, lead.telegram).await, Ran::NotReady);
    // Even a job that comes again, because its end was not written, finds it done.
    house
        .execute("update ops.job set state = 'ready', attempt = 0")
        .await;
    assert_eq!(house.run(&deliver, lead.telegram).await, Ran::Done);
    assert_eq!(world.telegram.messages().len(), 1);
}

#[tokio::test]
async fn a_repeated_lead_names_the_first_one() {
    let (house, world) = (House::new().await, World::start().await);
    let first = house.lead().await;
    house.pass_seconds(60);
    let second = house.lead().await;
    let deliver = house.deliver(world.sinks());
    house.run(&deliver, second.telegram).await;
    let text = world.telegram.messages()[0].text.clone();
    assert!(
        text.contains("Повторная заявка") && text.contains(&first.code),
        "{text}"
    );
}

#[tokio::test]
async fn a_sink_that_is_not_configured_blocks_and_frees_at_the_start_that_has_it() {
    let (house, world) = (House::new().await, World::start().await);
    let lead = house.lead().await;
    let without = house.deliver(Sinks {
        crm: None,
        ..world.sinks()
    });
    assert_eq!(house.run(&without, lead.crm).await, Ran::Done);
    let blocked = house.delivery(&lead, lead.crm).await;
    assert_eq!(
        (blocked.state, blocked.attempts),
        (DeliveryState::Blocked, 0)
    );
    assert_eq!(blocked.last_error.as_deref(), Some("not configured"));
    assert!(house.classes(&lead, lead.crm).await.is_empty());
    // The sinks do not wait for one another.
    assert_eq!(house.run(&without, lead.telegram).await, Ran::Done);

    assert_eq!(
        house.desk.release_blocked(&Sinks::default()).await.unwrap(),
        0
    );
    house.map_everything_to_new().await;
    assert_eq!(house.desk.release_blocked(&world.sinks()).await.unwrap(), 1);
    assert_eq!(house.state(&lead, lead.crm).await, DeliveryState::Pending);
    assert_eq!(
        house.run(&house.deliver(world.sinks()), lead.crm).await,
        Ran::Done
    );
    assert_eq!(world.crm.deals().len(), 1);
    assert_eq!(house.desk.release_blocked(&world.sinks()).await.unwrap(), 0);
}

#[tokio::test]
async fn a_lead_in_quarantine_waits_for_a_person_not_for_a_start() {
    let (house, world) = (House::new().await, World::start().await);
    let lead = house.lead_from(with("hp", "x")).await;
    assert_eq!(house.desk.release_blocked(&world.sinks()).await.unwrap(), 0);
    assert!(house.desk.resend(lead.telegram).await.is_err());
    house.desk.release_quarantine(None, lead.id).await.unwrap();
    assert_eq!(
        house
            .run(&house.deliver(world.sinks()), lead.telegram)
            .await,
        Ran::Done
    );
    assert_eq!(world.telegram.messages().len(), 1);
    assert!(house.desk.release_quarantine(None, lead.id).await.is_err());
}

#[tokio::test]
async fn a_throttled_chat_is_left_alone_until_its_time_and_no_attempt_is_spent() {
    let (house, world) = (House::new().await, World::start().await);
    let first = house.lead().await;
    let second = house.lead_from(with("phone", "+77001234568")).await;
    world.telegram.faults().push(Fault::Throttle {
        retry_after: Some(30),
    });
    let deliver = house.deliver(world.sinks());
    assert!(matches!(
        house.run(&deliver, first.telegram).await,
        Ran::Later { .. }
    ));
    let waiting = house.delivery(&first, first.telegram).await;
    assert_eq!((waiting.state, waiting.attempts), (DeliveryState::Retry, 0));
    assert_eq!(
        waiting.next_at,
        Some(crate::arrange::start_of_time() + chrono::TimeDelta::seconds(33))
    );
    assert_eq!(house.count("ops.job where attempt > 0").await, 0);
    // Whichever lead's turn it is, nobody knocks before the time.
    assert!(matches!(
        house.run(&deliver, second.telegram).await,
        Ran::Later { .. }
    ));
    house.pass_seconds(32);
    assert!(matches!(
        house.run(&deliver, first.telegram).await,
        Ran::Later { .. }
    ));
    assert_eq!(world.telegram.requests().len(), 1);
    house.pass_seconds(1);
    assert_eq!(house.run(&deliver, first.telegram).await, Ran::Done);
    assert_eq!(house.run(&deliver, second.telegram).await, Ran::Done);
    assert_eq!(
        house.classes(&first, first.telegram).await,
        ["throttled", "done"]
    );
    assert_eq!(world.telegram.messages().len(), 2);
}

#[tokio::test]
async fn a_group_that_became_a_supergroup_is_followed() {
    let (house, world) = (House::new().await, World::start().await);
    let lead = house.lead().await;
    world.telegram.move_chat(FakeTelegram::CHAT, -1_009);
    let deliver = house.deliver(world.sinks());
    assert!(matches!(
        house.run(&deliver, lead.telegram).await,
        Ran::Later { .. }
    ));
    assert_eq!(house.run(&deliver, lead.telegram).await, Ran::Done);
    assert_eq!(world.telegram.messages()[0].chat_id, -1_009);
}

#[tokio::test]
async fn a_deal_without_refused_extras_says_so_and_a_merged_one_too() {
    let (house, world) = (House::new().await, World::start().await);
    house.map_everything_to_new().await;
    world.crm.set_duplicate_control(true);
    world.crm.remove_field("UTM_SOURCE");
    let (first, second) = (
        house.lead().await,
        house.lead_from(with("paymentMethod", "card")).await,
    );
    let deliver = house.deliver(world.sinks());
    for lead in [&first, &second] {
        assert_eq!(house.run(&deliver, lead.crm).await, Ran::Done);
    }
    let note =
        |receipt: stoa_app::leads::Receipt| receipt.attempts[0].excerpt.clone().unwrap_or_default();
    let notes = [
        note(house.desk.receipt(None, first.id).await.unwrap()),
        note(house.desk.receipt(None, second.id).await.unwrap()),
    ];
    assert_eq!(notes[0], "sent without UTM_SOURCE");
    assert!(
        notes[1].starts_with("merged into an older deal"),
        "{}",
        notes[1]
    );
    assert_eq!(world.crm.deals().len(), 1);
}

#[tokio::test]
async fn whatever_the_servers_default_is_the_commits_that_count_are_on_disk() {
    let (house, world) = (House::new().await, World::start().await);
    house
        .execute(
            "create function public.refuse_a_lazy_commit() returns trigger language plpgsql as $$
             begin
                 if current_setting('synchronous_commit') <> 'on' then raise exception 'not durable'; end if;
                 return null;
             end $$;
             create constraint trigger durable after insert on leads deferrable initially deferred
                 for each row execute function refuse_a_lazy_commit();
             create constraint trigger durable after update on deliveries deferrable initially deferred
                 for each row execute function refuse_a_lazy_commit();
             do $$ begin
                 execute format('alter database %I set synchronous_commit = off', current_database());
             end $$;",
        )
        .await;
    let lead = house.lead().await;
    assert_eq!(
        house
            .run(&house.deliver(world.sinks()), lead.telegram)
            .await,
        Ran::Done
    );
    assert_eq!(house.state(&lead, lead.telegram).await, DeliveryState::Done);
    let probe = house.test.db.begin(&House::service()).await.unwrap();
    let default: String = probe
        .client()
        .query_one("show synchronous_commit", &[])
        .await
        .unwrap()
        .get(0);
    probe.rollback().await.unwrap();
    assert_eq!(default, "off", "else the test proves nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_brings_every_lead_once_and_the_chat_reads_them_in_order() {
    let (house, world) = (House::new().await, World::start().await);
    house.map_everything_to_new().await;
    let mut codes = Vec::new();
    for n in 10..40 {
        codes.push(
            house
                .lead_from(with("phone", &format!("+770012345{n}")))
                .await
                .code,
        );
    }
    let deliver = house.deliver(world.sinks());
    let worker = Worker::new(
        house.test.db.clone(),
        house.ambient.clone(),
        WorkerOptions::default(),
        vec![deliver],
    );
    let stop = CancellationToken::new();
    let working = tokio::spawn(worker.run(stop.clone()));
    let deadline = Instant::now() + PATIENCE;
    while !house.desk.counts().await.unwrap().by_sink.is_empty() {
        assert!(Instant::now() < deadline, "{:?}", house.desk.counts().await);
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    stop.cancel();
    working.await.unwrap();
    let messages = world.telegram.messages();
    assert_eq!(messages.len(), codes.len());
    for (message, code) in messages.iter().zip(&codes) {
        assert!(
            message.text.contains(code.as_str()),
            "{code} is not in its place"
        );
    }
    let deals = world.crm.deals();
    let mut keys: Vec<_> = deals
        .iter()
        .filter_map(|deal| world.crm.field_value(deal, "Stoa lead id"))
        .collect();
    keys.sort();
    keys.dedup();
    assert_eq!((deals.len(), keys.len()), (codes.len(), codes.len()));
}

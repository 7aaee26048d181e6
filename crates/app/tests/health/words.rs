//! What is stored, and what administrators read.

use std::time::{Duration, Instant};

use chrono::TimeDelta;
use stoa_app::health::HealthEvent;
use stoa_connect::{HttpOptions, HttpTelegram, OutgoingMessage, TelegramApi as _, http_client};
use stoa_domain::HealthLevel;
use stoa_testkit::fakes::Fault;

use crate::world::{DEADLINE, World};

#[tokio::test]
async fn critical_and_switch_reach_the_chat_and_the_rest_the_table_alone() {
    let world = World::new().await;
    let reporting = world.report(world.chat());
    for level in HealthLevel::ALL.iter().copied() {
        let event = HealthEvent::new(level, format!("this is {level}")).with("fact", 7);
        reporting
            .log
            .emit(event.with_request_id(Some("req-1".to_owned())));
    }
    let mut told = world.told(2).await;
    told.sort();
    assert!(
        told[0].contains("Type: SWITCH") || told[0].contains("Type: CRITICAL"),
        "{told:?}"
    );
    assert!(
        told.iter()
            .all(|text| text.contains("SYSTEM ALERT") && text.contains("req-1"))
    );
    world
        .rows("request_id = 'req-1' and metadata @> '{\"fact\": 7}'", 5)
        .await;
    world
        .rows("notify = 'sent' and notified_by = 'telegram'", 2)
        .await;
    world.rows("notify = 'none'", 3).await;
    reporting.stop().await;
    assert_eq!(world.telegram.messages().len(), 2);
}

#[tokio::test]
async fn equal_alerts_of_a_minute_are_told_at_once_and_then_together() {
    let world = World::new().await;
    let reporting = world.report(world.chat());
    for n in 0..5 {
        let event = HealthEvent::critical(format!("Redis queue failed! for {n}@b.kz"));
        reporting.log.emit(event.same_as("redis.queue"));
    }
    assert!(world.told(1).await[0].contains("for 0@b.kz"));
    // The minute is over for the clock of the academy; the reporter looks each second.
    world.rows("true", 1).await;
    world.clock.advance(TimeDelta::seconds(60));
    let told = world.told(2).await;
    assert!(
        told[1].contains("(+4 more within 60 s)") && told[1].contains("4@b.kz"),
        "{}",
        told[1]
    );
    world.rows("repeats = 4", 1).await;
    reporting.stop().await;
    assert_eq!(world.telegram.messages().len(), 2);
}

#[tokio::test]
async fn what_was_merged_is_told_before_the_process_ends() {
    let world = World::new().await;
    let reporting = world.report(world.chat());
    for _ in 0..3 {
        reporting
            .log
            .emit(HealthEvent::switch("the way has changed"));
    }
    world.told(1).await;
    reporting.stop().await;
    assert!(world.told(2).await[1].contains("(+2 more within 60 s)"));
    world.rows("repeats = 2", 1).await;
}

/// the leads contract, 10.18: an emit costs the caller next to nothing while Telegram hangs.
#[tokio::test]
async fn whoever_says_something_never_waits() {
    let world = World::new().await;
    world
        .telegram
        .faults()
        .push(Fault::Hang(Duration::from_secs(30)));
    let reporting = world.report(world.chat());
    reporting
        .log
        .emit(HealthEvent::critical("the first, which hangs"));
    let began = Instant::now();
    for n in 0..10_000_u32 {
        let event = HealthEvent::critical("again").same_as(format!("{}", n % 50));
        reporting.log.emit(event);
    }
    let each = began.elapsed() / 10_000;
    println!(
        "10,000 emits while Telegram hangs: {each:?} each, {} lost",
        reporting.log.lost()
    );
    assert!(each < Duration::from_micros(200), "{each:?}");
    world.rows("message = 'again'", 50).await;
    drop(reporting);
}

#[tokio::test]
async fn eight_alerts_one_after_another_are_told_within_a_second_each() {
    let world = World::new().await;
    let reporting = world.report(world.chat());
    reporting
        .log
        .emit(HealthEvent::critical("warms the connection"));
    world.told(1).await;
    let mut waits = Vec::new();
    for n in 2..=9_usize {
        let began = Instant::now();
        reporting
            .log
            .emit(HealthEvent::critical(format!("alert {n}")));
        world.told(n).await;
        waits.push(began.elapsed());
    }
    waits.sort();
    println!(
        "emit to 200 of eight alerts: median {:?}, worst {:?}",
        waits[4], waits[7]
    );
    assert!(waits[7] < Duration::from_secs(1), "{waits:?}");
    reporting.stop().await;
}

/// the leads contract, 5: below a second from emit to the API's 200 while 1,000 leads wait in the other queue.
#[tokio::test(flavor = "multi_thread")]
async fn alerts_do_not_wait_behind_a_thousand_leads() {
    const LEADS: i64 = -1_005;
    let world = World::new().await;
    world.telegram.add_chat(LEADS);
    let client = http_client(HttpOptions::telegram()).unwrap();
    let bot = HttpTelegram::new(world.telegram.base_url(), world.telegram.token(), client);
    let queue = tokio::spawn(async move {
        for number in 0..1_000 {
            let lead = OutgoingMessage::new(LEADS, format!("lead {number}"));
            bot.send_message(&lead).await.unwrap();
        }
    });
    let reporting = world.report(world.chat());
    let mut waits = Vec::new();
    for number in 0..8 {
        let (began, words) = (Instant::now(), format!("alert number {number}"));
        reporting.log.emit(HealthEvent::critical(&words));
        let told = || {
            let mut messages = world.telegram.messages().into_iter();
            messages.any(|message| message.text.contains(&words))
        };
        while !told() {
            assert!(began.elapsed() < DEADLINE, "{words} is not told");
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        waits.push(began.elapsed());
    }
    assert!(!queue.is_finished(), "leads were still waiting");
    waits.sort();
    println!(
        "emit to 200 behind 1,000 leads: median {:?}, worst {:?}",
        waits[4], waits[7]
    );
    assert!(waits[7] < Duration::from_secs(1), "{waits:?}");
    reporting.stop().await;
    queue.abort();
}

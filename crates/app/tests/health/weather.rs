//! Chats that are gone, databases that are gone, processes that are gone.

use std::{
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use chrono::TimeDelta;
use futures::{FutureExt as _, future::BoxFuture};
use stoa_app::health::{Channels, HealthEvent, WatchedQueue, tell_of_queues};
use stoa_connect::{CallError, Evidence, Mailer, OutgoingLetter, SentLetter};
use stoa_db_main::health::{self, Note};
use stoa_pg::{Db, PoolOptions};
use stoa_testkit::fakes::{FakeTelegram, Fault};
use tokio::sync::watch;

use crate::world::World;

#[tokio::test]
async fn mail_tells_at_once_when_the_chat_is_gone() {
    let world = World::new().await;
    world.telegram.block_chat(FakeTelegram::CHAT);
    let reporting = world.report(world.chat_and_mail(Duration::from_secs(27)));
    reporting
        .log
        .emit(HealthEvent::critical("the queue has failed").with("error", "refused"));
    world
        .rows("notify = 'sent' and notified_by = 'mail'", 1)
        .await;
    let letters = world.letters();
    assert_eq!(letters.len(), 1);
    assert_eq!(letters[0].0, "[Stoa] CRITICAL: the queue has failed");
    assert!(letters[0].1.contains("\"error\": \"refused\""));
    reporting.stop().await;
}

#[tokio::test]
async fn mail_tells_when_the_chat_is_silent_for_long() {
    let world = World::new().await;
    world.telegram.go_down();
    let reporting = world.report(world.chat_and_mail(Duration::from_millis(600)));
    reporting
        .log
        .emit(HealthEvent::switch("the way has changed"));
    world.rows("notified_by = 'mail'", 1).await;
    assert_eq!(world.letters().len(), 1);
    reporting.stop().await;
}

#[tokio::test]
async fn a_chat_that_comes_back_is_told_the_critical_first() {
    let world = World::new().await;
    world.telegram.go_down();
    let reporting = world.report(world.chat());
    reporting.log.emit(HealthEvent::switch("a switch"));
    reporting.log.emit(HealthEvent::critical("a need"));
    world.rows("notify = 'pending'", 2).await;
    world.telegram.come_up().await;
    let told = world.told(2).await;
    assert!(
        told[0].contains("a need") && told[1].contains("a switch"),
        "{told:?}"
    );
    reporting.stop().await;
}

#[tokio::test]
async fn a_throttled_chat_is_left_alone_for_as_long_as_it_says() {
    let world = World::new().await;
    world.telegram.faults().push(Fault::Throttle {
        retry_after: Some(1),
    });
    let reporting = world.report(world.chat());
    let began = Instant::now();
    reporting.log.emit(HealthEvent::critical("a need"));
    world.told(1).await;
    assert!(
        began.elapsed() >= Duration::from_millis(1100),
        "{:?}",
        began.elapsed()
    );
    reporting.stop().await;
}

#[tokio::test]
async fn a_group_that_moved_is_told_at_its_new_number() {
    let world = World::new().await;
    world.telegram.move_chat(FakeTelegram::CHAT, -1_009);
    let reporting = world.report(world.chat());
    reporting.log.emit(HealthEvent::critical("a need"));
    world.told(1).await;
    assert_eq!(world.telegram.messages()[0].chat_id, -1_009);
    reporting.stop().await;
}

#[tokio::test]
async fn events_wait_in_a_file_while_the_database_is_what_died() {
    let world = World::new().await;
    let folder = tempfile::tempdir().unwrap();
    let spool = folder.path().join("spool").join("health.jsonl");
    let dead = Db::open(world.test.config(), PoolOptions::default()).unwrap();
    dead.close();
    let reporting = world.report_with(dead, world.chat(), Some(spool.clone()));
    reporting
        .log
        .emit(HealthEvent::critical("PostgreSQL is gone"));
    reporting
        .log
        .emit(HealthEvent::new(stoa_domain::HealthLevel::Info, "and this"));
    world.told(1).await;
    reporting.stop().await;
    world.rows("true", 0).await;
    assert_eq!(std::fs::read_to_string(&spool).unwrap().lines().count(), 3);
    // The next process finds the file, and a line that was cut off.
    let cut = std::fs::read(&spool).unwrap();
    std::fs::write(&spool, [cut.as_slice(), b"{\"new\":{\"id\":\"0"].concat()).unwrap();
    let db = world.test.db.clone();
    let reporting = world.report_with(db, world.chat(), Some(spool.clone()));
    world
        .rows(
            "message = 'PostgreSQL is gone' and notified_by = 'telegram'",
            1,
        )
        .await;
    world.rows("true", 2).await;
    reporting.stop().await;
    assert!(!spool.exists());
    assert_eq!(world.telegram.messages().len(), 1, "it is told once");
}

#[tokio::test]
async fn what_a_dead_process_was_to_tell_is_told_by_another() {
    let world = World::new().await;
    world.telegram.go_down();
    let dying = world.report(world.chat());
    dying.log.emit(HealthEvent::critical("a need"));
    world.rows("notify = 'pending'", 1).await;
    drop(dying);
    world.telegram.come_up().await;
    // Long enough ago that nobody is at it any more.
    world.clock.advance(TimeDelta::minutes(6));
    let reporting = world.report(world.chat());
    assert!(world.told(1).await[0].contains("a need"));
    world.rows("notify = 'sent'", 1).await;
    reporting.stop().await;
}

/// the jobs contract, 9: exactly one CRITICAL, however many queues go, and one SWITCH when they are back.
#[tokio::test]
async fn queues_that_are_cut_off_are_one_critical_and_their_return_one_switch() {
    let world = World::new().await;
    let reporting = world.report(world.chat());
    let (main, tripwire) = (watch::Sender::new(true), watch::Sender::new(true));
    let patience = Duration::from_millis(100);
    let queues = [("main", &main), ("tripwire", &tripwire)].map(|(database, reads)| WatchedQueue {
        database,
        reads: reads.subscribe(),
    });
    let log = reporting.log.clone();
    let telling = tokio::spawn(async move { tell_of_queues(&log, queues.into(), patience).await });
    // A short one is nobody's business.
    main.send_replace(false);
    tokio::task::yield_now().await;
    main.send_replace(true);
    for queue in [&tripwire, &main] {
        queue.send_replace(false);
    }
    let told = world.told(1).await;
    assert!(told[0].contains("Type: CRITICAL"), "{told:?}");
    assert!(
        told[0].contains("The queues of main and tripwire cannot be used"),
        "{told:?}"
    );
    for queue in [&tripwire, &main] {
        queue.send_replace(true);
    }
    let told = world.told(2).await;
    assert!(told[1].contains("Type: SWITCH"), "{told:?}");
    assert!(told[1].contains("are worked on again"), "{told:?}");
    // What was merged would be told now.
    world.clock.advance(TimeDelta::minutes(2));
    drop((main, tripwire));
    telling.await.unwrap();
    reporting.stop().await;
    world
        .rows("event_type = 'CRITICAL' and repeats = 0", 1)
        .await;
    world.rows("event_type = 'SWITCH' and repeats = 0", 1).await;
    assert_eq!(world.telegram.messages().len(), 2);
}

#[tokio::test]
async fn a_chat_that_hangs_does_not_hold_up_the_mail() {
    let world = World::new().await;
    // Takes every connection and says nothing.
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", silent.local_addr().unwrap());
    let reporting = world.report(Channels {
        telegram: Some((world.bot(url.parse().unwrap()), FakeTelegram::CHAT)),
        ..world.chat_and_mail(Duration::from_millis(300))
    });
    // Its connection is being warmed: nothing comes of that.
    silent.accept().await.unwrap();
    let began = Instant::now();
    reporting.log.emit(HealthEvent::critical("a need"));
    world.rows("notified_by = 'mail'", 1).await;
    // The chat has a second to itself; the try to warm it has eight.
    assert!(
        began.elapsed() < Duration::from_secs(5),
        "{:?}",
        began.elapsed()
    );
    drop(reporting);
}

/// A mail server that refuses everything, and when it was asked.
#[derive(Default)]
struct Refusing(Mutex<Vec<Instant>>);

impl Mailer for Refusing {
    fn send<'a>(&'a self, _: &'a OutgoingLetter) -> BoxFuture<'a, Result<SentLetter, CallError>> {
        self.0.lock().unwrap().push(Instant::now());
        std::future::ready(Err(CallError::NotSent(Evidence::default()))).boxed()
    }
}

#[tokio::test]
async fn a_mail_server_that_is_gone_like_the_chat_is_asked_after_pauses() {
    let world = World::new().await;
    world.telegram.go_down();
    let mail = Arc::new(Refusing::default());
    let reporting = world.report(Channels {
        mail: Some((mail.clone(), vec!["admin@academy.kz".parse().unwrap()])),
        ..world.chat_and_mail(Duration::from_millis(100))
    });
    reporting.log.emit(HealthEvent::critical("a need"));
    let asked = loop {
        let asked = mail.0.lock().unwrap().clone();
        if asked.len() >= 3 {
            break asked;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    };
    // Half a second, then a second.
    assert!(
        asked[2] - asked[0] >= Duration::from_millis(1500),
        "{asked:?}"
    );
    drop(reporting);
}

#[tokio::test]
async fn what_a_living_process_means_to_tell_is_not_taken_from_it() {
    let world = World::new().await;
    let (id, at) = (world.ambient.uuid(), world.ambient.now());
    let new = Note::New {
        id,
        level: stoa_domain::HealthLevel::Critical,
        message: "a need".to_owned(),
        metadata: serde_json::json!({}),
        request_id: None,
        at,
    };
    health::note(&world.test.db, &[new]).await.unwrap();
    let patience = TimeDelta::minutes(5);
    let take = || async {
        let now = world.ambient.now();
        let taken = health::take_untold(&world.test.db, patience, now).await;
        taken.unwrap().len()
    };
    world.clock.advance(TimeDelta::minutes(6));
    let held = Note::Held {
        ids: vec![id],
        at: world.ambient.now(),
    };
    health::note(&world.test.db, &[held]).await.unwrap();
    assert_eq!(take().await, 0, "it is at it");
    world.clock.advance(TimeDelta::minutes(6));
    assert_eq!(take().await, 1, "it is gone");
}

//! Chats that are gone, databases that are gone, processes that are gone.

use std::time::Duration;

use chrono::TimeDelta;
use stoa_app::health::{HealthEvent, tell_of_queue};
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
    let began = std::time::Instant::now();
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
    let telling = [("main", &main), ("tripwire", &tripwire)].map(|(name, reads)| {
        let (log, reads) = (reporting.log.clone(), reads.subscribe());
        tokio::spawn(async move { tell_of_queue(&log, name, reads, patience).await })
    });
    // A short one is nobody's business.
    main.send_replace(false);
    tokio::task::yield_now().await;
    main.send_replace(true);
    for queue in [&tripwire, &main] {
        queue.send_replace(false);
    }
    let told = world.told(1).await;
    assert!(told[0].contains("Type: CRITICAL"), "{told:?}");
    assert!(told[0].contains("cannot be used"), "{told:?}");
    for queue in [&tripwire, &main] {
        queue.send_replace(true);
    }
    let told = world.told(2).await;
    assert!(told[1].contains("Type: SWITCH"), "{told:?}");
    assert!(told[1].contains("is worked on again"), "{told:?}");
    drop((main, tripwire));
    for told in telling {
        told.await.unwrap();
    }
    world.rows("event_type = 'CRITICAL'", 1).await;
    world.rows("event_type = 'SWITCH'", 1).await;
    reporting.stop().await;
}

//! The demonstration's memory of what would have left.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta};
use stoa_connect::{
    AmoCrm as _, Outbox, OutboxItem, OutgoingMessage, RecordingAmoCrm, RecordingTelegram,
    TelegramApi as _,
};
use stoa_core::ManualClock;

use crate::worlds::{CHAT, deal};

#[tokio::test]
async fn the_last_two_hundred_are_kept_newest_first() {
    let clock = Arc::new(ManualClock::at(DateTime::UNIX_EPOCH));
    let outbox = Outbox::new(clock.clone());
    let telegram = RecordingTelegram::new(outbox.clone());
    let crm = RecordingAmoCrm::new(outbox.clone(), Vec::new());
    for number in 1..=Outbox::MAX {
        clock.advance(TimeDelta::seconds(1));
        let message = OutgoingMessage::new(CHAT, number.to_string());
        telegram.send_message(&message).await.unwrap();
    }
    let created = crm.create_lead(&deal(1)).await.unwrap();
    let entries = outbox.entries();
    assert_eq!(entries.len(), Outbox::MAX);
    assert_eq!(
        entries[0].item,
        OutboxItem::Deal(Box::new(deal(1)), created.clone())
    );
    assert_eq!((entries[0].number, created.id), (201, 201));
    assert_eq!(entries[199].number, 2);
    assert_eq!(entries[1].at - entries[2].at, TimeDelta::seconds(1));
    let shown = format!("{entries:?} {outbox:?} {telegram:?} {crm:?}");
    assert!(
        !shown.contains("Айгерим") && !shown.contains("+7700"),
        "{shown}"
    );
}

//! Under a mixture of faults each answer tells the truth about the effect.

use std::collections::BTreeMap;

use stoa_connect::{AmoCrm as _, NewDeal, OutgoingMessage, TelegramApi as _};
use stoa_core::LeadId;
use stoa_testkit::fakes::{Fault, Faults};
use uuid::Uuid;

use crate::worlds::{CHAT, Chats as _, Crm as _, HttpChats, HttpCrm, deal};

fn disturb(faults: &Faults) {
    faults.rate(Fault::AppliedAnswerLost, 0.1);
    faults.rate(Fault::AppliedServerError(504), 0.1);
    faults.rate(Fault::CutBefore, 0.1);
    faults.rate(Fault::server_error(502), 0.1);
    faults.rate(
        Fault::Throttle {
            retry_after: Some(1),
        },
        0.1,
    );
    faults.rate(Fault::Ban, 0.1);
}

/// How often each thing that was sent is there, against what the caller was told.
fn compare(told: &[(String, &'static str)], there: impl Iterator<Item = String>) {
    let mut counts = BTreeMap::<String, usize>::new();
    for key in there {
        *counts.entry(key).or_default() += 1;
    }
    let mut unknown = 0;
    for (key, class) in told {
        let count = counts.get(key).copied().unwrap_or_default();
        match *class {
            "ok" => assert_eq!(count, 1, "{key}"),
            "unknown" => unknown += 1,
            _ => assert_eq!(count, 0, "{key} {class}"),
        }
    }
    assert!(
        counts.values().all(|count| *count == 1),
        "one call has at most one effect"
    );
    assert!((40..120).contains(&unknown), "{unknown} of {}", told.len());
}

#[tokio::test]
async fn telegram_is_told_right_two_hundred_times() {
    let world = HttpChats::start().await;
    disturb(&world.fake.faults());
    let mut told = Vec::new();
    for number in 0..200 {
        let message = OutgoingMessage::new(CHAT, format!("L{number}"));
        let outcome = world.api.send_message(&message).await;
        told.push((
            message.html,
            outcome.map_or_else(|error| error.class(), |_| "ok"),
        ));
    }
    compare(&told, world.delivered().into_iter().map(|(_, text)| text));
}

#[tokio::test]
async fn the_crm_is_told_right_two_hundred_times() {
    let world = HttpCrm::start().await;
    disturb(&world.fake.faults());
    let mut told = Vec::new();
    for number in 0..200 {
        let deal = NewDeal {
            key: LeadId(Uuid::from_u128(number)),
            ..deal(1)
        };
        let outcome = world.api.create_lead(&deal).await;
        told.push((
            deal.key.to_string(),
            outcome.map_or_else(|error| error.class(), |_| "ok"),
        ));
    }
    compare(&told, world.kept().into_iter().map(|kept| kept.key));
}

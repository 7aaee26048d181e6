//! Accepting a lead: durable, or refused with nothing stored.

use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

use stoa_app::leads::{Intake, IntakeContext, LeadOptions, Suspicion};
use stoa_core::{Ambient, Failure as _, Kind, ManualClock, Random, SystemRandom};
use stoa_domain::{DeliveryState, Sink};
use stoa_pg::{Db, PoolOptions, Tripwire};

use crate::arrange::{House, body, start_of_time, submission, with};

#[tokio::test]
async fn a_lead_its_deliveries_and_their_jobs_are_one_commit() {
    let house = House::new().await;
    let accepted = house.submit(body()).await.unwrap();
    assert!(!accepted.duplicate && !accepted.replayed);
    assert_eq!(accepted.code.as_str().len(), 6);
    let receipt = house.desk.receipt(None, accepted.lead_id).await.unwrap();
    assert_eq!(receipt.lead.phone, "+77001234567");
    assert_eq!(receipt.lead.utm["utm_source"], "ig");
    assert_eq!(receipt.lead.quarantine_reason, None);
    let waiting: Vec<_> = receipt
        .deliveries
        .iter()
        .map(|d| (d.sink, d.state, d.attempts))
        .collect();
    assert_eq!(
        waiting,
        [
            (Sink::Crm, DeliveryState::Pending, 0),
            (Sink::TelegramLeads, DeliveryState::Pending, 0)
        ]
    );
    for delivery in &receipt.deliveries {
        let job = format!(
            "ops.job where kind = 'deliver' and state = 'ready' and key = '{}'",
            delivery.id
        );
        assert_eq!(house.count(&job).await, 1);
    }
}

#[tokio::test]
async fn a_suspect_gets_the_same_answer_and_no_sink_hears_of_it() {
    let house = House::new().await;
    let trapped = house.submit(with("hp", "http://spam")).await.unwrap();
    assert!(!trapped.duplicate);
    let context = IntakeContext {
        suspicion: Some(Suspicion::OverLimit),
        ..house.context(None)
    };
    let limited = house
        .intake
        .submit(&submission(with("phone", "+77001234568")), &context)
        .await
        .unwrap();
    for (accepted, reason) in [(&trapped, "trap"), (&limited, "over_limit")] {
        let receipt = house.desk.receipt(None, accepted.lead_id).await.unwrap();
        assert_eq!(receipt.lead.quarantine_reason.as_deref(), Some(reason));
        assert!(
            receipt
                .deliveries
                .iter()
                .all(|d| d.state == DeliveryState::Blocked)
        );
    }
    assert_eq!(house.count("ops.job").await, 0);
    // A robot that knocks twice is one lead; a person who comes after it is not swallowed.
    assert_eq!(
        house.submit(with("hp", "x")).await.unwrap().lead_id,
        trapped.lead_id
    );
    let person = house.submit(body()).await.unwrap();
    assert!(!person.duplicate && person.lead_id != trapped.lead_id);
    assert_eq!(house.count("ops.job").await, 2);
}

#[tokio::test]
async fn an_unlisted_source_belongs_to_the_founders() {
    let house = House::new().await;
    let accepted = house.submit(with("source", "instagram")).await.unwrap();
    let lead = house
        .desk
        .receipt(None, accepted.lead_id)
        .await
        .unwrap()
        .lead;
    assert_eq!(
        lead.community_id.to_string(),
        "00000000-0000-7000-8000-000000000001"
    );
    assert_eq!(lead.source, "instagram");
}

/// Gives the same code to the first draws; everything else is random.
struct StuckCodes(AtomicU32);

impl Random for StuckCodes {
    fn fill(&self, bytes: &mut [u8]) {
        SystemRandom.fill(bytes);
        if bytes.len() == 6 && self.0.fetch_add(1, Ordering::Relaxed) < 3 {
            bytes.fill(7);
        }
    }
}

#[tokio::test]
async fn a_code_in_use_is_drawn_anew() {
    let house = House::new().await;
    let clock = Arc::new(ManualClock::at(start_of_time()));
    let ambient = Ambient {
        clock,
        random: Arc::new(StuckCodes(AtomicU32::new(0))),
    };
    let intake = Intake::new(house.test.db.clone(), ambient, LeadOptions::default());
    let first = intake
        .submit(&submission(body()), &house.context(Some("a")))
        .await
        .unwrap();
    assert_eq!(first.code.as_str(), "777777");
    let second = intake
        .submit(&submission(body()), &house.context(Some("b")))
        .await
        .unwrap();
    assert_ne!(second.code, first.code);
    assert_eq!(
        (house.count("leads").await, house.count("intake_keys").await),
        (2, 2)
    );
    assert_eq!(house.count("ops.job").await, 4);
}

#[tokio::test]
async fn without_its_database_nothing_is_promised() {
    let house = House::new().await;
    let nowhere = house.test.config().port(1).clone();
    let gone = Db::<Tripwire>::open(nowhere, PoolOptions::default()).unwrap();
    let intake = Intake::new(gone, house.ambient.clone(), LeadOptions::default());
    let refused = intake
        .submit(&submission(body()), &house.context(None))
        .await
        .unwrap_err();
    assert_eq!(
        (refused.kind(), refused.code()),
        (Kind::Unavailable, "database.unavailable")
    );
}

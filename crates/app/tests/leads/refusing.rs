//! A sink that refuses us altogether: asked by one for all, told once, and everything goes when it takes leads again.

use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicUsize, Ordering},
};

use futures::{FutureExt as _, future::BoxFuture};
use stoa_app::leads::{Deliver, DeliveriesWanted, LeadFilter};
use stoa_connect::{CallError, Evidence, OutgoingMessage, SentMessage, TelegramApi};
use stoa_core::PageLimit;
use stoa_domain::{DeliveryState as State, Role};
use tracing_subscriber::{layer::SubscriberExt as _, util::SubscriberInitExt as _};

use crate::{
    alarms::Ear,
    arrange::{Fresh, House, only, with},
    desk::{FOUNDERS, actor},
};

const LEADS: usize = 10;

/// A chat that refuses our token as long as it is told to.
#[derive(Default)]
struct Moody {
    is_open: AtomicBool,
    asked: AtomicUsize,
    taken: AtomicUsize,
}

impl TelegramApi for Moody {
    fn send_message<'a>(
        &'a self,
        message: &'a OutgoingMessage,
    ) -> BoxFuture<'a, Result<SentMessage, CallError>> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        let answer = if self.is_open.load(Ordering::SeqCst) {
            Ok(SentMessage {
                message_id: i64::try_from(self.taken.fetch_add(1, Ordering::SeqCst)).unwrap(),
                chat_id: message.chat_id,
                plain: false,
            })
        } else {
            Err(CallError::Auth(Evidence {
                status: Some(401),
                detail: "Unauthorized".to_owned(),
                ..Evidence::default()
            }))
        };
        std::future::ready(answer).boxed()
    }
}

async fn run_all(house: &House, deliver: &Arc<Deliver>, leads: &[Fresh]) {
    for lead in leads {
        house.run(deliver, lead.telegram).await;
    }
}

async fn in_state(house: &House, leads: &[Fresh], state: State) -> usize {
    let mut count = 0;
    for lead in leads {
        count += usize::from(house.state(lead, lead.telegram).await == state);
    }
    count
}

#[tokio::test]
async fn a_sink_that_refuses_us_is_asked_by_one_for_all_and_told_once() {
    let ear = Ear::default();
    let _listening = tracing_subscriber::registry()
        .with(ear.clone())
        .set_default();
    let house = House::new().await;
    let mut leads = Vec::new();
    for n in 0..LEADS {
        let phone = format!("+770012345{:02}", n + 10);
        leads.push(house.lead_from(with("phone", &phone)).await);
    }
    let chat = Arc::new(Moody::default());
    let sinks = only(chat.clone());
    let deliver = house.deliver(sinks.clone());
    run_all(&house, &deliver, &leads).await;
    assert_eq!(in_state(&house, &leads, State::Blocked).await, LEADS);
    assert_eq!(chat.asked.load(Ordering::SeqCst), 1, "one call for all");
    assert_eq!(ear.alarms().len(), 1, "{:?}", ear.alarms());
    let counts = house.desk.counts().await.unwrap();
    assert_eq!(counts.refused(), i64::try_from(LEADS).unwrap());
    assert_eq!(counts.oldest_pending_seconds, Some(0));

    // A minute later one of them knocks, and nobody is told the same again.
    house.pass_seconds(60);
    assert_eq!(house.desk.probe_blocked(&sinks).await.unwrap(), 1);
    run_all(&house, &deliver, &leads).await;
    assert_eq!(chat.asked.load(Ordering::SeqCst), 2);
    assert_eq!(ear.alarms().len(), 1, "{:?}", ear.alarms());
    assert_eq!(
        house.desk.counts().await.unwrap().oldest_refused_seconds,
        Some(60)
    );
    // At once again: not yet.
    assert_eq!(house.desk.probe_blocked(&sinks).await.unwrap(), 0);
    // After ten hours it is every half hour, so that one attempt for each minute never fills what counts them.
    house.pass_seconds(36_000);
    assert_eq!(house.desk.probe_blocked(&sinks).await.unwrap(), 1);
    run_all(&house, &deliver, &leads).await;
    house.pass_seconds(29 * 60);
    assert_eq!(house.desk.probe_blocked(&sinks).await.unwrap(), 0);
    house.pass_seconds(60);
    assert_eq!(house.desk.probe_blocked(&sinks).await.unwrap(), 1);

    // The token is right now: the one that knocks frees all the others.
    chat.is_open.store(true, Ordering::SeqCst);
    run_all(&house, &deliver, &leads).await;
    run_all(&house, &deliver, &leads).await;
    assert_eq!(in_state(&house, &leads, State::Done).await, LEADS);
    assert_eq!(chat.taken.load(Ordering::SeqCst), LEADS, "each once");
    assert_eq!(house.desk.counts().await.unwrap().refused(), 0);
}

#[tokio::test]
async fn a_start_tries_one_of_what_was_refused_and_a_fresh_lead_frees_it_too() {
    let house = House::new().await;
    let chat = Arc::new(Moody::default());
    let sinks = only(chat.clone());
    let first = house.lead().await;
    let second = house.lead_from(with("phone", "+77001234568")).await;
    let leads = [first, second];
    run_all(&house, &house.deliver(sinks.clone()), &leads).await;
    // Another process, at once after the first: a start does not wait for the next look.
    assert_eq!(house.desk.release_blocked(&sinks).await.unwrap(), 1);
    let restarted = house.deliver(sinks.clone());
    run_all(&house, &restarted, &leads).await;
    assert_eq!(chat.asked.load(Ordering::SeqCst), 2);
    chat.is_open.store(true, Ordering::SeqCst);
    house.pass_seconds(31);
    let fresh = house.lead_from(with("phone", "+77001234569")).await;
    house.run(&restarted, fresh.telegram).await;
    run_all(&house, &restarted, &leads).await;
    assert_eq!(in_state(&house, &leads, State::Done).await, 2);
}

#[tokio::test]
async fn what_needs_a_person_is_found_however_many_leads_are_newer() {
    let house = House::new().await;
    let old = house.lead().await;
    house
        .execute(&format!(
            "update deliveries set state = 'unknown' where id = '{}'",
            old.telegram
        ))
        .await;
    let held = house.lead_from(with("hp", "x")).await;
    for n in 0..3 {
        house.pass_seconds(1);
        let phone = format!("+770012345{:02}", n + 10);
        house.lead_from(with("phone", &phone)).await;
    }
    // A sink that nobody has configured keeps nobody awake.
    house
        .execute(
            "update deliveries set state = 'blocked', last_error_class = 'not_configured'
             where state = 'pending' and sink = 'crm'",
        )
        .await;
    let manager = actor(&house, Role::SalesManager, FOUNDERS);
    let wanted = async |states, unconfigured| {
        let filter = LeadFilter {
            deliveries: Some(DeliveriesWanted {
                states,
                unconfigured,
            }),
            limit: PageLimit::new(2).unwrap(),
            ..LeadFilter::default()
        };
        let page = house.desk.lead_page(&manager, &filter).await;
        let leads = page.unwrap().leads.into_iter();
        leads.map(|found| found.lead.id).collect::<Vec<_>>()
    };
    let stuck: &[State] = &[State::Unknown, State::Dead, State::Blocked];
    assert_eq!(wanted(stuck, false).await, [old.id]);
    assert_eq!(wanted(&[State::Unknown], true).await, [old.id]);
    let blocked = wanted(&[State::Blocked], true).await;
    assert_eq!(blocked.len(), 2, "a full page");
    assert!(!blocked.contains(&held.id), "quarantine is no such state");
}

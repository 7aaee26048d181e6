//! What the operator is told, and what survives an outage in the middle.

use std::{
    fmt::{Debug, Write as _},
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use stoa_domain::DeliveryState as State;
use stoa_jobs::Ran;
use stoa_testkit::fakes::Fault;
use tracing::{
    Event, Subscriber,
    field::{Field, Visit},
};
use tracing_subscriber::{
    Layer,
    layer::{Context, SubscriberExt as _},
    util::SubscriberInitExt as _,
};

use crate::arrange::{House, PATIENCE, Slow, World, only};

/// Hears every event of ours on this thread: its target and its fields.
#[derive(Clone, Default)]
pub(crate) struct Ear(Arc<Mutex<Vec<(String, String)>>>);

struct Text(String);

impl Visit for Text {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let _ = write!(self.0, "{field}={value:?} ");
    }
}

impl<S: Subscriber> Layer<S> for Ear {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let mut text = Text(String::new());
        event.record(&mut text);
        let target = event.metadata().target().to_owned();
        if target.starts_with("stoa") {
            self.0.lock().unwrap().push((target, text.0));
        }
    }
}

impl Ear {
    pub(crate) fn alarms(&self) -> Vec<String> {
        let heard = self.0.lock().unwrap();
        let critical = heard
            .iter()
            .filter(|(target, _)| target == "stoa::critical");
        critical.map(|(_, text)| text.clone()).collect()
    }

    async fn hears(&self, part: &str) {
        let deadline = Instant::now() + PATIENCE;
        while !self
            .0
            .lock()
            .unwrap()
            .iter()
            .any(|(_, text)| text.contains(part))
        {
            assert!(Instant::now() < deadline, "never heard {part:?}");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
}

#[tokio::test]
async fn an_unknown_delivery_alarms_once_and_without_personal_data() {
    let ear = Ear::default();
    let _listening = tracing_subscriber::registry()
        .with(ear.clone())
        .set_default();
    let (house, world) = (House::new().await, World::start().await);
    let lead = house.lead().await;
    world.telegram.faults().push(Fault::AppliedAnswerLost);
    let deliver = house.deliver(world.sinks());
    house.run(&deliver, lead.telegram).await;
    house
        .execute("update ops.job set state = 'ready', attempt = 0")
        .await;
    house.run(&deliver, lead.telegram).await;
    let told = ear.alarms();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(
        told[0].contains(&lead.telegram.to_string()) && told[0].contains("stoa delivery resend"),
        "{told:?}"
    );
    assert!(told[0].contains("event_type=\"CRITICAL\""), "{told:?}");
    for personal in ["Айгерим", "7001234567", "example.kz"] {
        let heard = ear.0.lock().unwrap();
        assert!(
            !heard.iter().any(|(_, text)| text.contains(personal)),
            "{personal} in a log"
        );
    }
}

#[tokio::test]
async fn an_answer_that_comes_while_the_database_is_away_is_written_when_it_is_back() {
    let ear = Ear::default();
    let _listening = tracing_subscriber::registry()
        .with(ear.clone())
        .set_default();
    let house = House::new().await;
    let lead = house.lead().await;
    let slow = Arc::new(Slow::default());
    let deliver = house.deliver(only(slow.clone()));
    let admin = house.test.admin().await;
    let gate = |open: bool| {
        format!(
            "update pg_database set datallowconn = {open} where datname = current_database();
             select pg_terminate_backend(pid) from pg_stat_activity
             where datname = current_database() and pid <> pg_backend_pid() and not {open}"
        )
    };
    let outage = async {
        slow.called.notified().await;
        admin.batch_execute(&gate(false)).await.unwrap();
        slow.answer.notify_one();
        ear.hears("an outcome cannot be written yet").await;
        admin.batch_execute(&gate(true)).await.unwrap();
    };
    let (ran, ()) = tokio::join!(house.run(&deliver, lead.telegram), outage);
    assert_eq!(ran, Ran::Done);
    assert_eq!(house.state(&lead, lead.telegram).await, State::Done);
    assert!(ear.alarms().is_empty());
}

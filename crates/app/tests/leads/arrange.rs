//! A tripwire database, a hand-moved clock, and leads as visitors send them.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use futures::{FutureExt as _, future::BoxFuture};
use serde_json::{Value, json};
use stoa_app::leads::{
    Accepted, Deliver, Delivery, Intake, IntakeContext, LeadDesk, LeadOptions, Sinks, SubmitError,
    TelegramSink,
};
use stoa_connect::{
    AmoCrm, CallError, HttpAmoCrm, HttpOptions, HttpTelegram, OutgoingMessage, SentMessage,
    TelegramApi, http_client,
};
use stoa_core::{Ambient, DeliveryId, LeadId, ManualClock, RequestId, SystemRandom};
use stoa_domain::{DeliveryState, LandingForm, Sink, Submission};
use stoa_jobs::{Now, Ran, Tally, run_now};
use stoa_pg::{Scope, Tripwire};
use stoa_testkit::{
    TestDb,
    fakes::{FakeAmoCrm, FakeTelegram},
    tripwire_db,
};
use tokio::sync::Notify;

pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// Everything a test of leads needs, and the two fakes behind real adapters.
pub(crate) struct House {
    pub(crate) test: TestDb<Tripwire>,
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) ambient: Ambient,
    pub(crate) intake: Intake,
    pub(crate) desk: LeadDesk,
}

pub(crate) fn start_of_time() -> DateTime<Utc> {
    "2026-11-21T09:00:00Z".parse().unwrap()
}

impl House {
    pub(crate) async fn new() -> Self {
        let test = tripwire_db().await;
        let clock = Arc::new(ManualClock::at(start_of_time()));
        let ambient = Ambient {
            clock: clock.clone(),
            random: Arc::new(SystemRandom),
        };
        let intake = Intake::new(test.db.clone(), ambient.clone(), LeadOptions::default());
        let desk = LeadDesk::new(test.db.clone(), ambient.clone());
        Self {
            test,
            clock,
            ambient,
            intake,
            desk,
        }
    }

    pub(crate) fn pass_seconds(&self, seconds: i64) {
        self.clock.advance(TimeDelta::seconds(seconds));
    }

    pub(crate) async fn submit(&self, body: Value) -> Result<Accepted, SubmitError> {
        self.intake
            .submit(&submission(body), &self.context(None))
            .await
    }

    pub(crate) async fn submit_with_key(
        &self,
        body: Value,
        key: &str,
    ) -> Result<Accepted, SubmitError> {
        self.intake
            .submit(&submission(body), &self.context(Some(key)))
            .await
    }

    pub(crate) fn context(&self, key: Option<&str>) -> IntakeContext {
        IntakeContext {
            idempotency_key: key.map(str::to_owned),
            ip_prefix: Some("203.0.113.0/24".to_owned()),
            user_agent: Some("test".to_owned()),
            request_id: RequestId::new(&self.ambient),
            suspicion: None,
        }
    }

    /// A fresh lead's two deliveries: Telegram, CRM.
    pub(crate) async fn lead(&self) -> Fresh {
        self.lead_from(body()).await
    }

    pub(crate) async fn lead_from(&self, body: Value) -> Fresh {
        let accepted = self.submit(body).await.unwrap();
        let deliveries = self.deliveries(accepted.lead_id).await;
        let id = |sink| {
            deliveries
                .iter()
                .find(|delivery| delivery.sink == sink)
                .unwrap()
                .id
        };
        Fresh {
            id: accepted.lead_id,
            code: accepted.code.to_string(),
            telegram: id(Sink::TelegramLeads),
            crm: id(Sink::Crm),
        }
    }

    pub(crate) async fn deliveries(&self, lead: LeadId) -> Vec<Delivery> {
        self.desk.receipt(None, lead).await.unwrap().deliveries
    }

    pub(crate) async fn delivery(&self, lead: &Fresh, id: DeliveryId) -> Delivery {
        self.deliveries(lead.id)
            .await
            .into_iter()
            .find(|delivery| delivery.id == id)
            .unwrap()
    }

    pub(crate) async fn state(&self, lead: &Fresh, id: DeliveryId) -> DeliveryState {
        self.delivery(lead, id).await.state
    }

    /// The classes of all calls made for a delivery.
    pub(crate) async fn classes(&self, lead: &Fresh, id: DeliveryId) -> Vec<String> {
        let attempts = self.desk.receipt(None, lead.id).await.unwrap().attempts;
        let own = attempts
            .into_iter()
            .filter(|attempt| attempt.delivery_id == id);
        own.map(|attempt| attempt.class.unwrap_or_else(|| "open".to_owned()))
            .collect()
    }

    pub(crate) fn deliver(&self, sinks: Sinks) -> Arc<Deliver> {
        Arc::new(Deliver::new(
            self.test.db.clone(),
            self.ambient.clone(),
            sinks,
        ))
    }

    /// Runs the delivery's job at once.
    pub(crate) async fn run(&self, deliver: &Arc<Deliver>, id: DeliveryId) -> Ran {
        run_now(
            &self.test.db,
            &self.ambient,
            Now::direct(deliver.clone(), id.to_string(), PATIENCE),
            &Tally::default(),
        )
        .await
        .unwrap()
    }

    /// One number from the database.
    pub(crate) async fn count(&self, what: &str) -> i64 {
        let statement = format!("select count(*) from {what}");
        self.test
            .admin()
            .await
            .query_one(&statement, &[])
            .await
            .unwrap()
            .get(0)
    }

    pub(crate) async fn execute(&self, statement: &str) {
        self.test
            .admin()
            .await
            .batch_execute(statement)
            .await
            .unwrap();
    }

    pub(crate) fn service() -> Scope {
        Scope::service("test")
    }
}

/// A lead that was just accepted.
pub(crate) struct Fresh {
    pub(crate) id: LeadId,
    pub(crate) code: String,
    pub(crate) telegram: DeliveryId,
    pub(crate) crm: DeliveryId,
}

/// The golden flow's body.
pub(crate) fn body() -> Value {
    json!({
        "name": "Айгерим",
        "email": "aigerim@example.kz",
        "phone": "+77001234567",
        "source": "expresscourse",
        "paymentMethod": "kaspi",
        "utm_source": "ig",
        "page": "https://example.kz/l/expresscourse?utm_source=ig",
    })
}

pub(crate) fn with(field: &str, value: &str) -> Value {
    let mut body = body();
    body[field] = json!(value);
    body
}

pub(crate) fn submission(body: Value) -> Submission {
    serde_json::from_value::<LandingForm>(body)
        .unwrap()
        .check()
        .unwrap()
}

/// The two outside services and the sinks that lead to them.
pub(crate) struct World {
    pub(crate) telegram: FakeTelegram,
    pub(crate) crm: FakeAmoCrm,
}

impl World {
    pub(crate) async fn start() -> Self {
        Self {
            telegram: FakeTelegram::start().await,
            crm: FakeAmoCrm::start().await,
        }
    }

    pub(crate) fn sinks(&self) -> Sinks {
        let options = HttpOptions {
            connect_timeout: Duration::from_secs(2),
            timeout: Duration::from_secs(5),
        };
        let client = || http_client(options).unwrap();
        let bot = HttpTelegram::new(self.telegram.base_url(), self.telegram.token(), client());
        let crm = HttpAmoCrm::new(self.crm.base_url(), self.crm.token(), client(), None);
        Sinks {
            telegram_leads: Some(chat(Arc::new(bot))),
            crm: Some(Arc::new(crm)),
        }
    }

    pub(crate) fn crm_api(&self) -> Arc<dyn AmoCrm> {
        self.sinks().crm.unwrap()
    }
}

pub(crate) fn chat(api: Arc<dyn TelegramApi>) -> TelegramSink {
    TelegramSink::new(api, FakeTelegram::CHAT)
}

/// A mapping with the default row alone.
pub(crate) fn mapping_row(
    source: &str,
    payment_method: &str,
    status_id: i64,
) -> stoa_domain::MappingRow {
    serde_json::from_value(json!({
        "source": source,
        "payment_method": payment_method,
        "pipeline_id": FakeAmoCrm::PIPELINE,
        "status_id": status_id,
    }))
    .unwrap()
}

impl House {
    pub(crate) async fn map_everything_to_new(&self) {
        let mapping = stoa_app::leads::CrmMapping::new(self.test.db.clone(), self.ambient.clone());
        let rows = [mapping_row("*", "*", FakeAmoCrm::STAGE_NEW)];
        assert_eq!(mapping.seed(&rows).await.unwrap(), 1);
    }
}

/// A chat whose answer comes when it is told to, or never.
#[derive(Default)]
pub(crate) struct Slow {
    pub(crate) called: Notify,
    pub(crate) answer: Notify,
    pub(crate) calls: AtomicUsize,
}

impl TelegramApi for Slow {
    fn send_message<'a>(
        &'a self,
        message: &'a OutgoingMessage,
    ) -> BoxFuture<'a, Result<SentMessage, CallError>> {
        async move {
            self.calls.fetch_add(1, Ordering::SeqCst);
            self.called.notify_one();
            self.answer.notified().await;
            Ok(SentMessage {
                message_id: 7,
                chat_id: message.chat_id,
                plain: false,
            })
        }
        .boxed()
    }
}

/// The chat alone.
pub(crate) fn only(api: Arc<dyn TelegramApi>) -> Sinks {
    Sinks {
        telegram_leads: Some(chat(api)),
        crm: None,
    }
}

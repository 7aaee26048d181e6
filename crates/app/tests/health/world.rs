//! A database, a chat, a mailbox, a clock moved by hand, and a reporter over them.

use std::{
    path::PathBuf,
    sync::Arc,
    time::{Duration, Instant},
};

use chrono::{TimeZone as _, Utc};
use stoa_app::health::{Channels, HealthLog, Reporter};
use stoa_connect::{HttpOptions, HttpTelegram, Outbox, OutboxItem, RecordingMailer, http_client};
use stoa_core::{Ambient, ManualClock, SystemRandom};
use stoa_jobs::Tally;
use stoa_pg::{Main, MainDb};
use stoa_testkit::{TestDb, fakes::FakeTelegram, main_db};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

pub(crate) const DEADLINE: Duration = Duration::from_secs(20);

pub(crate) struct World {
    pub(crate) test: TestDb<Main>,
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) ambient: Ambient,
    pub(crate) telegram: FakeTelegram,
    pub(crate) outbox: Outbox,
    pub(crate) tally: Tally,
}

pub(crate) struct Reporting {
    pub(crate) log: HealthLog,
    stop: CancellationToken,
    task: JoinHandle<()>,
}

impl World {
    pub(crate) async fn new() -> Self {
        let start = Utc.with_ymd_and_hms(2026, 11, 21, 9, 0, 0).unwrap();
        let clock = Arc::new(ManualClock::at(start));
        let ambient = Ambient {
            clock: clock.clone(),
            random: Arc::new(SystemRandom),
        };
        let outbox = Outbox::new(ambient.clock.clone());
        Self {
            test: main_db().await,
            telegram: FakeTelegram::start().await,
            outbox,
            ambient,
            clock,
            tally: Tally::default(),
        }
    }

    /// A bot whose API is at `url`.
    pub(crate) fn bot(&self, url: url::Url) -> Arc<HttpTelegram> {
        let client = http_client(HttpOptions::alerts()).unwrap();
        Arc::new(HttpTelegram::new(url, self.telegram.token(), client))
    }

    pub(crate) fn chat(&self) -> Channels {
        let bot = self.bot(self.telegram.base_url());
        Channels {
            telegram: Some((bot, FakeTelegram::CHAT)),
            ..Channels::default()
        }
    }

    pub(crate) fn chat_and_mail(&self, silence: Duration) -> Channels {
        let mailer = RecordingMailer::new(self.outbox.clone());
        Channels {
            mail: Some((Arc::new(mailer), vec!["admin@academy.kz".parse().unwrap()])),
            silence,
            ..self.chat()
        }
    }

    pub(crate) fn report(&self, channels: Channels) -> Reporting {
        self.report_with(self.test.db.clone(), channels, None)
    }

    pub(crate) fn report_with(
        &self,
        db: MainDb,
        channels: Channels,
        spool: Option<PathBuf>,
    ) -> Reporting {
        let (log, said) = HealthLog::new(self.ambient.clone());
        let reporter = Reporter {
            db,
            ambient: self.ambient.clone(),
            channels,
            spool,
            tally: self.tally.clone(),
        };
        let stop = CancellationToken::new();
        let task = tokio::spawn(reporter.run(said, stop.clone()));
        Reporting { log, stop, task }
    }

    /// The texts of the chat, once there are so many.
    pub(crate) async fn told(&self, number: usize) -> Vec<String> {
        let started = Instant::now();
        loop {
            let texts: Vec<_> = self
                .telegram
                .messages()
                .into_iter()
                .map(|m| m.text)
                .collect();
            if texts.len() >= number {
                return texts;
            }
            assert!(
                started.elapsed() < DEADLINE,
                "{number} wanted, told: {texts:#?}"
            );
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    pub(crate) fn letters(&self) -> Vec<(String, String)> {
        let entries = self.outbox.entries().into_iter();
        entries
            .filter_map(|entry| match entry.item {
                OutboxItem::Letter(letter) => Some((letter.subject, letter.text)),
                _ => None,
            })
            .collect()
    }

    /// Waits until `what` rows of the log meet the condition.
    pub(crate) async fn rows(&self, condition: &str, wanted: i64) {
        let admin = self.test.admin().await;
        let count = format!("select count(*) from system_health_logs where {condition}");
        let started = Instant::now();
        loop {
            let found: i64 = admin.query_one(&count, &[]).await.unwrap().get(0);
            if found == wanted {
                return;
            }
            assert!(
                started.elapsed() < DEADLINE,
                "{found} of {wanted} rows: {condition}"
            );
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
}

impl Reporting {
    pub(crate) async fn stop(self) {
        self.stop.cancel();
        tokio::time::timeout(DEADLINE, self.task)
            .await
            .expect("a reporter stops")
            .unwrap();
    }
}

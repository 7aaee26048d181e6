//! Where the adapters' promises are tried out.
use std::{
    collections::BTreeMap,
    future::{Ready, ready},
    sync::Arc,
    time::Duration,
};

use chrono::DateTime;
use stoa_connect::{
    AmoCrm, DealContact, HttpAmoCrm, HttpOptions, HttpTelegram, Mailer, NewDeal, Outbox,
    OutboxItem, OutgoingLetter, RecordingAmoCrm, RecordingMailer, RecordingTelegram, Security,
    Sender, SmtpLogin, SmtpMailer, SmtpOptions, SmtpServer, TelegramApi, http_client,
    telegram::plain_text,
};
use stoa_core::{LeadCode, LeadId, ManualClock, SecretString};
use stoa_testkit::fakes::{FakeAmoCrm, FakeSmtp, FakeTelegram};
use uuid::Uuid;

pub(crate) const CHAT: i64 = FakeTelegram::CHAT;
pub(crate) const PIPELINE: i64 = FakeAmoCrm::PIPELINE;
pub(crate) const STAGE: i64 = FakeAmoCrm::STAGE_KASPI;
pub(crate) const OTHER_PIPELINE: i64 = FakeAmoCrm::OTHER_PIPELINE;

pub(crate) trait Chats {
    fn api(&self) -> &dyn TelegramApi;
    /// Chat and text of each message, in order.
    fn delivered(&self) -> Vec<(i64, String)>;
}

pub(crate) trait Crm {
    fn api(&self) -> &dyn AmoCrm;
    fn kept(&self) -> Vec<Kept>;
}

pub(crate) trait Letters {
    fn mailer(&self) -> &dyn Mailer;
    /// What arrived, in order.
    fn arrived(&self) -> Vec<OutgoingLetter>;
}

#[derive(Debug, PartialEq)]
pub(crate) struct Kept {
    pub(crate) id: i64,
    pub(crate) key: String,
    pub(crate) name: String,
    pub(crate) price: Option<i64>,
    pub(crate) pipeline_id: i64,
    pub(crate) status_id: i64,
    pub(crate) phone: String,
}

pub(crate) struct HttpChats {
    pub(crate) fake: FakeTelegram,
    pub(crate) api: HttpTelegram,
}

pub(crate) struct HttpCrm {
    pub(crate) fake: FakeAmoCrm,
    pub(crate) api: HttpAmoCrm,
}

pub(crate) struct RecordedChats(Outbox, RecordingTelegram);

pub(crate) struct RecordedCrm(Outbox, RecordingAmoCrm);

/// Enough for a loaded machine; tests of time-outs take less.
pub(crate) fn options() -> HttpOptions {
    HttpOptions {
        connect_timeout: Duration::from_secs(5),
        timeout: Duration::from_secs(10),
    }
}

/// For calls that shall time out.
pub(crate) fn impatient() -> HttpOptions {
    HttpOptions {
        timeout: Duration::from_millis(700),
        ..options()
    }
}

/// Waits for a condition, at most 10 s.
pub(crate) async fn until(holds: impl Fn() -> bool) {
    let waiting = async {
        while !holds() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), waiting)
        .await
        .unwrap();
}

impl HttpChats {
    pub(crate) async fn start() -> Self {
        Self::with(options()).await
    }

    pub(crate) async fn with(options: HttpOptions) -> Self {
        let fake = FakeTelegram::start().await;
        let client = http_client(options).unwrap();
        let api = HttpTelegram::new(fake.base_url(), fake.token(), client);
        Self { fake, api }
    }
}

impl HttpCrm {
    pub(crate) async fn start() -> Self {
        Self::with(options()).await
    }

    pub(crate) async fn with(options: HttpOptions) -> Self {
        let fake = FakeAmoCrm::start().await;
        let client = http_client(options).unwrap();
        let api = HttpAmoCrm::new(fake.base_url(), fake.token(), client, None);
        Self { fake, api }
    }
}

fn outbox() -> Outbox {
    Outbox::new(Arc::new(ManualClock::at(DateTime::UNIX_EPOCH)))
}

impl RecordedChats {
    pub(crate) fn start() -> Ready<Self> {
        let outbox = outbox();
        ready(Self(outbox.clone(), RecordingTelegram::new(outbox)))
    }
}

impl RecordedCrm {
    /// With the pipelines of the fake.
    pub(crate) async fn start() -> Self {
        let pipelines = HttpCrm::start().await.api.pipelines().await.unwrap();
        let outbox = outbox();
        Self(outbox.clone(), RecordingAmoCrm::new(outbox, pipelines))
    }
}

impl Chats for HttpChats {
    fn api(&self) -> &dyn TelegramApi {
        &self.api
    }

    fn delivered(&self) -> Vec<(i64, String)> {
        let messages = self.fake.messages().into_iter();
        messages
            .map(|message| (message.chat_id, message.text))
            .collect()
    }
}

impl Chats for RecordedChats {
    fn api(&self) -> &dyn TelegramApi {
        &self.1
    }

    fn delivered(&self) -> Vec<(i64, String)> {
        let messages = self
            .0
            .entries()
            .into_iter()
            .rev()
            .filter_map(|entry| match entry.item {
                OutboxItem::Message(message) => Some((message.chat_id, plain_text(&message.html))),
                OutboxItem::Deal(..) | OutboxItem::Letter(_) => None,
            });
        messages.collect()
    }
}

impl Crm for HttpCrm {
    fn api(&self) -> &dyn AmoCrm {
        &self.api
    }

    fn kept(&self) -> Vec<Kept> {
        let contacts = self.fake.contacts();
        let phone = |id| {
            let contact = contacts.iter().find(|contact| Some(contact.id) == id);
            contact
                .and_then(|contact| contact.phone.clone())
                .unwrap_or_default()
        };
        let kept = self.fake.deals().into_iter().map(|deal| Kept {
            key: self
                .fake
                .field_value(&deal, "Stoa lead id")
                .unwrap_or_default(),
            phone: phone(deal.contact_id),
            id: deal.id,
            name: deal.name,
            price: Some(deal.price),
            pipeline_id: deal.pipeline_id,
            status_id: deal.status_id,
        });
        kept.collect()
    }
}

impl Crm for RecordedCrm {
    fn api(&self) -> &dyn AmoCrm {
        &self.1
    }

    fn kept(&self) -> Vec<Kept> {
        let kept = self
            .0
            .entries()
            .into_iter()
            .rev()
            .filter_map(|entry| match entry.item {
                OutboxItem::Message(_) | OutboxItem::Letter(_) => None,
                OutboxItem::Deal(deal, created) => Some(Kept {
                    id: created.id,
                    key: deal.key.to_string(),
                    name: deal.name(),
                    price: deal.price(),
                    pipeline_id: deal.pipeline_id,
                    status_id: deal.status_id,
                    phone: deal.contact.phone,
                }),
            });
        kept.collect()
    }
}

/// A lead like any other; `number` is 0 to 9.
pub(crate) fn deal(number: u8) -> NewDeal {
    let tracking = [
        ("utm_source", "ig"),
        ("gclid", "Cj0"),
        ("utm_custom", "no field of the CRM"),
    ];
    let tracking = tracking.map(|(name, value)| (name.to_owned(), value.to_owned()));
    NewDeal {
        key: LeadId(Uuid::from_u128(
            0x7000_8000_0000_0000_0000 + u128::from(number),
        )),
        code: LeadCode::from_stored(format!("L7F3K{number}")),
        title: "Экспресс-курс".to_owned(),
        price_minor: Some(500_000),
        pipeline_id: PIPELINE,
        status_id: STAGE,
        responsible_user_id: Some(FakeAmoCrm::USER),
        tags: vec!["expresscourse".to_owned()],
        tracking: BTreeMap::from(tracking),
        contact: DealContact {
            name: "Айгерим «Ая» <Ы>".to_owned(),
            phone: format!("+7700123450{number}"),
            email: Some("aigerim_a@example.kz".to_owned()),
        },
    }
}

pub(crate) struct SmtpWorld {
    pub(crate) fake: FakeSmtp,
    pub(crate) mailer: SmtpMailer,
}

pub(crate) struct RecordedLetters(Outbox, RecordingMailer);

pub(crate) fn smtp_options() -> SmtpOptions {
    SmtpOptions {
        connect: Duration::from_secs(5),
        envelope: Duration::from_secs(5),
        letter: Duration::from_secs(10),
    }
}

pub(crate) fn mailer(fake: &FakeSmtp, security: Security, options: SmtpOptions) -> SmtpMailer {
    let server = SmtpServer {
        host: "127.0.0.1".to_owned(),
        port: fake.port(),
        security,
        login: Some(SmtpLogin {
            user: FakeSmtp::USER.to_owned(),
            password: SecretString::from(FakeSmtp::PASSWORD),
        }),
    };
    let sender = Sender {
        name: "Академия «Стоа»".to_owned(),
        email: "noreply@academy.kz".parse().unwrap(),
        reply_to: Some("help@academy.kz".parse().unwrap()),
    };
    SmtpMailer::new(server, sender, options)
}

impl SmtpWorld {
    pub(crate) async fn start() -> Self {
        let fake = FakeSmtp::start().await;
        let mailer = mailer(&fake, Security::None, smtp_options());
        Self { fake, mailer }
    }
}

impl RecordedLetters {
    pub(crate) fn start() -> Ready<Self> {
        let outbox = outbox();
        ready(Self(outbox.clone(), RecordingMailer::new(outbox)))
    }
}

impl Letters for SmtpWorld {
    fn mailer(&self) -> &dyn Mailer {
        &self.mailer
    }

    fn arrived(&self) -> Vec<OutgoingLetter> {
        let letters = self.fake.letters().into_iter();
        let letters = letters.map(|letter| OutgoingLetter {
            id: letter.message_id.replace("@academy.kz", ""),
            to: letter.to.parse().unwrap(),
            subject: letter.subject,
            text: letter.text.replace("\r\n", "\n").trim_end().to_owned(),
            html: letter.html.replace("\r\n", "\n").trim_end().to_owned(),
            at: DateTime::UNIX_EPOCH,
        });
        letters.collect()
    }
}

impl Letters for RecordedLetters {
    fn mailer(&self) -> &dyn Mailer {
        &self.1
    }

    fn arrived(&self) -> Vec<OutgoingLetter> {
        let entries = self.0.entries().into_iter().rev();
        let letters = entries.filter_map(|entry| match entry.item {
            OutboxItem::Letter(letter) => Some(*letter),
            _ => None,
        });
        letters.collect()
    }
}

/// A letter with everything that mail has trouble with: long lines, lone dots, other alphabets, signs of HTML.
pub(crate) fn letter(number: u8) -> OutgoingLetter {
    let long =
        "https://academy.kz/auth/v1/verify?token=SECRET-LINK&x=".to_owned() + &"a".repeat(1200);
    OutgoingLetter {
        id: format!("letter-{number}"),
        to: format!("anna{number}@mail.ru").parse().unwrap(),
        subject: "Новый пароль: құпиясөз — «очень длинная строка», которая не помещается"
            .to_owned(),
        text: format!("Здравствуйте!\n\n.\n..two dots\nFrom me\n{long}\n\n.\nend"),
        html: format!("<p>.</p>\n.\n<a href=\"{long}\">Әлия &amp; Ко</a>"),
        at: DateTime::UNIX_EPOCH,
    }
}

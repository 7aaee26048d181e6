#![doc = include_str!("../README.md")]

pub mod amocrm;
pub mod mail;
pub mod oidc;
pub mod outbox;
pub mod telegram;

mod call;
mod http;

pub use amocrm::{
    AmoCrm, CreatedDeal, DealContact, HttpAmoCrm, KEY_FIELD_NAME, ListedDeal, NewDeal, Pipeline,
    Stage,
};
pub use call::{CallError, CallMetrics, Evidence, FieldRefusal};
pub use http::{HttpClientError, HttpOptions, http_client};
pub use mail::{
    Mailer, OutgoingLetter, Security, Sender, SentLetter, SmtpLogin, SmtpMailer, SmtpOptions,
    SmtpServer,
};
pub use oidc::{ClientSecret, DocumentError, FormAnswer, OidcHttp};
pub use outbox::{
    Outbox, OutboxEntry, OutboxItem, RecordingAmoCrm, RecordingMailer, RecordingTelegram,
};
pub use telegram::{
    HttpTelegram, LeadNotice, OutgoingMessage, SentMessage, TelegramApi, escape_html,
};

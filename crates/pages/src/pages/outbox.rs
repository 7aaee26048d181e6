//! `/admin/outbox`.

use askama::Template;
use chrono::{DateTime, Utc};

use crate::Shell;

/// `/admin/outbox`: what the sinks of a demonstration would have sent, the newest first.
#[derive(Debug, Clone, Template)]
#[template(path = "outbox.html")]
pub struct OutboxPage {
    /// The page around it.
    pub shell: Shell,
    /// The messages.
    pub messages: Vec<OutboxMessage>,
}

/// A message that went nowhere.
#[derive(Debug, Clone)]
pub struct OutboxMessage {
    /// Which sink wrote it.
    pub channel: Channel,
    /// To whom: a chat, a pipeline, an address.
    pub to: String,
    /// Its title, where the sink has one.
    pub subject: Option<String>,
    /// Its text, as it would have been sent.
    pub body: String,
    /// What its reader would press.
    pub link: Option<String>,
    /// When it was written.
    pub at: DateTime<Utc>,
}

/// Which sink wrote a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Channel {
    /// Telegram.
    Telegram,
    /// amoCRM.
    Crm,
    /// E-mail.
    Mail,
}

impl Channel {
    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::Telegram => "sink-telegram",
            Self::Crm => "sink-crm",
            Self::Mail => "sink-mail",
        }
    }
}

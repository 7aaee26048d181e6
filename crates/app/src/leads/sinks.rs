use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use stoa_connect::{AmoCrm, TelegramApi};
use stoa_domain::Sink;

/// Where leads go. What is not configured is `None`: its deliveries wait.
#[derive(Clone, Default)]
pub struct Sinks {
    /// The chat of the sales team.
    pub telegram_leads: Option<TelegramSink>,
    /// The CRM.
    pub crm: Option<Arc<dyn AmoCrm>>,
}

impl Sinks {
    /// Whether leads can go there.
    #[must_use]
    pub fn has(&self, sink: Sink) -> bool {
        match sink {
            Sink::TelegramLeads => self.telegram_leads.is_some(),
            Sink::Crm => self.crm.is_some(),
        }
    }
}

impl fmt::Debug for Sinks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let configured: Vec<_> = Sink::ALL.iter().filter(|sink| self.has(**sink)).collect();
        f.debug_tuple("Sinks").field(&configured).finish()
    }
}

/// The chat that leads are told to.
#[derive(Clone)]
pub struct TelegramSink {
    /// The bot.
    pub api: Arc<dyn TelegramApi>,
    /// A group that becomes a supergroup gets another id: it is followed until the settings are changed.
    chat_id: Arc<AtomicI64>,
}

impl TelegramSink {
    /// The chat `chat_id`, through `api`.
    #[must_use]
    pub fn new(api: Arc<dyn TelegramApi>, chat_id: i64) -> Self {
        Self {
            api,
            chat_id: Arc::new(AtomicI64::new(chat_id)),
        }
    }

    /// The chat's id as it is now.
    #[must_use]
    pub fn chat_id(&self) -> i64 {
        self.chat_id.load(Ordering::Relaxed)
    }

    pub(super) fn moved_to(&self, chat_id: i64) {
        self.chat_id.store(chat_id, Ordering::Relaxed);
    }
}

impl fmt::Debug for TelegramSink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TelegramSink")
            .field("chat_id", &self.chat_id())
            .finish_non_exhaustive()
    }
}

use futures::{
    FutureExt as _,
    future::{BoxFuture, ready},
};

use super::{Outbox, OutboxItem};
use crate::{
    CallError, Evidence, OutgoingMessage, SentMessage, TelegramApi,
    telegram::{MAX_TEXT, plain_text},
};

/// A Telegram that keeps messages instead of sending them.
#[derive(Debug, Clone)]
pub struct RecordingTelegram {
    outbox: Outbox,
}

impl RecordingTelegram {
    /// Messages go to `outbox`.
    #[must_use]
    pub fn new(outbox: Outbox) -> Self {
        Self { outbox }
    }

    fn record(&self, message: &OutgoingMessage) -> Result<SentMessage, CallError> {
        match plain_text(&message.html).trim().chars().count() {
            0 => return Err(refused("message text is empty")),
            1..=MAX_TEXT => {}
            _ => return Err(refused("message is too long")),
        }
        let message_id = self.outbox.keep(|_| OutboxItem::Message(message.clone()));
        Ok(SentMessage {
            message_id,
            chat_id: message.chat_id,
            plain: false,
        })
    }
}

fn refused(detail: &str) -> CallError {
    let evidence = Evidence {
        detail: detail.to_owned(),
        ..Evidence::default()
    };
    CallError::Refused {
        permanent: true,
        fields: Vec::new(),
        evidence,
    }
}

impl TelegramApi for RecordingTelegram {
    fn send_message<'a>(
        &'a self,
        message: &'a OutgoingMessage,
    ) -> BoxFuture<'a, Result<SentMessage, CallError>> {
        ready(self.record(message)).boxed()
    }
}

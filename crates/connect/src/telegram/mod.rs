//! The Telegram Bot API, as far as leads and alerts need it.
//!
//! # Source
//! the leads contract, 2; <https://core.telegram.org/bots/api>.

mod answer;
mod escape;
mod http;
mod notice;

use std::fmt;

use futures::future::BoxFuture;

use crate::CallError;

pub use escape::{escape_html, plain_text};
pub use http::HttpTelegram;
pub use notice::LeadNotice;
pub(crate) use notice::cut;

/// The most characters of a message, after its HTML is parsed.
pub const MAX_TEXT: usize = 4096;

/// A chat that can be written to.
pub trait TelegramApi: Send + Sync {
    /// Sends one message. Not idempotent: after [`CallError::Unknown`] the message may be in the chat.
    ///
    /// HTML that Telegram cannot parse is sent once more as plain text: a notification is never lost to its
    /// formatting.
    ///
    /// # Errors
    /// [`CallError`]; `Throttled` is about this chat, not the bot; `ChatGone { moved_to: Some(id), .. }` asks
    /// to store the new id and send again.
    fn send_message<'a>(
        &'a self,
        message: &'a OutgoingMessage,
    ) -> BoxFuture<'a, Result<SentMessage, CallError>>;

    /// Makes sure that the next message finds an open connection; asks the bot for its name, and for nothing else.
    fn warm(&self) -> BoxFuture<'_, ()> {
        Box::pin(std::future::ready(()))
    }
}

/// A message to one chat.
#[derive(Clone, PartialEq, Eq)]
pub struct OutgoingMessage {
    /// The chat; negative for groups and channels.
    pub chat_id: i64,
    /// The topic of a forum group.
    pub thread_id: Option<i64>,
    /// The text in Telegram's HTML; every value in it went through [`escape_html`]. 1 to 4096 characters after
    /// parsing.
    pub html: String,
}

/// A message that Telegram has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SentMessage {
    /// Its number in the chat.
    pub message_id: i64,
    /// The chat it went to.
    pub chat_id: i64,
    /// Whether the HTML was refused and the text went without formatting: a bug of ours.
    pub plain: bool,
}

impl OutgoingMessage {
    /// A message of HTML to a chat.
    #[must_use]
    pub fn new(chat_id: i64, html: impl Into<String>) -> Self {
        Self {
            chat_id,
            thread_id: None,
            html: html.into(),
        }
    }
}

/// Shows no personal data.
impl fmt::Debug for OutgoingMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OutgoingMessage")
            .field("chat_id", &self.chat_id)
            .field("thread_id", &self.thread_id)
            .field("html_bytes", &self.html.len())
            .finish()
    }
}

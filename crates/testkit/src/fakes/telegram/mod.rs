//! A Telegram Bot API: `getMe`, `sendMessage`, `editMessageReplyMarkup`.
//!
//! # Source
//! the leads contract, 2; <https://core.telegram.org/bots/api>; error texts as observed.

mod api;
mod chats;
mod html;
mod parameters;

#[cfg(test)]
mod tests;

use std::sync::{Arc, Mutex};

use serde_json::Value;
use stoa_core::SecretString;
use url::Url;

use super::{
    Faults, RecordedRequest,
    server::{Server, locked},
};
use chats::{Bot, Standing};
pub use html::read as read_html;

/// A message in a chat of the fake.
#[derive(Debug, Clone, PartialEq)]
pub struct FakeMessage {
    /// Its number in the chat.
    pub message_id: i64,
    /// The chat.
    pub chat_id: i64,
    /// The topic of a forum group.
    pub thread_id: Option<i64>,
    /// What a reader sees.
    pub text: String,
    /// What was sent.
    pub source: String,
    /// How the text was to be read.
    pub parse_mode: Option<String>,
    /// The keyboard, null for none.
    pub reply_markup: Value,
    /// Whether our bot wrote it.
    pub is_ours: bool,
}

/// A Bot API with one bot and one group; stops when dropped.
pub struct FakeTelegram {
    server: Server,
    bot: Arc<Mutex<Bot>>,
}

impl FakeTelegram {
    /// The token of the only bot.
    pub const TOKEN: &'static str = "1000001:the-fake-bots-only-token";
    /// A supergroup where the bot may write.
    pub const CHAT: i64 = -1_001_000_000_001;

    /// Starts on a free port.
    ///
    /// # Panics
    /// When no port is free.
    pub async fn start() -> Self {
        let bot = Arc::new(Mutex::new(Bot::new(Self::CHAT)));
        let vendor = api::BotApi(Arc::clone(&bot));
        Self {
            server: Server::start(|_| vendor).await,
            bot,
        }
    }

    /// Where it listens: `http://127.0.0.1:port/`.
    #[must_use]
    pub fn base_url(&self) -> Url {
        self.server.base_url()
    }

    /// The token of the only bot.
    #[must_use]
    pub fn token(&self) -> SecretString {
        SecretString::from(Self::TOKEN)
    }

    /// What will go wrong.
    #[must_use]
    pub fn faults(&self) -> Faults {
        self.server.faults()
    }

    /// All requests so far, those that failed too.
    #[must_use]
    pub fn requests(&self) -> Vec<RecordedRequest> {
        self.server.requests()
    }

    /// What our bot wrote, over all chats, in the order of arrival.
    #[must_use]
    pub fn messages(&self) -> Vec<FakeMessage> {
        let bot = locked(&self.bot);
        bot.messages
            .iter()
            .filter(|message| message.is_ours)
            .cloned()
            .collect()
    }

    /// A further chat where the bot may write.
    pub fn add_chat(&self, chat_id: i64) {
        locked(&self.bot).chats.insert(chat_id, Standing::Member);
    }

    /// The bot is thrown out of the chat.
    pub fn block_chat(&self, chat_id: i64) {
        locked(&self.bot).chats.insert(chat_id, Standing::Kicked);
    }

    /// The group becomes a supergroup with another id.
    pub fn move_chat(&self, from: i64, to: i64) {
        let mut bot = locked(&self.bot);
        bot.chats.insert(from, Standing::MovedTo(to));
        bot.chats.insert(to, Standing::Member);
    }

    /// Somebody else writes into the chat, and takes a message number.
    pub fn write_as_other(&self, chat_id: i64, text: &str) -> i64 {
        locked(&self.bot).write_as_other(chat_id, text)
    }

    /// From now on the token is refused.
    pub fn revoke_token(&self) {
        locked(&self.bot).is_revoked = true;
    }

    /// Closes the port and all connections: the next call is refused.
    pub fn go_down(&self) {
        self.server.go_down();
    }

    /// Opens the same port again.
    ///
    /// # Panics
    /// When another process took the port and keeps it for 10 s.
    pub async fn come_up(&self) {
        self.server.come_up().await;
    }
}

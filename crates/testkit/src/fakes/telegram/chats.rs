use std::collections::BTreeMap;

use serde_json::Value;

use super::FakeMessage;

/// The bot, its chats and all messages in them.
pub(super) struct Bot {
    pub(super) is_revoked: bool,
    pub(super) chats: BTreeMap<i64, Standing>,
    pub(super) messages: Vec<FakeMessage>,
}

/// How the bot stands with a chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    Member,
    Kicked,
    MovedTo(i64),
}

impl Bot {
    pub(super) fn new(chat_id: i64) -> Self {
        Self {
            is_revoked: false,
            chats: BTreeMap::from([(chat_id, Standing::Member)]),
            messages: Vec::new(),
        }
    }

    /// Puts the message into its chat under the chat's next number.
    pub(super) fn add(&mut self, mut message: FakeMessage) -> FakeMessage {
        let in_chat = self
            .messages
            .iter()
            .filter(|other| other.chat_id == message.chat_id);
        message.message_id = in_chat.map(|other| other.message_id).max().unwrap_or(0) + 1;
        self.messages.push(message.clone());
        message
    }

    pub(super) fn write_as_other(&mut self, chat_id: i64, text: &str) -> i64 {
        let message = FakeMessage {
            message_id: 0,
            chat_id,
            thread_id: None,
            text: text.to_owned(),
            source: text.to_owned(),
            parse_mode: None,
            reply_markup: Value::Null,
            is_ours: false,
        };
        self.add(message).message_id
    }

    pub(super) fn find(&mut self, chat_id: i64, message_id: i64) -> Option<&mut FakeMessage> {
        let mut messages = self.messages.iter_mut();
        messages.find(|message| message.chat_id == chat_id && message.message_id == message_id)
    }
}

use std::fmt;

use futures::{FutureExt as _, future::BoxFuture};
use reqwest::Client;
use serde::Serialize;
use stoa_core::{ExposeSecret as _, SecretString};
use url::Url;

use super::{OutgoingMessage, SentMessage, TelegramApi, answer, plain_text};
use crate::call::{CallError, CallMetrics, Exchange};

/// The Bot API over HTTP.
pub struct HttpTelegram {
    base_url: Url,
    exchange: Exchange,
    client: Client,
}

/// `sendMessage` as the Bot API takes it.
#[derive(Serialize)]
struct SendMessage<'a> {
    chat_id: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    message_thread_id: Option<i64>,
    text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    parse_mode: Option<&'static str>,
    link_preview_options: LinkPreview,
}

#[derive(Serialize)]
struct LinkPreview {
    is_disabled: bool,
}

impl HttpTelegram {
    /// The bot of `token` at `base_url` (`https://api.telegram.org`), through a client of
    /// [`crate::http_client`].
    #[must_use]
    pub fn new(base_url: Url, token: SecretString, client: Client) -> Self {
        Self {
            base_url,
            exchange: Exchange::new(token),
            client,
        }
    }

    /// The same, its calls counted in `metrics`.
    #[must_use]
    pub fn measured(self, metrics: &CallMetrics) -> Self {
        Self {
            exchange: self.exchange.measured(metrics.clone()),
            ..self
        }
    }

    async fn send(&self, message: &OutgoingMessage) -> Result<SentMessage, CallError> {
        let chat_id = message.chat_id;
        let sent = |message_id, plain| SentMessage {
            message_id,
            chat_id,
            plain,
        };
        match self.post(message, &message.html, Some("HTML")).await {
            Err(error) if answer::is_formatting(&error) => {
                tracing::error!(%error, telegram.chat_id = chat_id, "our HTML is refused: sent plain");
                let text = plain_text(&message.html);
                self.post(message, &text, None)
                    .await
                    .map(|id| sent(id, true))
            }
            outcome => outcome.map(|id| sent(id, false)),
        }
    }

    async fn post(
        &self,
        message: &OutgoingMessage,
        text: &str,
        parse_mode: Option<&'static str>,
    ) -> Result<i64, CallError> {
        let body = SendMessage {
            chat_id: message.chat_id,
            message_thread_id: message.thread_id,
            text,
            parse_mode,
            link_preview_options: LinkPreview { is_disabled: true },
        };
        let request = self.client.post(self.method("sendMessage")?).json(&body);
        answer::message_id(&self.exchange.send(request).await?, &self.exchange)
    }

    fn method(&self, name: &str) -> Result<Url, CallError> {
        let mut url = self.base_url.clone();
        let bot = format!("bot{}", self.exchange.secret().expose_secret());
        match url.path_segments_mut() {
            Ok(mut path) => path.pop_if_empty().extend([bot.as_str(), name]),
            Err(()) => return Err(self.exchange.unsendable("the address takes no path")),
        };
        Ok(url)
    }
}

impl TelegramApi for HttpTelegram {
    fn send_message<'a>(
        &'a self,
        message: &'a OutgoingMessage,
    ) -> BoxFuture<'a, Result<SentMessage, CallError>> {
        self.send(message).boxed()
    }

    fn warm(&self) -> BoxFuture<'_, ()> {
        async move {
            if let Ok(url) = self.method("getMe") {
                let asked = self.exchange.send(self.client.get(url)).await;
                tracing::trace!(
                    warm = asked.is_ok(),
                    "the connection to Telegram is kept open"
                );
            }
        }
        .boxed()
    }
}

/// Shows the host alone.
impl fmt::Debug for HttpTelegram {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let host = self.base_url.host_str();
        f.debug_struct("HttpTelegram")
            .field("host", &host)
            .finish_non_exhaustive()
    }
}

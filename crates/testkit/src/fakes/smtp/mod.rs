//! A mail server that keeps what it takes: EHLO, STARTTLS, AUTH PLAIN and LOGIN, MAIL, RCPT, DATA, RSET, NOOP, QUIT.
//!
//! # Source
//! RFC 5321; RFC 4954 for AUTH; RFC 3207 for STARTTLS.

mod session;
mod tls;
mod wire;

#[cfg(test)]
mod tests;

use std::{
    borrow::Cow,
    collections::VecDeque,
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::Duration,
};

use mail_parser::{Message, MessageParser};
use tokio::{net::TcpListener, task::JoinHandle};
use tokio_util::sync::CancellationToken;

use self::tls::Tls;
use super::server::locked;

/// How long the port may be taken when the server comes back on it.
const REBIND_WAIT: Duration = Duration::from_secs(10);

/// What goes wrong with one conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SmtpFault {
    /// The connection closes before the greeting.
    CutAtOnce,
    /// The login is refused with 535.
    LoginRefused,
    /// The sender is answered with this code and text.
    Sender(u16, &'static str),
    /// The recipient is answered with this code and text.
    Recipient(u16, &'static str),
    /// The whole letter is answered with this code and text, and not kept.
    Letter(u16, &'static str),
    /// The letter is kept, then the connection closes without an answer.
    KeptAnswerLost,
    /// The connection closes in the middle of the letter, which is not kept.
    CutInLetter,
    /// No answer comes to the recipient, for so long.
    SilentAtRecipient(Duration),
    /// The letter is kept; its answer takes so long.
    SlowAnswer(Duration),
}

/// A letter that the server has taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FakeLetter {
    /// The sender of the envelope.
    pub from: String,
    /// The recipient of the envelope.
    pub to: String,
    /// The header `Message-ID`, without its brackets.
    pub message_id: String,
    /// The header `Subject`, decoded.
    pub subject: String,
    /// The plain text, decoded.
    pub text: String,
    /// The page, decoded.
    pub html: String,
    /// The letter as it came over the wire, dots restored.
    pub source: String,
}

impl FakeLetter {
    /// The first address in the text that begins with `start`.
    #[must_use]
    pub fn link(&self, start: &str) -> Option<String> {
        let words = self.text.split_whitespace();
        words
            .map(str::to_owned)
            .find(|word| word.starts_with(start))
    }

    /// The first word of six digits in the text.
    #[must_use]
    pub fn code(&self) -> Option<String> {
        let is_code = |word: &&str| word.len() == 6 && word.bytes().all(|b| b.is_ascii_digit());
        self.text
            .split_whitespace()
            .find(is_code)
            .map(str::to_owned)
    }
}

/// A mail server on a free port of 127.0.0.1; stops when dropped.
pub struct FakeSmtp {
    address: SocketAddr,
    shared: Arc<Shared>,
    up: Mutex<Option<(CancellationToken, JoinHandle<()>)>>,
}

/// What all conversations share.
#[derive(Default)]
struct Shared {
    letters: Mutex<Vec<FakeLetter>>,
    faults: Mutex<VecDeque<SmtpFault>>,
    commands: Mutex<Vec<String>>,
    /// Without it the conversation stays in clear.
    tls: Option<Tls>,
}

impl FakeSmtp {
    /// The only login.
    pub const USER: &'static str = "stoa";
    /// Its password.
    pub const PASSWORD: &'static str = "the-fake-mail-password";

    /// Starts on a free port.
    ///
    /// # Panics
    /// When no port is free.
    pub async fn start() -> Self {
        Self::speaking(None).await
    }

    /// The same, for those who go on to TLS alone: a login in clear is refused.
    ///
    /// # Panics
    /// When no port is free.
    pub async fn start_with_tls() -> Self {
        Self::speaking(Some(Tls::new())).await
    }

    #[expect(clippy::expect_used, reason = "a test cannot go on without its fake")]
    async fn speaking(tls: Option<Tls>) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0))
            .await
            .expect("a free port");
        let address = listener.local_addr().expect("a bound port");
        let shared = Arc::new(Shared {
            tls,
            ..Shared::default()
        });
        let up = Mutex::new(Some(accept(listener, &shared)));
        Self {
            address,
            shared,
            up,
        }
    }

    /// Where it listens.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// The certificate of [`FakeSmtp::start_with_tls`], which nobody else vouches for: PEM, of 127.0.0.1.
    #[must_use]
    pub fn certificate(&self) -> Option<&str> {
        self.shared.tls.as_ref().map(Tls::certificate)
    }

    /// The letters taken so far, in their order.
    #[must_use]
    pub fn letters(&self) -> Vec<FakeLetter> {
        locked(&self.shared.letters).clone()
    }

    /// The words of all commands so far: `EHLO`, `AUTH`, `MAIL`, ...
    #[must_use]
    pub fn commands(&self) -> Vec<String> {
        locked(&self.shared.commands).clone()
    }

    /// For the next conversation.
    pub fn push(&self, fault: SmtpFault) {
        locked(&self.shared.faults).push_back(fault);
    }

    /// Closes the port and all connections: from now on calls are refused.
    pub async fn go_down(&self) {
        let up = locked(&self.up).take();
        if let Some((stop, accepting)) = up {
            stop.cancel();
            // It ends by itself, and with it the listener is gone.
            drop(accepting.await);
        }
    }

    /// Opens the same port again.
    ///
    /// # Panics
    /// When another process has taken it.
    #[expect(clippy::expect_used, reason = "a test cannot go on without its fake")]
    pub async fn come_up(&self) {
        self.go_down().await;
        let listener = tokio::time::timeout(REBIND_WAIT, super::server::bound(self.address)).await;
        let up = accept(listener.expect("the port is free again"), &self.shared);
        *locked(&self.up) = Some(up);
    }
}

impl Drop for FakeSmtp {
    fn drop(&mut self) {
        if let Some((stop, _)) = locked(&self.up).take() {
            stop.cancel();
        }
    }
}

impl Shared {
    fn draw(&self) -> Option<SmtpFault> {
        locked(&self.faults).pop_front()
    }

    fn note(&self, word: &str) {
        locked(&self.commands).push(word.to_owned());
    }

    fn keep(&self, from: &str, to: &str, bytes: &[u8]) {
        let parsed = MessageParser::default().parse(bytes);
        let text = |of: fn(&Message<'_>) -> Option<String>| parsed.as_ref().and_then(of);
        locked(&self.letters).push(FakeLetter {
            from: from.to_owned(),
            to: to.to_owned(),
            message_id: text(|m| m.message_id().map(str::to_owned)).unwrap_or_default(),
            subject: text(|m| m.subject().map(str::to_owned)).unwrap_or_default(),
            text: text(|m| m.body_text(0).map(Cow::into_owned)).unwrap_or_default(),
            html: text(|m| m.body_html(0).map(Cow::into_owned)).unwrap_or_default(),
            source: String::from_utf8_lossy(bytes).into_owned(),
        });
    }
}

fn accept(listener: TcpListener, shared: &Arc<Shared>) -> (CancellationToken, JoinHandle<()>) {
    let (stop, shared) = (CancellationToken::new(), Arc::clone(shared));
    let stopped = stop.clone();
    let accepting = tokio::spawn(async move {
        while let Some(Ok((stream, _))) = stopped.run_until_cancelled(listener.accept()).await {
            let conversation = session::converse(stream, Arc::clone(&shared));
            tokio::spawn(stopped.clone().run_until_cancelled_owned(conversation));
        }
    });
    (stop, accepting)
}

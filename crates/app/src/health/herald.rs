//! Tells administrators: over a connection and a budget of its own, CRITICAL first, by mail when the chat is silent.

use std::{sync::Arc, time::Duration};

use stoa_connect::{CallError, Mailer, OutgoingLetter, OutgoingMessage, TelegramApi};
use stoa_core::Ambient;
use stoa_db_main::health::Note;
use stoa_domain::Email;
use stoa_jobs::Tally;
use tokio::{sync::mpsc, time::Instant};

use super::{
    event::{Alert, Noted},
    text,
    waiting::{Rank, Waitlist},
};

/// The chat is silent for so long: the second channel is used. Less than the half minute that is promised.
const SILENT: Duration = Duration::from_secs(27);
/// One try of the chat; alerts are told in a second or not at all.
const ONE_TRY: Duration = Duration::from_secs(8);
/// A group takes 20 messages a minute: ten at once, then one in so long, with everything that has come meanwhile.
const PACE: Duration = Duration::from_secs(6);
const BURST: u32 = 10;
/// Pauses between tries.
const PAUSES: (Duration, Duration) = (Duration::from_millis(500), Duration::from_secs(15));
/// The connection is used this often, so that it is there when it is needed: servers and proxies drop idle ones.
const WARM: Duration = Duration::from_secs(12);
/// How often it is said which alerts wait here, much sooner than another process would take them over.
const HOLD: Duration = Duration::from_mins(1);

/// How administrators are reached.
#[derive(Clone)]
pub struct Channels {
    /// A bot with a client of its own, and the chat.
    pub telegram: Option<(Arc<dyn TelegramApi>, i64)>,
    /// A mail server, and to whom.
    pub mail: Option<(Arc<dyn Mailer>, Vec<Email>)>,
    /// How long the chat may be silent before mail is used.
    pub silence: Duration,
}

impl Default for Channels {
    /// Nobody is reached; 27 s.
    fn default() -> Self {
        Self {
            telegram: None,
            mail: None,
            silence: SILENT,
        }
    }
}

impl std::fmt::Debug for Channels {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Channels")
            .field("telegram", &self.telegram.as_ref().map(|(_, chat)| chat))
            .field("mail", &self.mail.as_ref().map(|(_, to)| to.len()))
            .finish_non_exhaustive()
    }
}

impl Channels {
    /// Whether there is any.
    #[must_use]
    pub fn are_there(&self) -> bool {
        self.telegram.is_some() || self.mail.is_some()
    }
}

pub(super) struct Herald {
    channels: Channels,
    ambient: Ambient,
    notes: mpsc::UnboundedSender<Note>,
    tally: Tally,
    waiting: Waitlist,
    /// The earliest time at which the pace lets the next message out, were there no burst.
    paced: Instant,
    /// The chat and the mail server after a failure.
    chat: Rest,
    mail: Rest,
}

/// A channel is left alone for a while after a failure, and longer after the next.
#[derive(Debug)]
struct Rest {
    until: Instant,
    pause: Duration,
}

/// What became of one try.
enum Tried {
    Told,
    /// Try again after this pause.
    Again(Duration),
    /// This way will not work.
    Never,
}

impl Herald {
    pub(super) fn new(
        channels: Channels,
        ambient: Ambient,
        notes: mpsc::UnboundedSender<Note>,
        tally: Tally,
    ) -> Self {
        let now = Instant::now();
        Self {
            channels,
            ambient,
            notes,
            tally,
            waiting: Waitlist::default(),
            paced: now,
            chat: Rest::none(),
            mail: Rest::none(),
        }
    }

    /// Tells what comes, until whoever sends is gone; then one last try.
    pub(super) async fn run(mut self, alerts: mpsc::UnboundedReceiver<Alert>) {
        let telegram = self.channels.telegram.as_ref();
        let telegram = telegram.map(|(telegram, _)| Arc::clone(telegram));
        // Beside the telling: a chat that hangs must not hold up the mail.
        tokio::select! {
            () = self.tell_all(alerts) => {}
            () = keep_warm(telegram) => {}
        }
    }

    async fn tell_all(&mut self, mut alerts: mpsc::UnboundedReceiver<Alert>) {
        let mut hold = tokio::time::interval_at(Instant::now() + HOLD, HOLD);
        hold.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            let due = self.due();
            tokio::select! {
                biased;
                came = alerts.recv() => match came {
                    Some(alert) => self.add(alert),
                    None => break,
                },
                _ = hold.tick() => self.hold(),
                () = tokio::time::sleep_until(due.unwrap_or_else(Instant::now)), if due.is_some() => {
                    self.tell().await;
                }
            }
        }
        if !self.waiting.is_empty() {
            let _ = tokio::time::timeout(ONE_TRY, self.tell()).await;
        }
    }

    fn add(&mut self, alert: Alert) {
        if self.channels.are_there() && !self.waiting.add(alert) {
            self.tally.count("alert", "overflow");
        }
    }

    fn hold(&self) {
        let (ids, at) = (self.waiting.ids(), self.ambient.now());
        if !ids.is_empty() {
            let _ = self.notes.send(Note::Held { ids, at });
        }
    }

    /// When something is to be done next.
    fn due(&self) -> Option<Instant> {
        let oldest = self.waiting.oldest()?;
        let has_chat = self.channels.telegram.is_some();
        let chat = has_chat.then(|| self.chat_from());
        let has_mail = self.channels.mail.is_some();
        let mail = has_mail.then(|| (oldest + self.silence()).max(self.mail.until));
        chat.into_iter().chain(mail).min()
    }

    /// How long the chat has the word to itself.
    fn silence(&self) -> Duration {
        let has_chat = self.channels.telegram.is_some();
        if has_chat {
            self.channels.silence
        } else {
            Duration::ZERO
        }
    }

    /// When the chat may be written to next.
    fn chat_from(&self) -> Instant {
        let allowed = self.paced.checked_sub(PACE * (BURST - 1));
        allowed.unwrap_or(self.paced).max(self.chat.until)
    }

    async fn tell(&mut self) {
        let silent = self.waiting.overdue(self.silence());
        if let Some(rank) = silent.filter(|_| self.may_mail()) {
            self.tell_by_mail(rank).await;
        } else if self.channels.telegram.is_some()
            && self.chat_from() <= Instant::now()
            && let Some(rank) = self.waiting.overdue(Duration::ZERO)
        {
            self.tell_by_chat(rank).await;
        }
    }

    async fn tell_by_chat(&mut self, rank: Rank) {
        let (html, number) = text::digest(self.waiting.of(rank).map(|waiting| &waiting.noted));
        let since = self.waiting.of(rank).next().map(|first| first.since);
        match self.send(html, since.unwrap_or_else(Instant::now)).await {
            Tried::Told => {
                self.chat = Rest::none();
                self.told(rank, number, "telegram");
            }
            Tried::Again(pause) => self.rest_chat(pause),
            // The next one asks the chat again: perhaps it was only this text.
            Tried::Never if self.may_mail() => self.tell_by_mail(rank).await,
            Tried::Never => self.rest_chat(PAUSES.1),
        }
    }

    fn rest_chat(&mut self, at_least: Duration) {
        self.tally.count("alert", "retry");
        self.chat.longer(at_least);
    }

    fn may_mail(&self) -> bool {
        self.channels.mail.is_some() && self.mail.until <= Instant::now()
    }

    /// One try of the chat, cut off when the second channel's time has come.
    async fn send(&mut self, html: String, since: Instant) -> Tried {
        let Some((telegram, chat)) = self.channels.telegram.clone() else {
            return Tried::Never;
        };
        let now = Instant::now();
        self.paced = self.paced.max(now) + PACE;
        let message = OutgoingMessage::new(chat, html);
        let until =
            (now + ONE_TRY).min((since + self.channels.silence).max(now + Duration::from_secs(1)));
        match tokio::time::timeout_at(until, telegram.send_message(&message)).await {
            Ok(Ok(_)) => Tried::Told,
            Ok(Err(error)) => self.judge(&error, telegram),
            // It may have arrived; an alert that comes twice is better than none.
            Err(_) => Tried::Again(Duration::ZERO),
        }
    }

    fn judge(&mut self, error: &CallError, telegram: Arc<dyn TelegramApi>) -> Tried {
        tracing::warn!(%error, "an alert is not told by Telegram");
        match error {
            CallError::ChatGone {
                moved_to: Some(chat),
                ..
            } => {
                tracing::warn!(
                    telegram.chat_id = chat,
                    "the administrators' chat has a new number: set telegram.admin_chat_id to it"
                );
                self.channels.telegram = Some((telegram, *chat));
                Tried::Again(Duration::ZERO)
            }
            CallError::Throttled { retry_after, .. } => {
                let told = (*retry_after).unwrap_or(PACE);
                Tried::Again(told + told / 10)
            }
            CallError::NotSent(_) | CallError::Unknown(_) => Tried::Again(Duration::ZERO),
            _ => Tried::Never,
        }
    }

    /// One letter of the first alert, to every address.
    async fn tell_by_mail(&mut self, rank: Rank) {
        let Some((mailer, people)) = self.channels.mail.clone() else {
            return;
        };
        let Some(first) = self
            .waiting
            .of(rank)
            .next()
            .map(|first| first.noted.clone())
        else {
            return;
        };
        let mut reached = false;
        for (number, to) in people.iter().enumerate() {
            let letter = self.letter(&first, number, to);
            match mailer.send(&letter).await {
                Ok(_) => reached = true,
                Err(error) => tracing::warn!(%error, "an alert is not told by mail"),
            }
        }
        if reached {
            self.mail = Rest::none();
            self.told(rank, 1, "mail");
        } else {
            self.tally.count("alert", "retry");
            self.mail.longer(Duration::ZERO);
        }
    }

    fn letter(&self, noted: &Noted, number: usize, to: &Email) -> OutgoingLetter {
        let (subject, text) = text::letter(noted);
        OutgoingLetter {
            id: format!("alert-{}-{number}", noted.id.simple()),
            to: to.clone(),
            subject,
            html: format!("<pre>{}</pre>", stoa_connect::telegram::escape_html(&text)),
            text,
            at: self.ambient.now(),
        }
    }

    fn told(&mut self, rank: Rank, number: usize, by: &'static str) {
        let at = self.ambient.now();
        for waiting in self.waiting.take(rank, number) {
            self.tally.count("alert", by);
            let id = waiting.noted.id;
            let by = by.to_owned();
            let _ = self.notes.send(Note::Told { id, by, at });
        }
    }
}

impl Rest {
    fn none() -> Self {
        Self {
            until: Instant::now(),
            pause: PAUSES.0,
        }
    }

    fn longer(&mut self, at_least: Duration) {
        self.until = Instant::now() + self.pause.max(at_least);
        self.pause = (self.pause * 2).min(PAUSES.1);
    }
}

/// Keeps the connection to the chat open.
async fn keep_warm(telegram: Option<Arc<dyn TelegramApi>>) {
    let Some(telegram) = telegram else {
        return std::future::pending().await;
    };
    let mut warm = tokio::time::interval(WARM);
    warm.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        warm.tick().await;
        let _ = tokio::time::timeout(ONE_TRY, telegram.warm()).await;
    }
}

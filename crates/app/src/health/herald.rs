//! Tells administrators: over a connection and a budget of its own, CRITICAL first, by mail when the chat is silent.

use std::{collections::VecDeque, sync::Arc, time::Duration};

use futures::future::BoxFuture;
use stoa_connect::{CallError, Mailer, OutgoingLetter, OutgoingMessage, TelegramApi};
use stoa_core::Ambient;
use stoa_db_main::health::Note;
use stoa_domain::{Email, HealthLevel};
use stoa_jobs::Tally;
use tokio::{sync::mpsc, time::Instant};

use super::{event::Noted, text};

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
/// More alerts than this do not wait here; they stand in the table.
const MOST: usize = 500;

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

/// An alert that waits.
struct Waiting {
    noted: Noted,
    since: Instant,
}

pub(super) struct Herald {
    channels: Channels,
    ambient: Ambient,
    notes: mpsc::UnboundedSender<Note>,
    tally: Tally,
    critical: VecDeque<Waiting>,
    switches: VecDeque<Waiting>,
    /// The earliest time at which the pace lets the next message out, were there no burst.
    paced: Instant,
    /// Not before this time, after a failure.
    resting: Instant,
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
            critical: VecDeque::new(),
            switches: VecDeque::new(),
            paced: now,
            resting: now,
            pause: PAUSES.0,
        }
    }

    /// Tells what comes, until whoever sends is gone; then one last try.
    pub(super) async fn run(mut self, mut alerts: mpsc::UnboundedReceiver<Noted>) {
        let mut warm = tokio::time::interval(WARM);
        warm.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            let due = self.due();
            tokio::select! {
                biased;
                came = alerts.recv() => match came {
                    Some(noted) => self.add(noted),
                    None => break,
                },
                () = tokio::time::sleep_until(due.unwrap_or_else(Instant::now)), if due.is_some() => {
                    self.tell().await;
                }
                _ = warm.tick() => self.warm().await,
            }
        }
        if !self.is_empty() {
            let _ = tokio::time::timeout(ONE_TRY, self.tell()).await;
        }
    }

    fn is_empty(&self) -> bool {
        self.critical.is_empty() && self.switches.is_empty()
    }

    fn add(&mut self, noted: Noted) {
        if !self.channels.are_there() {
            return;
        }
        let queue = match noted.event.level {
            HealthLevel::Critical => &mut self.critical,
            _ => &mut self.switches,
        };
        if queue.len() < MOST {
            queue.push_back(Waiting {
                noted,
                since: Instant::now(),
            });
        } else {
            self.tally.count("alert", "overflow");
        }
    }

    fn oldest(&self) -> Option<Instant> {
        let first = |queue: &VecDeque<Waiting>| queue.front().map(|waiting| waiting.since);
        first(&self.critical)
            .into_iter()
            .chain(first(&self.switches))
            .min()
    }

    /// When something is to be done next.
    fn due(&self) -> Option<Instant> {
        let oldest = self.oldest()?;
        let silent = oldest + self.channels.silence;
        if self.channels.telegram.is_none() {
            return Some(self.resting);
        }
        let allowed = self
            .paced
            .checked_sub(PACE * (BURST - 1))
            .unwrap_or(self.paced);
        let chat = allowed.max(self.resting);
        Some(if self.channels.mail.is_some() {
            chat.min(silent)
        } else {
            chat
        })
    }

    /// The queue that is served now: CRITICAL first.
    fn queue(&mut self) -> &mut VecDeque<Waiting> {
        if self.critical.is_empty() {
            &mut self.switches
        } else {
            &mut self.critical
        }
    }

    async fn tell(&mut self) {
        let Some(since) = self.queue().front().map(|first| first.since) else {
            return;
        };
        let is_silent =
            since.elapsed() >= self.channels.silence || self.channels.telegram.is_none();
        if is_silent && self.channels.mail.is_some() {
            self.tell_by_mail().await;
            return;
        }
        let (html, number) = text::digest(self.queue().iter().map(|waiting| &waiting.noted));
        match self.send(html, since).await {
            Tried::Told => {
                self.pause = PAUSES.0;
                self.told(number, "telegram");
            }
            Tried::Again(pause) => self.rest(pause),
            Tried::Never if self.channels.mail.is_some() => self.tell_by_mail().await,
            Tried::Never => self.rest(PAUSES.1),
        }
    }

    fn rest(&mut self, at_least: Duration) {
        self.tally.count("alert", "retry");
        self.resting = Instant::now() + self.pause.max(at_least);
        self.pause = (self.pause * 2).min(PAUSES.1);
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

    /// One letter for each alert that has waited long enough, to every address.
    async fn tell_by_mail(&mut self) {
        let Some((mailer, people)) = self.channels.mail.clone() else {
            return;
        };
        let Some(first) = self.queue().front().map(|first| first.noted.clone()) else {
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
            self.told(1, "mail");
        } else {
            self.rest(PAUSES.0);
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

    fn told(&mut self, number: usize, by: &'static str) {
        let at = self.ambient.now();
        let told: Vec<_> = {
            let queue = self.queue();
            let number = number.min(queue.len());
            queue.drain(..number).collect()
        };
        for waiting in told {
            self.tally.count("alert", by);
            let id = waiting.noted.id;
            let by = by.to_owned();
            let _ = self.notes.send(Note::Told { id, by, at });
        }
    }

    /// Keeps the connection open.
    fn warm(&self) -> BoxFuture<'static, ()> {
        let telegram = self.channels.telegram.clone();
        Box::pin(async move {
            if let Some((telegram, _)) = telegram {
                let _ = tokio::time::timeout(ONE_TRY, telegram.warm()).await;
            }
        })
    }
}

//! Sinks of the demonstration: they keep what they are given, for the page `/admin/outbox`.

mod amocrm;
mod mail;
mod telegram;

use std::{
    collections::VecDeque,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use chrono::{DateTime, Utc};
use stoa_core::Clock;

use crate::{CreatedDeal, NewDeal, OutgoingLetter, OutgoingMessage};

pub use amocrm::RecordingAmoCrm;
pub use mail::RecordingMailer;
pub use telegram::RecordingTelegram;

/// The last 200 messages, deals and letters, in memory only. Cheap to clone; all clones share the entries.
#[derive(Clone)]
pub struct Outbox {
    kept: Arc<Mutex<Kept>>,
    clock: Arc<dyn Clock>,
}

#[derive(Default)]
struct Kept {
    entries: VecDeque<OutboxEntry>,
    last: i64,
}

/// One thing that would have left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutboxEntry {
    /// Counts from 1 over all of them; also the message's or deal's id.
    pub number: i64,
    /// When it was sent.
    pub at: DateTime<Utc>,
    /// What was sent.
    pub item: OutboxItem,
}

/// A message, a deal or a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OutboxItem {
    /// A message to a chat.
    Message(OutgoingMessage),
    /// A deal, and what the CRM would have answered.
    Deal(Box<NewDeal>, CreatedDeal),
    /// A letter.
    Letter(Box<OutgoingLetter>),
}

impl Outbox {
    /// The most entries kept.
    pub const MAX: usize = 200;

    /// An empty outbox.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self {
            kept: Arc::default(),
            clock,
        }
    }

    /// What is kept, newest first.
    #[must_use]
    pub fn entries(&self) -> Vec<OutboxEntry> {
        self.lock().entries.iter().rev().cloned().collect()
    }

    /// Keeps what `item` makes of its number, and forgets the oldest beyond 200.
    fn keep(&self, item: impl FnOnce(i64) -> OutboxItem) -> i64 {
        let at = self.clock.now();
        let mut kept = self.lock();
        kept.last += 1;
        let number = kept.last;
        kept.entries.push_back(OutboxEntry {
            number,
            at,
            item: item(number),
        });
        if kept.entries.len() > Self::MAX {
            kept.entries.pop_front();
        }
        number
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Outbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Outbox")
            .field("entries", &self.lock().entries.len())
            .finish()
    }
}

//! A sink that asked for silence is left alone, whichever lead's turn it is.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use stoa_domain::Sink;

/// The first pause when a sink does not say how long; it doubles to [`LONGEST`].
const FIRST: Duration = Duration::from_secs(1);
const LONGEST: Duration = Duration::from_mins(1);

/// How long nobody knocks at a sink that refuses us altogether; then one delivery does, for all of them.
const REFUSED: TimeDelta = TimeDelta::seconds(30);

/// Most causes that are remembered as told.
const MOST_TOLD: usize = 100;

/// The pauses of this process.
#[derive(Debug, Default)]
pub(super) struct Pauses(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    pauses: BTreeMap<Sink, Pause>,
    refusals: BTreeMap<Sink, Refusal>,
    /// Causes of which an operator knows, so that each is an alarm once.
    told: BTreeSet<(Sink, String)>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Pause {
    until: Option<DateTime<Utc>>,
    /// How often the sink asked in a row.
    strikes: u32,
}

/// Why a sink takes nothing of us, whichever lead it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refusal {
    /// `auth` or `chat_gone`.
    pub(super) class: &'static str,
    /// In words.
    pub(super) error: String,
    until: DateTime<Utc>,
}

impl Pauses {
    /// How long to leave `sink` alone from `now` on; `None` when it may be called.
    pub(super) fn remaining(&self, sink: Sink, now: DateTime<Utc>) -> Option<Duration> {
        let until = self.lock().pauses.get(&sink)?.until?;
        (until - now).to_std().ok().filter(|left| !left.is_zero())
    }

    /// Leaves `sink` alone for what it asked for and a tenth more, else for twice as long as the last time.
    ///
    /// # Source
    /// the leads contract, 2 and 4.4: max(Retry-After, 1 s doubling to 60 s).
    pub(super) fn throttled(
        &self,
        sink: Sink,
        asked: Option<Duration>,
        now: DateTime<Utc>,
    ) -> Duration {
        let mut state = self.lock();
        let pause = state.pauses.entry(sink).or_default();
        let own = FIRST.saturating_mul(1 << pause.strikes.min(6)).min(LONGEST);
        let wait = asked.map_or(own, |asked| own.max(asked + asked / 10));
        *pause = Pause {
            until: end(now, wait),
            strikes: pause.strikes + 1,
        };
        wait
    }

    /// Leaves `sink` alone for `wait`.
    pub(super) fn pause(&self, sink: Sink, wait: Duration, now: DateTime<Utc>) {
        self.lock().pauses.entry(sink).or_default().until = end(now, wait);
    }

    /// The sink took a call; gives back why it had refused all of them before, when it had.
    pub(super) fn clear(&self, sink: Sink) -> Option<Refusal> {
        let mut state = self.lock();
        state.pauses.remove(&sink);
        let refusal = state.refusals.remove(&sink)?;
        state.told.remove(&(sink, refusal.class.to_owned()));
        Some(refusal)
    }

    /// The sink refuses us, whichever lead it is.
    pub(super) fn refused(&self, sink: Sink, class: &'static str, error: &str, now: DateTime<Utc>) {
        let refusal = Refusal {
            class,
            error: error.to_owned(),
            until: now + REFUSED,
        };
        let mut state = self.lock();
        let before = state.refusals.insert(sink, refusal);
        // Refused for another reason now: the former one is gone, and is news when it comes back.
        if let Some(before) = before.filter(|before| before.class != class) {
            state.told.remove(&(sink, before.class.to_owned()));
        }
    }

    /// Why a delivery to `sink` need not be tried now. When it is time to knock again, the first who asks is let through,
    /// and the others wait for what comes of it.
    pub(super) fn refusal(&self, sink: Sink, now: DateTime<Utc>) -> Option<Refusal> {
        let mut state = self.lock();
        let refusal = state.refusals.get_mut(&sink)?;
        if refusal.until <= now {
            refusal.until = now + REFUSED;
            return None;
        }
        Some(refusal.clone())
    }

    /// Whether a cause is told for the first time since it was last gone.
    pub(super) fn is_news(&self, sink: Sink, cause: String) -> bool {
        let told = &mut self.lock().told;
        if told.len() >= MOST_TOLD {
            told.clear();
        }
        told.insert((sink, cause))
    }

    /// The cause is gone: if it comes again, it is news.
    pub(super) fn forget(&self, sink: Sink, cause: String) {
        self.lock().told.remove(&(sink, cause));
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn end(now: DateTime<Utc>, wait: Duration) -> Option<DateTime<Utc>> {
    now.checked_add_signed(TimeDelta::from_std(wait).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pause_is_what_was_asked_for_and_a_tenth_or_twice_the_last_one() {
        let (pauses, now) = (Pauses::default(), DateTime::UNIX_EPOCH);
        let seconds = Duration::from_secs;
        assert_eq!(pauses.remaining(Sink::Crm, now), None);
        assert_eq!(
            pauses.throttled(Sink::Crm, Some(seconds(30)), now),
            seconds(33)
        );
        assert_eq!(pauses.remaining(Sink::Crm, now), Some(seconds(33)));
        assert_eq!(
            pauses.remaining(Sink::Crm, now + TimeDelta::seconds(33)),
            None
        );
        assert_eq!(pauses.remaining(Sink::TelegramLeads, now), None);
        assert_eq!(pauses.throttled(Sink::Crm, None, now), seconds(2));
        let longest = (0..9).map(|_| pauses.throttled(Sink::Crm, None, now)).max();
        assert_eq!(longest, Some(LONGEST));
        pauses.clear(Sink::Crm);
        assert_eq!(pauses.throttled(Sink::Crm, None, now), seconds(1));
    }

    #[test]
    fn at_a_sink_that_refuses_us_one_knocks_for_all() {
        let (pauses, now) = (Pauses::default(), DateTime::UNIX_EPOCH);
        let later = |seconds| now + TimeDelta::seconds(seconds);
        assert_eq!(pauses.refusal(Sink::Crm, now), None);
        pauses.refused(Sink::Crm, "auth", "no", now);
        assert_eq!(pauses.refusal(Sink::Crm, later(29)).unwrap().class, "auth");
        assert_eq!(pauses.refusal(Sink::TelegramLeads, now), None);
        assert_eq!(pauses.refusal(Sink::Crm, later(30)), None, "the one");
        assert!(pauses.refusal(Sink::Crm, later(31)).is_some(), "the others");
        assert!(pauses.is_news(Sink::Crm, "auth".to_owned()));
        assert!(!pauses.is_news(Sink::Crm, "auth".to_owned()));
        assert_eq!(pauses.clear(Sink::Crm).unwrap().class, "auth");
        assert_eq!(pauses.refusal(Sink::Crm, later(31)), None);
        assert!(pauses.is_news(Sink::Crm, "auth".to_owned()), "it is back");
        pauses.refused(Sink::Crm, "auth", "no", now);
        pauses.refused(Sink::Crm, "chat_gone", "where", now);
        assert!(pauses.is_news(Sink::Crm, "auth".to_owned()), "it went");
    }
}

//! A sink that asked for silence is left alone, whichever lead's turn it is.

use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use stoa_domain::Sink;

/// The first pause when a sink does not say how long; it doubles to [`LONGEST`].
const FIRST: Duration = Duration::from_secs(1);
const LONGEST: Duration = Duration::from_mins(1);

/// The pauses of this process.
#[derive(Debug, Default)]
pub(super) struct Pauses(Mutex<BTreeMap<Sink, Pause>>);

#[derive(Debug, Clone, Copy, Default)]
struct Pause {
    until: Option<DateTime<Utc>>,
    /// How often the sink asked in a row.
    strikes: u32,
}

impl Pauses {
    /// How long to leave `sink` alone from `now` on; `None` when it may be called.
    pub(super) fn remaining(&self, sink: Sink, now: DateTime<Utc>) -> Option<Duration> {
        let until = self.lock().get(&sink)?.until?;
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
        let mut pauses = self.lock();
        let pause = pauses.entry(sink).or_default();
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
        self.lock().entry(sink).or_default().until = end(now, wait);
    }

    /// The sink took a call.
    pub(super) fn clear(&self, sink: Sink) {
        self.lock().remove(&sink);
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<Sink, Pause>> {
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
}

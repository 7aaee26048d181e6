//! Clocks of others, as far as the tokens show that they issue.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};

/// A difference that is worth a word, in seconds. Whatever is below is the way and the rounding.
const WORTH_A_WORD: i64 = 5;
/// How long a difference is shown, and how long until it is said again.
const SHOWN: TimeDelta = TimeDelta::minutes(10);
/// So many issuers at most: their names are in our settings, but no list grows without an end.
const MOST: usize = 100;

/// An issuer whose tokens come from the future.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClockAhead {
    /// The `iss` of its tokens.
    pub issuer: String,
    /// How far its clock is ahead of ours, in seconds.
    pub ahead_seconds: i64,
}

/// What was seen of clocks lately.
#[derive(Debug, Default)]
pub(crate) struct Clocks(Mutex<BTreeMap<String, Seen>>);

#[derive(Debug, Clone, Copy)]
struct Seen {
    ahead_seconds: i64,
    at: DateTime<Utc>,
}

impl Clocks {
    /// Takes note of a genuine token that was issued so many seconds after now; says so, once in ten minutes for each
    /// issuer.
    pub(crate) fn note(&self, issuer: &str, ahead_seconds: i64, now: DateTime<Utc>) {
        if ahead_seconds < WORTH_A_WORD {
            return;
        }
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_known = seen.get(issuer).is_some_and(|seen| now - seen.at < SHOWN);
        if is_known || (seen.len() >= MOST && !seen.contains_key(issuer)) {
            return;
        }
        let at = now;
        seen.insert(issuer.to_owned(), Seen { ahead_seconds, at });
        tracing::warn!(
            issuer,
            ahead_seconds,
            "a token comes from the future: the clock of its issuer, or ours, is wrong; set both by NTP"
        );
    }

    /// The issuers whose tokens came from the future in the last ten minutes.
    pub(crate) fn ahead(&self, now: DateTime<Utc>) -> Vec<ClockAhead> {
        let seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let lately = seen.iter().filter(|(_, seen)| now - seen.at < SHOWN);
        lately
            .map(|(issuer, seen)| ClockAhead {
                issuer: issuer.clone(),
                ahead_seconds: seen.ahead_seconds,
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_is_ahead_is_shown_for_ten_minutes_and_small_differences_are_not() {
        let (clocks, now) = (Clocks::default(), DateTime::UNIX_EPOCH);
        clocks.note("https://a.kz", 4, now);
        assert_eq!(clocks.ahead(now), []);
        clocks.note("https://a.kz", 61, now);
        clocks.note("https://a.kz", 62, now + TimeDelta::minutes(5));
        let shown = clocks.ahead(now + TimeDelta::minutes(9));
        assert_eq!(shown[0].ahead_seconds, 61);
        assert_eq!(clocks.ahead(now + TimeDelta::minutes(10)), []);
        clocks.note("https://a.kz", 30, now + TimeDelta::minutes(11));
        assert_eq!(
            clocks.ahead(now + TimeDelta::minutes(11))[0].ahead_seconds,
            30
        );
    }
}

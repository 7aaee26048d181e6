use std::time::Duration;

use crate::Key;

/// Tries before the first wait.
const FREE: i64 = 10;
const FIRST_WAIT: Duration = Duration::from_secs(30);
const LONGEST_WAIT: Duration = Duration::from_mins(15);
/// A ladder on which nobody has had to wait yet is forgotten after this time without a try.
const FORGET_LOW: Duration = Duration::from_hours(6);
/// One on which somebody has.
const FORGET_HIGH: Duration = Duration::from_hours(24);
/// How long a network stays known after a success.
const KNOWN: Duration = Duration::from_hours(90 * 24);

/// Waits that grow with each try, for the password of one account.
///
/// Ten tries are free. After the tenth the next one waits 30 s, then 1, 2, 4, 8 and at last always 15 minutes. There
/// are two ladders: one for all places together from which the account was never entered, and one for each network
/// from which it was. So an account under attack from everywhere is guessed at about a hundred times a day (10, then 4
/// in an hour; or 9 every six hours for who is patient), and none of these tries ever makes its owner wait where the
/// owner usually is. A success clears the ladder on which it stood and makes the network a known one for 90 days.
///
/// Nobody is ever locked out for good: a permanent lock would be a tool for whoever wants to shut the owner out.
///
/// # Source
/// Identity contract 6: "10 / 5 min per account with growing delay instead of lock-out".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ladder {
    /// The mark that the account was entered from this network.
    pub(crate) known: Key,
    /// The ladder of this network.
    pub(crate) pair: Key,
    /// The ladder of all unknown places.
    pub(crate) account: Key,
}

impl Ladder {
    /// The ladders of `account` as they are for `network`.
    #[must_use]
    pub fn new(network: &str, account: &str) -> Self {
        Self {
            known: Key::new("password.known", &[network, account]),
            pair: Key::new("password.pair", &[network, account]),
            account: Key::new("password.account", &[account]),
        }
    }
}

/// The figures of all ladders, in milliseconds where they are times; stores get them with each question.
pub(crate) struct Climb;

impl Climb {
    pub(crate) const FREE: i64 = FREE;
    pub(crate) const FIRST_MS: i64 = ms(FIRST_WAIT);
    pub(crate) const LONGEST_MS: i64 = ms(LONGEST_WAIT);
    pub(crate) const LOW_MS: i64 = ms(FORGET_LOW);
    pub(crate) const HIGH_MS: i64 = ms(FORGET_HIGH);
    pub(crate) const KNOWN_MS: i64 = ms(KNOWN);

    /// In the order in which the stores' programs read them.
    pub(crate) const FIGURES: [i64; 5] = [
        Self::FREE,
        Self::FIRST_MS,
        Self::LONGEST_MS,
        Self::LOW_MS,
        Self::HIGH_MS,
    ];

    /// The wait after the try with this number.
    pub(crate) fn wait_ms(tries: i64) -> i64 {
        match tries - FREE {
            below if below < 0 => 0,
            doublings => (Self::FIRST_MS << doublings.min(20)).min(Self::LONGEST_MS),
        }
    }

    /// How long after the try with this number the ladder is remembered.
    pub(crate) const fn memory_ms(tries: i64) -> i64 {
        if tries < FREE {
            Self::LOW_MS
        } else {
            Self::HIGH_MS
        }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "the constants are days at most"
)]
const fn ms(time: Duration) -> i64 {
    time.as_millis() as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_from_thirty_seconds_to_fifteen_minutes() {
        let seconds: Vec<_> = (8..=18).map(|n| Climb::wait_ms(n) / 1000).collect();
        assert_eq!(seconds, [0, 0, 30, 60, 120, 240, 480, 900, 900, 900, 900]);
        assert_eq!(Climb::wait_ms(i64::MAX) / 1000, 900);
    }
}

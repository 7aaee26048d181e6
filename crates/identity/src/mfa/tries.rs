use chrono::{DateTime, TimeDelta, Utc};

/// How many wrong codes void a challenge, and close a factor for a while when they come in a row.
///
/// # Source
/// the identity contract, 6.
pub(crate) const MOST_TRIES: i32 = 5;
const FIRST_WAIT: TimeDelta = TimeDelta::minutes(1);
/// From the seventh time on it is an hour: 120 guesses a day, of which one in a million fits.
const DOUBLINGS: i32 = 6;
const LONGEST_WAIT: TimeDelta = TimeDelta::hours(1);

/// Until when no other code is looked at, after so many wrong ones in a row: each fifth closes for a minute, then for
/// two, and so on up to an hour. Only somebody who knows the password can cause it, and a right code ends it.
pub(crate) fn locked_until(wrong_tries: i32, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    if wrong_tries == 0 || wrong_tries % MOST_TRIES != 0 {
        return None;
    }
    let doublings = (wrong_tries / MOST_TRIES - 1).clamp(0, DOUBLINGS);
    let wait = FIRST_WAIT * (1 << doublings);
    Some(now + wait.min(LONGEST_WAIT))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_fifth_wrong_code_closes_for_longer_up_to_an_hour() {
        let now = DateTime::UNIX_EPOCH;
        let minutes = |tries| locked_until(tries, now).map(|until| (until - now).num_minutes());
        assert_eq!((0..5).map(minutes).collect::<Vec<_>>(), [None; 5]);
        let want = [(5, 1), (10, 2), (15, 4), (30, 32), (35, 60), (40, 60)];
        for (tries, want) in want {
            assert_eq!(minutes(tries), Some(want), "{tries}");
        }
        assert_eq!(minutes(i32::MAX / 5 * 5), Some(60));
        assert_eq!(minutes(11), None);
    }
}

use std::time::{Duration, Instant};

/// How many jobs may begin in a time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rate {
    /// So many, evenly.
    pub jobs: u32,
    /// In this time.
    pub per: Duration,
    /// So many may begin at once after a pause; at least 1.
    pub burst: u32,
}

impl Rate {
    /// `jobs` per second, one after another.
    #[must_use]
    pub const fn per_second(jobs: u32) -> Self {
        Self {
            jobs,
            per: Duration::from_secs(1),
            burst: 1,
        }
    }
}

/// The tokens of a rate.
#[derive(Debug)]
pub(crate) struct Bucket {
    rate: Rate,
    tokens: f64,
    at: Instant,
}

impl Bucket {
    pub(crate) fn new(rate: Rate, now: Instant) -> Self {
        Self {
            rate,
            tokens: f64::from(rate.burst.max(1)),
            at: now,
        }
    }

    /// How many may begin now.
    pub(crate) fn room(&mut self, now: Instant) -> usize {
        let passed = now.saturating_duration_since(self.at).as_secs_f64();
        self.at = now;
        let most = f64::from(self.rate.burst.max(1));
        self.tokens = (self.tokens + passed * self.per_second()).min(most);
        whole(self.tokens)
    }

    pub(crate) fn take(&mut self, begun: usize) {
        self.tokens -= f64::from(u32::try_from(begun).unwrap_or(u32::MAX));
    }

    /// How long until one more may begin.
    pub(crate) fn wait(&self) -> Duration {
        let missing = 1.0 - self.tokens;
        if missing <= 0.0 {
            return Duration::ZERO;
        }
        let seconds = missing / self.per_second().max(f64::MIN_POSITIVE);
        Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX)
    }

    fn per_second(&self) -> f64 {
        f64::from(self.rate.jobs) / self.rate.per.as_secs_f64().max(0.001)
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a bucket holds at most 2^32 tokens, and none below zero are asked for"
)]
fn whole(tokens: f64) -> usize {
    // A hair below a whole token is one: the sum of many small parts.
    (tokens.max(0.0) + 1e-9) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_lets_so_many_begin_and_no_more() {
        let start = Instant::now();
        let mut bucket = Bucket::new(Rate::per_second(5), start);
        let mut begun = 0;
        for step in 0..=100 {
            let now = start + Duration::from_millis(step * 20);
            let room = bucket.room(now);
            bucket.take(room);
            begun += room;
        }
        assert_eq!(begun, 11, "one at once, then five a second for two seconds");
        assert!(bucket.wait() > Duration::ZERO && bucket.wait() <= Duration::from_millis(200));
    }

    #[test]
    fn a_burst_is_as_large_as_said() {
        let start = Instant::now();
        let rate = Rate {
            burst: 3,
            ..Rate::per_second(1)
        };
        let mut bucket = Bucket::new(rate, start);
        assert_eq!(bucket.room(start + Duration::from_hours(1)), 3);
        bucket.take(3);
        assert_eq!(bucket.room(start + Duration::from_hours(1)), 0);
    }
}

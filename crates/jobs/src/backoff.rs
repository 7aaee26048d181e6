use std::time::Duration;

/// How long to wait before the next run of a job that has failed: a random part of a limit that doubles each time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Backoff {
    /// The limit after the first failure.
    pub base: Duration,
    /// The limit never grows beyond this.
    pub cap: Duration,
}

impl Default for Backoff {
    /// 2 s, doubling to 30 minutes.
    fn default() -> Self {
        Self {
            base: Duration::from_secs(2),
            cap: Duration::from_mins(30),
        }
    }
}

impl Backoff {
    /// The pause after attempt number `attempt` (from 1); `fraction` is random in `0.0..1.0`. Drawn from the whole range
    /// below the limit, so that jobs which failed together do not come back together.
    #[must_use]
    pub fn pause(&self, attempt: i16, fraction: f64) -> Duration {
        let doublings = u32::try_from(attempt.saturating_sub(1))
            .unwrap_or_default()
            .min(31);
        let limit = self.base.saturating_mul(1 << doublings).min(self.cap);
        limit.mul_f64(fraction.clamp(0.0, 1.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_doubles_up_to_the_cap_and_the_pause_stays_below_it() {
        let backoff = Backoff {
            base: Duration::from_secs(2),
            cap: Duration::from_mins(1),
        };
        let limits: Vec<_> = [1, 2, 3, 5, 6, 30, i16::MAX]
            .map(|n| backoff.pause(n, 1.0).as_secs())
            .into();
        assert_eq!(limits, [2, 4, 8, 32, 60, 60, 60]);
        assert_eq!(backoff.pause(3, 0.5), Duration::from_secs(4));
        assert_eq!(backoff.pause(9, 0.0), Duration::ZERO);
    }
}

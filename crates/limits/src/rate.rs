use std::time::Duration;

/// So many at once and, evenly spread, so many in each period after that.
///
/// Kept as one point in time, the moment at which the bucket is full again (the generic cell rate algorithm).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    step_ms: i64,
    slack_ms: i64,
}

impl Rate {
    /// At most `count` in `period`; a count of 0 is taken as 1.
    #[must_use]
    pub const fn new(count: u32, period: Duration) -> Self {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "periods are hours, not ages"
        )]
        let period_ms = period.as_millis() as i64;
        let count = if count == 0 { 1 } else { count as i64 };
        let step_ms = period_ms / count;
        Self {
            step_ms,
            slack_ms: step_ms * (count - 1),
        }
    }

    /// How far one question moves the moment.
    pub(crate) const fn step_ms(self) -> i64 {
        self.step_ms
    }

    /// How far ahead the moment may be for another question to be let in.
    pub(crate) const fn slack_ms(self) -> i64 {
        self.slack_ms
    }
}

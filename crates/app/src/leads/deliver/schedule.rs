//! When a delivery that surely did not arrive is tried again.

use std::time::Duration;

/// Limits of the pauses after the first attempts, in seconds; afterwards [`HOURLY`].
///
/// # Source
/// the leads contract, 4.4: leads go cold in minutes, so the first hour is dense.
const STEPS: [u64; 8] = [1, 2, 5, 15, 60, 300, 900, 1800];
const HOURLY: u64 = 3600;

/// The pause after attempt number `attempts` (from 1); `fraction` is random in `0.0..1.0`: full jitter, so that the
/// leads of an outage do not come back together.
pub(super) fn pause(attempts: i16, fraction: f64) -> Duration {
    let step = usize::try_from(attempts.saturating_sub(1)).unwrap_or_default();
    let limit = STEPS.get(step).copied().unwrap_or(HOURLY);
    Duration::from_secs(limit).mul_f64(fraction.clamp(0.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_are_dense_first_and_hourly_at_last() {
        let limits: Vec<_> = (1..=10).map(|n| pause(n, 1.0).as_secs()).collect();
        assert_eq!(limits, [1, 2, 5, 15, 60, 300, 900, 1800, 3600, 3600]);
        assert_eq!(pause(5, 0.5), Duration::from_secs(30));
        assert_eq!(pause(0, 0.0), Duration::ZERO);
    }
}

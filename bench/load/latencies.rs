//! Times of answers, and their percentiles.

use std::time::Duration;

/// Prints median, 99th percentile and maximum in milliseconds.
pub(crate) fn print(mut times: Vec<Duration>) {
    times.sort_unstable();
    for (name, percent) in [("p50_ms", 50), ("p99_ms", 99), ("max_ms", 100)] {
        println!(
            "{name} {:.2}",
            percentile(&times, percent).as_secs_f64() * 1000.0
        );
    }
}

/// The smallest time that `percent` of all times do not exceed.
fn percentile(sorted: &[Duration], percent: usize) -> Duration {
    let rank = (sorted.len() * percent).div_ceil(100);
    sorted
        .get(rank.saturating_sub(1))
        .copied()
        .unwrap_or_default()
}

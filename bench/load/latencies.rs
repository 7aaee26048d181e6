//! Times of answers, and their percentiles.

use std::time::Duration;

/// Prints median, 99th percentile and maximum in milliseconds.
pub(crate) fn print(mut times: Vec<Duration>) {
    times.sort_unstable();
    for (name, share) in [("p50_ms", 0.5), ("p99_ms", 0.99), ("max_ms", 1.0)] {
        println!(
            "{name} {:.2}",
            percentile(&times, share).as_secs_f64() * 1000.0
        );
    }
}

/// The smallest time that `share` of all times do not exceed.
fn percentile(sorted: &[Duration], share: f64) -> Duration {
    let rank = (sorted.len() as f64 * share).ceil() as usize;
    sorted
        .get(rank.saturating_sub(1))
        .copied()
        .unwrap_or_default()
}
